"""In a frame on another site, a customer connects an account at a real authorization server: denied first, then allowed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.set_up import Shop, host_pages
from tests.connections.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.product import Product, call, running_product
from tests.server.desk import flow, publish

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """It may call this machine: the service runs here."""
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as running:
        yield running


@pytest.fixture(scope="module")
def shop(product: Product, provider: Provider) -> Iterator[Shop]:
    settings = {
        **{"hosts": ["127.0.0.1"], "clientId": CLIENT_ID, "scopes": ["orders.read"]},
        **{"authorizeUrl": f"{provider.url}/authorize?ask=1", "tokenUrl": f"{provider.url}/token"},
    }
    service = {
        "name": "Shopline",
        "key": "shopline",
        "scheme": "oauth2_code",
        "settings": settings,
        "clientSecret": CLIENT_SECRET,
    }
    product.api("POST", "services", service)
    account = {"key": "account", "name": "Your shop", "type": "connection", "service": "shopline", "required": True}
    integration = publish(product, "Connected Orders", {"configVariables": [account], "flows": [flow("orders")]})
    with host_pages(1) as (origin,):
        product.api("PATCH", "embedding", {"allowedOrigins": [origin]})
        yield Shop(product, integration, origin, "")


def test_consent_in_a_window_beside_the_frame(page, shop):
    customer = shop.customer("Ada")
    link = shop.link(customer)
    page.goto(shop.host_page(link))
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Set up here").click()
    frame = page.frame_locator("#place iframe")
    expect(frame.get_by_role("heading", name="Connect your accounts")).to_be_visible()
    frame.get_by_role("button", name="Next").click()
    expect(frame.get_by_role("alert")).to_contain_text("not right yet")

    with page.expect_popup() as opening:
        frame.get_by_role("button", name="Connect Shopline").click()
    opening.value.get_by_role("button", name="Deny").click()
    expect(frame.get_by_text("access_denied")).to_be_visible()
    if not opening.value.is_closed():
        opening.value.close()

    with page.expect_popup() as opening:
        frame.get_by_role("button", name="Connect Shopline").click()
    with opening.value.expect_event("close"):
        opening.value.get_by_role("button", name="Allow").click()
    expect(frame.get_by_text("Connected as Shopline")).to_be_visible()
    frame.get_by_role("button", name="Next").click()
    expect(frame.get_by_role("heading", name="Webhook", exact=True)).to_be_focused()
    frame.get_by_role("button", name="Finish").click()
    expect(frame.get_by_role("heading", name="All set")).to_be_visible()
    [connection] = shop.product.api("GET", f"connections?customer={customer}")["results"]
    assert connection["status"] == "ok"
    assert shop.product.api("GET", f"instances/{link['instance']}")["config"] == {"account": connection["id"]}


def test_the_dialog_for_one_account_under_trays_address(page, shop):
    customer = shop.customer("Bea")
    link = shop.link(customer)
    address = f"{shop.product.url}/external/auth/create/partner-1/{link['instance']}/account?code={link['code']}"
    page.goto(shop.host_page({"url": address}))
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Set up here").click()
    frame = page.frame_locator("#place iframe")
    expect(frame.get_by_role("heading", name="Your shop")).to_be_visible()
    frame.get_by_role("button", name="Finish").click()
    expect(frame.get_by_role("alert")).to_contain_text("Connect Shopline to go on.")
    with page.expect_popup() as opening:
        frame.get_by_role("button", name="Connect Shopline").click()
    with opening.value.expect_event("close"):
        opening.value.get_by_role("button", name="Allow").click()
    expect(frame.get_by_text("Connected as Shopline")).to_be_visible()
    frame.get_by_role("button", name="Finish").click()
    page.wait_for_function("heard.some((one) => one.data?.type === 'tray.authpopup.finish')")
    [connection] = shop.product.api("GET", f"connections?customer={customer}")["results"]
    told = [one["data"] for one in page.evaluate("heard") if one.get("data", {}).get("type", "").startswith("tray.")]
    assert told == [{"type": "tray.authpopup.finish", "authType": "oauth", "authId": connection["id"]}]
    assert shop.product.api("GET", f"instances/{link['instance']}")["enabled"] is False


def code_of(shop: Shop, customer: str) -> str:
    """As the tenant's server asks for it."""
    query = f'mutation {{ generateAuthorizationCode(input: {{userId: "{customer}"}}) {{ authorizationCode }} }}'
    bearer = {"Authorization": f"Bearer {shop.product._token()}"}
    answer = call(f"{shop.product.url}/graphql", "POST", body={"query": query}, headers=bearer)
    return answer.json["data"]["generateAuthorizationCode"]["authorizationCode"]


def open_dialog(page, shop: Shop, path: str, customer: str, **query: str):
    asked = urlencode({"code": code_of(shop, customer), **query})
    page.goto(shop.host_page({"url": f"{shop.product.url}/external/auth/{path}?{asked}"}))
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Set up here").click()
    return page.frame_locator("#place iframe")


def allow(page, frame, button: str) -> None:
    with page.expect_popup() as opening:
        frame.get_by_role("button", name=button).click()
    with opening.value.expect_event("close"):
        opening.value.get_by_role("button", name="Allow").click()


def finished(page) -> list[dict]:
    page.wait_for_function("heard.some((one) => one.data?.type === 'tray.authpopup.finish')")
    page.wait_for_function("heard.some((one) => one.callback === 'onFinish')")
    return [one["data"] for one in page.evaluate("heard") if one.get("data", {}).get("type", "").startswith("tray.")]


def test_an_account_outside_any_set_up_is_made_then_renamed_then_renewed(page, shop):
    customer = shop.customer("Cleo")
    [service] = shop.product.api("GET", "services")["results"]
    frame = open_dialog(page, shop, "create/partner-1", customer, serviceId=service["id"])
    expect(frame.get_by_role("heading", name="Connect your account at Shopline")).to_be_visible()
    frame.get_by_label("Name of this account").fill("Main street")
    allow(page, frame, "Connect Shopline")
    told = finished(page)
    [made] = shop.product.api("GET", f"connections?customer={customer}")["results"]
    assert told == [{"type": "tray.authpopup.finish", "authType": "oauth", "authId": made["id"]}]
    assert (made["name"], made["status"]) == ("Main street", "ok")
    expect(frame.get_by_role("heading", name="Connected")).to_be_focused()

    frame = open_dialog(page, shop, f"edit/partner-1/{made['id']}", customer)
    expect(frame.get_by_text("Connected as Main street")).to_be_visible()
    frame.get_by_label("Name of this account").fill("Harbour")
    frame.get_by_role("button", name="Finish").click()
    assert finished(page) == told

    frame = open_dialog(page, shop, f"edit/partner-1/{made['id']}", customer)
    frame.get_by_role("button", name="Change").click()
    allow(page, frame, "Connect Shopline")
    assert finished(page) == told
    [renewed] = shop.product.api("GET", f"connections?customer={customer}")["results"]
    assert (renewed["id"], renewed["name"]) == (made["id"], "Harbour")
    assert renewed["updatedAt"] > made["updatedAt"]


def test_the_window_of_consent_serves_only_the_wizard_that_opened_it(page, shop):
    page.goto(f"{shop.product.url}/wizard/consent")
    expect(page.get_by_text("Go back to the set-up and press Connect there.")).to_be_visible()
    forged = call(f"{shop.product.url}/api/wizard/consents", "POST", body={"ticket": "forged"})
    assert (forged.status, forged.json["code"]) == (409, "consent_unknown")
