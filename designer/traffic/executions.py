"""Executions as people look at them: the flow as it ran, and what each step returned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Sum

from designer.integrations.drafts import load_definition
from designer.traffic.references import References
from designer.traffic.shapes import ExecutionDetailShape, ExecutionShape
from designer.traffic.triggers import trigger_of
from runtime.instances.models import Version
from runtime.journal.models import Execution, Request, StepResult
from runtime.lanes.explaining import explain

EACH_END = 500  # step runs from either end of an execution that has more than both
LIST_FIELDS = ("id", "flow_key", "flow_name", "status", "queued_at", "started_at", "finished_at", "error")


def show_executions(rows: list[Execution]) -> list[dict[str, Any]]:
    references = References.of(rows)
    why = explain(rows, datetime.now(UTC))
    return ExecutionShape([{**_summary(row, references), "waits_for": why.get(row.pk)} for row in rows], many=True).data


def show_execution(row: Execution) -> dict[str, Any]:
    request = Request.objects.of(row.tenant_id).filter(pk=row.request_id).first() if row.request_id else None
    references, definition = References.of([row]), definition_of(row)
    trigger = trigger_of(row, request, definition, references)
    detail = {
        **_summary(row, references),
        "waits_for": explain([row], datetime.now(UTC)).get(row.pk),
        **{"trigger_step": row.trigger_step, "trigger": trigger, "result": row.result, "response": row.response},
        **{"waits": [], "steps": [], "step_count": 0, "tally": tally_of(row), "preprocess": []},
        "flow": next((flow for flow in (definition or {}).get("flows", ()) if flow["key"] == row.flow_key), None),
    }
    count = StepResult.objects.of(row.tenant_id).filter(execution_id=row.pk).count()
    runs = {
        "waits": waits_of(row),
        "steps": step_runs(row, trigger, count),
        "stepCount": count,
        "preprocess": preprocess_runs(request),
    }
    return ExecutionDetailShape(detail).data | runs


def waits_of(row: Execution) -> list[dict[str, Any]]:
    kept = ("path", "stepId", "dueAt", "attempt", "nextAttempt", "error", "attempts")
    waits = row.waits if row.status == Execution.Status.WAITING else None
    return [{name: wait[name] for name in kept} for wait in waits or ()]


def _summary(row: Execution, references: References) -> dict[str, Any]:
    return {
        **{field: getattr(row, field) for field in LIST_FIELDS},
        "integration": references.integration(row),
        "customer": references.customer(row),
        "version": references.version_number(row),
        "instance_id": row.instance_id or None,
        "rerun": {"from": row.rerun["from"], **row.rerun} if row.rerun else None,
        **{name: getattr(row, name) or None for name in ("request_id", "parent_id", "replay_of")},
    }


def step_runs(row: Execution, trigger: Any, count: int) -> list[dict[str, Any]]:
    """In the order in which they ended; of a very long run its beginning and its end.

    What the trigger step returned is not kept a second time.
    """
    stored = StepResult.objects.of(row.tenant_id).filter(execution_id=row.pk)
    results = list(stored.order_by("sequence")[:EACH_END])
    if count > len(results):
        results += reversed(stored.order_by("-sequence")[: min(EACH_END, count - len(results))])
    return [_step_run(row, result, trigger) for result in results]


def turns_under(row: Execution, path: str, trigger: Any = None) -> list[dict[str, Any]]:
    """The step runs of one turn of a loop, such as `loop_1[2]`, with those of loops inside it; the first 500."""
    stored = StepResult.objects.of(row.tenant_id).filter(execution_id=row.pk, path__startswith=f"{path}.")
    return [_step_run(row, result, trigger) for result in stored.order_by("sequence")[:EACH_END]]


def tally_of(row: Execution) -> list[dict[str, Any]]:
    """What each step came to, over all its runs."""
    stored = StepResult.objects.of(row.tenant_id).filter(execution_id=row.pk).order_by()
    return list(stored.values("step_id", "status", "outlet").annotate(count=Count("pk"), duration_us=Sum("duration_us")))


def _step_run(row: Execution, result: StepResult, trigger: Any) -> dict[str, Any]:
    return {
        "stepId": result.step_id,
        "path": result.path,
        "component": result.component,
        "status": result.status,
        "outlet": result.outlet,
        "inputs": result.inputs,
        "results": trigger if result.path == row.trigger_step else result.results,
        "error": result.error,
        "logs": result.logs,
        "startedAt": result.started_at,
        "durationUs": result.duration_us,
        "attempt": result.attempt,
        "attempts": result.attempts,
        "keptFrom": result.kept_from or None,
        "pinned": result.pinned,
    }


def preprocess_runs(request: Request | None) -> list[dict[str, Any]]:
    """The step runs of the preprocess flow, as the request's trace keeps them."""
    stages = request.trace if request else []
    ran = next((stage.get("data") or {} for stage in stages if stage.get("stage") == "preprocess"), {})
    return ran.get("steps", [])


def definition_of(row: Execution) -> dict[str, Any] | None:
    """The version that ran; for a run of the draft, the draft as it is now."""
    if not row.version_id:
        return load_definition(row.integration_id)
    rows = Version.objects.of(row.tenant_id).filter(pk=row.version_id)
    return rows.values_list("definition", flat=True).first()
