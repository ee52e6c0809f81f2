"""What an endpoint and an instance come down to once everything about them was looked up.

For: the values the door works with, so that a request touches no ORM object.
Not here: loading them (`book`), following them (`road`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from runtime.credentials.gate import Gate
from runtime.drift.reads import Watched, watched_of_flow, watched_of_pickers
from runtime.engine.config_shown import hidden_in
from runtime.engine.definition import Definition, Flow
from runtime.engine.endpoint_rules import target_flows, webhook_methods, webhook_steps
from runtime.engine.errors import InvalidDefinition
from runtime.engine.interpreter import FlowPlan, compile_flow
from runtime.engine.references import Reference, compile_reference
from runtime.listening.plans import HookPlan
from runtime.routing.access import Access


@dataclass(frozen=True, slots=True)
class Release:
    """A definition ready to run: a published version, or the draft (`version_id` is then empty).

    `targets` are the flows that requests may come to, by name and by key; a key counts before another flow's name. `defaults`
    is the config of nobody's instance.
    """

    version_id: str
    number: int | None
    definition: Definition
    flows: Mapping[str, FlowPlan]
    broken: Mapping[str, InvalidDefinition] = field(default_factory=dict)
    targets: Mapping[str, Flow] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    components: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    _fired: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)
    _reads: dict[tuple[str, str], Watched | None] = field(default_factory=dict, compare=False, repr=False)

    def plan(self, flow: Flow) -> FlowPlan:
        """Raises `InvalidDefinition` for a flow that cannot run, which only a draft can hold."""
        if flow.key in self.broken:
            raise self.broken[flow.key]
        return self.flows[flow.key]

    def plan_for(self, key_or_name: str | None) -> FlowPlan | None:
        if key_or_name is not None and key_or_name in self.flows:
            return self.flows[key_or_name]
        flow = self.definition.flow(key_or_name) if key_or_name else None
        return self.plan(flow) if flow else None

    def fired_by(self, method: str, flow: Flow) -> str | None:
        """See `webhook_step`. Worked out once for each method that an endpoint takes."""
        where = (flow.key, method)
        if where not in self._fired:
            self._fired[where] = webhook_step(flow, method)
        return self._fired[where]

    def reads_of(self, flow: Flow, trigger_step: str) -> Watched | None:
        """What this flow reads of the requests it gets; None for nothing that can be known."""
        where = (flow.key, trigger_step)
        if where not in self._reads:
            watched = watched_of_flow(flow, trigger_step)
            self._reads[where] = watched if watched.places else None
        return self._reads[where]

    def reads_of_road(self, asks_customer: bool) -> Watched | None:
        """What the pickers, or the preprocess flow before them, read of a request."""
        plan = None if asks_customer else self.plan_for(self.definition.endpoint.preprocess_flow)
        if plan:
            return self.reads_of(plan.flow, plan.triggers[0] if plan.triggers else "")
        if ("", "") not in self._reads:
            watched = watched_of_pickers(self.definition)
            self._reads["", ""] = watched if watched.places else None
        return self._reads["", ""]


def compile_release(
    definition: Definition, components: Mapping[str, Any], *, version_id: str = "", number: int | None = None
) -> Release:
    """A flow that cannot run stays out of the way of the others until somebody asks for it."""
    flows: dict[str, FlowPlan] = {}
    broken: dict[str, InvalidDefinition] = {}
    for flow in definition.flows:
        try:
            flows[flow.key] = compile_flow(flow, components)
        except InvalidDefinition as error:
            broken[flow.key] = error
    found = list(reversed(target_flows(definition)))  # of two with one name, the first counts
    targets = {flow.name: flow for flow in found} | {flow.key: flow for flow in found}
    return Release(version_id, number, definition, flows, broken, targets, config_values(definition, {}), components)


def config_values(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Config by variable key and by name, with defaults where the customer gave none, or was not asked after all."""
    hidden = hidden_in(definition.conditions, given)
    counts = {key: value for key, value in given.items() if key not in hidden}
    by_key = {variable.key: counts.get(variable.key, variable.default) for variable in definition.config_variables}
    for variable in definition.config_variables:
        if variable.type == "connection" and by_key[variable.key]:
            # In the form that inputs take; its secret stays behind the port that opens connections.
            by_key[variable.key] = {"connection": by_key[variable.key]}
    return by_key | {variable.name: by_key[variable.key] for variable in definition.config_variables}


