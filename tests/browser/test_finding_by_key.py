"""What is looked for by key: in all flows, in the palette of commands, in the menu of a step."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

Open = Callable[..., Canvas]


def test_finding_across_flows(open_canvas: Open, page: Page) -> None:
    other = {**chain("webhook", "code"), "key": "other", "name": "Other"}
    other["steps"][1]["inputs"] = {"code": {"value": "// the warehouse\nmodule.exports = async () => ({ data: 1 });"}}
    first = chain("webhook", "log", "log")
    first["steps"][1]["inputs"] = {"message": {"value": "tell the warehouse"}}
    first["steps"][2]["notes"] = "Warehouse opens at six"
    canvas = open_canvas(first, flows=[other])
    keys = page.keyboard
    keys.press("Control+f")
    find = page.get_by_role("search", name="Find in the flows")
    expect(find.get_by_role("textbox")).to_be_focused()
    keys.type("warehouse")
    expect(find.get_by_text("1 of 3")).to_be_visible()
    expect(canvas.step("log_1")).to_have_attribute("data-selected", "true")
    keys.press("Enter")
    expect(find.get_by_text("2 of 3")).to_be_visible()
    expect(canvas.step("log_2")).to_have_attribute("data-selected", "true")
    keys.press("Enter")
    expect(page.get_by_role("tab", name="Other")).to_have_attribute("aria-selected", "true")
    expect(canvas.step("code_1")).to_have_attribute("data-selected", "true")
    keys.press("Shift+Enter")
    expect(canvas.step("log_2")).to_have_attribute("data-selected", "true")
    keys.press("Escape")
    expect(find).to_have_count(0)
    assert canvas.selected() == ["log_2"]
    expect(page).to_have_url(re.compile("/flows/main$"))
    page.get_by_role("tab", name="Other").click()
    expect(page).to_have_url(re.compile("/flows/other$"))
    page.go_back()
    expect(page.get_by_role("tab", name="Main")).to_have_attribute("aria-selected", "true")


def test_the_command_palette(open_canvas: Open, page: Page) -> None:
    other = {**chain("webhook", "code"), "key": "stock", "name": "Update stock"}
    canvas = open_canvas(chain("webhook", "log"), flows=[other])
    keys = page.keyboard
    palette = page.get_by_role("dialog", name="Commands")

    def choose(text: str, title: str) -> None:
        keys.press("Control+k")
        expect(palette.get_by_role("combobox")).to_be_focused()
        keys.type(text)
        expect(palette.get_by_role("option").first).to_contain_text(title)
        keys.press("Enter")
        expect(palette).to_have_count(0)

    canvas.select("log_1")
    keys.press("Control+k")
    expect(palette).to_be_visible()
    frame = page.locator(".mantine-Modal-inner").evaluate("(frame) => getComputedStyle(frame).backgroundColor")
    assert frame == "rgba(0, 0, 0, 0)"  # it lies over the whole page, which was white behind the palette
    keys.press("Escape")
    expect(palette).to_have_count(0)
    choose("dupl", "Duplicate")
    expect(canvas.step("log_2")).to_be_visible()
    choose("if", "Add Branch on value")
    expect(canvas.step("branch_value_1")).to_be_visible()
    choose("update stock code", "Go to Code")
    expect(canvas.step("code_1")).to_have_attribute("data-selected", "true")
    keys.press("Control+k")
    expect(palette.get_by_role("option").first).to_contain_text("Go to Code")
    keys.press("Control+k")
    expect(palette).to_have_count(0)
    choose("rename the label", "Rename the label")
    expect(page.get_by_role("textbox", name="Label")).to_be_focused()
    choose("endpoint", "Go to Endpoint")
    expect(page.get_by_role("list", name="The road of a request")).to_be_visible()


def test_the_menu_of_a_step_opens_by_key_and_by_mouse(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code", gap=320))
    canvas.step("log_1").click(button="right")
    menu = page.get_by_role("menu", name="Actions for the step")
    expect(menu.get_by_role("menuitem", name="Duplicate")).to_contain_text("Ctrl+D")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    page.keyboard.press("Shift+F10")
    menu.get_by_role("menuitem", name="Disable").click()
    expect(canvas.step("log_1")).to_have_attribute("data-disabled", "true")
    canvas.pane.click(button="right", position={"x": 300, "y": 40})
    page.get_by_role("menu", name="Actions for the canvas").get_by_role("menuitem", name="Select all").click()
    expect(page.get_by_text("3 steps selected")).to_be_visible()
    page.get_by_role("group", name="Arrange").get_by_role("button", name="Align left edges").click()
    assert {at["x"] for at in canvas.flow()["layout"].values()} == {0}
