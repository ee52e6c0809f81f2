"""The connectors that can be called: ours, and those that other rooms bring in.

For: finding one and its operation; `add` for rooms that know more, such as that of connector packages.
Not here: making the call (`calls`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from runtime.calling.caller import Caller
from runtime.calling.packages import Packages
from runtime.components.graphql import GRAPHQL_REQUEST
from runtime.components.http_request import HTTP_REQUEST
from runtime.connections.models import Service
from runtime.credentials.models import Credential
from runtime.engine.component import Component
from runtime.engine.errors import NotAllowed, StepProblem
from runtime.reading import in_thread
from runtime.subscriptions.dialect import dialect_of
from runtime.subscriptions.trigger import Operation, ServiceOf, Trigger

Json = Any
Run = Callable[[Caller, Mapping[str, Json]], Awaitable[Json]]
OURS = ("credential", "failOnStatus", "failOnErrors")  # inputs that the call itself decides


class Refused(StepProblem):
    """The service answered, and not well; `details["output"]` is what it said."""


class Source(Protocol):
    def connectors(self, tenant_id: str) -> Sequence[Trigger]:
        """Blocks. A connector has the shape of a trigger: name, version, service, operations."""
        ...

    async def call(self, caller: Caller, connector: Trigger, operation: Operation, given: Mapping[str, Json]) -> Json:
        """Raises `HookyardError`."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    connector: Trigger
    operation: Operation
    run: Run


async def http_request(caller: Caller, given: Mapping[str, Json]) -> Json:
    outcome = await HTTP_REQUEST.run(caller.context(), {"method": "GET", **given, **caller.proof(), "failOnStatus": False})
    told = {"statusCode": outcome.results["status"], "headers": outcome.results["headers"], "body": outcome.results["body"]}
    if not 200 <= told["statusCode"] < 300:
        message = f"The service answered {told['statusCode']}."
        output = {"response": told, "expects": {"statusCode": ["2xx"]}, "message": message}
        raise Refused(message, code="service_refused", output=output)
    return {"response": told}


async def graphql_request(caller: Caller, given: Mapping[str, Json]) -> Json:
    outcome = await GRAPHQL_REQUEST.run(caller.context(), {**given, **caller.proof(), "failOnErrors": False})
    if outcome.results.get("errors"):
        raise Refused("The service answered with errors.", code="service_refused", output=outcome.results)
    return outcome.results


async def list_credentials(caller: Caller, given: Mapping[str, Json]) -> Json:
    """For the tenant itself; what its credentials are called is no customer's business."""
    if caller.customer_id:
        return {"result": []}
    rows = await in_thread(lambda: list(Credential.of(caller.tenant_id).order_by("name").values("key", "name")))
    return {"result": [{"text": row["name"], "value": row["key"]} for row in rows]}


def _of_component(name: str, component: Component, outputs: Mapping[str, Json]) -> Operation:
    schema = dialect_of(component.inputs)
    properties = {key: told for key, told in schema["properties"].items() if key not in OURS}
    required = [key for key in schema["required"] if "default" not in properties[key]]
    inputs = {**schema, "properties": properties, "required": required}
    return Operation(name, component.title, component.summary, inputs, outputs)


RESPONSE = {
    "type": "object",
    "properties": {
        "response": {
            "type": "object",
            "properties": {"statusCode": {"type": "integer"}, "headers": {"type": "object"}, "body": {}},
        }
    },
}
DDL = Operation(
    "list_credentials_ddl",
    "List credentials",
    "Choices for the credential of a webhook subscription.",
    {"type": "object", "advanced": [], "additionalProperties": False, "properties": {}, "required": []},
    {"type": "object", "properties": {"result": {"type": "array"}}},
)
BUILT_IN: tuple[tuple[Trigger, dict[str, Run]], ...] = (
    (
        Trigger(
            "http-client",
            "1.0",
            "HTTP client",
            "Any HTTP request, proven by the account that authId names.",
            ServiceOf("00000000-0000-7000-8000-000000000002", "http-client"),
            (_of_component("http_request", HTTP_REQUEST, RESPONSE),),
        ),
        {"http_request": http_request},
    ),
    (
        Trigger(
            "graphql-client",
            "1.0",
            "GraphQL client",
            "Any GraphQL request, proven by the account that authId names.",
            ServiceOf("00000000-0000-7000-8000-000000000003", "graphql-client"),
            (_of_component("graphql_request", GRAPHQL_REQUEST, {"type": "object"}),),
        ),
        {"graphql_request": graphql_request},
    ),
    (
        Trigger(
            "webhook",
            "1.0",
            "Webhook",
            "Choices for subscriptions of the webhook trigger.",
            ServiceOf("00000000-0000-7000-8000-000000000001", "webhook"),
            (DDL,),
        ),
        {DDL.name: list_credentials},
    ),
)
_sources: list[Source] = [Packages()]


def add(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def drop(source: Source) -> None:
    _sources.remove(source)


def connectors_of(tenant_id: str) -> list[Trigger]:
    return [*(one for one, _ in BUILT_IN), *(one for source in _sources for one in source.connectors(tenant_id))]


def find_connector(tenant_id: str, name: str, version: str) -> Trigger:
    """Raises `NotAllowed` `connector_not_found`."""
    named = [one for one in connectors_of(tenant_id) if one.name == name]
    for one in named:
        if one.version == version:
            return one
    versions = ", ".join(one.version for one in named)
    said = f"its versions are {versions}" if named else "GET /core/v1/connectors lists them"
    raise NotAllowed(f"There is no connector {name} {version}; {said}.", code="connector_not_found")


def find(tenant_id: str, name: str, version: str, operation: str) -> Found:
    """Raises `NotAllowed` `connector_not_found`, `operation_not_found`."""
    connector = find_connector(tenant_id, name, version)
    found = connector.operation(operation)
    if found is None:
        known = ", ".join(one.name for one in connector.operations)
        raise NotAllowed(f"{name} has no operation {operation}; it has {known}.", code="operation_not_found")
    for built_in, runs in BUILT_IN:
        if built_in == connector:
            return Found(connector, found, runs[operation])
    source = next(one for one in _sources if connector in one.connectors(tenant_id))
    return Found(connector, found, lambda caller, given: source.call(caller, connector, found, given))


def require_service(found: Found, service: Service) -> None:
    """What proves somebody to one service is shown to no other's connector, whatever hosts both may reach.

    Raises `NotAllowed` `service_differs`. Requests of one's own take any account. A service that was not begun from a connector
    is another's where it has the key of another connector.
    """
    name = found.connector.name
    if any(found.connector == ours for ours, _ in BUILT_IN) or service.connector == name:
        return
    if service.settings.get("connector") or service.connector in {one.name for one in connectors_of(service.tenant_id)}:
        message = f"The account that authId names is one at {service.name}, and {name} is for another service."
        raise NotAllowed(message, code="service_differs", field="authId")
