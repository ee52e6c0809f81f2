"""What a run tells while it goes, to those who watch it.

For: each start, log line and end of a step as an event of the run's topic, in the order they happen.
Not here: the end of a stored execution, which the journal announces once it is committed.

Nothing is told that is not kept as well: log lines after they were cut, errors as they are stored. Inputs and results never are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runtime.audience import Audience, of_execution, test_under_way
from runtime.engine.interpreter import Wait
from runtime.executions.runs import Run, StepRun

MOST_RETOLD = 500  # steps
MOST_QUOTED = 50  # of these, with lines of their logs
MOST_LINES = 20


class Commentary:
    """Of one run. Each call is one look into a set when nobody watches."""

    __slots__ = ("_audience", "_flow", "_is_test", "_watched")

    def __init__(self, audience: Audience, run: Run) -> None:
        test = test_under_way()
        self._audience = audience
        self._flow = run.plan.flow.key
        self._is_test = bool(test)
        self._watched = (run.tenant_id, test or of_execution(run.execution_id))

    def started(self, record: StepRun, logs: list[dict[str, str]]) -> None:
        """`logs` are those of this try: earlier ones were told."""
        if self._watched in self._audience.topics:
            at = record.started_at.isoformat() if record.started_at else None
            self._tell("step.started", record, at=at, attempt=record.attempt)
            for line in logs:
                self._tell("step.log", record, **line)

    def logged(self, record: StepRun, line: dict[str, str]) -> None:
        if self._watched in self._audience.topics:
            self._tell("step.log", record, **line)

    def waits(self, record: StepRun, command: Wait) -> None:
        """It failed and will be tried again."""
        if self._watched in self._audience.topics:
            self._tell("step.waiting", record, seconds=command.seconds, attempt=command.attempt)

    def ended(self, record: StepRun) -> None:
        if self._watched in self._audience.topics:
            self._tell(
                "step.ended",
                record,
                status=record.status,
                outlet=record.outlet,
                durationUs=record.duration_us,
                attempt=record.attempt,
                pinned=record.pinned,
                error=record.error,
            )

    def so_far(self, ended: Sequence[StepRun], under_way: Sequence[StepRun]) -> None:
        """For who came later: `again` says that all that is known of the run follows; of a long one its latest steps, of the
        latest of these what they logged last."""
        if self._watched not in self._audience.topics:
            return
        left_out = max(0, len(ended) - MOST_RETOLD)
        self._audience.tell(self._watched, "again", {"leftOut": left_out})
        quiet = max(left_out, len(ended) - MOST_QUOTED)
        for record in ended[left_out:quiet]:
            self.ended(record)
        for record in ended[quiet:]:
            for line in record.logs[-MOST_LINES:]:
                self._tell("step.log", record, **line)
            self.ended(record)
        for record in under_way:
            self.started(record, record.logs[-MOST_LINES:])

    def over(self, status: str) -> None:
        """A test is over when its run is; what is stored is not over before that is stored."""
        if self._is_test and self._watched in self._audience.topics:
            self._audience.tell(self._watched, "ended", {"flow": self._flow, "status": status})

    def _tell(self, event: str, record: StepRun, **facts: Any) -> None:
        where = {"flow": self._flow, "stepId": record.step_id, "path": record.path}
        self._audience.tell(self._watched, event, where | facts)
