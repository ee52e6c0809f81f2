"""An account that every run comes to is needed, whatever its config variable says; behind one outlet the builder says."""

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


BRANCH = {
    **{"id": "branch_1", "name": "Which", "component": "branch.value"},
    "inputs": {"cases": {"value": [{"name": "new", "equals": 1}]}},
}


def branching(*outlets: str) -> dict[str, Any]:
    """Each of these goes to a step of its own that uses the account."""
    document = definition({"from": "webhook_1", "to": "branch_1"})
    flow = document["flows"][0]
    flow["steps"] = [flow["steps"][0], BRANCH]
    for outlet in outlets:
        flow["steps"].append({"id": f"use_{outlet}", "name": f"Use {outlet}", "component": "acme-erp.find", "inputs": USES})
        flow["links"].append({"from": "branch_1", "to": f"use_{outlet}", "outlet": outlet})
    return document


def test_what_every_outlet_of_a_branch_comes_to_is_needed():
    assert needed_accounts(branching("new", "else")) == {"account": "Use new of Orders"}
    assert needed_accounts(branching("new")) == needed_accounts(branching("else")) == {}


def test_where_the_outlets_meet_again_they_all_need_it():
    document = branching()
    flow = document["flows"][0]
    flow["steps"].append({"id": "find_1", "name": "Find order", "component": "acme-erp.find", "inputs": USES})
    flow["links"] += [{"from": "branch_1", "to": "find_1", "outlet": outlet} for outlet in ("new", "else")]
    assert needed_accounts(document) == {"account": "Find order of Orders"}


def test_what_a_loop_does_is_needed_as_deep_as_it_may_be_and_not_where_it_may_fail():
    inner = {"id": "find_1", "name": "Find order", "component": "acme-erp.find", "inputs": USES}
    for depth in range(2):
        inner = {"id": f"loop_{depth}", "name": "Each", "component": "loop", "inputs": {}, "steps": [inner], "links": []}
    document = definition({"from": "webhook_1", "to": "loop_1"})
    document["flows"][0]["steps"][1:] = [inner]
    assert needed_accounts(document) == {"account": "Find order of Orders"}
    inner["onError"] = "ignore"
    assert needed_accounts(document) == {}


def test_neither_a_circle_nor_a_chain_of_thousands_is_too_much():
    steps = [{"id": f"s{number}", "component": "code", "inputs": {}} for number in range(3000)]
    steps.append({"id": "s3000", "name": "Find", "component": "acme-erp.find", "inputs": USES})
    links = [{"from": f"s{number}", "to": f"s{number + 1}"} for number in range(3000)]
    document = {"configVariables": [VARIABLE], "flows": [{"key": "f", "name": "Long", "steps": steps, "links": links}]}
    assert needed_accounts(document) == {"account": "Find of Long"}
    links.append({"from": "s3000", "to": "s1"})
    assert needed_accounts(document) == {"account": "Find of Long"}


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
