"""What nobody could be found for is seen, understood, mapped and sent on its way, without asking the sender again."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import go, shot, sign_in
from tests.product import ROOT, Product, call, eventually

pytestmark = pytest.mark.browser

UPDATE = json.loads((ROOT / "fixtures/payloads/acme_erp/inventory_update.json").read_text())
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


def test_the_others_with_the_same_id_follow_and_what_is_left_is_found_and_dismissed(demo_product: Product, page: Page) -> None:
    url = demo_product.demo()["sharedUrl"]
    # Its last request is not like the five before: that is written down while the others are looked after.
    for items in [UPDATE["data"]] * 5 + ["none"]:
        assert call(url, "POST", body={**UPDATE, "data": items}).status == 200
    for number in range(4):
        call(url, "POST", body={**ORDER, "customerId": "C3E72B0F" if number < 3 else "N8800", "note": f"pallet {number}"})

    sign_in(page, demo_product)
    page.goto(f"{demo_product.url}/requests?status=unrouted&search=pallet 0")
    table = page.get_by_role("table", name="Requests")
    expect(table.get_by_role("row")).to_have_count(2)
    shot(page, "requests")
    table.get_by_role("link").first.click()
    others = page.get_by_role("region", name="Others")
    expect(others).to_contain_text("2 others name C3E72B0F too and still wait in the inbox.")
    page.get_by_role("button", name="Map to customer").click()
    dialog = page.get_by_role("dialog", name="Map to customer")
    dialog.get_by_role("button", name=re.compile("Bleecker Street Supplies")).click()
    dialog.get_by_role("button", name="Map and replay").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="Overview")).to_contain_text("accepted")
    shot(page, "others")
    page.get_by_role("button", name="Replay the 2 others").click()
    dialog = page.get_by_role("dialog", name="Replay requests")
    expect(dialog.get_by_role("status")).to_have_text("2 requests right now.")
    shot(page, "replay-many")
    dialog.get_by_role("button", name="Replay 2 requests").click()
    expect(page.get_by_text("Done: 2 of 2 requests found their way")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Replay the"))).to_be_hidden()

    page.goto(f"{demo_product.url}/requests?status=unrouted&when=1h")
    page.get_by_role("textbox", name="Search").fill("pallet 3")
    expect(page).to_have_url(re.compile("search=pallet"))
    expect(page.get_by_role("table", name="Requests").get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="With all of these").click()
    page.get_by_role("menuitem", name="Dismiss…").click()
    dialog = page.get_by_role("dialog", name="Dismiss requests")
    dialog.get_by_role("button", name="Dismiss 1 request").click()
    expect(page.get_by_text("Done: 1 of 1 request dismissed")).to_be_visible()

    what_changed_is_told_and_accepted(demo_product, page)


def what_changed_is_told_and_accepted(product: Product, page: Page) -> None:
    integration, (customer, *_) = product.demo()["integration"]["id"], product.demo()["customers"]
    eventually(lambda: product.api("GET", f"integrations/{integration}/drift")["results"])
    page.goto(f"{product.url}/integrations/{integration}/endpoint")
    told = page.get_by_role("alert").filter(has_text="What arrives is not as the flows read it")
    expect(told).to_contain_text("body.data.data was a list, and is now text, read by code_1 of Update Inventory.")
    expect(told.get_by_role("link")).to_have_attribute("href", re.compile("^/requests/"))
    page.goto(f"{product.url}/customers/{customer['id']}")
    card = page.get_by_role("article", name="Acme ERP")
    expect(card.get_by_role("alert")).to_contain_text("was a list, and is now text")
    shot(page, "drift")
    card.get_by_role("button", name="This is right now").click()
    expect(card.get_by_role("alert")).to_be_hidden()
