"""How a body is refused."""

from __future__ import annotations

from runtime.engine.errors import NotAllowed


def malformed(message: str) -> NotAllowed:
    """It is not what its content type says, or goes past a bound: 400."""
    return NotAllowed(message, code="body_malformed")


def not_taken(message: str, code: str) -> NotAllowed:
    """`content_type_not_taken`, `content_encoding_not_taken`, `charset_unknown`: 415."""
    return NotAllowed(message, code=code)
