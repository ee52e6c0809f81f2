"""An operator walks the admin: every list, search, filter and row; a tenant from its making to its end; a visit as support."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import sign_in
from tests.product import Product, running_product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product() as running:
        running.demo()
        running.api("POST", "alerts", {**ALERT, "target": "https://chat.example/in"})
        yield running


ALERT = {"name": "Failures", "condition": "failures", "threshold": 3, "channel": "webhook"}


def enter(page: Page, product: Product) -> None:
    sign_in(page, product)
    page.goto(f"{product.url}/admin/")


def serious(page: Page, where: str) -> list[str]:
    """What axe finds grave in our own part of the page; the rest is the theme's."""
    found = Axe().run(page, context=where).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def test_every_list_opens_searches_filters_and_leads_to_its_rows(page: Page, product: Product) -> None:
    enter(page, product)
    places = [link.get_attribute("href") for link in page.locator("#nav-sidebar a[href^='/admin/']").all()]
    lists = sorted({place for place in places if place and re.fullmatch(r"/admin/\w+/\w+/", place)})
    assert len(lists) >= 20
    opened = 0
    for place in lists:
        page.goto(product.url + place)
        search = page.locator("#searchbar")
        expect(search).to_be_visible()
        rows = page.locator("#result_list tbody tr")
        if rows.count():
            row = rows.first.locator("th a, td a").first
            row.click()
            expect(page.locator("#content form")).to_be_visible()
            opened += 1
            page.go_back()
        filters = page.get_by_role("button", name="Filters")
        if filters.count():
            filters.click()
            apply = page.get_by_role("button", name=re.compile("Apply"))
            if apply.count():
                apply.first.click()
            page.goto(product.url + place)
        search.fill("nothing is called so")
        search.press("Enter")
        expect(page.locator("#result_list tbody tr")).to_have_count(0)
    assert opened >= 6


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_a_tenant_from_its_making_to_its_end(page: Page, product: Product) -> None:
    enter(page, product)
    page.goto(f"{product.url}/admin/runtime/tenant/add/")
    page.get_by_label("Name").fill("Third Inc")
    page.get_by_label("Owner email").fill("third@example.com")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("give this link to third@example.com")).to_be_visible()

    page.get_by_role("link", name="Third Inc").first.click()
    expect(page.get_by_text("Executions this month")).to_be_visible()
    assert not serious(page, "section[aria-label=Overview]")
    page.get_by_role("link", name="Suspend…").click()
    page.get_by_label("Reason").fill("The bill of March is open.")
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(page.get_by_text("Its members read: The bill of March is open.")).to_be_visible()
    page.get_by_role("link", name="Resume…").click()
    page.get_by_role("button", name="Resume", exact=True).click()
    expect(page.get_by_text("Its members read")).to_have_count(0)

    page.get_by_role("link", name="Delete with all data…").click()
    page.get_by_label("Type the tenant's name").fill("Third")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Type the tenant's name, Third Inc, exactly.")).to_be_visible()
    page.get_by_label("Type the tenant's name").fill("Third Inc")
    page.get_by_role("button", name="Delete everything").click()
    page.goto(f"{product.url}/admin/runtime/tenantremoval/")
    expect(page.get_by_role("link", name="Third Inc").first).to_be_visible()


def test_many_are_asked_about_before_they_are_suspended(page: Page, product: Product) -> None:
    enter(page, product)
    for name in ("Fourth Inc", "Fifth Inc"):
        page.goto(f"{product.url}/admin/runtime/tenant/add/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Owner email").fill("many@example.com")
        page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{product.url}/admin/runtime/tenant/?q=th+Inc")
    for box in page.locator("#result_list tbody input.action-select").all():
        box.check()
    page.locator("select[name=action]").first.select_option("suspend_chosen")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name=re.compile(r"Suspend \d tenants\?"))).to_be_visible()
    page.get_by_label("Reason").fill("Moving house")
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(page.get_by_text(re.compile(r"Suspended \d: .*Fourth Inc"))).to_be_visible()


def test_support_looks_at_a_tenant_under_a_banner_until_it_ends(page: Page, product: Product) -> None:
    enter(page, product)
    page.goto(f"{product.url}/admin/runtime/tenant/?q=My+tenant")
    page.locator("#result_list tbody").get_by_role("link", name="My tenant").click()
    page.get_by_role("link", name="Look at it as support…").click()
    page.get_by_label("Reason").fill("Ticket 12: orders stopped")
    page.get_by_role("button", name="Begin the visit").click()
    banner = page.get_by_role("complementary", name="Support visit")
    expect(banner).to_contain_text("You can look, not change.")
    expect(banner).to_contain_text("Ticket 12: orders stopped")
    assert "tenant=" not in page.url
    page.get_by_role("link", name="Customers").click()
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    expect(page.get_by_role("button", name="Add a customer")).to_have_count(0)
    assert not serious(page, "aside[aria-label='Support visit']")
    banner.get_by_role("button", name="End visit").click()
    expect(banner).to_have_count(0)
    page.goto(f"{product.url}/settings?tab=audit")
    expect(page.get_by_role("cell", name="Began to look at the tenant as support").first).to_be_visible()
