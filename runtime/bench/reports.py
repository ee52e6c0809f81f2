"""What a test answers: one shape, whether it walked a whole road or ran one step.

For: a TestRun as JSON. Not here: running (`bench`), comparing it with what was expected (`designer.bench`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runtime.bench.trials import not_reached
from runtime.engine.errors import HookyardError
from runtime.executions.runs import Ended, Run
from runtime.ingress.answers import Answer, Problem, accepted
from runtime.ingress.runs import static_answer, sync_answer
from runtime.ingress.visits import Visit, answered
from runtime.routing.road import Routed


def stopped(visit: Visit, error: HookyardError) -> dict[str, Any]:
    """The road ended before any flow ran: outcome `stopped`, and the code that the sender is told."""
    answer = Problem(error.code, error.message).answer(visit.inbound.request_id)
    return _report(visit, "stopped", answer, error=error.as_json())


def greeted(visit: Visit, answer: Answer) -> dict[str, Any]:
    """A handshake was answered: no flow is meant to hear of it."""
    return _report(visit, "succeeded", answer)


def routed_only(visit: Visit, routed: Routed, run: Run) -> dict[str, Any]:
    """The flow was found and left alone."""
    return _report(visit, "succeeded", _answer_of(routed, run))


def ran(visit: Visit, routed: Routed, run: Run, ended: Ended, warnings: Sequence[str] = ()) -> dict[str, Any]:
    """The flow ran; of a part of one there is no answer to a sender, who waits for the whole."""
    if run.until:
        visit.trace.skip("answer", f"The run ended at {run.until}: nothing is answered.")
    answer = None if run.until else _answer_of(routed, run, ended)
    return _report(visit, ended.status, answer, ended=ended, warnings=[*warnings, *not_reached(run.until, ended.steps)])


def _answer_of(routed: Routed, run: Run, ended: Ended | None = None) -> Answer:
    if routed.flow.flow.response == "sync":
        return sync_answer(ended, run.execution_id, run.execution_id) if ended else accepted(run.execution_id)
    return static_answer(run, routed)


def _report(
    visit: Visit,
    outcome: str,
    answer: Answer | None,
    *,
    ended: Ended | None = None,
    error: dict[str, Any] | None = None,
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    if answer:
        visit.trace.stages.append(answered(answer))
    told = (ended.error if ended else None) or error
    customer = visit.routed.instance.customer if visit.routed else None
    return {
        "ok": all(stage["ok"] for stage in visit.trace.stages) and outcome != "failed",
        "outcome": outcome,
        "code": told["code"] if told else None,
        "stages": visit.trace.stages,
        "answer": answer.as_json() if answer else None,
        "result": ended.result if ended else None,
        "error": told,
        "flow": visit.routed.flow.flow.key if visit.routed else None,
        "customer": customer["externalId"] if customer else None,
        "warnings": list(warnings),
        "execution": {"steps": [step.as_json() for step in ended.steps]} if ended else None,
    }
