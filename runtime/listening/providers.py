"""The ports of this room fulfilled by connector packages: their functions, run with the account of the subscription's customer.

For: what each method of an event gets and what its result means, in the spellings that packages in the wild use.
Not here: running a function (`runtime.connectors.functions`), when it is run (`carrying_out`, `arriving`, `polling`).

Beyond the methods of the format an event may have `list`: `[{webhookUri, state, externalId?}]` of what is registered at the
service. With it a hook that was lost, doubled or left behind is found and put right; `state` is what `unsubscribe` needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.connections.using import Connections
from runtime.connectors import catalogue
from runtime.connectors.functions import Account, ConnectionAccount, FunctionAnswer, Functions
from runtime.connectors.package import Element, ElementKind, Package
from runtime.connectors.parameters import parameters_of
from runtime.engine.component import HttpPort
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.listening.deciding import Listed
from runtime.listening.models import EventSubscription
from runtime.listening.plans import GLOBAL, HookPlan
from runtime.listening.ports import Handled, Polled, Provider, Selected, Subscribed
from runtime.outbound.client import OutboundClient
from runtime.reading import in_thread

POLL_SECONDS = 300  # unless the event's spec says otherwise
HANDLE_SECONDS = 10.0  # the service waits for the answer
IDS = ("id", "externalId", "webhookId", "webhook_id", "subscriptionId", "subscription_id", "hookId", "hook_id")


@dataclass(frozen=True, slots=True)
class ConnectorEvent:
    """One event of a package for one subscription. Implements `ports.Provider`."""

    functions: Functions
    package: Package
    element: Element
    subscription: EventSubscription
    account: Account | None
    connector_parameters: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return self.element.implementation_type

    @property
    def lists(self) -> bool:
        return "list" in self.element.methods

    @property
    def refreshes(self) -> bool:
        return "refresh" in self.element.methods

    @property
    def poll_seconds(self) -> int:
        told = self.element.spec.get("pollIntervalSeconds")
        return int(told) if isinstance(told, int | float) and not isinstance(told, bool) else POLL_SECONDS

    @property
    def dedupe_by(self) -> str:
        return dedupe_by(self.element)

    async def subscribe(self, uri: str) -> Subscribed:
        return _subscribed(await self._run("subscribe", webhookUri=uri))

    async def unsubscribe(self, uri: str, state: Any) -> None:
        await self._run("unsubscribe", webhookUri=uri, state=state)

    async def refresh(self, uri: str, state: Any) -> Subscribed:
        told = _subscribed(await self._run("refresh", webhookUri=uri, state=state), bare=False)
        return told if told.external_id else Subscribed(told.state, told.refresh_at, external_id_of(state))

    async def list(self) -> Sequence[Listed]:
        found = await self._run("list")
        if not isinstance(found, list):
            raise StepProblem(f"list of {self.element.name} must return a list.", code="connector_result_invalid")
        return [_listed(one) for one in found if isinstance(one, Mapping)]

    async def select(self) -> Selected:
        found = await self._run("get-event-selector")
        told = found if isinstance(found, Mapping) else {}
        return Selected(str(told.get("globalWebhookKey") or ""), told.get("globalWebhookEventSelector"))  # type: ignore[arg-type]

    async def poll(self, state: Any) -> Polled:
        found = await self._run("poll", state=state)
        told: Mapping[str, Any] = {"events": found} if isinstance(found, list) else found if isinstance(found, Mapping) else {}
        return Polled(_events(told, self.element), told.get("state"))

    async def _run(self, method: str, **arguments: Any) -> Any:
        row = self.subscription
        given = {**arguments, "parameters": row.parameters, "connectorParameters": self.connector_parameters}
        answer = await self.functions.run(
            self.package,
            self.element,
            method,
            given,
            tenant_id=row.tenant_id,
            scope=row.instance_id,
            account=self.account,
            connector_parameters=self.connector_parameters,
            is_patient=True,
        )
        return answer.value


@dataclass(frozen=True, slots=True)
class ConnectorProviders:
    """Implements `ports.Providers` and `arriving.Handlers`. Of one event loop."""

    functions: Functions
    http: OutboundClient

    async def open(self, subscription: EventSubscription) -> Provider:
        row = subscription
        package, element, parameters = await in_thread(lambda: _event(row))
        account = self._account(row, package)
        return ConnectorEvent(self.functions, package, element, row, account, parameters)

    async def handle(self, hook: HookPlan, subscription: EventSubscription | None, arguments: Mapping[str, Any]) -> Handled:
        package, element, parameters = await in_thread(lambda: _hook(hook))
        account = self._account(subscription, package) if subscription else None
        given = {"connectorParameters": parameters, **arguments}
        if subscription is None:
            given["parameters"] = parameters
        answer = await self.functions.run(
            package,
            element,
            "handle",
            given,
            tenant_id=hook.tenant_id,
            scope=hook.instance_id or f"{hook.integration_id}:{hook.connector}",
            account=account,
            connector_parameters=parameters,
            wall_seconds=HANDLE_SECONDS,
        )
        return _handled(answer, element)

    async def dedupe_by(self, subscription: EventSubscription) -> str:
        row = subscription
        package = (await in_thread(lambda: catalogue.find(row.tenant_id, row.connector))).package
        element = package.find(ElementKind.EVENT, row.event)
        return dedupe_by(element) if element else ""

    def _account(self, row: EventSubscription, package: Package) -> Account | None:
        http: HttpPort = self.http.of(f"{row.tenant_id}:{row.instance_id}")
        connections = Connections(row.tenant_id, row.customer_id, http)
        if row.connection_id:
            return ConnectionAccount(connections, row.connection_id)
        # A package that asks nobody to prove themselves still has an apiClient.
        return None if package.auths else _Nobody()


@dataclass(frozen=True, slots=True)
class _Nobody:
    """Of a service that lets everybody in."""

    id: str = "nobody"

    async def open(self) -> Any:
        from runtime.connectors.functions import Opened

        return Opened({})

    async def renew(self, refused: Any) -> Any:
        return refused

    async def refused(self, status: int) -> None:
        return None


def dedupe_by(element: Element) -> str:
    """Path in a payload, such as `id`, to what is the same when an event comes again."""
    told = element.spec.get("dedupeBy")
    return told if isinstance(told, str) else ""


def _event(row: EventSubscription) -> tuple[Package, Element, dict[str, Any]]:
    package = catalogue.find(row.tenant_id, row.connector).package
    element = package.find(ElementKind.EVENT, row.event)
    if element is None:
        known = ", ".join(one.key for one in package.events) or "none"
        raise NotAllowed(f"{package.name} has no event {row.event}. There are: {known}.", code="event_not_found")
    return package, element, parameters_of(row.integration_id, row.tenant_id, row.connector)


def _hook(hook: HookPlan) -> tuple[Package, Element, dict[str, Any]]:
    package = catalogue.find(hook.tenant_id, hook.connector).package
    kind = ElementKind.GLOBAL_WEBHOOK if hook.kind == GLOBAL else ElementKind.EVENT
    element = package.find(kind, hook.key)
    if element is None:
        message = f"The newest version of {package.name} has no {kind.replace('-', ' ')} {hook.key}."
        raise StepProblem(message, code="event_not_found")
    return package, element, parameters_of(hook.integration_id, hook.tenant_id, hook.connector)


def _subscribed(found: Any, *, bare: bool = True) -> Subscribed:
    """`{state, nextRefreshTimestamp}`; some older packages return the state itself."""
    told = found if isinstance(found, Mapping) else {}
    wrapped = not told or "state" in told or "nextRefreshTimestamp" in told
    state = told.get("state") if wrapped or not bare else found
    external_id = str(told.get("externalId") or "") or external_id_of(state)
    return Subscribed(state, _moment(told.get("nextRefreshTimestamp")), external_id)


def _listed(told: Mapping[str, Any]) -> Listed:
    state = told.get("state")
    kept = state if isinstance(state, Mapping) else {}
    external = told.get("externalId") or external_id_of(kept)
    return Listed(str(told.get("webhookUri") or ""), str(external or ""), kept)


def external_id_of(state: Any) -> str:
    """What the service calls it, where the state says so under a usual name."""
    if isinstance(state, str | int) and not isinstance(state, bool):
        return str(state)[:200]
    told = state if isinstance(state, Mapping) else {}
    return next((str(told[name])[:200] for name in IDS if told.get(name) not in (None, "")), "")


def _moment(told: Any) -> datetime | None:
    """Milliseconds since 1970; a text is read as ISO 8601."""
    try:
        if isinstance(told, int | float) and not isinstance(told, bool):
            return datetime.fromtimestamp(told / 1000, UTC)
        if isinstance(told, str) and told:
            read = datetime.fromisoformat(told)
            return read if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise StepProblem("nextRefreshTimestamp must be milliseconds since 1970.", code="connector_result_invalid") from None
    return None


def _handled(answer: FunctionAnswer, element: Element) -> Handled:
    """Nothing at all is no events: some packages return null for what they do not care about."""
    told = answer.value if isinstance(answer.value, Mapping) else {}
    response = told.get("response")
    return Handled(
        events=_events(told, element),
        response=response if isinstance(response, Mapping) else None,
        state=told.get("state"),
        logs=answer.logs,
    )


def _events(told: Mapping[str, Any], element: Element) -> list[Any]:
    events = told.get("events")
    if events is None:
        return []
    if not isinstance(events, list):
        raise StepProblem(f"events of {element.name} must be a list.", code="connector_result_invalid")
    return events
