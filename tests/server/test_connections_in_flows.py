"""Steps that call a service with a connection: the customer's own where it is live, the tenant's own in tests of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.connections.provider import Provider, running_provider
from tests.product import Product, running_product
from tests.server.desk import Deployed, flow, publish

SHOP = {"key": "shop", "name": "Shop account", "type": "connection", "service": "shopline", "required": True}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        running.keys = {"k-tests-1", "k-ada-1"}
        yield running


@pytest.fixture(scope="module")
def shop(provider: Provider) -> Iterator[Deployed]:
    """Ada Ltd with its own connection, and an integration that asks the shop who it is."""
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as product:
        settings = {"hosts": ["127.0.0.1"], "test": {"url": f"{provider.url}/api/me"}}
        product.api("POST", "services", {"name": "Shopline", "scheme": "api_key", "settings": settings})
        url = {"value": f"{provider.url}/api/me"}
        ask = {
            "id": "ask",
            "component": "http.request",
            "inputs": {"method": {"value": "GET"}, "url": url, "credential": {"configVariable": "Shop account"}},
        }
        integration = publish(product, "Asking", {"configVariables": [SHOP], "flows": [flow("ask", ask, response="sync")]})
        customer = product.api("POST", "customers", {"externalId": "ada", "name": "Ada Ltd"})
        own = connect(product, customer["id"], "k-ada-1")
        body = {"integration": integration, "customer": customer["id"], "config": {"shop": own["id"]}}
        instance = product.api("POST", "instances", body)
        yield Deployed(product, integration, customer["id"], instance["id"], "ada")


def connect(product: Product, customer: str | None, key: str) -> dict[str, Any]:
    body = {"customer": customer, "service": "shopline", "name": "Shop", "values": {"value": key}}
    return product.api("POST", "connections", body)


def tried(shop: Deployed) -> dict[str, Any]:
    return shop.product.api("POST", f"integrations/{shop.integration_id}/test-flow", {"flow": "ask", "pins": {}})


def test_live_runs_use_the_customers_connection_and_tests_of_drafts_the_tenants_own(shop: Deployed, provider: Provider) -> None:
    warned = tried(shop)
    assert any("has no test connection" in warning for warning in warned["warnings"])
    assert provider.calls[-1] == "", "no customer's secret is borrowed for a test"

    connect(shop.product, None, "k-tests-1")
    run = tried(shop)
    assert run["execution"]["steps"][-1]["results"]["status"] == 200 and provider.calls[-1] == "k-tests-1" and not run["warnings"]
    assert shop.post("ask", {}).status == 200 and provider.calls[-1] == "k-ada-1"


def test_when_the_service_refuses_the_error_says_whose_connection_and_where_it_is_mended(
    shop: Deployed, provider: Provider
) -> None:
    provider.keys.discard("k-ada-1")
    product = shop.product
    execution = product.execution(shop.post("ask", {}).headers["x-hookyard-execution"])
    error = execution["error"]
    assert error["code"] == "connection_broken" and error["who"] == "customer"
    assert "Ada Ltd's connection Shop to Shopline does not work" in error["message"]
    assert "Connect it again under Customers, Ada Ltd." in error["message"]
    (row,) = product.api("GET", f"connections?customer={shop.customer_id}")["results"]
    assert row["status"] == "reconnect" and "401" in row["reason"]
    assert [one["integration"]["name"] for one in row["usedBy"]] == ["Asking"]

    provider.keys.add("k-ada-2")
    product.api("PATCH", f"connections/{row['id']}", {"values": {"value": "k-ada-2"}})
    assert shop.post("ask", {}).status == 200
