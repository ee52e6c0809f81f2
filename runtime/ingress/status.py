"""Where the caller of a sync flow looks when the flow took longer than it may wait.

`/hooks/{tenant}/executions/{execution id}?key=...`: the key is a MAC of the two ids, so the URL itself is the permission.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs

from runtime.ingress.answers import Answer, Problem, accepted, custom
from runtime.journal.models import Execution
from runtime.routing.book import in_thread
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
            row = await in_thread(lambda: Execution.of(path.tenant_id).filter(pk=path.token).first())
            if row is not None:
                return self._state(row, request_id)
        return Problem("endpoint_not_found", "No execution has this URL.").answer(request_id)

    def _state(self, row: Execution, request_id: str) -> Answer:
        if row.status not in OVER:
            return accepted(row.pk, 202, status=row.status, statusUrl=self.url(row.tenant_id, row.pk))
        if row.status != "succeeded":
            return Problem("flow_failed", f"The flow ended as {row.status}.").answer(request_id)
        return custom(row.response, fallback=row.result)
