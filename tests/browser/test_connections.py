"""A builder describes a service, a customer is connected by OAuth 2 in a window of a real authorization server, or is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import go, shot, sign_in
from tests.connections.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.product import Product, running_product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def product(provider: Provider) -> Iterator[Product]:
    """It may call this machine: the service runs here."""
    with running_product(HOOKYARD_OUTBOUND_ALLOW="127.0.0.1/32") as running:
        yield running


def describe_service(page: Page, provider: Provider) -> None:
    go(page, "Services")
    page.get_by_role("button", name="New service").click()
    form = page.get_by_role("dialog", name="New service")
    form.get_by_label("Name").fill("Shopline")
    expect(form.get_by_text("/connect/callback")).to_be_visible()
    form.get_by_label("Client ID").fill(CLIENT_ID)
    form.get_by_label("Client secret").fill(CLIENT_SECRET)
    for field, path in {"Authorization": "authorize?ask=1", "Token": "token", "Revocation": "revoke"}.items():
        form.get_by_label(f"{field} URL").fill(f"{provider.url}/{path}")
    form.get_by_label("Scopes").fill("orders.read orders.write ")
    form.get_by_label("Test URL").fill(f"{provider.url}/api/me")
    form.get_by_label("Instructions").fill("Sign in as the **owner** of the shop.")
    shot(page, "service-form")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("cell", name="127.0.0.1")).to_be_visible()


def open_customer(page: Page, product: Product, name: str) -> None:
    customer = product.api("POST", "customers", {"externalId": name.lower(), "name": name})
    page.goto(f"{product.url}/customers/{customer['id']}")


def begin(page: Page) -> Locator:
    page.get_by_role("button", name="Connect to a service").click()
    page.get_by_role("combobox", name="Service").click()
    page.get_by_role("option", name="Shopline").click()
    return page.get_by_role("dialog", name="Connect to Shopline")


def test_a_customer_is_connected_in_a_window_of_the_service(page: Page, product: Product, provider: Provider) -> None:
    sign_in(page, product)
    describe_service(page, provider)
    shot(page, "services")

    # The builder tries the service with an account for tests first.
    page.get_by_role("button", name="Connect tests to Shopline").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Continue to Shopline").click()
    opened.value.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("cell", name="good")).to_be_visible()

    open_customer(page, product, "Ada Ltd")
    dialog = begin(page)
    expect(dialog.get_by_text("Sign in as the owner of the shop.")).to_be_visible()
    shot(page, "connect-dialog")

    # Denied, the person reads why and what to do, in the window and in the page.
    with page.expect_popup() as opened:
        dialog.get_by_role("button", name="Continue to Shopline").click()
    window = opened.value
    expect(dialog.get_by_role("status")).to_contain_text("Waiting for you to agree at Shopline")
    window.get_by_role("button", name="Deny").click()
    for told in (window.get_by_role("main"), dialog.get_by_role("alert")):
        expect(told).to_contain_text("access_denied")
        expect(told).to_contain_text("start again and agree")
    shot(page, "connection-denied")
    window.close()

    # Once more, and agreed: the window closes by itself and the page goes on.
    with page.expect_popup() as opened:
        dialog.get_by_role("button", name="Continue to Shopline").click()
    window = opened.value
    with window.expect_event("close"):
        window.get_by_role("button", name="Allow").click()
    expect(dialog).to_be_hidden()
    row = page.get_by_role("listitem", name="Shopline account, Shopline")
    expect(row.get_by_text("good")).to_be_visible()
    expect(page.get_by_role("listitem", name="Shopline account, Shopline")).to_have_count(1)

    row.get_by_role("button", name="More for Shopline account").click()
    page.get_by_role("menuitem", name="Test").click()
    expect(row).to_contain_text("tested just now")
    shot(page, "customer-connected")

    row.get_by_role("button", name="More for Shopline account").click()
    page.get_by_role("menuitem", name="Disconnect").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(row).to_contain_text("It was disconnected, and Shopline ended the access.")
    expect(row.get_by_text("revoked", exact=True)).to_be_visible()
    shot(page, "customer-disconnected")


def test_where_windows_are_blocked_a_link_does(page: Page, product: Product) -> None:
    page.add_init_script("window.open = () => null")
    sign_in(page, product)
    open_customer(page, product, "Bob Ltd")
    dialog = begin(page)
    dialog.get_by_role("button", name="Continue to Shopline").click()
    link = dialog.get_by_role("link", name="Open Shopline in a new tab")
    shot(page, "connect-blocked")
    with page.context.expect_page() as opened:
        link.click()
    opened.value.get_by_role("button", name="Allow").click()
    expect(opened.value.get_by_role("heading", name="Connected to Shopline")).to_be_visible()
    expect(page.get_by_role("listitem", name="Shopline account, Shopline").get_by_text("good")).to_be_visible()
