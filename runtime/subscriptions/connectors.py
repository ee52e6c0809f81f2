"""The events of connector packages as triggers: with a hook of their own, or asked for at intervals.

For: the library's entries, and what each method of an event gets and gives for a subscription.
Not here: running a function (`runtime.connectors.functions`), what instances listen for (`runtime.listening`).

Events that come by a global webhook belong to an app that a builder set up in an integration; nobody subscribes to those by API.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.connections.using import Connections
from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing, Known
from runtime.connectors.functions import ConnectionAccount, GivenAccount
from runtime.connectors.package import Element, ElementKind, Package
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.identifiers import as_uuid, derived_id
from runtime.ingress import answers
from runtime.reading import in_thread
from runtime.routing.inbound import Inbound, merged, read_request
from runtime.subscriptions import loops
from runtime.subscriptions.dialect import dialect_of
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.ports import Heard, Registered
from runtime.subscriptions.trigger import Operation, ServiceOf, Trigger

WEBHOOK, POLLING = "webhook", "polling"
SUFFIX = "-trigger"
POLL_SECONDS, SHORTEST, LONGEST_INTERVAL = 300.0, 60.0, 86_400.0
REFRESH_EARLY = timedelta(minutes=10)
HANDLE_SECONDS = 10.0  # the service waits for the answer
MOST_SEEN, MOST_EVENTS = 500, 1_000
PUBLIC_URL = {"type": "string", "title": "Public URL", "default_jsonpath": "$.env.public_url"}
OURS = "webhook"  # our own trigger goes by this name
MOST_KEPT = 500  # triggers in memory; a version of a connector never changes
NOBODYS = "00000000000000000000000000"  # where derived ids of what belongs to no tenant begin


class ConnectorEvents:
    """Implements `ports.Source`."""

    def triggers(self, tenant_id: str) -> Sequence[Trigger]:
        found = (_kept(known) for known in catalogue.all_of(tenant_id) if known.key != OURS)
        return [trigger for trigger in found if trigger.operations]

    async def register(self, subscription: Subscription, url: str) -> Registered:
        event = await _opened(subscription)
        if event.element.implementation_type == POLLING:
            return await self._poll(event, None)
        return _registered(await event.run("subscribe", webhookUri=url))

    async def look(self, subscription: Subscription, url: str, registration: Any) -> Registered:
        event = await _opened(subscription)
        if event.element.implementation_type == POLLING:
            return await self._poll(event, registration)
        state = (registration or {}).get("state")
        if "refresh" in event.element.methods:
            told = _registered(await event.run("refresh", webhookUri=url, state=state), before=state)
        else:  # it ends by itself and cannot be renewed: made anew, for the same URL
            told = _registered(await event.run("subscribe", webhookUri=url))
        return told

    async def deregister(self, subscription: Subscription, url: str, registration: Any) -> None:
        event = await _opened(subscription)
        if "unsubscribe" not in event.element.methods:
            return
        try:
            await event.run("unsubscribe", webhookUri=url, state=(registration or {}).get("state"))
        except StepProblem as problem:
            if problem.details.get("status") not in (404, 410):
                raise

    async def hear(self, subscription: Subscription, inbound: Inbound, registration: Any) -> Heard:
        event = await _opened(subscription)
        told = read_request(inbound)
        arguments = {
            "query": told["queryParameters"],
            "data": told["body"]["data"],
            "headers": merged(inbound.headers),
            "rawBody": told["rawBody"]["data"],
            "method": told["method"],
            "path": told["pathFragment"],
            "state": (registration or {}).get("state"),
        }
        try:
            found = await event.run("handle", wall_seconds=HANDLE_SECONDS, **arguments)
        except StepProblem as problem:
            if problem.details.get("status") in (401, 403):
                raise NotAllowed("The connector does not take this call.", code="signature_invalid") from None
            raise StepProblem("The connector could not read this call.", code="handle_failed") from None
        handled = found if isinstance(found, Mapping) else {}
        return _heard(_events(handled.get("events"), event.element), handled.get("response"))

    async def _poll(self, event: _Event, registration: Any) -> Registered:
        """What was there before the first look is nobody's event."""
        before = registration or {}
        found = await event.run("poll", state=before.get("state"))
        told = {"events": found} if isinstance(found, list) else found if isinstance(found, Mapping) else {}
        events = _events(told.get("events"), event.element)
        seen, fresh = list(before.get("seen", ())), []
        for one in events:
            if (key := event.key_of(one)) not in seen:
                seen.append(key)
                fresh.append(one)
        kept = {"state": told.get("state", before.get("state")), "seen": seen[-MOST_SEEN:]}
        return Registered(kept, datetime.now(UTC) + event.interval, [] if registration is None else fresh)


