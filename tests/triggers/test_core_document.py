"""The document of /core/v1/ against what the original's pages list: every path, parameter, field, type, enum and status."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

STATES = ["creating", "creation_failed", "deleted", "active"]
ERRORS = {"400", "401", "403", "404", "429", "500"}
TRIGGER, REFERENCE = "PublicConnectorEventsTrigger", "PublicConnectorEventsTriggerReference"
OPERATIONS = {
    ("get", "/core/v1/triggers"): "200",
    ("get", "/core/v1/triggers/{name}/versions/{version}/operations"): "200",
    ("post", "/core/v1/subscriptions"): "200",
    ("get", "/core/v1/subscriptions"): "200",
    ("get", "/core/v1/subscriptions/{id}"): "200",
    ("delete", "/core/v1/subscriptions/{id}"): "204",
}
# Component, field, type, format or what it refers to, whether it is required.
FIELDS = [
    (TRIGGER, "name", "string", "", True),
    (TRIGGER, "version", "string", "", True),
    (TRIGGER, "title", "string", "", True),
    (TRIGGER, "description", "string", "", True),
    (TRIGGER, "service", "", "PublicServiceReference", True),
    ("PublicServiceReference", "id", "string", "", True),
    ("PublicServiceReference", "name", "string", "", True),
    ("PublicServiceReference", "version", "integer", "", True),
    ("PublicConnectorEventsTriggerList", "elements", "array", TRIGGER, True),
    ("PublicConnectorEventsTriggerOperation", "name", "string", "", True),
    ("PublicConnectorEventsTriggerOperation", "title", "string", "", True),
    ("PublicConnectorEventsTriggerOperation", "description", "string", "", True),
    ("PublicConnectorEventsTriggerOperation", "inputSchema", "object", "", True),
    ("PublicConnectorEventsTriggerOperation", "outputSchema", "object", "", True),
    ("PublicConnectorEventsTriggerOperation", "hasDynamicOutput", "boolean", "", True),
    ("PublicConnectorEventsTriggerOperation", "authScopes", "array", "", False),
    ("PublicConnectorEventsTriggerOperationList", "elements", "array", "PublicConnectorEventsTriggerOperation", True),
    ("NewSubscriptionRequest", "name", "string", "", True),
    ("NewSubscriptionRequest", "trigger", "", f"{REFERENCE}Request", True),
    ("NewSubscriptionRequest", "operation", "string", "", True),
    ("NewSubscriptionRequest", "authenticationId", "string", "uuid", False),
    ("NewSubscriptionRequest", "input", "object", "", True),
    ("NewSubscriptionRequest", "externalId", "string", "", False),
    ("NewSubscriptionRequest", "endpoint", "string", "", True),
    (REFERENCE, "name", "string", "", True),
    (REFERENCE, "version", "string", "", True),
    *[
        field
        for whole in ("PublicConnectorEventsSubscription", "PublicConnectorEventsCreatedSubscription")
        for field in [
            (whole, "id", "string", "uuid", True),
            (whole, "name", "string", "", True),
            (whole, "trigger", "", REFERENCE, True),
            (whole, "operation", "string", "", True),
            (whole, "authenticationId", "string", "uuid", False),
            (whole, "endpoint", "string", "", True),
            (whole, "error", "", "SubscriptionError", False),
            (whole, "externalId", "string", "", False),
            (whole, "input", "object", "", True),
            (whole, "state", "", "SubscriptionState", True),
        ]
    ],
    ("PublicConnectorEventsCreatedSubscription", "signingKey", "string", "", True),
    ("SubscriptionError", "code", "", "SubscriptionErrorCode", True),
    ("SubscriptionError", "message", "string", "", True),
    ("PublicConnectorEventsSubscriptionList", "elements", "array", "PublicConnectorEventsSubscription", True),
    ("PublicConnectorEventsSubscriptionList", "pageInfo", "", "PublicPageInfo", True),
    ("PublicPageInfo", "startCursor", "string", "", False),
    ("PublicPageInfo", "endCursor", "string", "", False),
    ("PublicPageInfo", "hasNextPage", "boolean", "", True),
    ("PublicPageInfo", "hasPreviousPage", "boolean", "", True),
    ("Error", "message", "string", "", True),
]


@cache
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def component(name: str) -> dict[str, Any]:
    return document()["components"]["schemas"][name]


def named(reference: str) -> str:
    return reference.rpartition("/")[2]


def refers_to(field: dict[str, Any]) -> str:
    inner = field.get("items", field)
    return named(inner.get("$ref") or next((one["$ref"] for one in inner.get("allOf", ()) if "$ref" in one), ""))


@pytest.mark.parametrize(("method", "path"), list(OPERATIONS), ids=lambda value: value)
def test_each_operation_has_its_path_its_token_and_its_statuses(method, path):
    told = document()["paths"][path][method]
    assert told["security"] == [{"bearerAuth": []}]
    assert {OPERATIONS[method, path]} | ERRORS <= set(told["responses"])
    assert [one for one in told["responses"] if one.startswith("2")] == [OPERATIONS[method, path]]
    for status in ERRORS:
        assert named(told["responses"][status]["content"]["application/json"]["schema"]["$ref"]) == "Error"


@pytest.mark.parametrize(("whole", "name", "kind", "detail", "required"), FIELDS, ids=[f"{one[0]}.{one[1]}" for one in FIELDS])
def test_each_field_is_of_its_type_and_as_required_as_listed(whole, name, kind, detail, required):
    told = component(whole)
    field = told["properties"][name]
    types = field.get("type", [])
    assert kind in (types if isinstance(types, list) else [types]) if kind else not types
    assert detail in (refers_to(field), field.get("format", "")) if detail else True
    assert (name in told.get("required", ())) is required


def test_states_and_codes_are_spelt_as_listed():
    assert component("SubscriptionState")["enum"] == STATES
    codes = ["user_input_error", "api_error", "timeout_error", "oauth_refresh", "no_trigger", "internal_error"]
    assert component("SubscriptionErrorCode")["enum"] == codes


def test_pages_are_asked_for_by_the_listed_parameters():
    told = {
        one["name"]: one for one in document()["paths"]["/core/v1/subscriptions"]["get"]["parameters"] if one["in"] == "query"
    }
    assert {"first", "last", "cursor", "after"} <= set(told)
    assert [told[name]["schema"] for name in ("first", "last")] == [{"type": "integer", "format": "int32"}] * 2
    assert told["cursor"]["schema"]["type"] == "string"
    path = document()["paths"]["/core/v1/subscriptions/{id}"]["get"]["parameters"]
    assert [one["required"] for one in path if one["in"] == "path"] == [True]
