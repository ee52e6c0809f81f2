"""The list beside the canvas: a flow is built, linked, moved about and undone without a mouse and without seeing it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

ACTIVE = """() => {
  const { activeElement: element } = document
  return [element.getAttribute("aria-label") ?? element.innerText.trim(), element.dataset.row ?? ""]
}"""


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Presses Tab until the control of this name has the keyboard."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(ACTIVE)[0] == name:
            return
    raise AssertionError(f"Tab reached no {name} in {most} presses")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def pick(page: Page, search: str, label: str) -> None:
    """A component in the window that asks which, and the row it becomes."""
    expect(page.get_by_role("combobox", name="Search for a step to add")).to_be_focused()
    page.keyboard.type(search)
    page.keyboard.press("Enter")
    at(page, label)


def at(page: Page, label: str) -> None:
    expect(page.locator(f'[data-row="{label}"]')).to_be_focused()


def test_a_flow_is_built_and_rebuilt_wholly_by_keyboard(open_canvas):
    canvas: Canvas = open_canvas(chain())
    page = canvas.page
    page.keyboard.press("l")
    press(page, "Add a step")
    pick(page, "webhook", "webhook_1")
    press(page, "Add after")
    pick(page, "loop", "loop_1")
    press(page, "Add inside")
    pick(page, "log", "log_1")
    page.keyboard.press("ArrowUp")
    at(page, "loop_1")
    press(page, "Add after")
    pick(page, "code", "code_1")
    press(page, "Add before")
    pick(page, "map", "map_1")
    page.keyboard.press("F2")
    page.keyboard.type("shape")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    at(page, "shape")
    page.keyboard.press("Home")
    at(page, "webhook_1")
    tab_to(page, "Step to link then to")
    page.keyboard.type("code_1")
    press(page, "Link then")
    flow = canvas.flow()
    assert [step["id"] for step in flow["steps"]] == ["webhook_1", "loop_1", "code_1", "shape"]
    assert {(link["from"], link["to"]) for link in flow["links"]} == {
        ("webhook_1", "loop_1"),
        ("loop_1", "shape"),
        ("shape", "code_1"),
        ("webhook_1", "code_1"),
    }

    page.keyboard.press("Control+z")
    page.locator('[data-row="code_1"]').focus()
    press(page, "Move into the loop")
    at(page, "code_1")
    inside = next(step for step in canvas.flow()["steps"] if step["id"] == "loop_1")
    assert [step["id"] for step in inside["steps"]] == ["log_1", "code_1"]
    page.keyboard.press("d")
    expect(page.locator('[data-row="code_1"]')).to_have_accessible_name("Code, 4 of 5, 0 outgoing, disabled code_1")
    page.keyboard.press("Control+d")
    at(page, "code_2")
    page.keyboard.press("Delete")
    expect(page.locator('[data-row="code_2"]')).to_have_count(0)
    at(page, "shape")

    page.locator('[data-row="loop_1"]').focus()
    press(page, "Cut the link to shape")
    at(page, "loop_1")
    assert {(link["from"], link["to"]) for link in canvas.flow()["links"]} == {("webhook_1", "loop_1")}
    page.reload()
    expect(page.locator('[data-row="shape"]')).to_have_accessible_name(re.compile("^Map, 5 of 5, 0 outgoing shape"))
    page.keyboard.press("l")
    expect(canvas.pane).to_be_visible()
    expect(page.locator('.react-flow__node[data-id="loop_1"]')).to_have_accessible_name("Loop, 2 of 5, 0 outgoing")
