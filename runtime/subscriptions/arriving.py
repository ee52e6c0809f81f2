"""What arrives at a subscription's own URL: proven, made into events, on disk with their deliveries before it is answered.

For: the door's part for `/hooks/<tenant>/subscription/<token>`. No flow runs.
Not here: sockets and sizes (`runtime.ingress.door`), which events there are (`webhook`, `ports`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any

from django.conf import settings

from runtime.credentials.calls import Call, CertificateNeeded
from runtime.credentials.certificates import Certificates
from runtime.credentials.gate import Gate
from runtime.credentials.redaction import redact_headers
from runtime.delivery import quota, sending, waking
from runtime.delivery.envelope import message_id
from runtime.delivery.models import Destination
from runtime.engine.component import HttpPort
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.ingress.answers import SUSPENDED, Answer, Problem
from runtime.ingress.limits import RateLimits
from runtime.ingress.reading import Receive, Refused, read_body
from runtime.journal.journal import Journal
from runtime.reading import in_thread
from runtime.routing.inbound import Inbound, merged
from runtime.routing.loading import load_gate
from runtime.routing.urls import HookPath
from runtime.subscriptions import library, webhook
from runtime.subscriptions.keeping import State, public_url
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.ports import Heard, Source
from runtime.subscriptions.registering import registration_of

UNKNOWN = Problem("endpoint_not_found", "No subscription listens at this URL. GET the subscription again for its publicUrl.")


@dataclass(frozen=True, slots=True, repr=False)
class Listening:
    row: Subscription
    destination: Destination
    source: Source | None
    gate: Gate | None
    registration: Any


@dataclass(slots=True)
class Arrivals:
    journal: Journal
    certificates: Certificates
    http: HttpPort
    limits: RateLimits

    async def answer(
        self, path: HookPath, method: str, query: str, headers: tuple[tuple[str, str], ...], receive: Receive, request_id: str
    ) -> Answer:
        """Raises `Refused`, and `JournalRefused` when nothing could be stored."""
        found = await in_thread(lambda: _load(path))
        if found is None:
            raise Refused(UNKNOWN)
        row = found.row
        if row.tenant.suspended:
            raise Refused(SUSPENDED)
        if wait := await self.limits.wait((row.tenant_id, row.tenant.rate), now=monotonic()):
            raise Refused(Problem("rate_limited", "Too many requests; slow down.", (("retry-after", str(wait)),)))
        asks = found.gate is not None and found.gate.asks_unproven(method, query)
        allowed = webhook.methods_of(row.input) if found.source is None else frozenset(webhook.METHODS)
        if method not in allowed and not asks:
            named = ", ".join(sorted(allowed))
            raise Refused(Problem("method_not_allowed", f"This subscription takes {named}.", (("allow", named),)))
        body = await read_body(receive, said=dict(headers).get("content-length", ""), most=settings.MAX_BODY)
        url = public_url(row)
        try:
            call = Call(merged(headers), body, method, f"{url}?{query}" if query else url)
            if greeting := await self._admit(found.gate, call, query):
                return greeting
            hidden = found.gate.secret_headers if found.gate else frozenset()
            # A connector's own code checks its caller; nothing of what it sees is kept but the events it makes.
            seen = headers if found.source else redact_headers(headers, hidden)
            heard = await _hear(
                found, Inbound(request_id, datetime.now(UTC), method, path.token, path.fragment, query, seen, body)
            )
        except HookyardError as refusal:
            raise Refused(Problem(refusal.code, refusal.message)) from None
        return await self._keep(found, heard)

    async def _admit(self, gate: Gate | None, call: Call, query: str) -> Answer | None:
        """The answer to a handshake; None when what came may be an event. Raises `NotAllowed`."""
        if gate is None:
            return None
        now = time()
        if gate.asks_unproven(call.method, query) and (greeting := gate.answer_unproven(call.method, query, now)):
            return Answer(200, greeting.body.encode("utf-8", "replace"), (("content-type", greeting.content_type),))
        try:
            by_current = gate.check(self._with_certificates(call), now)
        except CertificateNeeded as needed:
            await self.certificates.fetch(needed.url, self.http, asks=gate.credential_id)
            by_current = gate.check(self._with_certificates(call), now)
        greeting = gate.answer_proven(call, by_current=by_current)
        if greeting is None:
            return None
        if greeting.visit:
            await self.http.request("GET", greeting.visit, headers={}, content=None, timeout=5.0)
        return Answer(200, greeting.body.encode("utf-8", "replace"), (("content-type", greeting.content_type),))

    def _with_certificates(self, call: Call) -> Call:
        known = self.certificates.known
        return replace(call, certificates=known) if known else call

    async def _keep(self, found: Listening, heard: Heard) -> Answer:
        ids: list[str] = []
        statements = []
        for body in heard.events:
            told = sending.Event(body, customer_id=found.row.customer_id or "")
            more, made = sending.statements_for([found.destination], told)
            statements += more
            ids += made
        if statements:
            try:
                await in_thread(lambda: quota.check(found.row.tenant_id))
            except NotAllowed as full:
                wait = (("retry-after", str(quota.SOON)),)
                raise Refused(Problem(full.code, full.message, wait)) from None
            await self.journal.write(*statements)
            waking.wake()
        if heard.body or heard.headers or heard.status != 200:
            return Answer(heard.status, heard.body, tuple((heard.headers or {}).items()))
        return _json({"events": [message_id(pk) for pk in ids]})


async def _hear(found: Listening, inbound: Inbound) -> Heard:
    if found.source is not None:
        return await found.source.hear(found.row, inbound, found.registration)
    event = webhook.event_of(inbound)
    return Heard([event] if webhook.fits(event, found.row.input) else [])


def _load(path: HookPath) -> Listening | None:
    rows = Subscription.of(path.tenant_id).select_related("tenant", "customer", "connection__service")
    row = rows.filter(token=path.token, deleted_at__isnull=True, customer__leaving_at=None).first()
    if row is None or row.state == State.CREATION_FAILED:
        return None
    destination = Destination.of(row.tenant_id).filter(pk=row.pk).exclude(status=Destination.Status.CLOSED).first()
    if destination is None:
        return None
    source = library.source_of(row.tenant_id, row.trigger_name, row.trigger_version)
    gate = load_gate(row.tenant_id, row.input.get("credential")) if source is None else None
    return Listening(row, destination, source, gate, registration_of(row) if source else None)


def _json(body: Mapping[str, Any]) -> Answer:
    return Answer(200, json.dumps(body).encode(), (("content-type", "application/json"),))