@dataclass(frozen=True, slots=True)
class _Event:
    package: Package
    element: Element
    subscription: Subscription

    @property
    def interval(self) -> timedelta:
        told = self.element.spec.get("pollIntervalSeconds")
        wanted = float(told) if isinstance(told, int | float) and not isinstance(told, bool) else POLL_SECONDS
        return timedelta(seconds=min(max(SHORTEST, wanted), LONGEST_INTERVAL))

    def key_of(self, event: Any) -> str:
        named = self.element.spec.get("deduplicateBy") or self.element.spec.get("dedupeBy")
        identity = event.get(named) if isinstance(event, Mapping) and isinstance(named, str) else None
        text = json.dumps(event if identity is None else identity, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

    async def run(self, method: str, /, *, wall_seconds: float = 30.0, **arguments: Any) -> Any:
        row, runs = self.subscription, loops.here()
        account: Any = None if self.package.auths else GivenAccount({}, "nobody")
        if row.connection_id:
            http = runs.http.of(f"{row.tenant_id}:{row.pk}")
            whose = Connections(row.tenant_id, row.customer_id or "", http, is_test=not row.customer_id)
            account = ConnectionAccount(whose, row.connection_id)
        answer = await runs.functions.run(
            self.package,
            self.element,
            method,
            {**arguments, "parameters": row.input},
            tenant_id=row.tenant_id,
            scope=f"subscription:{row.pk}",
            account=account,
            is_patient=method != "handle",
            wall_seconds=wall_seconds,
        )
        return answer.value


async def _opened(row: Subscription) -> _Event:
    """Raises `NotAllowed` `trigger_not_found`."""
    key, version = row.trigger_name.removesuffix(SUFFIX), row.trigger_version.partition(".")[0]
    try:
        known = await in_thread(lambda: catalogue.find(row.tenant_id, key, int(version)))
    except (ConnectorMissing, ValueError):
        raise NotAllowed("The connector is not there any more.", code="trigger_not_found") from None
    element = known.package.find(ElementKind.EVENT, row.operation)
    if element is None:
        raise NotAllowed("The connector has no such event any more.", code="trigger_not_found")
    return _Event(known.package, element, row)


def service_of(known: Known) -> ServiceOf:
    """A connector of ours has the same id everywhere."""
    return ServiceOf(as_uuid(known.id or derived_id(NOBODYS, known.key)), known.key, known.version or 1)


_triggers: dict[tuple[str, str, int], Trigger] = {}


def _kept(known: Known) -> Trigger:
    which = (known.id, known.key, known.version)
    if (found := _triggers.get(which)) is None:
        if len(_triggers) >= MOST_KEPT:
            _triggers.clear()
        found = _triggers[which] = _trigger(known)
    return found


def _trigger(known: Known) -> Trigger:
    package = known.package
    events = [one for one in package.events if one.implementation_type in (WEBHOOK, POLLING)]
    return Trigger(
        name=f"{known.key}{SUFFIX}",
        version=f"{known.version}.0",
        title=package.name,
        description=package.description,
        service=service_of(known),
        operations=tuple(_operation(package, one) for one in events),
    )


def _operation(package: Package, element: Element) -> Operation:
    inputs = dialect_of(element.parameters_schema)
    if element.implementation_type == WEBHOOK:
        inputs = {
            **inputs,
            "advanced": [*inputs["advanced"], "public_url"],
            "properties": {**inputs["properties"], "public_url": PUBLIC_URL},
            "required": [*inputs["required"], "public_url"],
        }
    return Operation(
        name=element.key,
        title=element.name,
        description=element.description,
        inputs=inputs,
        outputs=dict(element.payload_schema),
        needs_connection=bool(package.auths),
        sample=element.example if element.example is not None else {},
    )


def _registered(found: Any, *, before: Any = None) -> Registered:
    """`{state, nextRefreshTimestamp}`; some older packages return the state itself."""
    told = found if isinstance(found, Mapping) else {}
    wrapped = not told or "state" in told or "nextRefreshTimestamp" in told
    state = told.get("state", before) if wrapped else found
    at = told.get("nextRefreshTimestamp")
    again = None
    if isinstance(at, int | float) and not isinstance(at, bool):
        try:
            again = max(datetime.now(UTC), datetime.fromtimestamp(at / 1000, UTC) - REFRESH_EARLY)
        except (ValueError, OverflowError, OSError):
            raise StepProblem("nextRefreshTimestamp must be milliseconds since 1970.", code="connector_result_invalid") from None
    return Registered({"state": state}, again)


def _events(told: Any, element: Element) -> list[Any]:
    if told is None:
        return []
    if not isinstance(told, list) or len(told) > MOST_EVENTS:
        raise StepProblem(f"events of {element.name} must be a list of at most {MOST_EVENTS}.", code="connector_result_invalid")
    return told


def _heard(events: list[Any], response: Any) -> Heard:
    if not isinstance(response, Mapping):
        return Heard(events)
    headers = response.get("headers")
    told = {"status": response.get("status"), "headers": dict(headers) if isinstance(headers, Mapping) else {}}
    body = response.get("data")
    answer = answers.custom({**told, "body": "" if body is None else body})
    return Heard(events, answer.status, dict(answer.headers), answer.body)
