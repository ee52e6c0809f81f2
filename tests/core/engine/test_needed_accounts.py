"""An account that every run comes to is needed, whatever its config variable says; behind a branch the builder says."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.engine.needed_accounts import needed_accounts
from runtime.instances.config import InvalidConfig, check_config

VARIABLE = {"key": "account", "name": "ERP account", "type": "connection", "service": "acme"}


def definition(*links: dict[str, Any], start: dict[str, Any] | None = None, **find: Any) -> dict[str, Any]:
    steps = [
        {"id": "webhook_1", "name": "Came", "component": "webhook", "inputs": {}, **(start or {})},
        {"id": "code_1", "name": "Look", "component": "code", "inputs": {}},
        {"id": "find_1", "name": "Find order", "component": "acme-erp.find", "inputs": USES, **find},
    ]
    flow = {"key": "orders", "name": "Orders", "steps": steps, "links": list(links)}
    return {"configVariables": [VARIABLE, {"key": "region", "name": "Region", "type": "string"}], "flows": [flow]}


USES = {"connection": {"configVariable": "ERP account"}}
CHAIN = ({"from": "webhook_1", "to": "code_1"}, {"from": "code_1", "to": "find_1"})


@pytest.mark.parametrize(
    ("document", "needed"),
    [
        (definition(*CHAIN), {"account": "Find order of Orders"}),
        (definition(CHAIN[0], {"from": "code_1", "to": "find_1", "outlet": "yes"}), {}),
        (definition(CHAIN[0], {"from": "code_1", "to": "find_1", "outlet": "error"}), {}),
        (definition(*CHAIN, onError="ignore"), {}),
        (definition(*CHAIN, disabled=True), {}),
        (definition(*CHAIN, inputs={"connection": {"configVariable": "Region"}}), {}),
        (definition(*CHAIN, start={"component": "connector.event", "inputs": USES}, inputs={}), {"account": "Came of Orders"}),
        ({"flows": []}, {}),
    ],
    ids=["a chain", "a branch", "after an error", "may fail", "disabled", "another variable", "an event", "nothing"],
)
def test_who_needs_an_account(document, needed):
    assert needed_accounts(document) == needed


def test_what_is_missing_is_said_all_at_once_and_an_older_instance_still_moves():
    document = definition(*CHAIN)
    document["configVariables"][1]["required"] = True
    with pytest.raises(InvalidConfig) as refused:
        check_config(document, {"odd": 1})
    told = {one["field"]: (one["code"], one["message"]) for one in refused.value.details["errors"]}
    assert told["config.account"] == ("account_missing", "ERP account is needed: Find order of Orders uses it.")
    assert {told["config.region"][0], told["config.odd"][0]} == {"required", "unknown"}
    assert check_config(document, {"account": "c1", "region": "north"}, connections={"c1": "acme"})
    assert check_config(document, {"region": "north"}, unknown="ignore") == {"region": "north"}
