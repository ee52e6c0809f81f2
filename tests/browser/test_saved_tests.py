"""Tests that are kept: saved from what was just seen, told apart by words, in the way of publishing, drawn as coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bench import Bench
from tests.browser.canvas import Canvas, chain
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


def gives(value: str) -> str:
    return f"module.exports = async () => ({{ data: {value} }})"


def coded() -> dict[str, Any]:
    flow = chain("webhook", "code")
    flow["steps"][1]["inputs"] = {"code": {"value": gives("{ id: 7, at: new Date().toISOString() }")}}
    return flow


def test_a_test_is_saved_fails_with_its_differences_and_keeps_a_draft_from_being_published(
    page: Page, open_canvas: Callable[..., Canvas], watched: Watched
) -> None:
    watched.expected.append("422")
    canvas = open_canvas(coded())
    bench = Bench(page)
    bench.open()
    bench.run_flow()
    bench.box.get_by_role("button", name="Save as test").click()
    dialog = page.get_by_role("dialog", name="Save as test")
    expect(dialog).to_contain_text("succeeds, the result contains 2 fields")
    dialog.get_by_role("textbox", name="Name").fill("An order")
    dialog.get_by_role("button", name="Save test").click()

    # It passes, although the time is another one by now.
    test = bench.box.get_by_role("article", name="An order")
    test.get_by_role("button", name="Run", exact=True).click()
    expect(test.get_by_text("passed")).to_be_visible()

    canvas.select("code_1")
    code = page.get_by_role("textbox", name="Code")
    code.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(gives("{ id: 8 }"))
    bench.box.get_by_role("button", name="Run all").click()
    expect(bench.box.get_by_role("button", name="An order, failed")).to_be_visible()
    table = test.get_by_role("table", name="Differences")
    expect(table.get_by_role("row").nth(1)).to_have_text("result.id different78")
    expect(table.get_by_role("row").nth(2)).to_contain_text("result.at missing")

    page.get_by_role("button", name="Publish", exact=True).click()
    publish = page.get_by_role("dialog", name="Publish this draft")
    expect(publish.get_by_text("1 saved test runs first and must pass.")).to_be_visible()
    publish.get_by_role("button", name="Publish version").click()
    expect(publish.get_by_role("region", name="Tests that did not pass")).to_contain_text("An order")
    assert canvas.product.api("GET", f"integrations/{canvas.integration}/versions") == []
    publish.get_by_role("checkbox", name="Publish anyway").check()
    publish.get_by_role("button", name="Publish anyway").click()
    expect(publish).to_be_hidden()
    (version,) = canvas.product.api("GET", f"integrations/{canvas.integration}/versions")
    assert version["overriddenTests"] == ["An order"]

    # What it gives now is what is wanted: the test says so from here on.
    test.get_by_role("button", name="Expect what it gave").click()
    expect(test.get_by_text("the result contains 1 field")).to_be_visible()
    test.get_by_role("button", name="Run", exact=True).click()
    expect(test.get_by_text("passed")).to_be_visible()


def test_a_test_is_edited_renamed_copied_and_deleted(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(coded())
    given = {
        "name": "First",
        "kind": "flow",
        "flow": "main",
        "request": {"body": '{"from": "test"}'},
        "expected": {"result": {"id": 7}},
    }
    canvas.product.api("POST", f"integrations/{canvas.integration}/tests", given)
    page.reload()
    bench = Bench(page)
    bench.open()
    bench.tab("Saved tests (1)")
    test = bench.box.get_by_role("article")

    test.get_by_role("button", name="Edit").click()
    form = test.get_by_role("form", name="Expectation")
    form.get_by_role("textbox", name="Result").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"id": {"$any": "number"}}')
    form.get_by_text("Is exactly this").click()
    form.get_by_role("button", name="Keep expectation").click()
    expect(test.get_by_text("the result is 1 field")).to_be_visible()
    test.get_by_role("button", name="Run", exact=True).click()
    expect(test.get_by_role("table", name="Differences")).to_contain_text("result.at not expected")
    # A click on the switch changes what gates and keeps how it last went.
    test.get_by_role("switch", name="Publishing waits for this test to pass").click()
    expect(test.get_by_role("switch", name="Publishing waits for this test to pass")).not_to_be_checked()
    expect(test.get_by_text("failed")).to_be_visible()

    def choose(item: str) -> None:
        test.get_by_role("button", name="More for").click()
        page.get_by_role("menuitem", name=item).click()

    choose("Rename")
    page.get_by_role("textbox", name="Name", exact=True).fill("Renamed")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(bench.box.get_by_role("article", name="Renamed")).to_be_visible()
    choose("Duplicate")
    expect(bench.box.get_by_role("article", name="Renamed 2")).to_be_visible()
    choose("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete test").click()
    expect(bench.box.get_by_role("button", name="Renamed 2, not run")).to_have_count(0)
    choose("Use its request as payload")
    expect(bench.box.get_by_text("Payload: from test Renamed")).to_be_visible()
    expect(bench.box.get_by_role("textbox", name="Body")).to_contain_text('"from"')
    (kept,) = canvas.product.api("GET", f"integrations/{canvas.integration}/tests")
    assert (kept["name"], kept["gates"], kept["expected"]["match"]) == ("Renamed", False, "equals")


def test_links_that_no_test_takes_are_drawn_with_a_word(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    flow = chain("webhook", "branch.value", "log", "log")
    _, branch, seen, other = flow["steps"]
    branch["inputs"] = {
        "value": {"reference": "webhook_1.results.body.data.kind"},
        "cases": {"value": [{"name": "order", "equals": "order"}]},
    }
    seen["inputs"] = other["inputs"] = {"message": {"value": "seen"}}
    flow["links"] = [
        {"from": "webhook_1", "to": "value_1"},
        {"from": "value_1", "outlet": "order", "to": "log_1"},
        {"from": "value_1", "outlet": "else", "to": "log_2"},
    ]
    flow["layout"] = {
        "webhook_1": {"x": 0, "y": 0},
        "value_1": {"x": 320, "y": 0},
        "log_1": {"x": 760, "y": -80},
        "log_2": {"x": 760, "y": 120},
    }
    canvas = open_canvas(flow)
    path = f"integrations/{canvas.integration}/tests"
    given = {"kind": "flow", "flow": "main", "expected": {"outcome": "succeeded"}}
    canvas.product.api("POST", path, {**given, "name": "Other", "request": {"body": "{}"}})
    canvas.product.api("POST", f"{path}/run", {})

    page.get_by_role("button", name="Show what no test takes").click()
    words = canvas.pane.get_by_title("No test takes this")
    expect(words).to_have_count(1)
    expect(canvas.pane.locator('[data-edge="value_1.order>log_1"]')).to_contain_text("no test")

    # A test of that way takes the word away.
    canvas.product.api("POST", path, {**given, "name": "Orders", "request": {"body": '{"kind": "order"}'}})
    bench = Bench(page)
    bench.open()
    bench.tab("Saved tests")
    page.reload()
    bench.open()
    bench.tab("Saved tests (2)")
    bench.box.get_by_role("button", name="Run all").click()
    expect(bench.box.get_by_text("2 of 2 passed")).to_be_visible()
    page.get_by_role("button", name="Show what no test takes").click()
    expect(words).to_have_count(0)
