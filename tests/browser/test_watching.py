"""What comes in is seen as it comes; a rule tells of it; who did what is kept."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.desk import go, sign_in
from tests.product import ROOT, Product, call

pytestmark = pytest.mark.browser

ORDER = json.loads((ROOT / "fixtures/payloads/acme_erp/create_order.json").read_text())


def test_traffic_is_seen_as_it_comes_and_leads_to_the_requests(demo_product: Product, page: Page) -> None:
    url = demo_product.demo()["sharedUrl"]
    sign_in(page, demo_product)
    go(page, "Traffic")
    expect(page.get_by_role("heading", name="Traffic")).to_be_visible()
    for customer in ("A06DFFAC", "A06DFFAC", "T9"):
        call(url, "POST", body={**ORDER, "customerId": customer})

    stops = page.get_by_role("region", name="Why requests stopped")
    expect(stops.get_by_role("link", name="customer_not_found")).to_be_visible()
    chart = page.get_by_role("img", name=re.compile("^Requests: "))
    expect(chart).to_have_accessible_name(re.compile(r"Requests: [1-9]\d* accepted, 0 duplicate, [1-9]"))
    chart.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(re.compile(r":\d\d.*, 10 s$")).first).to_be_visible()
    expect(page.get_by_role("region", name="Where the time goes")).to_contain_text("preprocess")
    expect(page.get_by_role("region", name="Newest requests").get_by_role("link").first).to_be_visible()

    # By key: the page goes on moving while figures come in, and a pointer may miss.
    page.get_by_role("region", name="By integration").get_by_role("link", name="Acme ERP").press("Enter")
    expect(page).to_have_url(re.compile(r"integration="))
    stops.get_by_role("link", name="customer_not_found").press("Enter")
    expect(page.get_by_role("heading", name="Requests", exact=True)).to_be_visible()
    expect(page.get_by_role("table", name="Requests").get_by_text("customer_not_found").first).to_be_visible()
    page.get_by_role("button", name="All codes, not only customer_not_found").click()
    expect(page).not_to_have_url(re.compile(r"code="))


def test_a_rule_is_made_tried_and_switched_off(demo_product: Product, page: Page, watched: Watched) -> None:
    watched.expected.append("400")
    sign_in(page, demo_product)
    go(page, "Alerts")
    page.get_by_role("button", name="New rule").first.click()
    dialog = page.get_by_role("dialog", name="New alert rule")
    dialog.get_by_role("combobox", name="Tell when").click()
    page.get_by_role("option", name="Requests find no customer or flow").click()
    dialog.get_by_role("textbox", name="Name").fill("Lost requests")
    url = dialog.get_by_role("textbox", name="URL")
    url.fill("ftp://nowhere.example")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("The URL must begin with http:// or https:// and a host.")).to_be_visible()
    url.fill("http://127.0.0.1:9/hidden-part")  # which no tenant may call
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text(re.compile("^whsec_"))).to_be_visible()
    dialog.get_by_role("button", name="Done").click()

    table = page.get_by_role("table", name="Alert rules")
    expect(table.get_by_text("Requests find no customer or flow: 1 request or more in 5 minutes")).to_be_visible()
    expect(page.get_by_text("hidden-part")).to_have_count(0)
    table.get_by_role("button", name="Send a test of Lost requests").click()
    told = page.get_by_role("table", name="What was told")
    expect(told.get_by_text("This is a test of the alert rule Lost requests.")).to_be_visible()
    expect(told.get_by_text("Not delivered").first).to_be_visible(timeout=15_000)

    table.get_by_role("switch", name="Lost requests is on").click(force=True)
    expect(table.get_by_text("Off", exact=True)).to_be_visible()
    table.get_by_role("button", name="Delete Lost requests").click()
    page.get_by_role("dialog", name="Delete Lost requests?").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nobody is told yet")).to_be_visible()

    go(page, "Settings")
    page.get_by_role("tab", name="Audit log").click()
    log = page.get_by_role("table", name="Audit log")
    expect(log.get_by_text("Deleted an alert rule").first).to_be_visible()
    page.get_by_role("textbox", name="What it was done to").fill("Northwind")
    expect(log.get_by_text("Made a customer").first).to_be_visible()
    expect(log.get_by_text("Deleted an alert rule")).to_have_count(0)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download CSV").click()
    assert "Northwind" in downloading.value.path().read_text()


def test_history_is_kept_as_long_as_its_owner_says_and_the_installation_tells_how_it_is(
    demo_product: Product, page: Page
) -> None:
    sign_in(page, demo_product)
    go(page, "Settings")
    page.get_by_role("tab", name="Storage").click()
    expect(page.get_by_text("Counted once a minute.")).to_be_visible()
    requests = page.get_by_role("textbox", name="Requests", exact=True)
    expect(requests).to_have_value("30")
    requests.fill("0")  # who means "no bound" by it must not lose all but a day
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("At least 1. Leave it empty to keep everything.")).to_be_visible()
    requests.fill("14")
    page.get_by_role("button", name="Save").click()
    asked = page.get_by_role("dialog", name="Delete older history?")
    expect(asked.get_by_role("listitem")).to_have_text("Requests older than 14 days.")
    assert demo_product.api("GET", "storage")["requestDays"] == 30
    asked.get_by_role("button", name="Save and delete").click()
    expect(page.get_by_text("What is no longer kept goes within a minute", exact=False)).to_be_visible()
    assert demo_product.api("GET", "storage")["requestDays"] == 14

    page.get_by_role("tab", name="System").click()
    processes = page.get_by_role("region", name="Processes")
    expect(processes.get_by_text("Alive")).to_be_visible()
    expect(page.get_by_text("SQLite")).to_be_visible()
    expect(page.get_by_text(re.compile("free$"))).to_be_visible()
    assert "hookyard_door_stage_seconds_bucket" in call(f"{demo_product.url}/metrics").body.decode()
    assert call(f"{demo_product.url}/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status == 401
