"""Sticky notes and groups: drawn around the steps by key and by mouse, kept with the flow, undone like everything else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser


def drag(page: Page, what: Locator, dx: int, dy: int) -> None:
    """By its upper left part, in small moves as a hand makes them."""
    box = what.bounding_box()
    assert box
    x, y = box["x"] + min(20, box["width"] / 2), box["y"] + min(8, box["height"] / 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=6)
    page.mouse.up()


def test_a_note_is_written_moved_coloured_copied_and_undone(open_canvas):
    canvas: Canvas = open_canvas(chain("webhook", "log"))
    page = canvas.page
    page.keyboard.press("Shift+S")
    page.keyboard.type("Ask Ops first.")
    page.keyboard.press("Enter")
    page.keyboard.type("Then D, N and Delete.")
    note = page.get_by_test_id("note-note_1")
    page.keyboard.press("Escape")
    expect(note.get_by_role("textbox")).to_have_count(0)
    expect(note).to_contain_text("Then D, N and Delete.")

    page.keyboard.press("Enter")
    expect(note.get_by_role("textbox", name="Text of the note")).to_be_focused()
    page.keyboard.type(" Really.")
    page.keyboard.press("Escape")
    page.get_by_test_id("note-settings").get_by_role("radio", name="Pink").click()
    drag(page, note, 40, -60)
    before = canvas.flow()["annotations"]["notes"][0]
    assert (before["text"], before["color"]) == ("Ask Ops first.\nThen D, N and Delete. Really.", "pink")

    corner = page.locator(".react-flow__resize-control.bottom.right.handle")
    drag(page, corner, 64, 48)
    after = canvas.flow()["annotations"]["notes"][0]
    assert after["size"]["width"] > before["size"]["width"] and after["at"] == before["at"]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    undone = canvas.flow()["annotations"]["notes"][0]
    assert undone["size"] == before["size"] and undone["at"] != before["at"]

    note.click()
    page.keyboard.press("Control+d")
    expect(page.get_by_test_id("note-note_2")).to_contain_text("Really.")
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("note-note_2")).to_have_count(0)
    assert len(canvas.flow()["annotations"]["notes"]) == 1
    canvas.visit()
    expect(note).to_contain_text("Ask Ops first.")


def test_a_group_moves_its_steps_folds_keeps_their_links_and_comes_along_in_a_copy(open_canvas):
    canvas: Canvas = open_canvas(chain("webhook", "code", "log", "log", gap=320))
    page = canvas.page
    canvas.select("code_1", "log_1")
    page.keyboard.press("Control+g")
    page.keyboard.type("Intake")
    page.keyboard.press("Enter")
    group = page.get_by_test_id("group-group_1")
    title = group.get_by_role("button", name="Select the group Intake")
    expect(title).to_contain_text("2 steps")

    drag(page, title, 0, 80)
    layout = canvas.flow()["layout"]
    assert layout["code_1"]["y"] == layout["log_1"]["y"] > 0 and layout["log_2"]["y"] == 0
    page.keyboard.press("Control+z")
    assert canvas.flow()["layout"]["code_1"] == {"x": 320, "y": 0}

    title.click()
    page.keyboard.press("Shift+Alt+G")
    expect(canvas.step("code_1")).to_have_count(0)
    expect(page.locator(".react-flow__edge")).to_have_count(2)
    expect(group.get_by_role("button", name="Expand Intake")).to_be_visible()
    page.keyboard.press("Control+d")
    expect(page.get_by_test_id("group-group_2")).to_contain_text("Intake")
    copied = canvas.flow()["annotations"]["groups"][1]
    assert (copied["title"], copied["steps"]) == ("Intake", ["code_2", "log_3"])
    page.keyboard.press("Delete")
    group.get_by_role("button", name="Expand Intake").click()
    expect(canvas.step("code_1")).to_be_visible()

    frame, alone = group.bounding_box(), canvas.step("log_2").bounding_box()
    assert frame and alone
    drag(page, canvas.step("log_2"), int(frame["x"] + frame["width"] - 40 - alone["x"] - alone["width"] / 2), 4)
    expect(title).to_contain_text("3 steps")
    canvas.step("log_2").click()
    page.keyboard.press("F2")
    page.keyboard.type("last")
    page.keyboard.press("Enter")
    assert canvas.flow()["annotations"]["groups"][0]["steps"] == ["code_1", "log_1", "last"]
    canvas.step("code_1").click()
    page.keyboard.press("Delete")
    expect(title).to_contain_text("2 steps")
    title.click()
    page.keyboard.press("Control+Shift+G")
    expect(group).to_have_count(0)
    assert "annotations" not in canvas.flow()
