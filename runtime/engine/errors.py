"""Everything we raise on purpose.

The tree answers one question: who must act? `InvalidDefinition` the builder, `StepProblem` the builder too (their step or code
met data it cannot handle), `ConnectionProblem` the customer, `RemoteProblem` nobody yet (it may pass: retry), `NotAllowed` the
caller. Anything else that is raised is our bug. `code` is public API: codes are added, never renamed. No HTTP status lives
here; the door and the API each decide theirs in one table.
"""

from __future__ import annotations

from typing import Any, ClassVar


class HookyardError(Exception):
    """`message` says what to do next; `details` is JSON and never holds a secret."""

    default_code: ClassVar[str] = "error"
    who: ClassVar[str] = "operator"  # must act: builder, customer, nobody, caller, operator

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details = details

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, **({"details": self.details} if self.details else {})}


class InvalidDefinition(HookyardError):
    """The document does not make sense; `details["problems"]` lists everything wrong with it."""

    default_code = "definition_invalid"
    who = "builder"


class StepProblem(HookyardError):
    """A step cannot do its work with what it was given."""

    default_code = "step_failed"
    who = "builder"


class ConnectionProblem(HookyardError):
    """An outside service refuses the credentials."""

    default_code = "connection_refused_credentials"
    who = "customer"


class RemoteProblem(HookyardError):
    """An outside service is slow, away or talking nonsense; trying later may help."""

    default_code = "remote_failed"
    who = "nobody"

    def __init__(self, message: str, *, code: str | None = None, retry_after: float | None = None, **details: Any) -> None:
        super().__init__(message, code=code, **details)
        self.retry_after = retry_after


class NotAllowed(HookyardError):
    """The caller may not do this."""

    default_code = "not_allowed"
    who = "caller"
