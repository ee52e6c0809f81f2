"""Undo covers all that is done in the editor, a gesture at a time; it outlives saving and publishing, and shows what changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser


def test_every_kind_of_edit_is_one_entry_that_outlives_saving_and_goes_back_to_the_start(open_canvas):
    canvas: Canvas = open_canvas(chain("webhook", "code", "log", gap=320))
    page = canvas.page
    start = canvas.flow()

    canvas.select("log_1")
    box = canvas.step("log_1").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 130, steps=12)
    page.mouse.up()
    canvas.select("code_1")
    page.keyboard.press("F2")
    page.keyboard.type("decide")
    page.keyboard.press("Enter")
    canvas.inspector.get_by_label("Step name").fill("Decide what it is")
    canvas.inspector.get_by_label("When it fails").click()
    page.get_by_role("option", name="Go on").first.click()
    canvas.saved()
    canvas.step("decide").click()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(canvas.step("decide_1")).to_be_visible()
    page.keyboard.press("Delete")
    source, target = canvas.step("webhook_1").bounding_box(), canvas.step("decide").bounding_box()
    assert source and target
    page.mouse.click((source["x"] + source["width"] + target["x"]) / 2, source["y"] + source["height"] / 2)
    page.keyboard.press("Delete")
    expect(page.locator(".react-flow__edge")).to_have_count(1)
    page.get_by_test_id("canvas").click(position={"x": 40, "y": 600})
    page.get_by_label("Description").first.fill("What it is for")
    edited = canvas.flow()
    assert edited["description"] == "What it is for" and len(edited["links"]) == 1

    page.get_by_role("button", name="History").click()
    moments = page.get_by_role("menu", name="History").get_by_role("menuitem")
    expect(moments).to_have_text(
        [
            "Change description of the flow (now)",
            "Delete link",
            "Delete decide_1",
            "Paste decide_1",
            "Change what decide does on failure",
            "Change name of decide",
            "Rename code_1",
            "Move log_1",
            "As it was when opened",
        ]
    )
    moments.last.click()
    assert canvas.flow() == start
    for _ in range(8):
        page.keyboard.press("Control+Shift+Z")
    assert canvas.flow() == edited
    expect(page.get_by_role("button", name="Redo")).to_have_attribute("aria-disabled", "true")


def test_undo_outlives_publishing_goes_to_the_flow_it_concerns_and_shows_the_step(open_canvas):
    other = {**chain("webhook", "log", gap=4000), "key": "other", "name": "Other"}
    canvas: Canvas = open_canvas(chain("manual"), flows=[other])
    page = canvas.page
    page.get_by_role("tab", name="Other").click()
    page.locator('.react-flow__node[data-id="log_1"]').wait_for()
    canvas.step("log_1").click()
    canvas.inspector.get_by_role("textbox", name="Message").fill("came")
    canvas.saved()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    canvas.step("log_1").click()
    page.keyboard.press("Delete")
    expect(canvas.step("log_1")).to_have_count(0)
    page.keyboard.press("0")
    page.get_by_role("tab", name="Main").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("tab", name="Other")).to_have_attribute("aria-selected", "true")
    expect(canvas.step("log_1")).to_be_in_viewport()
    page.keyboard.press("Control+z")
    assert "message" not in canvas.flow("other")["steps"][1].get("inputs", {})
