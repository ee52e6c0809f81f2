"""A person agrees at the service and comes back, once, in the browser session that began.

For: state, PKCE and the exchange of the code.
Not here: pages and sessions (`designer.connections`), later renewals (`renewing`).
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import transaction

from runtime.connections import oauth, testing
from runtime.connections.advice import after_refusal
from runtime.connections.keeping import Status, keep_tokens, mark
from runtime.connections.models import Connection, Consent
from runtime.connections.renewing import ask
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import ConnectionProblem, NotAllowed, RemoteProblem
from runtime.identifiers import new_id
from runtime.outbound.client import OutboundClient
from runtime.reading import in_thread

VALID = timedelta(minutes=10)


@transaction.atomic
def begin(connection: Connection, *, session: str, redirect_uri: str, now: datetime) -> str:
    """The URL to send the person to. Raises `NotAllowed` `nothing_to_authorize`."""
    service = connection.service
    if service.scheme != "oauth2_code":
        raise NotAllowed(f"{service.name} is not connected by consent; fill its fields in instead.", code="nothing_to_authorize")
    state, verifier, pk = secrets.token_urlsafe(32), secrets.token_urlsafe(48), new_id()
    Consent.of(connection.tenant_id).filter(expires_at__lt=now).delete()
    Consent.objects.create(
        **{"pk": pk, "tenant_id": connection.tenant_id, "connection": connection, "redirect_uri": redirect_uri},
        state_hash=_hash(state),
        session_hash=_hash(session),
        secret=vault.encrypt(connection.tenant_id, pk, {"verifier": verifier}),
        expires_at=now + VALID,
    )
    return oauth.authorize_url(service.settings, state=state, verifier=verifier, redirect_uri=redirect_uri)


def take(state: str, *, session: str, now: datetime) -> Consent:
    """The consent this answer belongs to; taking it twice is impossible. Raises `NotAllowed` `consent_unknown`."""
    unknown = NotAllowed(
        "This answer belongs to no connection that was begun in this browser, or comes too late. Start again.",
        code="consent_unknown",
    )
    rows = Consent.across_tenants.select_related("tenant", "connection__service", "connection__customer")
    consent = rows.filter(state_hash=_hash(state), expires_at__gte=now).first()
    if consent is None or consent.tenant.suspended or not secrets.compare_digest(consent.session_hash, _hash(session)):
        raise unknown
    if not Consent.of(consent.tenant_id).filter(pk=consent.pk).delete()[0]:
        raise unknown
    return consent


async def finish(consent: Consent, *, code: str, error: str, http: OutboundClient, description: str = "") -> Connection:
    """Keeps the tokens, or why there are none. Raises `ConnectionProblem`, `RemoteProblem`, with what to do now."""
    connection, now = consent.connection, datetime.now(UTC)
    try:
        if error or not code:
            raise oauth.refused(200, {"error": error or "no code was given", "error_description": description})
        verifier = (await in_thread(lambda: vault.decrypt(consent.tenant_id, consent.pk, consent.secret)))["verifier"]
        form = oauth.code_form(code, verifier=verifier, redirect_uri=consent.redirect_uri)
        tokens = await ask(http, connection, form)
    except (ConnectionProblem, RemoteProblem) as problem:
        refused = str(problem.details.get("error", ""))
        reason = f"{problem.message} {after_refusal(refused, connection.service.name)}"
        await in_thread(lambda: _failed(connection, reason, now))
        raise type(problem)(reason, code=problem.code, connection=connection.pk, error=refused) from None
    await in_thread(lambda: _connected(connection, tokens, now))
    with suppress(RemoteProblem):  # who cannot be asked just now keeps nobody from connecting
        await testing.test(connection, http)
    return connection


def _failed(connection: Connection, reason: str, now: datetime) -> None:
    """A connection that worked until now goes on working with what it has."""
    if connection.status != Status.OK:
        mark(connection, status=Status.RECONNECT, reason=reason, now=now)


@transaction.atomic
def _connected(connection: Connection, tokens: oauth.Tokens, now: datetime) -> None:
    # What an earlier consent gave must not be mixed with this one's.
    connection.secret = ""
    fields = keep_tokens(connection, tokens, now=now)
    Connection.of(connection.tenant_id).filter(pk=connection.pk).update(**fields, renewing="", tested_at=None)
    done("connection.connected", connection, connection.name)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
