"""Re-running what has ended, as the product's pages ask for it.

For: the whole again, or from one step on with what came before it kept. Plain functions for Django's threads.
Not here: which results are kept and what is refused (`runtime.executions.rerun`), permissions and shapes (`designer`).

Every re-run is a new execution. It has idempotency keys of its own, so a service that knows the header takes what it sends
as new work; what the first one did outside stays done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime import wiring
from runtime.audience import EXECUTIONS, News
from runtime.engine.errors import NotAllowed
from runtime.engine.plan import PlannedStep
from runtime.executions import rerun
from runtime.executions.loading import Claimed, environment
from runtime.executions.preparing import prepare
from runtime.executions.rerun import Ahead, Wish
from runtime.executions.runs import Run
from runtime.executions.steering import ENDED, again
from runtime.executions.versions import Wanted, version_for
from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.models import Execution, Request, StepResult
from runtime.tenancy.models import Tenant

KEPT_OF_A_STEP = (
    *("step_id", "path", "component", "status", "outlet", "control", "attempt", "attempts"),
    *("inputs", "results", "error", "logs", "started_at", "duration_us", "pinned"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A re-run that could be stored."""

    row: Execution
    start: PlannedStep
    seeds: Sequence[StepResult]
    ahead: Ahead
    run: Run
    fresh: Mapping[str, Any]


def run_whole(tenant: Tenant, execution_id: str, *, version: Wanted | None = None) -> str:
    """Once more with the same trigger; returns the new execution's id. On the version that ran, unless another is wanted.

    Raises NotAllowed `not_found`, `not_retryable`, and as `version_for`.
    """
    row = _ended(tenant, execution_id)
    return _store(again(row, version_id=version_for(row, version) if version is not None else ""))


def preview(tenant: Tenant, execution_id: str, wish: Wish) -> dict[str, Any]:
    """What a re-run would begin with: {inputs, redacted, warnings, kept, runs, beside, held}. Raises NotAllowed as `run_from`."""
    planned = _plan(tenant, execution_id, wish)
    kept = {seed.step_id for seed in planned.seeds if "[" not in seed.path}
    return {
        "inputs": planned.ahead.inputs,
        "redacted": [path for name, value in planned.ahead.inputs.items() for path in rerun.redacted_in(value, name)],
        "warnings": planned.ahead.warnings,
        "kept": sorted(kept, key=planned.run.plan.graph.by_id.__getitem__),
        "runs": [step.step.id for step in rerun.following(planned.run.plan, planned.start) if step.step.id not in kept],
        "beside": planned.ahead.beside,
        "held": planned.fresh["status"] == "held",
    }


def run_from(tenant: Tenant, execution_id: str, wish: Wish) -> str:
    """Runs from a step on; returns the new execution's id.

    Raises NotAllowed `not_found`, `not_retryable`, `flow_gone`, `request_gone`, `results_gone`, `step_not_found`, `step_in_loop`,
    `step_is_trigger`, `step_not_run`, `step_not_reached`; HookyardError `input_invalid` with all `errors`.
    """
    planned = _plan(tenant, execution_id, wish)
    rerun.require_fit(planned.start, wish.inputs, planned.ahead)
    return _store(planned.fresh, seeds=planned.seeds)


def _plan(tenant: Tenant, execution_id: str, wish: Wish) -> Planned:
    row = _ended(tenant, execution_id)
    process = wiring.process()
    pinned = dict(wish.pinned)
    payload = [pinned.pop(name) for name in (row.trigger_step, rerun.TRIGGER) if name in pinned]
    edited = [*pinned, *([rerun.TRIGGER] if payload else [])]
    about = {"from": wish.start, "edited": list(wish.inputs), "pinned": edited, "by": wish.by}
    fresh = again(row) | {"rerun": about, "given": {"inputs": dict(wish.inputs), "pins": pinned}}
    request = Request.of(tenant).filter(pk=row.request_id).first() if row.request_id else None
    run = process.bench.call(prepare(process.book, Claimed(Execution(**fresh), request, ())))
    if payload:
        run = rerun.with_trigger(run, payload[0])
        fresh["trigger"] = run.trigger_results
    rows = _rows_of(row)
    start = rerun.start_of(run.plan, wish.start, {each.path: each for each in rows})
    seeds = rerun.seeds(run.plan, start, rows, pinned)
    run = rerun.seeded(run, seeds)
    return Planned(row, start, seeds, rerun.look_ahead(run, start, environment()), run, fresh)


def _ended(tenant: Tenant, execution_id: str) -> Execution:
    row = Execution.of(tenant).filter(pk=execution_id).first()
    if row is None:
        raise NotAllowed("There is no such execution.", code="not_found")
    if row.status not in ENDED:
        raise NotAllowed("It has not ended yet.", code="not_retryable")
    return row


def _rows_of(row: Execution) -> list[StepResult]:
    """Its steps. The turns of loops that ended stay behind: they say nothing that the loop's result does not."""
    stored = StepResult.of(row.tenant_id).filter(execution_id=row.pk)
    top = list(stored.exclude(path__contains="[").order_by("sequence"))
    if not top:
        raise NotAllowed("The results of its steps are no longer kept. Run the whole again.", code="results_gone")
    turns = stored.filter(path__contains="[")
    for step in top:
        if step.status in ("succeeded", "ignored") or step.outlet:
            turns = turns.exclude(path__startswith=f"{step.path}[")
    return sorted([*top, *turns], key=lambda step: step.sequence)


def _store(fresh: Mapping[str, Any], *, seeds: Sequence[StepResult] = ()) -> str:
    """The execution and its first records, together or not at all."""
    process = wiring.process()
    statements = [tables.step_results().insert(_seed(fresh, seed, place)) for place, seed in enumerate(seeds, start=1)]
    news = News(fresh["tenant_id"], EXECUTIONS, fresh["id"], fresh["status"])
    process.journal.submit(tables.executions().insert(dict(fresh), news), *statements).result()
    process.wake_live()
    process.wake_bench()
    return str(fresh["id"])


def _seed(fresh: Mapping[str, Any], seed: StepResult, place: int) -> dict[str, Any]:
    whose = seed.kept_from or fresh["replay_of"]
    own = {"id": new_id(), "tenant_id": fresh["tenant_id"], "execution_id": fresh["id"], "sequence": place, "kept_from": whose}
    return {name: getattr(seed, name) for name in KEPT_OF_A_STEP} | own
