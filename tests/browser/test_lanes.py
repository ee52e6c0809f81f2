"""What waits is seen for what it is, held and released by lane, and cancelled by ticking it with the mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.product import Product
from tests.server.desk import deploy, flow

pytestmark = pytest.mark.browser

NAP = {"id": "sleep_1", "component": "sleep", "inputs": {"amount": {"value": 5}, "unit": {"value": "minutes"}}}


def test_a_lane_is_held_and_what_waits_in_it_is_ticked_and_cancelled(
    page: Page, desk_cookies: list[Any], desk_product: Product
) -> None:
    page.context.add_cookies(desk_cookies)
    layout = {"webhook_1": {"x": 0, "y": 0}, "sleep_1": {"x": 330, "y": 0}}
    lane = deploy(desk_product, "Queue", {"endpoint": {"type": "flow"}, "flows": [flow("naps", NAP, layout=layout)]})
    asleep = lane.post("naps", {}).json["executionId"]
    page.goto(f"{desk_product.url}/executions/{asleep}")
    expect(page.get_by_test_id("step-sleep_1")).to_contain_text("waiting")
    expect(
        page.get_by_role("table", name="Steps over time").get_by_role("row", name=re.compile("sleep_1 waiting"))
    ).to_be_visible()
    expect(page.get_by_text(re.compile(r"sleep_1 sleeps until \d"))).to_be_visible()

    page.goto(f"{desk_product.url}/lanes?integration={lane.integration_id}")
    row = page.get_by_role("row", name=re.compile("naps", re.IGNORECASE))
    row.get_by_role("button", name="Hold").click()
    held = row.get_by_text("On hold")
    expect(held).to_be_visible()
    assert held.evaluate("label => label.scrollWidth <= label.clientWidth"), "the words of the badge are cut off"
    for _ in range(3):
        lane.post("naps", {})

    page.goto(f"{desk_product.url}/executions?integration={lane.integration_id}&status=queued")
    rows = page.get_by_role("checkbox", name=re.compile("^Tick "))
    expect(rows).to_have_count(3)
    for place in range(2):
        rows.nth(place).click()
    page.get_by_role("button", name="With 2 ticked").click()
    page.get_by_role("menuitem", name=re.compile("^Cancel")).click()
    dialog = page.get_by_role("dialog", name="Cancel executions")
    expect(dialog).to_contain_text("2 executions right now.")
    dialog.get_by_role("button", name="Cancel 2 executions").click()
    expect(rows).to_have_count(1)
