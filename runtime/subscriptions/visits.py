"""One request at a subscription's URL on its way through, and its row among the requests of the tenant.

For: the road it took, told as that of any other request, so that whoever asks why nothing was delivered sees it.
Not here: what is made of it (`arriving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any

from runtime.audience import REQUESTS, News
from runtime.credentials.redaction import redact_headers, redact_query
from runtime.ingress.answers import Answer
from runtime.ingress.visits import LARGEST_REFUSED_BODY, answered
from runtime.journal import tables
from runtime.journal.tables import Statement
from runtime.retention import quotas
from runtime.routing.inbound import Inbound
from runtime.routing.trace import Trace, stage
from runtime.subscriptions.models import Subscription


@dataclass(slots=True)
class Visit:
    """`inbound` is as it came; `secret_headers` are those of its credential."""

    row: Subscription
    inbound: Inbound
    secret_headers: Iterable[str] = ()
    trace: Trace = field(default_factory=Trace)
    begun_ns: int = field(default_factory=perf_counter_ns)

    def kept(self, status: str, answer: Answer, *, stored: str = "", deliveries: Sequence[str] = ()) -> list[Statement]:
        """Nothing for a tenant whose store is full: its events go on all the same."""
        over = quotas.OVER.get(self.row.tenant_id)
        if over and over.code == "storage_quota":
            return []
        row, inbound = self.row, self.inbound
        how = [stage("store", stored) | {"data": {"deliveries": list(deliveries)}}] if stored else []
        values: dict[str, Any] = {
            "id": inbound.request_id,
            "tenant_id": row.tenant_id,
            "endpoint_id": row.pk,
            "customer_id": row.customer_id or "",
            "received_at": inbound.received_at,
            "method": inbound.method[:10],
            "path": inbound.path,
            "query": redact_query(inbound.query),
            "headers": [list(pair) for pair in redact_headers(inbound.headers, list(self.secret_headers))],
            "content_type": inbound.content_type[:200],
            "body": inbound.body if status != "refused" else inbound.body[:LARGEST_REFUSED_BODY],
            "body_size": len(inbound.body),
            "status": status,
            "code": answer.code,
            "answer_status": answer.status,
            "duration_us": (perf_counter_ns() - self.begun_ns) // 1000,
            "trace": [*self.trace.stages, *how, answered(answer)],
        }
        return [tables.requests().insert(values, News(row.tenant_id, REQUESTS, inbound.request_id, status, ""))]
