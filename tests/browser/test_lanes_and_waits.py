"""What waits is seen, kept back, let go and hurried: lanes, executions that sleep, and what is done to many at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import shot
from tests.product import Product, eventually
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.browser

NAP = {"id": "sleep_1", "component": "sleep", "inputs": {"amount": {"value": 6}, "unit": {"value": "hours"}}}
DONE = code("code_1", "module.exports = async () => ({ data: { done: true } });")
AWAY = {
    "id": "code_2",
    "component": "code",
    "inputs": {"code": {"value": "module.exports = async () => { throw new Error('The stock is being counted'); };"}},
    "onError": "retry",
    "retry": {"maxAttempts": 3, "delaySeconds": 7200},
}
ORDERED = {"ordering": {"key": {"reference": "trigger.results.body.data.id"}}}
FLOWS = [flow("orders", DONE, policy=ORDERED), flow("nap", NAP), flow("again", AWAY)]


@pytest.fixture
def page(page: Page, desk_cookies: list[Any]) -> Page:
    page.context.add_cookies(desk_cookies)
    return page


def deployed(product: Product, name: str) -> Deployed:
    return deploy(product, name, {"endpoint": {"type": "flow"}, "flows": FLOWS})


def send(yard: Deployed, which: str, *, becomes: str, times: int = 1) -> list[str]:
    """The executions, once they have this status."""
    ids = [yard.post(which, {"id": number}).json["executionId"] for number in range(times)]
    for each in ids:
        eventually(lambda each=each: yard.product.api("GET", f"executions/{each}")["status"] == becomes)
    return ids


def test_a_lane_is_held_released_and_drained(page: Page, desk_product: Product) -> None:
    yard = deployed(desk_product, "Harbour")
    page.goto(f"{desk_product.url}/lanes?customer={yard.customer_id}")
    lanes = page.get_by_role("table", name="Lanes")
    orders = lanes.get_by_role("row", name=re.compile("^Orders"))
    expect(orders).to_contain_text("in order by body.data.id")
    expect(orders).to_contain_text("Open")
    orders.get_by_role("button", name="Hold Orders of Harbour customer").click()
    expect(page.get_by_text("Orders of Harbour customer is on hold: what arrives queues up.")).to_be_visible()
    expect(orders).to_contain_text("on hold")
    send(yard, "orders", becomes="queued", times=3)
    send(yard, "nap", becomes="waiting")
    expect(orders.get_by_role("link", name="3 queued executions of Orders of Harbour customer")).to_be_visible()
    expect(
        lanes.get_by_role("row", name=re.compile("^Nap")).get_by_role(
            "link", name="1 waiting execution of Nap of Harbour customer"
        )
    ).to_be_visible()
    shot(page, "lanes")

    orders.get_by_role("button", name="Release Orders").click()
    expect(orders).to_contain_text("Open")
    eventually(lambda: desk_product.api("GET", f"executions/counts?customer={yard.customer_id}")["counts"].get("succeeded") == 3)
    expect(orders.get_by_role("link", name=re.compile("queued"))).to_have_count(0)

    more = orders.get_by_role("button", name="More for Orders of Harbour customer")
    more.click()
    shot(page, "lanes_menu")
    page.get_by_role("menuitem", name="Drain").click()
    expect(orders).to_contain_text("paused")
    send(yard, "orders", becomes="held", times=2)
    expect(orders.get_by_role("link", name="2 held executions")).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Cancel what is held").click()
    dialog = page.get_by_role("dialog", name="Cancel executions")
    expect(dialog.get_by_role("status")).to_have_text("2 executions right now.")
    shot(page, "lanes_cancel")
    dialog.get_by_role("button", name="Cancel 2 executions").click()
    expect(orders.get_by_role("link", name="2 held executions")).to_have_count(0)
    more.click()
    page.get_by_role("menuitem", name="Resume the instance").click()
    expect(orders).to_contain_text("Open")


def test_what_is_ticked_or_filtered_is_counted_then_cancelled_or_run_again(page: Page, desk_product: Product) -> None:
    yard = deployed(desk_product, "Warehouse")
    send(yard, "nap", becomes="waiting", times=3)
    send(yard, "orders", becomes="succeeded", times=2)
    page.goto(f"{desk_product.url}/executions?customer={yard.customer_id}")
    table = page.get_by_role("table", name="Executions")
    ticks = table.get_by_role("checkbox", name=re.compile("^Tick Orders"))
    expect(ticks).to_have_count(2)
    ticks.first.check()
    ticks.last.check()
    page.get_by_role("button", name="With 2 ticked").click()
    page.get_by_role("menuitem", name="Cancel…").click()
    dialog = page.get_by_role("dialog", name="Cancel executions")
    expect(dialog.get_by_role("status")).to_have_text("All of them have ended already.")
    expect(dialog.get_by_role("button", name="Cancel executions")).to_be_disabled()
    shot(page, "bulk_none")
    dialog.get_by_role("button", name="Keep them").click()
    page.get_by_role("button", name="With 2 ticked").click()
    page.get_by_role("menuitem", name="Run again…").click()
    dialog = page.get_by_role("dialog", name="Run executions again")
    expect(dialog.get_by_role("status")).to_have_text("2 executions right now.")
    shot(page, "bulk_again")
    dialog.get_by_role("button", name="Run 2 executions again").click()
    under_way = page.get_by_role("region", name="Under way")
    expect(under_way).to_contain_text("Done: 2 of 2 executions run again")
    shot(page, "bulk_done")
    expect(table.get_by_role("row", name=re.compile("re-run"))).to_have_count(2)
    expect(page.get_by_role("button", name="With 2 ticked")).to_have_count(0)

    page.get_by_role("radiogroup", name="Status").get_by_text("Waiting").click()
    expect(table.get_by_role("row", name=re.compile("^Tick Nap"))).to_have_count(3)
    page.get_by_role("button", name="With all of these").click()
    page.get_by_role("menuitem", name="Cancel…").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel 3 executions").click()
    expect(under_way).to_contain_text("Done: 3 of 3 executions cancelled")
    counts = desk_product.api("GET", f"executions/counts?customer={yard.customer_id}")["counts"]
    assert (counts["cancelled"], counts["succeeded"]) == (3, 4)


def test_an_execution_that_waits_says_for_what_and_until_when_and_can_be_hurried(page: Page, desk_product: Product) -> None:
    yard = deployed(desk_product, "Depot")
    (again,) = send(yard, "again", becomes="waiting")
    page.goto(f"{desk_product.url}/executions/{again}")
    waits = page.get_by_role("region", name="Waits")
    expect(waits).to_contain_text("code_2 is tried for the second time")
    expect(page.get_by_test_id("step-code_2")).to_contain_text("waiting")
    expect(waits).to_contain_text("Try 1: Error: The stock is being counted")
    shot(page, "waits_again")
    waits.get_by_role("button", name="Run now").click()
    expect(waits).to_contain_text("code_2 is tried for the third time")

    (nap,) = send(yard, "nap", becomes="waiting")
    page.goto(f"{desk_product.url}/executions/{nap}")
    expect(waits).to_contain_text(re.compile(r"sleep_1 sleeps until (?!at )\S"))
    waits.get_by_role("button", name="Run now").click()
    expect(waits).to_have_count(0)
    expect(page.get_by_role("region", name="Overview")).to_contain_text("succeeded")
