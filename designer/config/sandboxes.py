"""What the environment says of the sandbox, checked at start: a slip of the pen must not leave it weaker than was meant."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

AVAILABLE, STRICT = "available", "strict"


def is_strict(given: str) -> bool:
    """Whether code runs only behind all walls, instead of those that the system gives."""
    if given not in (AVAILABLE, STRICT):
        raise ImproperlyConfigured(f"HOOKYARD_SANDBOX: {given!r} is neither {AVAILABLE} nor {STRICT}.")
    return given == STRICT
