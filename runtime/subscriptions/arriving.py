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
from runtime.subscriptions.visits import Visit

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
        fragment = f"/{path.fragment}" if path.fragment else ""
        inbound = Inbound(request_id, datetime.now(UTC), method, row.path + fragment, path.fragment, query, headers, b"")
        visit = Visit(row, inbound, found.gate.secret_headers if found.gate else ())
        visit.trace.note("endpoint", f"Subscription {row.name}.")
        try:
            return await self._receive(found, visit, receive)
        except Refused as refused:
            if refused.problem.code != quota.CODE:  # a flood is not written down one by one
                await self.journal.write(*visit.kept("refused", refused.problem.answer(request_id)))
            raise

    async def _receive(self, found: Listening, visit: Visit, receive: Receive) -> Answer:
        row, inbound, trace = found.row, visit.inbound, visit.trace
        asks = found.gate is not None and found.gate.asks_unproven(inbound.method, inbound.query)
        allowed = webhook.methods_of(row.input) if found.source is None else frozenset(webhook.METHODS)
        if inbound.method not in allowed and not asks:
            named = ", ".join(sorted(allowed))
            problem = Problem("method_not_allowed", f"This subscription takes {named}.", (("allow", named),))
            trace.note("method", problem.detail, ok=False)
            raise Refused(problem)
        trace.note("method", inbound.method)
        url = public_url(row)
        try:
            try:
                inbound.body = await read_body(receive, said=inbound.header("content-length"), most=settings.MAX_BODY)
            except Refused as refused:
                trace.note("size", refused.problem.detail, ok=False)
                raise
            trace.note("size", f"{len(inbound.body)} of at most {settings.MAX_BODY} bytes.")
            address = f"{url}?{inbound.query}" if inbound.query else url
            if greeting := await self._admit(
                found.gate, Call(merged(inbound.headers), inbound.body, inbound.method, address), visit
            ):
                await self.journal.write(*visit.kept("handshake", greeting))
                return greeting
            # A connector's own code checks its caller; nothing of what it sees is kept but the events it makes.
            hidden = found.gate.secret_headers if found.gate else frozenset()
            seen = inbound.headers if found.source else redact_headers(inbound.headers, hidden)
            with trace.stage("handle" if found.source else "parse") as heard_how:
                heard = await _hear(found, replace(inbound, headers=seen))
                heard_how["detail"] = "Read." if not found.source else f"{len(heard.events)} events, by the connector."
        except HookyardError as refusal:
            raise Refused(Problem(refusal.code, refusal.message)) from None
        return await self._keep(found, heard, visit)

    async def _admit(self, gate: Gate | None, call: Call, visit: Visit) -> Answer | None:
        """The answer to a handshake; None when what came may be an event. Raises `NotAllowed`."""
        if gate is None:
            visit.trace.skip("verify", "Whoever knows the URL may call it.")
            return None
        now, query = time(), visit.inbound.query
        if gate.asks_unproven(call.method, query) and (greeting := gate.answer_unproven(call.method, query, now)):
            visit.trace.note("handshake", "Answered as the service expects.")
            return Answer(200, greeting.body.encode("utf-8", "replace"), (("content-type", greeting.content_type),))
        with visit.trace.stage("verify", "The credential fits."):
            try:
                by_current = gate.check(self._with_certificates(call), now)
            except CertificateNeeded as needed:
                await self.certificates.fetch(needed.url, self.http, asks=gate.credential_id)
                by_current = gate.check(self._with_certificates(call), now)
        greeting = gate.answer_proven(call, by_current=by_current)
        if greeting is None:
            return None
        visit.trace.note("handshake", "Answered as the service expects.")
        if greeting.visit:
            await self.http.request("GET", greeting.visit, headers={}, content=None, timeout=5.0)
        return Answer(200, greeting.body.encode("utf-8", "replace"), (("content-type", greeting.content_type),))

    def _with_certificates(self, call: Call) -> Call:
        known = self.certificates.known
        return replace(call, certificates=known) if known else call

    async def _keep(self, found: Listening, heard: Heard, visit: Visit) -> Answer:
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
        answer = _json({"events": [message_id(pk) for pk in ids]})
        if heard.body or heard.headers or heard.status != 200:
            answer = Answer(heard.status, heard.body, tuple((heard.headers or {}).items()))
        await self.journal.write(*statements, *visit.kept("accepted", answer, stored=_told(found, ids), deliveries=ids))
        if statements:
            waking.wake()
        return answer


def _told(found: Listening, ids: list[str]) -> str:
    if ids:
        return f"{len(ids)} {'event' if len(ids) == 1 else 'events'} on the way to the subscriber."
    return "No event: the connector made none of it." if found.source else "No event: it does not fit the subscription's filters."


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


def gate_of(tenant_id: str, subscription_id: str) -> Gate | None:
    """What checks its callers today."""
    row = Subscription.of(tenant_id).filter(pk=subscription_id, deleted_at__isnull=True).first()
    return load_gate(tenant_id, row.input.get("credential")) if row else None


def _json(body: Mapping[str, Any]) -> Answer:
    return Answer(200, json.dumps(body).encode(), (("content-type", "application/json"),))
