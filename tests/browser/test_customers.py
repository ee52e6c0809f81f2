"""Customers: found by label, what is stored for them, all of it taken away and deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import go, shot, sign_in
from tests.product import Product, call, eventually

pytestmark = pytest.mark.browser


def test_a_customer_is_labelled_looked_into_exported_and_deleted_with_all_data(page: Page, demo_product: Product) -> None:
    demo_product.api("POST", "customers", {"externalId": "quiet-1", "name": "Quiet Mill"})
    sign_in(page, demo_product)
    go(page, "Customers")
    page.get_by_role("button", name="New customer").click()
    dialog = page.get_by_role("dialog", name="New customer")
    dialog.get_by_label("Name").fill("Willow & Finch")
    dialog.get_by_label("External id").fill("ext-4711")
    dialog.get_by_label("Labels").fill("pilot")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Willow & Finch")).to_be_visible()
    known = page.get_by_role("region", name="Known by")
    known.get_by_role("link", name="pilot").click()
    customers = page.get_by_role("table", name="Customers")
    expect(customers.get_by_role("row")).to_have_count(2)
    shot(page, "customers-by-label")
    customers.get_by_role("link", name="Willow & Finch").click()

    customer = page.url.rpartition("/")[2]
    (shop,) = demo_product.api("GET", "integrations")["results"]
    instance = demo_product.api("POST", "instances", {"integration": shop["id"], "customer": customer})["id"]
    demo_product.api("POST", f"instances/{instance}/values", {"key": "cursor", "value": {"page": 3}})
    page.reload()
    card = page.get_by_role("article", name=shop["name"])
    card.get_by_role("button", name="Stored values").click()
    values = card.get_by_role("table", name="Stored values")
    expect(values).to_contain_text("cursor")
    card.get_by_role("button", name="Edit cursor").click()
    change = page.get_by_role("dialog", name="Change cursor")
    change.get_by_label("Value").fill('{"page": 4')
    expect(change.get_by_role("button", name="Save")).to_be_disabled()
    change.get_by_label("Value").fill('{"page": 4}')
    change.get_by_role("button", name="Save").click()
    expect(values).to_contain_text("4")
    shot(page, "stored-values")
    card.get_by_role("button", name="Delete cursor").click()
    page.get_by_role("dialog", name="Delete cursor?").get_by_role("button", name="Delete").click()
    expect(card.get_by_text("Nothing is stored.")).to_be_visible()

    page.get_by_role("button", name="More for Willow & Finch").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Export all data").click()
    lines = [json.loads(line) for line in Path(saved.value.path()).read_text().splitlines()]
    assert {"customer", "instance", "audit"} <= {line["kind"] for line in lines}

    page.get_by_role("button", name="More for Willow & Finch").click()
    page.get_by_role("menuitem", name="Delete with all data").click()
    erase = page.get_by_role("dialog", name="Delete Willow & Finch with all data?")
    erase.get_by_label("Type ext-4711 to confirm").fill("ext-471")
    expect(erase.get_by_role("button", name="Delete all data")).to_be_disabled()
    erase.get_by_label("Type ext-4711 to confirm").fill("ext-4711")
    shot(page, "delete-all-data")
    erase.get_by_role("button", name="Delete all data").click()
    expect(page.get_by_text("All data of this customer is being deleted")).to_be_visible()
    shot(page, "being-deleted")
    page.goto(f"{demo_product.url}/customers")
    eventually(lambda: not demo_product.api("GET", "customers?search=Willow")["results"])
    gone = call(f"{demo_product.url}/api/customers/{customer}", headers={"Authorization": f"Bearer {demo_product.token}"})
    assert gone.status == 404
