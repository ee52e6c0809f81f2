"""Access tokens that are fresh when they are used, and renewed once however many want them.

For: asking the token endpoint on behalf of one connection, one asker at a time over all processes.
Not here: the person's consent (`consenting`), what stands in the requests (`oauth`).

Refresh tokens that rotate are good for one use: a second use at the same time may end them all. So whoever renews first claims
the row for a moment by an UPDATE; the others wait and read what it stored. Holding a row lock instead would hold the one writer
of SQLite while a stranger's server thinks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from runtime.components.authorization import without_echo
from runtime.connections import oauth
from runtime.connections.advice import broken
from runtime.connections.catalogue import client_secret_of
from runtime.connections.keeping import keep_tokens, secret_of
from runtime.connections.models import Connection
from runtime.engine.component import HttpAnswer, HttpPort
from runtime.engine.errors import ConnectionProblem, HookyardError, RemoteProblem
from runtime.identifiers import new_id
from runtime.outbound.client import OutboundClient
from runtime.reading import in_thread

TOKEN_TIMEOUT = 15.0  # seconds
CLAIM = timedelta(seconds=30)  # longer than TOKEN_TIMEOUT: who holds it has an answer by then, or died
EARLY = timedelta(seconds=30)  # before the end a token counts as old, since the request it is for takes time
LOOK_AGAIN = 0.05  # seconds between looks while somebody else renews
NOTHING_TO_RENEW = "nothing_to_renew"
Status = Connection.Status


@dataclass(frozen=True, slots=True)
class Held:
    """A connection with its service, as read at one moment."""

    row: Connection
    secret: Mapping[str, Any]

    def is_stale(self, refused_token: str, now: datetime) -> bool:
        """Also when the service refused exactly this token."""
        token = self.secret.get("accessToken", "")
        ends = self.row.expires_at
        return not token or token == refused_token or (ends is not None and ends - EARLY <= now)


async def fresh(tenant_id: str, connection_id: str, http: HttpPort, *, refused_token: str = "") -> Held:
    """Raises `ConnectionProblem` `connection_missing`, `connection_broken`; `RemoteProblem` when trying later may help."""
    until = datetime.now(UTC) + CLAIM
    while True:
        held = await in_thread(lambda: read(tenant_id, connection_id))
        if not held.row.service.scheme.startswith("oauth2"):
            return held
        if not held.is_stale(refused_token, datetime.now(UTC)):
            return held
        if (claim := await in_thread(lambda row=held.row: _claim(row))) is not None:  # type: ignore[misc]
            return await _renew(held, claim, http, refused_token)
        if datetime.now(UTC) > until:
            raise RemoteProblem("Another run has been renewing this connection for too long.", code="oauth_unavailable")
        await asyncio.sleep(LOOK_AGAIN)


def read(tenant_id: str, connection_id: str) -> Held:
    """Raises `ConnectionProblem` `connection_missing`, `connection_broken`."""
    row = Connection.of(tenant_id).select_related("service", "customer").filter(pk=connection_id).first()
    if row is None:
        raise ConnectionProblem("This connection is gone; choose another for this instance.", code="connection_missing")
    if row.status == Status.PENDING:
        raise broken(row, row.reason or "it was never connected")
    # A key that was refused once is shown again: it may have been let in meanwhile. Tokens that ended stay ended.
    if row.status != Status.OK and (not row.secret or row.service.scheme.startswith("oauth2")):
        raise broken(row, row.reason)
    return Held(row, secret_of(row))


async def _renew(held: Held, claim: str, http: HttpPort, refused_token: str) -> Held:
    # Somebody may have renewed between our look and our claim: using the old refresh token again would end the new one.
    latest = await in_thread(lambda: read(held.row.tenant_id, held.row.pk))
    try:
        if not latest.is_stale(refused_token, datetime.now(UTC)):
            await in_thread(lambda: _settle(latest.row, claim, {}))
            return latest
        tokens = await ask(http, latest.row, _grant(latest))
    except ConnectionProblem as problem:
        reason = problem.message
        if problem.details.get("final") is False:
            await in_thread(lambda: _settle(latest.row, claim, {}))
            raise
        status = _after(problem.details.get("error", ""), latest)
        await in_thread(lambda: _settle(latest.row, claim, {"status": status, "reason": reason[:500]}))
        raise broken(latest.row, reason) from problem
    except HookyardError:
        await in_thread(lambda: _settle(latest.row, claim, {}))
        raise
    # Stored before it is used: a token that was used and lost could never be renewed again.
    stored = await in_thread(lambda: _settle(latest.row, claim, keep_tokens(latest.row, tokens, now=datetime.now(UTC))))
    if not stored:
        raise RemoteProblem("The connection changed while its token was renewed; try again.", code="oauth_unavailable")
    return await in_thread(lambda: read(latest.row.tenant_id, latest.row.pk))


def _after(error: str, held: Held) -> str:
    """What a refused renewal says of the connection: the grant is gone, its time is over, or something else must be mended."""
    if error == "invalid_grant":
        return Status.REVOKED
    if error == NOTHING_TO_RENEW:
        ends = held.row.expires_at
        return Status.EXPIRED if ends is not None and ends <= datetime.now(UTC) + EARLY else Status.REVOKED
    return Status.RECONNECT


async def ask(http: HttpPort, row: Connection, form: Mapping[str, str]) -> oauth.Tokens:
    """Raises `ConnectionProblem` `oauth_refused`, `RemoteProblem`; neither holds a secret."""
    return oauth.read_tokens(await as_client(http, row, row.service.settings["tokenUrl"], form))


async def as_client(http: HttpPort, row: Connection, url: str, form: Mapping[str, str]) -> HttpAnswer:
    """Sends a form with the proof of the app that the connection was made with."""
    service = row.service.settings
    own_id, own_secret = service.get("clientId"), await in_thread(lambda: client_secret_of(row.service))
    if not own_id:
        given = {**row.settings, **await in_thread(lambda: secret_of(row))}
        own_id, own_secret = given["clientId"], given["clientSecret"]
    headers, body = oauth.form_request(service, form, client_id=own_id, client_secret=own_secret)
    answer = await http.request("POST", url, headers=headers, content=body, timeout=TOKEN_TIMEOUT)
    if answer.status == 200:
        return answer
    # A refusal is told to people in the service's words, and a careless service repeats what it was sent.
    sent = {name: form[name] for name in oauth.SECRET_FIELDS if name in form}
    return without_echo(answer, {"secret": {**sent, "clientSecret": own_secret}}, {})


def _grant(held: Held) -> dict[str, str]:
    if held.row.service.scheme == "oauth2_client":
        return oauth.client_form(held.row.service.settings)
    if refresh := held.secret.get("refreshToken"):
        return oauth.refresh_form(refresh)
    message = "The access ended, and the service gave nothing to renew it with"
    raise ConnectionProblem(message, code="oauth_refused", final=True, error=NOTHING_TO_RENEW)


def _claim(row: Connection) -> str | None:
    """Ours when the UPDATE finds the row free, or its holder too late."""
    now, claim = datetime.now(UTC), new_id()
    free = Q(renewing="") | Q(renewing_until__lt=now)
    taken = Connection.of(row.tenant_id).filter(free, pk=row.pk).update(renewing=claim, renewing_until=now + CLAIM)
    return claim if taken else None


def _settle(row: Connection, claim: str, fields: Mapping[str, Any]) -> bool:
    """Only who still holds the claim may write."""
    freed: dict[str, Any] = {"renewing": "", "renewing_until": None, **fields}
    return bool(Connection.of(row.tenant_id).filter(pk=row.pk, renewing=claim).update(**freed))


def run_now(work: Callable[[OutboundClient], Any]) -> Any:
    """For pages, which have no event loop of their own: `work` gets a client of its own, closed at the end."""

    async def whole() -> Any:
        own = urlsplit(settings.PUBLIC_URL).hostname or ""
        client = OutboundClient(allow=settings.OUTBOUND_ALLOW, own_hosts=[own])
        try:
            return await work(client)
        finally:
            await client.aclose()

    return asyncio.run(whole())
