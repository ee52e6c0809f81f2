"""What those who watch the installation hear of the end of a run: its count, its trace, its minute of the traffic."""

from __future__ import annotations

from runtime.engine.events import StepStatus
from runtime.executions.runs import Run
from runtime.watching import meters, tracing
from runtime.watching.traffic import TRAFFIC


def ended(run: Run, status: str, *, began_ns: int) -> None:
    kind = "preprocess" if not run.instance.id else "live" if run.instance.release.version_id else "draft"
    meters.execution_ended(kind, status)
    if kind == "live":
        TRAFFIC.ended(run.tenant_id, run.integration["id"], status)
    if tracing.on():
        _trace(run, status, began_ns)


def _trace(run: Run, status: str, began_ns: int) -> None:
    facts = {
        "hookyard.execution": run.execution_id,
        "hookyard.tenant": run.tenant_id,
        "hookyard.integration": run.integration["id"],
        "hookyard.flow": run.plan.flow.key,
        "hookyard.status": status,
    }
    failed = status == StepStatus.FAILED
    tracing.execution(run.execution_id, run.trigger_results, began_ns=began_ns, facts=facts, failed=failed)
