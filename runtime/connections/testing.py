"""Does the service take what is stored, or what was just typed? The request that the builder named, or the own test of the
connector that the service belongs to, made at once.

For: one look with an answer for the person who asked.
Not here: what flows send.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.components.authorization import authorization_headers
from runtime.connections import keeping, oauth, renewing
from runtime.connections.keeping import Status, mark
from runtime.connections.models import Connection, Service
from runtime.connections.using import as_credential
from runtime.connectors import proving
from runtime.engine.errors import ConnectionProblem, RemoteProblem
from runtime.outbound.client import OutboundClient
from runtime.reading import in_thread

TIMEOUT = 15.0  # seconds
REFUSED = (401, 403)


async def test(connection: Connection, http: OutboundClient) -> None:
    """Notes the outcome with the connection, where there is a request to ask with.

    Raises `ConnectionProblem` when refused, `RemoteProblem` when it cannot tell.
    """
    service, key = connection.service, (connection.tenant_id, connection.pk)
    look = await in_thread(lambda: _Look.at(service))
    if not look.asks and not service.scheme.startswith("oauth2"):
        return  # nobody was asked, and nobody may say that it is good
    credential = as_credential(await renewing.fresh(*key, http))
    try:
        status = await look.answered(connection.pk, credential, http)
        if status == 401 and credential["renewable"]:
            # It may have been ended before its time: a renewed token tells that from access that is gone.
            credential = as_credential(await renewing.fresh(*key, http, refused_token=credential["secret"]["token"]))
            status = await look.answered(connection.pk, credential, http)
        reason = f"{service.name} answered {status} to what is stored." if status in REFUSED else ""
    except ConnectionProblem as problem:
        if problem.code != "connection_refused":
            raise
        reason = f"{problem.message.rstrip('.')}."
    if reason:
        await in_thread(lambda: mark(connection, status=Status.RECONNECT, reason=reason, now=datetime.now(UTC)))
        raise ConnectionProblem(f"{reason} Check it and connect again.", code="connection_broken")
    await in_thread(lambda: mark(connection, status=Status.OK, reason="", now=datetime.now(UTC)))


def prove(row: Connection) -> None:
    """For what was typed and is not stored yet: `keeping.create_connection` and `update_connection` take it as `prove`.

    A service that is away keeps nobody from saving. Raises `ConnectionProblem` `connection_refused`.
    """
    if row.service.scheme == "oauth2_code":
        return
    try:
        asked = renewing.run_now(lambda http: _look(row, http))
    except ConnectionProblem as problem:
        message = f"{problem.message.rstrip('.')}. Check what you typed; nothing was stored."
        raise ConnectionProblem(message, code="connection_refused") from None
    except RemoteProblem as problem:
        row.reason = f"Not tested yet: {problem.message}"[:500]
    else:
        row.tested_at = datetime.now(UTC) if asked else None


async def _look(row: Connection, http: OutboundClient) -> bool:
    """True when the service was asked anything."""
    if token_first := row.service.scheme == "oauth2_client":
        tokens = await renewing.ask(http, row, oauth.client_form(row.service.settings))
        for name, value in keeping.keep_tokens(row, tokens, now=datetime.now(UTC)).items():
            setattr(row, name, value)
    look = await in_thread(lambda: _Look.at(row.service))
    if not look.asks:
        return token_first
    status = await look.answered(row.pk, as_credential(renewing.Held(row, keeping.secret_of(row))), http)
    if status in REFUSED:
        raise ConnectionProblem(f"{row.service.name} answered {status} to it", code="connection_refused")
    return True


@dataclass(frozen=True, slots=True)
class _Look:
    """How accounts of a service are tried; the builder's request goes before the connector's test."""

    service: Service
    own: proving.OwnTest | None

    @classmethod
    def at(cls, service: Service) -> _Look:
        """Blocks."""
        named = service.settings.get("test")
        return cls(service, None if named else proving.test_of(service.tenant_id, service.settings))

    @property
    def asks(self) -> bool:
        return self.own is not None or bool(self.service.settings.get("test"))

    async def answered(self, account_id: str, credential: Mapping[str, Any], http: OutboundClient) -> int:
        """200 where nothing asks. Raises `RemoteProblem` for an answer that says nothing about the connection, and
        `ConnectionProblem` `connection_refused` for a no of the connector's own."""
        if self.own is None:
            return await _answered(self.service, credential, http)
        tenant_id = self.service.tenant_id
        return await proving.ask(self.own, tenant_id=tenant_id, account_id=account_id, credential=credential, http=http)


async def _answered(service: Service, credential: Mapping[str, Any], http: OutboundClient) -> int:
    """200 without a test request. Raises `RemoteProblem` for an answer that says nothing about the connection."""
    wanted = service.settings.get("test")
    if not wanted:
        return 200
    proof = authorization_headers(credential, body=b"", now=datetime.now(UTC).timestamp())
    answer = await http.request(
        wanted.get("method", "GET"), wanted["url"], headers=proof, content=None, timeout=TIMEOUT, hosts=credential["hosts"]
    )
    if answer.status not in REFUSED and not 200 <= answer.status < 300:
        message = f"{service.name} answered {answer.status} to the test request, which says nothing about the connection."
        raise RemoteProblem(f"{message} Try again later.", code="connection_test_failed")
    return answer.status
