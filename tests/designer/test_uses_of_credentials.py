"""Each credential says who uses it, and one that is used stays."""

from __future__ import annotations

import pytest

from designer.integrations.drafts import draft_of, save_draft
from runtime.credentials.services import create_credential
from runtime.instances.services import deploy
from tests.cast import Desk
from tests.designer.stock import definition, make_customer, make_integration, make_version

LOOP = {"id": "loop_1", "component": "loop", "links": []}


def asking(key: str, *, inner: bool = False):
    step = {"id": "ask", "component": "http.request", "inputs": {"credential": {"credential": key}}}
    steps = [{**LOOP, "steps": [step]}] if inner else [step]
    return {"flows": [{"key": "main", "name": "Main", "steps": steps, "links": []}]}


@pytest.fixture
def keys(cast):
    for key in ("door", "erp", "idle", "ada-own"):
        create_credential(cast.acme, name=key.title(), key=key, scheme="bearer", secret={"token": "t-1234567890"})
    return {row["key"]: row["id"] for row in Desk(cast.builder).get("credentials").json()["results"]}


@pytest.fixture
def used(cast, keys):
    """Shop: its endpoint in the draft and version 1, a step in the draft only. Yard: a step of version 1, where a customer is."""
    shop = make_integration(cast.acme, "shop", endpoint={"type": "flow", "credential": "door"})
    make_version(shop)
    later = definition("shop", endpoint={"type": "flow", "credential": "door"}, **asking("erp", inner=True))
    save_draft(shop, later, revision=draft_of(shop).revision, user=None)
    yard = make_integration(cast.acme, "yard", name="Yard", **asking("erp"))
    first = make_version(yard)
    deploy(yard, make_customer(cast.acme), version=first)
    save_draft(yard, definition("yard", name="Yard"), revision=draft_of(yard).revision, user=None)
    make_version(yard)
    return shop, yard


def test_endpoints_and_steps_that_name_it_are_listed_with_where(cast, used):
    listed = Desk(cast.viewer).get("credentials/uses").json()["uses"]
    shown = [(one["credential"], one["integration"]["name"], one["step"], one["draft"], one["versions"]) for one in listed]
    assert shown == [("door", "Shop", "", True, [1]), ("erp", "Shop", "ask", True, []), ("erp", "Yard", "ask", False, [1])]


def test_deleting_one_that_is_used_is_refused_with_the_list(cast, keys, used):
    desk = Desk(cast.builder)
    refused = desk.delete(f"credentials/{keys['erp']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "credential_in_use")
    assert refused.json()["detail"] == "Erp is used by Shop (step ask), Yard (step ask). Choose another credential there first."
    assert refused.json()["uses"] == ["Shop (step ask)", "Yard (step ask)"]
    assert desk.delete(f"credentials/{keys['idle']}").status_code == 204
    assert set(keys) - {"idle"} == {row["key"] for row in desk.get("credentials").json()["results"]}


def test_a_customers_own_is_used_by_its_config(cast, keys):
    variable = {"key": "secret", "name": "Secret", "type": "string"}
    more = {"configVariables": [variable], "endpoint": {"type": "shared", "customerCredential": "secret"}}
    integration = make_integration(cast.acme, "own", name="Own", **more)
    version = make_version(integration)
    customer = make_customer(cast.acme, name="Ada Ltd")
    deploy(integration, customer, version=version, config={"secret": "ada-own"})
    (use,) = Desk(cast.viewer).get("credentials/uses").json()["uses"]
    assert (use["credential"], use["customer"], use["versions"]) == ("ada-own", "Ada Ltd", [1])
    assert "the config of Ada Ltd" in Desk(cast.builder).delete(f"credentials/{keys['ada-own']}").json()["detail"]


def test_another_tenant_sees_nothing_of_it(cast, used):
    create_credential(cast.rivals, name="Erp", key="erp", scheme="bearer", secret={"token": "t-1234567890"})
    assert Desk(cast.rival).get("credentials/uses").json() == {"uses": []}
    (own,) = Desk(cast.rival).get("credentials").json()["results"]
    assert Desk(cast.rival).delete(f"credentials/{own['id']}").status_code == 204
