"""One request on its way through the door, and its row in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any

from runtime.audience import REQUESTS, News
from runtime.executions.runs import Run
from runtime.ingress.answers import Answer
from runtime.journal import tables
from runtime.journal.tables import Statement
from runtime.routing.inbound import Inbound
from runtime.routing.plans import EndpointPlan
from runtime.routing.road import Routed
from runtime.routing.trace import Trace, stage

DIFFERS = "duplicate_differs"
LARGEST_REFUSED_BODY = 64 * 1024  # a refused sender does not get to fill the disk


@dataclass(slots=True)
class Visit:
    """`inbound` has its secrets redacted already; the body is as sent."""

    plan: EndpointPlan
    inbound: Inbound
    trace: Trace = field(default_factory=Trace)
    routed: Routed | None = None
    replay_of: str = ""
    outcome: str = ""  # the status of its row, once it has one
    waited: bool = False  # its sender waits for the run
    unwaited: bool = False  # nobody waits for its answer, so a sync flow is queued like any other
    begun_ns: int = field(default_factory=perf_counter_ns)

    def repeated(self, answer: Answer, first: str, *, differs: bool) -> Statement:
        """A request whose id came before: answered as the first time, and nothing runs.

        Also when it says something else under that id, for a sender that is refused tries for days and then gives up; it is
        kept under a code of its own, and a person may run it all the same.
        """
        told = (
            "Seen before, with another body: answered as the first time."
            if differs
            else "Seen before: answered as the first time."
        )
        how = stage("store", told, ok=not differs) | {"data": {"first": first}}
        return self.row("duplicate", answer, store=how, code=DIFFERS if differs else "")

    def row(
        self, status: str, answer: Answer, *, execution_id: str = "", store: str | dict[str, Any] = "", code: str = ""
    ) -> Statement:
        """The request as it is kept, with how it was answered; `store` tells what came of it. It may be asked for twice."""
        self.outcome = status
        stored = stage("store", store) if isinstance(store, str) else store
        stages = [*self.trace.stages, *([stored] if store else ()), answered(answer)]
        plan, inbound, routed = self.plan, self.inbound, self.routed
        instance = routed.instance if routed else plan.instance
        body = inbound.body if status != "refused" else inbound.body[:LARGEST_REFUSED_BODY]
        return tables.requests().insert(
            {
                "id": inbound.request_id,
                "tenant_id": plan.tenant_id,
                "endpoint_id": plan.endpoint_id,
                "integration_id": plan.integration["id"],
                "instance_id": instance.id if instance else "",
                "customer_id": _customer_id(instance.customer if instance else None),
                "execution_id": execution_id,
                "replay_of": self.replay_of,
                "flow_key": routed.flow.flow.key if routed else "",
                "is_draft": plan.is_draft,
                "received_at": inbound.received_at,
                "method": inbound.method[:10],
                "path": inbound.path,
                "query": inbound.query,
                "headers": [list(pair) for pair in inbound.headers],
                "content_type": inbound.content_type[:200],
                "body": body,
                "body_size": len(inbound.body),
                "status": status,
                "code": code or answer.code,
                "answer_status": answer.status,
                "duration_us": (perf_counter_ns() - self.begun_ns) // 1000,
                "trace": stages,
            },
            self.news(status),
        )

    def news(self, status: str) -> News:
        instance = self.routed.instance if self.routed else self.plan.instance
        return News(self.plan.tenant_id, REQUESTS, self.inbound.request_id, status, instance.id if instance else "")

    def answered_later(self, answer: Answer) -> Statement:
        """The answer of a request whose row was written before it was known."""
        values = {"answer_status": answer.status, "code": answer.code}
        return tables.requests().update(values, where={"id": self.inbound.request_id}, news=self.news("accepted"))

    def keeps(self, run: Run) -> dict[str, Any]:
        """What the execution keeps of its trigger: nothing, since the request has it; all for a draft, whose settings change."""
        return {"trigger": run.trigger_results} if self.plan.is_draft else {}


def answered(answer: Answer) -> dict[str, Any]:
    """The last stage of a trace."""
    return stage("answer", f"{answer.status} {answer.code}".strip(), ok=answer.status < 400)


def _customer_id(customer: Mapping[str, Any] | None) -> str:
    return customer["id"] if customer else ""
