"""Every input shows what it would be, and what to choose from comes from a sample whose source is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bench import open_picker, preview, send_to_draft
from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

ORDER = {
    "customerId": "A06DFFAC",
    "lines": [{"sku": "bolt", "qty": 2}, {"sku": "nut", "qty": 9}],
}
DATA = "webhook_1.results.body.data"


def mapping(**fields: dict[str, Any]) -> dict[str, Any]:
    flow = chain("webhook", "map")
    flow["steps"][1]["inputs"] = {"fields": {"object": fields}}
    return flow


def take_captured(page: Page, field: str) -> None:
    picker = open_picker(page, field)
    picker.get_by_role("button", name="Sample from").click()
    picker.get_by_role("menuitem", name=re.compile("^POST")).click()
    expect(picker.get_by_text(re.compile(r"^captured \d\d:\d\d from POST$"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()


def test_a_captured_request_shows_under_every_input_and_a_wrong_key_is_named(
    page: Page, open_canvas: Callable[..., Canvas]
) -> None:
    text = {"template": f"for {{{{{DATA}.customerId}}}}!"}
    canvas = open_canvas(mapping(who={"reference": f"{DATA}.custmerId"}, text=text, all={"reference": f"{DATA}.lines"}))
    send_to_draft(canvas, ORDER)
    canvas.select("map_1")
    who = preview(page, "fields.who")
    expect(preview(page, "fields.all")).to_contain_text("No lines in the example. Run a test, or choose a sample")

    take_captured(page, "Value of who")
    expect(who).to_contain_text("No custmerId in webhook_1's body.data; did you mean customerId?")
    who.get_by_role("button", name="Use customerId").click()
    expect(page.get_by_role("textbox", name="Value of who", exact=True)).to_have_value(f"{DATA}.customerId")
    expect(who).to_contain_text(re.compile(r"= A06DFFAC\s*\(captured \d\d:\d\d from POST\)"))
    expect(preview(page, "fields.text")).to_contain_text("= for A06DFFAC!")
    expect(preview(page, "fields")).to_contain_text('{"who":"A06DFFAC","text":"for A06DFFAC!","all":[')

    who.get_by_role("button", name=re.compile("customerId")).hover()
    expect(page.get_by_text('"A06DFFAC"', exact=True)).to_be_visible()
    assert canvas.flow()["steps"][1]["inputs"]["fields"]["object"]["who"] == {"reference": f"{DATA}.customerId"}


def test_the_picker_is_searched_shows_types_and_reads_lists(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(mapping(**{name: {"reference": DATA} for name in "abcd"}))
    send_to_draft(canvas, ORDER)
    canvas.select("map_1")
    take_captured(page, "Value of a")

    picker = open_picker(page, "Value of a")
    picker.get_by_label("Search results").fill("A06D")
    found = picker.get_by_role("button", name=f"{DATA}.customerId", exact=True)
    expect(found.get_by_label("text")).to_be_visible()
    found.click()
    expect(preview(page, "fields.a")).to_contain_text("= A06DFFAC")

    def lines_for(field: str) -> Any:
        picker = open_picker(page, field)
        picker.get_by_role("button", name=f"Parts of {DATA}.lines", exact=True).click()
        return picker.get_by_role("group", name=f"Items of {DATA}.lines"), picker

    ways, _ = lines_for("Value of b")
    ways.get_by_role("button", name="First").click()
    expect(preview(page, "fields.b")).to_contain_text('{"sku":"bolt","qty":2}')

    ways, picker = lines_for("Value of c")
    ways.get_by_role("button", name="Each").click()
    expect(picker.get_by_text("put the steps into a Loop over")).to_be_visible()
    picker.get_by_role("button", name="sku", exact=True).click()
    expect(preview(page, "fields.c")).to_contain_text('["bolt","nut"]')

    ways, picker = lines_for("Value of d")
    ways.get_by_role("button", name="Where…").click()
    picker.get_by_role("combobox", name="Field").click()
    picker.get_by_role("option", name="qty").click()
    picker.get_by_role("combobox", name="Comparison").click()
    picker.get_by_role("option", name="is more than").click()
    picker.get_by_role("textbox", name="Value").fill("5")
    picker.get_by_role("button", name="Insert").click()
    expect(preview(page, "fields.d")).to_contain_text('{"sku":"nut","qty":9}')
    written = canvas.flow()["steps"][1]["inputs"]["fields"]["object"]["d"]
    assert written == {"reference": f"$.steps.{DATA}.lines[?@.qty > 5]"}


def test_inside_a_loop_each_item_is_the_loops_own(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    flow = chain("webhook")
    inner = {"id": "map_1", "component": "map", "inputs": {"fields": {"object": {"a": {"reference": DATA}}}}}
    items = {"items": {"reference": f"{DATA}.lines"}}
    loop = {"id": "loop_1", "component": "loop", "inputs": items, "steps": [inner], "links": []}
    canvas = open_canvas({**flow, "steps": [*flow["steps"], loop], "links": [{"from": "webhook_1", "to": "loop_1"}]})
    send_to_draft(canvas, ORDER)
    canvas.select("map_1")
    take_captured(page, "Value of a")
    picker = open_picker(page, "Value of a")
    picker.get_by_role("button", name=f"Parts of {DATA}.lines", exact=True).click()
    picker.get_by_role("group", name=f"Items of {DATA}.lines").get_by_role("button", name="Each").click()
    expect(page.get_by_role("textbox", name="Value of a", exact=True)).to_have_value("loop_1.currentItem")
    expect(preview(page, "fields.a")).to_contain_text('{"sku":"bolt","qty":2}')
    expect(preview(page, "fields.a")).to_contain_text("first item, captured")


def test_a_result_goes_where_it_is_dropped_and_into_code_as_code(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    flow = chain("webhook", "code", "log")
    flow["steps"][1]["inputs"] = {"code": {"value": "return "}}
    flow["steps"][2]["inputs"] = {"message": {"template": "to "}}
    canvas = open_canvas(flow)
    canvas.select("log_1")
    message = page.get_by_role("textbox", name="Message", exact=True)
    message.click()
    message.press("End")
    open_picker(page, "Message").get_by_role("button", name=f"{DATA}.customerId", exact=True).click()
    expect(message).to_have_value(f"to {{{{{DATA}.customerId}}}}")
    expect(preview(page, "message")).to_contain_text(re.compile(r"= to C-100\s*\(example\)"))
    picker = open_picker(page, "Message")
    picker.get_by_role("button", name=f"{DATA}.type", exact=True).drag_to(message, target_position={"x": 4, "y": 4})
    expect(preview(page, "message")).to_contain_text("create_order")
    page.keyboard.press("Escape")

    canvas.select("code_1")
    code = page.get_by_role("textbox", name="Code")
    code.click()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Insert a result").click()
    picker = page.get_by_role("dialog", name="Results of earlier steps")
    picker.get_by_role("button", name=f"{DATA}.customerId", exact=True).click()
    expect(code).to_have_text(f"return stepResults.{DATA}.customerId")
