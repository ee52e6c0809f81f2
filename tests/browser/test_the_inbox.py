"""What nobody could be found for is seen, understood, mapped and sent on its way, without asking the sender again."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import go, sign_in
from tests.product import ROOT, Product, call

pytestmark = pytest.mark.browser

ORDER = json.loads((ROOT / "fixtures/payloads/acme_erp/create_order.json").read_text())


def test_an_unrouted_request_is_mapped_and_replayed(demo_product: Product, page: Page) -> None:
    answer = call(demo_product.demo()["sharedUrl"], "POST", body={**ORDER, "customerId": "C3E72B0D"})
    assert answer.json["code"] == "customer_not_found"

    sign_in(page, demo_product)
    go(page, "Requests")
    page.get_by_text("Unrouted", exact=True).click()
    page.get_by_role("table", name="Requests").get_by_role("link").first.click()
    expect(page.get_by_text("customer_not_found").first).to_be_visible()
    page.get_by_role("button", name="Map to customer").click()
    dialog = page.get_by_role("dialog", name="Map to customer")
    expect(dialog.get_by_role("textbox", name="Alias")).to_have_value("C3E72B0D")
    dialog.get_by_role("button", name=re.compile("Bleecker Street Supplies")).click()
    dialog.get_by_role("button", name="Map and replay").click()

    expect(dialog).to_be_hidden()
    go(page, "Executions")
    table = page.get_by_role("table", name="Executions")
    expect(table.get_by_text("Create Order").first).to_be_visible()
    expect(table.get_by_text("Bleecker Street Supplies").first).to_be_visible()
    expect(table.get_by_text("succeeded").first).to_be_visible()
    assert call(demo_product.demo()["sharedUrl"], "POST", body={**ORDER, "customerId": "C3E72B0D"}).status == 200
