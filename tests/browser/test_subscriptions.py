"""Subscriptions are seen with their states, looked into and paused by keyboard alone; a master token is made."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.product import Product, call

pytestmark = pytest.mark.browser


def test_a_subscription_is_looked_into_and_paused_by_keyboard_and_a_master_token_counts_where_it_says(
    page: Page, desk_cookies: list[Any], desk_product: Product
) -> None:
    product = desk_product
    bearer = {"Authorization": f"Bearer {product._token()}"}
    body = {
        **{"name": "Refunds", "trigger": {"name": "webhook-trigger", "version": "1.0"}, "operation": "webhook", "input": {}},
        **{"endpoint": "https://events.acme.example/in", "externalId": "my-7"},
    }
    told = call(f"{product.url}/core/v1/subscriptions", "POST", body=body, headers=bearer).json

    page.context.add_cookies(desk_cookies)
    page.goto(f"{product.url}/subscriptions")
    row = page.get_by_role("row", name=re.compile("Refunds"))
    expect(row).to_contain_text("delivering")
    row.get_by_role("button", name="Refunds", exact=True).focus()
    page.keyboard.press("Enter")
    details = page.get_by_role("dialog", name="Refunds")
    for shown in (told["id"], told["publicUrl"], "my-7"):
        expect(details).to_contain_text(shown)
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    row.get_by_role("button", name="Pause Refunds").focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("paused")
    row.get_by_role("button", name="Go on with Refunds").press("Enter")
    expect(row).to_contain_text("delivering")
    row.get_by_role("button", name="Delete Refunds").press("Enter")
    page.get_by_role("dialog", name="Delete Refunds?").get_by_role("button", name="Delete").press("Enter")
    expect(row).to_be_hidden()

    page.get_by_role("tab", name="Master tokens").click()
    page.get_by_role("button", name="New token").click()
    made = page.get_by_role("dialog", name="New API token")
    made.get_by_label("Name").fill("sync")
    for other in ("API", "GraphQL"):
        made.get_by_label(other, exact=True).press("Space")
    made.get_by_role("button", name="Create").click()
    token = made.get_by_text(re.compile("^hky_")).inner_text()
    made.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("row", name=re.compile("sync"))).to_contain_text("Triggers")
    for path, status in (("core/v1/triggers", 200), ("api/customers", 403)):
        assert call(f"{product.url}/{path}", headers={"Authorization": f"Bearer {token}"}).status == status
