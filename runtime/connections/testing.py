"""Does the service take what is stored? The request that the builder named, made at once.

For: one look with an answer for the person who asked.
Not here: what flows send.
"""

from __future__ import annotations

from datetime import UTC, datetime

from runtime.components.authorization import authorization_headers
from runtime.connections import renewing
from runtime.connections.keeping import Status, mark
from runtime.connections.models import Connection
from runtime.connections.using import as_credential
from runtime.engine.component import HttpPort
from runtime.engine.errors import ConnectionProblem, RemoteProblem
from runtime.reading import in_thread

TIMEOUT = 15.0  # seconds


async def test(connection: Connection, http: HttpPort) -> None:
    """Notes the outcome with the connection. Raises `ConnectionProblem` when refused, `RemoteProblem` when it cannot tell."""
    credential = as_credential(await renewing.fresh(connection.tenant_id, connection.pk, http))
    wanted = connection.service.settings.get("test")
    if wanted:
        proof = authorization_headers(credential, body=b"", now=datetime.now(UTC).timestamp())
        answer = await http.request(
            wanted.get("method", "GET"), wanted["url"], headers=proof, content=None, timeout=TIMEOUT, hosts=credential["hosts"]
        )
        if answer.status in (401, 403):
            reason = f"The service answered {answer.status} to what is stored."
            await in_thread(lambda: mark(connection, status=Status.RECONNECT, reason=reason, now=datetime.now(UTC)))
            raise ConnectionProblem(f"{reason} Check it and connect again.", code="connection_broken")
        if not 200 <= answer.status < 300:
            message = f"The test request was answered {answer.status}, which says nothing about what is stored. Try again later."
            raise RemoteProblem(message, code="connection_test_failed")
    await in_thread(lambda: mark(connection, status=Status.OK, reason="", now=datetime.now(UTC)))
