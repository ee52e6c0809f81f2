"""What the door tells of each request it answered: to the process's meters and to the traffic of its integration.

For: turning a visit's moments and the stages of its trace into durations. About 5 µs a request.
Not here: the counters themselves (`runtime.watching`).
"""

from __future__ import annotations

from time import perf_counter_ns

from runtime.ingress.answers import Answer
from runtime.ingress.visits import Visit
from runtime.watching import meters, tracing
from runtime.watching.traffic import TRAFFIC

OF_THE_ROAD = frozenset({"verify", "parse", "preprocess", "pick", "match"})


def note_visit(visit: Visit, answer: Answer, *, begun: int, found: int, read: int) -> None:
    """Moments are of `perf_counter_ns`. What the road did not take went into storing, or into the run a sender waited for."""
    now = perf_counter_ns()
    marks = [("endpoint", (found - begun) // 1000), ("read", (read - found) // 1000)]
    rest = (now - read) // 1000
    for stage in visit.trace.stages:
        name = stage["stage"]
        if name in OF_THE_ROAD and "skipped" not in stage:
            took = stage["durationUs"]
            marks.append((name, took))
            rest -= took
    marks.append(("run" if visit.waited else "store", max(rest, 0)))
    outcome = visit.outcome or "refused"
    meters.door_answered(answer.status, answer.code, outcome, size=len(visit.inbound.body), marks=marks)
    plan = visit.plan
    if not plan.is_draft:
        TRAFFIC.answered(plan.tenant_id, plan.integration["id"], outcome, answer.code, (now - begun) // 1000, marks)
    if tracing.on():
        _trace(visit, answer, outcome, (now - begun) // 1000, marks)


def _trace(visit: Visit, answer: Answer, outcome: str, took_us: int, marks: list[tuple[str, int]]) -> None:
    plan, headers = visit.plan, dict(answer.headers)
    facts = {
        "hookyard.request": visit.inbound.request_id,
        "hookyard.tenant": plan.tenant_id,
        "hookyard.integration": plan.integration["id"],
        "hookyard.outcome": outcome,
        "hookyard.code": answer.code,
        "http.request.method": visit.inbound.method,
        "http.response.status_code": answer.status,
    }
    tracing.request(
        visit.inbound.headers,
        id=visit.inbound.request_id,
        execution_id=headers.get("x-hookyard-execution", ""),
        took_us=took_us,
        stages=marks,
        status=answer.status,
        facts=facts,
    )


def note_stranger(answer: Answer) -> None:
    """A request that came to no endpoint."""
    meters.door_answered(answer.status, answer.code, "stranger", size=0, marks=())
