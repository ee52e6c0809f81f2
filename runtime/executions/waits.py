"""What an execution waits for while it is put away: tries that come later, and sleep.

For: the values that stand in an execution's row from the moment nothing of it runs until the first wait is over.
Not here: deciding that a step waits (`runtime.engine`), putting away and taking up (`runner`, `records`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from runtime.engine.component import Control, Outcome
from runtime.engine.interpreter import Waiting
from runtime.executions.runs import StepRun

SHORT = 2.0  # seconds: what is over sooner is not worth two commits


@dataclass(frozen=True, slots=True)
class Pending:
    """One step that waits until `due`; `attempt` is the try that follows. `record` is what it did so far."""

    due: datetime
    attempt: int
    outcome: Outcome | None
    record: StepRun

    @property
    def waiting(self) -> Waiting:
        """What the interpreter needs of it."""
        return Waiting(self.attempt, None if self.outcome else self.record.error, self.outcome)

    def as_json(self) -> dict[str, Any]:
        record, outcome = self.record, self.outcome
        return {
            "dueAt": self.due.isoformat(),
            "nextAttempt": self.attempt,
            "outcome": {"results": outcome.results, "outlet": outcome.outlet, "control": outcome.control} if outcome else None,
            **{name: value for name, value in record.as_json().items() if name not in ("results", "outlet", "pinned", "status")},
        }


def read_waits(stored: Iterable[Mapping[str, Any]] | None) -> dict[str, Pending]:
    """By path."""
    return {one["path"]: _read(one) for one in stored or ()}


def _read(one: Mapping[str, Any]) -> Pending:
    given = one["outcome"]
    record = StepRun(
        one["stepId"],
        one["path"],
        one["component"],
        "running",
        attempt=one["attempt"],
        inputs=one["inputs"],
        error=one["error"],
        logs=list(one["logs"]),
        started_at=datetime.fromisoformat(one["startedAt"]) if one["startedAt"] else None,
        duration_us=one["durationUs"],
        attempts=list(one["attempts"]),
    )
    outcome = Outcome(given["results"], given["outlet"], Control(given["control"])) if given else None
    return Pending(datetime.fromisoformat(one["dueAt"]), one["nextAttempt"], outcome, record)


def first_due(waits: Iterable[Pending], deadline: datetime | None) -> datetime:
    """When to look at it again: also what may not take any longer has to be ended."""
    moments = [wait.due for wait in waits]
    return min([*moments, deadline] if deadline else moments)


def later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)
