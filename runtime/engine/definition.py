"""The definition of an integration as values.

For: reading the saved document (checked by `definition.schema.json`) into frozen dataclasses once, at publish or draft load.
Not here: what is wrong with it (`validation`), running it (`interpreter`), what is drawn
(`layout` and `annotations` stay in the document).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from runtime.engine.config_shown import conditions_of

OnError = Literal["fail", "ignore", "branch", "retry"]


@dataclass(frozen=True, slots=True)
class Link:
    source: str
    target: str
    outlet: str = "out"


@dataclass(frozen=True, slots=True)
class Step:
    """`inputs` maps a name to a tagged input:
    {value}, {reference}, {template}, {configVariable}, {credential}, {list}, {object}."""

    id: str
    component: str
    name: str
    inputs: Mapping[str, Any]
    on_error: OnError = "fail"
    retry: Mapping[str, Any] | None = None
    timeout: float | None = None  # seconds
    disabled: bool = False
    notes: str = ""
    steps: tuple[Step, ...] = ()
    links: tuple[Link, ...] = ()

    def walk(self) -> Iterator[Step]:
        """This step and all it contains."""
        yield self
        for step in self.steps:
            yield from step.walk()


@dataclass(frozen=True, slots=True)
class Flow:
    key: str
    name: str
    description: str
    response: Literal["async", "sync"]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    policy: Mapping[str, Any]  # retry, concurrency, ordering, dedupe

    def walk(self) -> Iterator[Step]:
        for step in self.steps:
            yield from step.walk()


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """How requests find their way. Pickers are references rooted at `results`."""

    type: Literal["flow", "instance", "shared"]
    methods: tuple[str, ...]
    credential: str | None
    customer_credential: str | None  # key of the config variable that names each customer's own
    preprocess_flow: str | None
    flow_name: str | None
    external_customer_id: str | None
    unrouted: Literal["reject", "accept"]
    requests_per_second: int | None
    allowed_addresses: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    largest_body: int | None = None  # bytes


@dataclass(frozen=True, slots=True)
class ConfigVariable:
    key: str
    name: str
    type: str
    default: Any
    required: bool
    visibility: str = "customer"
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    name: str
    key: str
    description: str
    endpoint: EndpointConfig
    config_variables: tuple[ConfigVariable, ...]
    flows: tuple[Flow, ...]
    conditions: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Pages and variables as they are written, where some page depends on answers: `config_shown.hidden_in` reads them."""

    @property
    def connected_services(self) -> dict[str, str]:
        """By key of each connection variable: the key of its service."""
        return {one.key: one.service for one in self.config_variables if one.type == "connection" and one.service}

    def flow(self, key_or_name: str) -> Flow | None:
        """A flow by key, else by exact name."""
        by_key = (flow for flow in self.flows if flow.key == key_or_name)
        by_name = (flow for flow in self.flows if flow.name == key_or_name)
        return next(by_key, None) or next(by_name, None)


def read_definition(document: Mapping[str, Any]) -> Definition:
    """Turns a document that passed the schema into values; unknown keys were refused there."""
    endpoint = document.get("endpoint") or {}
    return Definition(
        name=document["name"],
        key=document["key"],
        description=document.get("description", ""),
        endpoint=EndpointConfig(
            type=endpoint.get("type", "flow"),
            methods=tuple(endpoint.get("methods") or ()),
            credential=endpoint.get("credential"),
            customer_credential=endpoint.get("customerCredential"),
            preprocess_flow=endpoint.get("preprocessFlow"),
            flow_name=(endpoint.get("flowName") or {}).get("reference"),
            external_customer_id=(endpoint.get("externalCustomerId") or {}).get("reference"),
            unrouted=endpoint.get("unrouted", "reject"),
            requests_per_second=endpoint.get("requestsPerSecond"),
            allowed_addresses=tuple(endpoint.get("allowedAddresses") or ()),
            allowed_origins=tuple(endpoint.get("allowedOrigins") or ()),
            content_types=tuple(endpoint.get("contentTypes") or ()),
            largest_body=endpoint.get("largestBody"),
        ),
        config_variables=tuple(
            ConfigVariable(
                key=variable["key"],
                name=variable["name"],
                type=variable.get("type", "string"),
                default=variable.get("default"),
                required=variable.get("required", False),
                visibility=variable.get("visibility", "customer"),
                service=variable.get("service"),
            )
            for variable in document.get("configVariables", ())
        ),
        flows=tuple(read_flow(flow) for flow in document.get("flows", ())),
        conditions=conditions_of(document),
    )


def read_flow(document: Mapping[str, Any]) -> Flow:
    return Flow(
        key=document["key"],
        name=document["name"],
        description=document.get("description", ""),
        response=document.get("response", "async"),
        steps=tuple(read_step(step) for step in document.get("steps", ())),
        links=tuple(read_link(link) for link in document.get("links", ())),
        policy=document.get("policy", {}),
    )


def read_step(document: Mapping[str, Any]) -> Step:
    return Step(
        id=document["id"],
        component=document["component"],
        name=document.get("name") or document["id"],
        inputs=document.get("inputs", {}),
        on_error=document.get("onError", "fail"),
        retry=document.get("retry"),
        timeout=document.get("timeoutSeconds"),
        disabled=document.get("disabled", False),
        notes=document.get("notes", ""),
        steps=tuple(read_step(step) for step in document.get("steps", ())),
        links=tuple(read_link(link) for link in document.get("links", ())),
    )


def read_link(document: Mapping[str, Any]) -> Link:
    return Link(source=document["from"], target=document["to"], outlet=document.get("outlet", "out"))
