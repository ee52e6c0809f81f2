"""Starting one flow from another: the Call flow component.

The called flow runs in the same instance and version, as an execution of its own that names its parent. When the calling step
runs again after a crash, it finds the execution it began by its id, which follows from the step: what that did outside carries
the same idempotency keys, and what ended is not run again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from runtime.components.triggers import handed_over
from runtime.engine.component import Json
from runtime.engine.errors import StepProblem
from runtime.executions import records
from runtime.executions.runs import Ended, Run
from runtime.identifiers import derived_id
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Execution
from runtime.journal.tables import Statement
from runtime.reading import in_thread

DEEPEST_CALL = 8
MOST_ROUNDS = 10_000
AGAIN = "again"  # in place of a step's path: a job that began its next run twice would double with each round


class Siblings:
    """`run_here` runs a flow on this loop; `wake` tells the worker that something was queued."""

    def __init__(self, journal: Journal, wake: Callable[[], None], *, stores: bool = True) -> None:
        self._journal = journal
        self._wake = wake
        self._stores = stores
        self.run_here: Callable[[Run], Awaitable[Ended]] | None = None

    async def start_sibling(
        self, parent: Run, path: str, flow: str, data: Json, *, wait: bool, again: bool = False
    ) -> dict[str, Any]:
        """From the step at `path`; `again` is the one next run of a long job, wherever it is started from.

        Raises StepProblem `flow_not_found`, `flow_not_callable`, `calls_too_deep`, `called_flow_failed`.
        """
        run, stands = await self._begun(self._prepare(parent, flow, data, again=again), parent, AGAIN if again else path)
        if stands:
            return {"executionId": stands.pk, **({"result": stands.result} if wait else {})}
        if again and not self._stores:
            return {"executionId": run.execution_id}  # a test ends with its first run
        if not wait and self._stores:
            await self._store(
                run, records.queued(run, now=datetime.now(UTC), trigger=run.trigger_results, parent_id=parent.execution_id)
            )
            self._wake()
            return {"executionId": run.execution_id}
        if self.run_here is None:
            raise RuntimeError("Siblings.run_here was not set by the wiring")
        begun = datetime.now(UTC)
        ran = await self.run_here(run)
        ended: Ended | Execution = ran
        if self._stores:
            more = {"trigger": run.trigger_results, "parent_id": parent.execution_id}
            ending = records.complete(run, ran, now=datetime.now(UTC), started_at=begun, **more)
            ended = await self._store(run, *ending) or ran
        if ended.error:
            raise StepProblem(
                f"{run.plan.flow.name} failed: {ended.error.get('message', '')}",
                code="called_flow_failed",
                executionId=run.execution_id,
            )
        return {"executionId": run.execution_id, "result": ended.result}

    async def _store(self, run: Run, *statements: Statement) -> Execution | None:
        """None when it was stored. Else the row that stands: whoever runs the parent too, as its lease was lost, came first."""
        try:
            await self._journal.write(*statements)
        except JournalRefused:
            row = await in_thread(partial(_row, run))
            if row is None:
                raise
            return row
        return None

    async def _begun(self, run: Run, parent: Run, path: str) -> tuple[Run, Execution | None]:
        """The run under its own id, and its row when it was queued or has succeeded already; one that failed is tried anew."""
        number = 0
        while True:
            run = replace(run, execution_id=derived_id(parent.execution_id, f"{path}:{number}"))
            row = await in_thread(partial(_row, run)) if self._stores else None
            if row is None or row.status != "failed":
                return run, row
            number += 1

    def _prepare(self, parent: Run, flow: str, data: Json, *, again: bool) -> Run:
        plan = parent.instance.release.plan_for(flow)
        if plan is None:
            raise StepProblem(f'This integration has no flow "{flow}".', code="flow_not_found")
        step = next((step for step in plan.flow.steps if step.component == "manual"), None)
        if step is None:
            raise StepProblem(
                f"{plan.flow.name} begins with no Manual trigger, so it cannot be called.", code="flow_not_callable"
            )
        depth, round = _count(parent.trigger_results, "callDepth"), _count(parent.trigger_results, "round")
        if again and round >= MOST_ROUNDS:
            raise StepProblem(f"{MOST_ROUNDS:,} runs followed each other; look whether this ever ends.", code="calls_too_deep")
        if not again and depth >= DEEPEST_CALL:
            raise StepProblem(f"Flows call each other more than {DEEPEST_CALL} deep.", code="calls_too_deep")
        counts = {"callDepth": depth, "round": round + 1} if again else {"callDepth": depth + 1}
        return Run(
            execution_id="",  # it follows from the step
            tenant_id=parent.tenant_id,
            integration=parent.integration,
            instance=parent.instance,
            plan=plan,
            trigger_step=step.id,
            trigger_results={**handed_over(step.inputs, data), "calledBy": parent.execution_id, **counts},
            scratch=parent.scratch,
        )


def _row(run: Run) -> Execution | None:
    return Execution.of(run.tenant_id).filter(pk=run.execution_id).only("status", "result", "error").first()


def _count(fired: Json, name: str) -> int:
    """How deep a run was called, or the how many-th of a job it is. Whoever pins or edits its trigger may write anything there,
    also less than none."""
    told = fired.get(name) if isinstance(fired, Mapping) else None
    return max(0, told) if type(told) is int else 0
