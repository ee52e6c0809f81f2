"""Executions and their steps as rows of the journal.

For: the statements that queue, keep and finish executions, and the care for their leases.
Not here: whose turn it is (`claims`), committing (`runtime.journal`), running (`runner`).

A claim counts up `epoch`; whoever writes names the epoch it claimed, so that a worker which lost its lease changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from runtime.audience import EXECUTIONS, News
from runtime.engine.errors import StepProblem
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.sizes import LARGEST_KEPT, weigh
from runtime.executions.waits import first_due
from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.tables import Statement
from runtime.lanes.policies import turn_key_of

LEASE = timedelta(seconds=10)  # what a worker that was killed had in hand goes on elsewhere within it
MOST_PARAMETERS = 500  # in one statement
STANDS = "SELECT 1 FROM runtime_execution WHERE id = %s AND epoch = %s AND status = 'running'"


def queued(run: Run, *, now: datetime, status: str = "queued", request_id: str = "", **more: Any) -> Statement:
    """A new execution. `status` is `queued`, or `held` while its instance is paused."""
    row = _row(run, now, status) | {"request_id": request_id, **more}
    if run.plan.flow.policy:
        row["turn_key"] = turn_key_of(run.plan.flow, run.trigger_step, run.trigger_results)
    return tables.executions().insert(row, _news(run, status))


def running(run: Run, *, now: datetime, owner: str, request_id: str = "", **more: Any) -> Statement:
    """A new execution that this process runs right now."""
    lease = {"epoch": 1, "lease_owner": owner, "lease_expires_at": now + LEASE, "started_at": now}
    row = _row(run, now, "running") | lease | {"request_id": request_id, **more}
    return tables.executions().insert(row, _news(run, "running"))


def complete(
    run: Run, ended: Ended, *, now: datetime, started_at: datetime, request_id: str = "", **more: Any
) -> list[Statement]:
    """An execution that was run before anything of it was stored, with all its steps."""
    row = _row(run, started_at, ended.status) | _end(ended, now) | {"started_at": started_at, "epoch": 1}
    execution = tables.executions().insert(row | {"request_id": request_id, **more}, _news(run, ended.status))
    return [execution, *steps(run, ended.steps)]


def finished(run: Run, ended: Ended, *, now: datetime, epoch: int, kept: int) -> list[Statement]:
    """The end of an execution that stands as running under `epoch`, or its being put away; else nothing.

    Its first `kept` steps were stored before.
    """
    where = {"id": run.execution_id, "epoch": epoch, "status": "running"}
    values = {"status": ended.status, "lease_owner": "", "lease_expires_at": None, **_outcome(run, ended, now)}
    update = tables.executions().update(values, where=where, news=_news(run, ended.status))
    table, stands = tables.step_results(), Statement(STANDS, (run.execution_id, epoch))
    rows = _step_rows(run, ended.steps[kept:], first=kept + 1 + len(run.recorded))
    return [*(table.insert_while(row, stands) for row in rows), update]


def failed(execution_id: str, tenant_id: str, epoch: int, *, code: str, message: str, now: datetime) -> Statement:
    """The end of one that stands as running under `epoch` and cannot be run."""
    values = {"status": "failed", "error": {"code": code, "message": message}, "finished_at": now}
    where = {"id": execution_id, "epoch": epoch, "status": "running"}
    news = News(tenant_id, EXECUTIONS, execution_id, "failed")
    return tables.executions().update({**values, "lease_owner": "", "lease_expires_at": None}, where=where, news=news)


def keep(run: Run, ended: Sequence[StepRun], *, epoch: int, first: int) -> Callable[[CursorWrapper], bool]:
    """A journal procedure: stores steps of a run under way. False, and nothing stored, when it is not ours any more."""
    statements = steps(run, ended, first=first)

    def procedure(cursor: CursorWrapper) -> bool:
        cursor.execute(STANDS, [run.execution_id, epoch])
        if cursor.fetchone() is None:
            return False
        for statement in statements:
            cursor.execute(statement.sql, statement.parameters)
        return True

    return procedure


def steps(run: Run, ended: Sequence[StepRun], *, first: int = 1) -> list[Statement]:
    return [tables.step_results().insert(row) for row in _step_rows(run, ended, first=first)]


def _step_rows(run: Run, ended: Sequence[StepRun], *, first: int) -> list[dict[str, Any]]:
    return [_step_row(run, step, sequence) for sequence, step in enumerate(ended, start=first)]


def _row(run: Run, now: datetime, status: str) -> dict[str, Any]:
    instance = run.instance
    return {
        "id": run.execution_id,
        "tenant_id": run.tenant_id,
        "integration_id": run.integration["id"],
        "version_id": instance.release.version_id,
        "instance_id": instance.id,
        "customer_id": instance.customer["id"] if instance.customer else "",
        "flow_key": run.plan.flow.key,
        "flow_name": run.plan.flow.name,
        "trigger_step": run.trigger_step,
        "status": status,
        "queued_at": now,
        "due_at": now,
    }


def _news(run: Run, status: str) -> News:
    return News(run.tenant_id, EXECUTIONS, run.execution_id, status)


def _outcome(run: Run, ended: Ended, now: datetime) -> dict[str, Any]:
    if ended.waits:
        waits = [wait.as_json() for wait in ended.waits]
        return {"due_at": first_due(ended.waits, run.deadline), "waits": waits, "response": ended.response}
    return _end(ended, now) | ({"waits": None} if run.waits else {})


def _end(ended: Ended, now: datetime) -> dict[str, Any]:
    return {"result": ended.result, "response": ended.response, "error": ended.error, "finished_at": now}


def _step_row(run: Run, step: StepRun, sequence: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "tenant_id": run.tenant_id,
        "execution_id": run.execution_id,
        "sequence": sequence,
        "step_id": step.step_id,
        "path": step.path,
        "component": step.component,
        "status": step.status,
        "outlet": step.outlet,
        "control": step.control,
        "attempt": step.attempt,
        "attempts": step.attempts,
        "pinned": step.pinned,
        "inputs": _shortened(step),
        # What a trigger gave stands in the request, or in the execution; a third copy of each body would only fill the disk.
        "results": None if step.path == run.trigger_step else step.results if step.kept is None else step.kept,
        "error": step.error,
        "logs": step.logs,
        "started_at": step.started_at,
        "duration_us": step.duration_us,
    }


def _shortened(step: StepRun) -> Any:
    """Inputs are kept for people to read, results to go on from; so only inputs may be cut."""
    try:
        weight = weigh(step.inputs, LARGEST_KEPT) if step.inputs_weight is None else step.inputs_weight
    except StepProblem as problem:
        return {"cut": problem.message}
    return step.inputs if weight <= LARGEST_KEPT else {"cut": f"Inputs over {LARGEST_KEPT // 1024} KiB are not kept."}


def tend(owner: str, held: Sequence[str], now: datetime) -> Callable[[CursorWrapper], list[str]]:
    """A journal procedure: extends the leases of `held`, then takes back what nobody keeps. Returns what of `held` is not ours.

    In this order, so that after a long sleep of the machine nobody loses what it still runs.
    """

    def procedure(cursor: CursorWrapper) -> list[str]:
        lost: list[str] = []
        for start in range(0, len(held), MOST_PARAMETERS):
            ids = held[start : start + MOST_PARAMETERS]
            among = f"id IN ({', '.join(['%s'] * len(ids))})"
            ours = "status = 'running' AND lease_owner = %s"
            expires = tables.database_time(now + LEASE)
            cursor.execute(f"UPDATE runtime_execution SET lease_expires_at = %s WHERE {ours} AND {among}", [expires, owner, *ids])  # noqa: S608
            cursor.execute(f"SELECT id FROM runtime_execution WHERE {among} AND NOT ({ours})", [*ids, owner])  # noqa: S608
            lost.extend(row[0] for row in cursor.fetchall())
        take_back(now)(cursor)
        return lost

    return procedure


def take_back(now: datetime, *, everything: bool = False) -> Callable[[CursorWrapper], int]:
    """Queues again what a dead worker had claimed. `everything` is for the start of the only process there is.

    A lease longer than any that is given was written before the clock was set back: it is over too.
    """
    stale = ["lease_expires_at < %s OR lease_expires_at > %s", *map(tables.database_time, (now, now + 2 * LEASE))]
    condition, *parameters = ["1 = 1"] if everything else stale
    return _queue_again(condition, parameters, deaths=1)


def queue_again(execution_id: str, *, epoch: int) -> Callable[[CursorWrapper], int]:
    """Of a run that trouble of the database cut off. It counts as a death: what can never be stored is given up one day."""
    return _queue_again("id = %s AND epoch = %s", [execution_id, epoch], deaths=1)


def give_back(owner: str) -> Callable[[CursorWrapper], int]:
    """Queues again what a process that ends had claimed and not finished."""
    return _queue_again("lease_owner = %s", [owner])


def _queue_again(condition: str, parameters: list[Any], *, deaths: int = 0) -> Callable[[CursorWrapper], int]:
    def procedure(cursor: CursorWrapper) -> int:
        cursor.execute(
            "UPDATE runtime_execution SET status = 'queued', lease_owner = '', lease_expires_at = NULL, "  # noqa: S608
            f"cut_off = cut_off + %s WHERE status = 'running' AND ({condition})",
            [deaths, *parameters],
        )
        return cursor.rowcount

    return procedure
