"""Live proof of a wizard against a running product: lights of real requests, hints over a socket, tests that run nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.browser.set_up import SECRET, make_shop, send
from tests.product import Product, call, eventually, running_product
from tests.server.desk import flow, publish

pytestmark = pytest.mark.server
SCHEMES = {
    "api_key": {"secret": {"value": "k-0123456789"}, "settings": {"header": "X-Shop-Key"}},
    "bearer": {"secret": {"token": "t-0123456789"}},
    "basic": {"secret": {"password": "p-0123456789"}, "settings": {"username": "shop"}},
    "hmac": {
        "secret": {"value": SECRET},
        "settings": {"header": "X-Sig", "signed": "timestamp.body", "timestampHeader": "X-At", "encoding": "base64"},
    },
    "stripe": {"secret": {"value": "whsec_" + "a" * 32}},
    "slack": {"secret": {"value": SECRET}},
    "standard_webhooks": {"secret": {"value": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}},
    "hubspot": {"secret": {"value": SECRET}},
    "zendesk": {"secret": {"value": SECRET}},
    "typeform": {"secret": {"value": SECRET}},
    "square": {"secret": {"value": SECRET}},
}


@dataclass
class Open:
    product: Product
    token: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = call(
            f"{self.product.url}/api/wizard/{path}", method, body=body, headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.status < 300, answer.body
        return answer.json

    def lights(self) -> dict[str, bool]:
        lit = self.ask("GET", "lights")["lights"][""]
        return {name: bool(lit[name]) for name in ("seen", "verified", "routed")}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product() as running:
        yield running


def opened(product: Product, link: dict[str, Any]) -> Open:
    return Open(product, call(f"{product.url}/api/wizard/sessions", "POST", body={"code": link["code"]}).json["token"])


def test_lights_turn_for_this_customers_requests_alone_and_a_socket_says_when(product):
    shop = make_shop(product, "http://localhost:1", "")
    mine, other = (opened(product, shop.link(shop.customer(name))) for name in ("Mine", "Other"))
    url = mine.ask("GET", "state")["urls"][0]["url"]
    with connect(f"ws://127.0.0.1:{product.port}/api/wizard/live", origin=product.url) as line:  # type: ignore[arg-type]
        line.send(json.dumps({"session": mine.token}))
        assert json.loads(line.recv(timeout=10))["event"] == "listening"
        send(other.ask("GET", "state")["urls"][0]["url"], {"n": 1})
        assert send(url, {"n": 1}, secret="wrong").status == 401
        assert json.loads(line.recv(timeout=10))["event"] == "request.received"
        assert mine.lights() == {"seen": True, "verified": False, "routed": False}
        assert mine.ask("GET", "lights")["lights"][""]["trouble"]["code"] == "signature_invalid"
        assert send(url, {"n": 2}).json["status"] == "held"
        assert json.loads(line.recv(timeout=10))["event"] == "request.received"
        assert mine.lights() == {"seen": True, "verified": True, "routed": True}
    assert other.lights()["routed"]


@pytest.mark.parametrize(("origin", "session"), [("https://evil.example", None), (None, "hkw_nonsense")])
def test_a_stranger_hears_nothing_on_the_line(product, origin, session):
    url, given = f"ws://127.0.0.1:{product.port}/api/wizard/live", json.dumps({"session": session or "x"})
    with pytest.raises((ConnectionClosed, InvalidStatus)) as closed, connect(url, origin=origin or product.url) as line:
        line.send(given)
        line.recv(timeout=10)
    assert "4401" in str(closed.value) or "403" in str(closed.value)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_test_event_is_signed_as_its_sender_would_and_runs_nothing(product, scheme):
    given = {"name": scheme, "key": f"k-{scheme.replace('_', '-')}", "scheme": scheme, **SCHEMES[scheme]}
    made = product.api("POST", "credentials", given)

    definition = {"flows": [flow("orders", webhook={"credential": {"credential": made["key"]}})]}
    integration = publish(product, f"Test {scheme}", definition)
    customer = product.api("POST", "customers", {"externalId": scheme, "name": scheme})["id"]
    wizard = opened(product, product.api("POST", "wizards", {"integration": integration, "customer": customer}))
    sent = wizard.ask("POST", "test", {})
    assert (sent["answerStatus"], sent["code"]) == (200, ""), sent
    assert wizard.lights() == {"seen": True, "verified": True, "routed": True}
    assert product.api("GET", f"executions?customer={customer}")["results"] == []
    kept = product.api("GET", f"requests?customer={customer}")["results"]
    assert [(one["status"], one["code"]) for one in kept] == [("handshake", "wizard_test")]
    assert "0123456789" not in json.dumps(product.api("GET", f"requests/{kept[0]['id']}"))


def test_what_came_while_it_was_set_up_runs_when_it_is_finished(product):
    shop = make_shop(product, "http://localhost:1", "", "Held Orders")
    customer = shop.customer("Patient")
    wizard = opened(product, shop.link(customer))
    execution = send(wizard.ask("GET", "state")["urls"][0]["url"], {"n": 1}).json["executionId"]
    wizard.ask("PUT", "pages/0", {"values": {"region": "eu"}, "leave": "next"})
    wizard.ask("PUT", "pages/1", {"values": {}, "leave": "next"})
    assert wizard.ask("POST", "finish") == {"enabled": True, "proven": True, "again": False}
    assert product.execution(execution)["status"] == "succeeded"


def test_a_customers_own_secret_is_checked_at_once_made_or_typed_and_never_sent_back(product):
    secret = {"key": "signing", "name": "Signing", "type": "string", "visibility": "organization"}
    elements = [
        {"type": "webhookUrl"},
        {"type": "secret", "scheme": "github", "mode": "enter"},
        {"type": "lights"},
    ]
    definition = {
        "endpoint": {"type": "instance", "customerCredential": "signing", "flowName": {"reference": "results.body.data.flow"}},
        "configVariables": [secret],
        "configPages": [{"name": "Hook", "elements": elements}],
        "flows": [flow("orders")],
    }
    integration = publish(product, "Own secrets", definition)
    customer = product.api("POST", "customers", {"externalId": "own", "name": "Own"})["id"]
    link = product.api("POST", "wizards", {"integration": integration, "customer": customer})
    wizard = opened(product, link)
    url = wizard.ask("GET", "state")["urls"][0]["url"]
    refused = call(f"{product.url}/api/wizard/finish", "POST", headers={"Authorization": f"Bearer {wizard.token}"})
    assert [error["field"] for error in refused.json["errors"]] == ["secret"]
    assert wizard.ask("POST", "secret", {"page": 0, "element": 1, "value": SECRET}) == {"shown": ""}
    assert SECRET not in json.dumps(wizard.ask("GET", "state"))
    eventually(lambda: send(url, {"flow": "orders"}).status == 202)
    assert wizard.lights()["verified"]
    wizard.ask("POST", "finish")
    assert send(url, {"flow": "orders"}).status == 200
    held = [one["key"] for one in product.api("GET", "credentials")["results"] if one["key"].startswith("of-")]
    assert len(held) == 1
    product.api("DELETE", f"instances/{link['instance']}")
    assert not [one for one in product.api("GET", "credentials")["results"] if one["key"].startswith("of-")]


def test_only_the_tenants_own_hosts_may_frame_it(product):
    shop = make_shop(product, "https://app.example.com", "", "Framed Orders")
    link = shop.link(shop.customer("Framed"))
    tenant = link["url"].split("/wizard/")[1].split("#")[0]
    for path, ancestors in (
        (f"/wizard/{tenant}", "https://app.example.com"),
        (f"/external/solutions/anything/configure/x?code={link['code']}", "https://app.example.com"),
        ("/wizard/nobody", "'none'"),
        ("/wizard/open?code=hkc_unknown", "'none'"),
        ("/wizard/consent", "'none'"),
    ):
        answer = call(product.url + path)
        policy = answer.headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors {ancestors}"), path
        assert "unsafe" not in policy
        assert "x-frame-options" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert call(f"{product.url}/customers").headers["x-frame-options"] == "DENY"
    script = call(f"{product.url}/hookyard.js")
    assert (script.status, script.headers["cross-origin-resource-policy"]) == (200, "cross-origin")


def test_a_picklist_is_filled_by_a_flow_of_the_customers_own_instance(product):
    told = (
        "module.exports = async ({ configVars }, stepResults) => ({ data: [{ value: 'a', label: `for ${configVars.Shop}` }] });"
    )
    begins = {"id": "manual_1", "component": "manual", "inputs": {}}
    asks = {"id": "code_1", "component": "code", "inputs": {"code": {"value": told}}}
    fills = {"key": "lists", "name": "Lists", "steps": [begins, asks], "links": [{"from": "manual_1", "to": "code_1"}]}
    variables = [
        {"key": "shop", "name": "Shop"},
        {"key": "list", "name": "List", "type": "picklist", "choicesFrom": {"flow": "lists"}, "required": True},
    ]
    integration = publish(product, "Filled lists", {"configVariables": variables, "flows": [flow("orders"), fills]})
    customer = product.api("POST", "customers", {"externalId": "filled", "name": "Filled"})["id"]
    wizard = opened(product, product.api("POST", "wizards", {"integration": integration, "customer": customer}))
    given = wizard.ask("POST", "choices", {"variable": "list", "values": {"shop": "Northwind"}})
    assert given == {"choices": [{"value": "a", "label": "for Northwind"}]}
    answer = call(
        f"{product.url}/api/wizard/choices", "POST", body={"variable": "x"}, headers={"Authorization": f"Bearer {wizard.token}"}
    )
    assert (answer.status, answer.json["code"]) == (404, "not_found")
