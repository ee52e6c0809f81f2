"""A flow that begins with an external event says what its connector misses, before it is published."""

from __future__ import annotations

import pytest

from designer.integrations.problems import problems_of

pytestmark = pytest.mark.django_db
ACCOUNT = {"connection": {"configVariable": "Account"}}


def said(tenant, *, required=True, **inputs) -> list[tuple[str, str, str]]:
    given = {name: {"value": value} if isinstance(value, str) else value for name, value in inputs.items()}
    step = {"id": "event_1", "name": "Came", "component": "connector.event", "inputs": given}
    document = {
        "name": "Orders",
        "key": "orders",
        "endpoint": {"type": "flow"},
        "configVariables": [
            {"key": "account", "name": "Account", "type": "connection", "service": "github", "required": required}
        ],
        "flows": [{"key": "main", "name": "Main", "response": "async", "steps": [step], "links": []}],
    }
    fields = {"connector", "event", "connection", "parameters"}
    return [(one["code"], one["field"], one["severity"]) for one in problems_of(tenant, document) if one["field"] in fields]


def test_a_connector_and_an_event_must_be_there(cast):
    assert said(cast.acme, connector="nowhere", event="push") == [("connector_missing", "connector", "error")]
    assert said(cast.acme, connector="github", event="nothing") == [("event_missing", "event", "error")]


def test_what_registers_itself_needs_an_account_and_what_the_event_asks_for(cast):
    needed = ("input_missing", "parameters", "error")
    bare = said(cast.acme, connector="github", event="push")
    assert ("account_missing", "connection", "error") in bare and needed in bare
    filled = {"value": {"owner": "acme", "repo": "shop", "repository": "acme/shop"}}
    assert said(cast.acme, connector="github", event="push", parameters=filled, **ACCOUNT) == []
    known_later = said(cast.acme, connector="github", event="push", parameters={"reference": "config.repo"}, **ACCOUNT)
    assert needed not in known_later
    lax = said(cast.acme, connector="github", event="push", parameters=filled, required=False, **ACCOUNT)
    assert lax == [("account_optional", "connection", "warning")]


def test_what_is_not_chosen_yet_is_said_once(cast):
    assert {field for _, field, _ in said(cast.acme)} == {"connector", "event"}
