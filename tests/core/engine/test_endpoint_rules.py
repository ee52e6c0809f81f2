"""Which methods and which credential count for a URL."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.engine.definition import Definition, read_definition
from runtime.engine.endpoint_rules import effective_credential, effective_methods, target_flows
from runtime.engine.errors import InvalidDefinition


def integration(endpoint: dict[str, Any], *flows: list[dict[str, Any]]) -> Definition:
    """Each flow is given as the inputs of its Webhook steps."""
    return read_definition(
        {
            "name": "It",
            "key": "it",
            "endpoint": endpoint,
            "flows": [
                {
                    "key": f"flow-{number}",
                    "name": f"Flow {number}",
                    "steps": [
                        {"id": f"webhook_{place}", "component": "webhook", "inputs": inputs} for place, inputs in enumerate(steps)
                    ],
                }
                for number, steps in enumerate(flows)
            ],
        }
    )


GET, PUT = {"methods": {"value": ["GET"]}}, {"methods": {"list": [{"value": "put"}, {"value": "PUT"}]}}
KEY, OTHER = {"credential": {"credential": "acme"}}, {"credential": {"credential": "other"}}


@pytest.mark.parametrize(
    ("endpoint", "flows", "methods", "remark"),
    [
        ({"type": "shared"}, [[{}]], ("POST",), "POST when nobody says"),
        ({"type": "shared", "methods": ["PATCH"]}, [[GET]], ("PATCH",), "the endpoint governs"),
        ({"type": "shared"}, [[GET], [PUT]], ("GET", "PUT"), "else all target flows together, once each"),
        ({"type": "instance"}, [[GET, {}]], ("GET", "POST"), "and all their Webhook steps"),
        ({"type": "shared", "preprocessFlow": "flow-0"}, [[GET], [PUT]], ("PUT",), "without the preprocess flow"),
        ({"type": "flow", "methods": ["PATCH"]}, [[GET], [PUT]], ("GET",), "a flow's URL is governed by its own Webhook"),
        ({"type": "shared"}, [[{"methods": {"reference": "a.b"}}]], ("POST",), "methods must be written out"),
        ({"type": "shared"}, [[{"methods": {"value": []}}]], ("POST",), "an empty list says nothing"),
    ],
)
def test_it_knows_the_methods_of_a_url(endpoint: Any, flows: Any, methods: tuple[str, ...], remark: str) -> None:
    definition = integration(endpoint, *flows)
    flow = definition.flows[0] if definition.endpoint.type == "flow" else None
    assert effective_methods(definition, flow) == methods, remark


@pytest.mark.parametrize(
    ("endpoint", "flows", "credential", "remark"),
    [
        ({"type": "shared"}, [[{}]], None, "none when nobody names one"),
        ({"type": "shared", "credential": "main"}, [[KEY], [OTHER]], "main", "the endpoint governs"),
        ({"type": "shared"}, [[KEY], [KEY]], "acme", "else the one they all name"),
        ({"type": "shared", "preprocessFlow": "flow-0"}, [[OTHER], [KEY]], "acme", "without the preprocess flow"),
        ({"type": "flow", "credential": "main"}, [[KEY], [OTHER]], "acme", "a flow's URL is governed by its own Webhook"),
        ({"type": "shared"}, [[{"credential": {"value": {"credential": "acme"}}}]], "acme", "written out in full"),
        ({"type": "shared"}, [[{"credential": {"value": ""}}]], None, "an emptied field names none"),
    ],
)
def test_it_knows_the_credential_of_a_url(endpoint: Any, flows: Any, credential: str | None, remark: str) -> None:
    definition = integration(endpoint, *flows)
    flow = definition.flows[0] if definition.endpoint.type == "flow" else None
    assert effective_credential(definition, flow) == credential, remark


@pytest.mark.parametrize("flows", [[[KEY], [OTHER]], [[KEY], [{}]], [[KEY, {}]]], ids=["two", "one and none", "in one flow"])
def test_it_never_chooses_between_credentials(flows: Any) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        effective_credential(integration({"type": "shared"}, *flows))
    assert caught.value.code == "credential_ambiguous"


def test_a_disabled_webhook_receives_nothing() -> None:
    document = integration({"type": "shared"}, [KEY])
    step = {"id": "webhook_1", "component": "webhook", "disabled": True, "inputs": KEY}
    off = read_definition(
        {"name": "It", "key": "it", "endpoint": {"type": "shared"}, "flows": [{"key": "a", "name": "A", "steps": [step]}]}
    )
    assert target_flows(document) and not target_flows(off)
    assert effective_credential(off) is None