@dataclass(frozen=True, slots=True)
class InstancePlan:
    """One instance, or the stand-in for it in a test: `id` and `customer["id"]` are then empty."""

    id: str
    enabled: bool
    release: Release
    customer: Mapping[str, Any] | None
    config: Mapping[str, Any]
    webhook_urls: Mapping[str, str] = field(default_factory=dict)
    gate: Gate | None = None  # its customer's own, where the version says that each has one
    checked_by: tuple[str, ...] = ()  # keys of the credentials that `gate` was made of
    integration_id: str = ""
    lanes: frozenset[str] = frozenset()  # keys of the flows that have a `Lane`: their executions wait for their turn
    _told: dict[str, Any] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told = {"id": self.id, "name": self.release.definition.name} if self.id else None
        object.__setattr__(self, "_told", told)  # every execution hands it on several times

    def pinned_to(self, release: Release) -> InstancePlan:
        """The same instance with the version an execution began on, though it may have been upgraded since."""
        return self if release is self.release else replace(self, release=release)

    def as_json(self) -> dict[str, Any] | None:
        """Always the same one: read, never change."""
        return self._told


@dataclass(frozen=True, slots=True)
class EndpointPlan:
    """One public URL. `release` is whose endpoint settings and preprocess flow count; `instance` is set when the URL names it.
    `gate` checks callers; None lets everybody in. `origin` is what every public URL begins with."""

    endpoint_id: str
    type: str
    is_draft: bool
    tenant_id: str
    integration: Mapping[str, Any]
    release: Release
    instance: InstancePlan | None
    flow_key: str
    methods: frozenset[str]
    gate: Gate | None
    secret_headers: frozenset[str]
    max_body: int
    access: Access | None
    requests_per_second: int | None
    tenant_requests_per_second: int | None
    public_url: str
    origin: str
    flow_picker: Reference | None
    customer_picker: Reference | None
    expires_at: datetime | None = None
    suspended: bool = False
    checked_by: tuple[str, ...] = ()  # keys of the credentials that `gate` was made of, but for the instance's own
    hook: HookPlan | None = None  # of a connector: its own code reads the request, and events find who waits for them

    @property
    def asks_customer(self) -> bool:
        """Whether the customer must be known before the caller can be checked, by the customer's own credential."""
        return self.gate is None and self.release.definition.endpoint.customer_credential is not None and not self.is_draft

    @property
    def preprocess(self) -> FlowPlan | None:
        return None if self.type == "flow" else self.release.plan_for(self.release.definition.endpoint.preprocess_flow)

    @property
    def accepts_unrouted(self) -> bool:
        return self.release.definition.endpoint.unrouted == "accept"


def webhook_step(flow: Flow, method: str | None = None) -> str | None:
    """Id of the Webhook step a request fires: the first enabled one that takes the method, else the first enabled one."""
    steps = webhook_steps(flow)
    taking = (step for step in steps if method in webhook_methods(step))
    chosen = next(taking, steps[0] if steps else None)
    return chosen.id if chosen else None


def picker(text: str | None) -> Reference | None:
    return compile_reference(text) if text else None


class Directory(Protocol):
    """Who is known to a tenant. Look-ups may be cached; they never cross the tenant."""

    async def customer(self, tenant_id: str, known_as: str) -> Mapping[str, Any] | None:
        """`{id, externalId, name, matched}` of the customer with this external id or alias."""
        ...

    async def nearest(self, tenant_id: str, known_as: str) -> list[Mapping[str, Any]]:
        """Up to three customers whose names for themselves are most like it: `{externalId, name, knownAs}`."""
        ...

    async def instance(self, tenant_id: str, integration_id: str, customer_id: str) -> InstancePlan | None: ...


LoadRelease = Callable[[str], Release | None]
