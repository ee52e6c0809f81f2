"""Where the caller of a sync flow looks when the flow took longer than it may wait.

`/hooks/{tenant}/executions/{execution id}?key=...`: the key is a MAC of the two ids, so the URL itself is the permission.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs

from runtime.ingress.answers import SUSPENDED, Answer, Problem, accepted, custom
from runtime.journal.models import Execution
from runtime.reading import in_thread
from runtime.routing.urls import HookPath

OVER = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class StatusPage:
    public_url: str
    secret: str

    def url(self, tenant_id: str, execution_id: str) -> str:
        return f"{self.public_url}/hooks/{tenant_id}/executions/{execution_id}?key={self._key(tenant_id, execution_id)}"

    def _key(self, tenant_id: str, execution_id: str) -> str:
        text = f"execution-status:{tenant_id}:{execution_id}".encode()
        return hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest()[:32]

    async def answer(self, path: HookPath, query: str, request_id: str) -> Answer:
        """404 for a wrong key; 202 while it runs; then what the caller would have got."""
        given = parse_qs(query).get("key", [""])[0]
        if hmac.compare_digest(given.encode(), self._key(path.tenant_id, path.token).encode()):
            row = await in_thread(lambda: Execution.of(path.tenant_id).select_related("tenant").filter(pk=path.token).first())
            if row is not None and row.tenant.suspended:
                return SUSPENDED.answer(request_id)
            if row is not None:
                return self.state(row, request_id)
        return Problem("endpoint_not_found", "No execution has this URL.").answer(request_id)

    def state(self, row: Execution, request_id: str) -> Answer:
        """What the sender of a sync flow is told of it now."""
        answer = outcome(row)
        if answer is not None:
            return answer
        if row.status in OVER:
            return Problem("flow_failed", f"The flow ended as {row.status}.").answer(request_id)
        return self.still_running(row.tenant_id, row.pk, row.status)

    def still_running(self, tenant_id: str, execution_id: str, status: str = "running") -> Answer:
        """What a sender is told who cannot be kept waiting."""
        url = self.url(tenant_id, execution_id)
        answer = accepted(execution_id, 202, status=status, statusUrl=url)
        return answer.with_headers(("location", url), ("x-hookyard-execution", execution_id))


def outcome(row: Execution) -> Answer | None:
    """What the sender of a sync flow would have got; None while it runs, and when it failed without having answered."""
    if row.status not in OVER or (row.status != "succeeded" and row.response is None):
        return None
    return custom(row.response, fallback=row.result).with_headers(("x-hookyard-execution", row.pk))
