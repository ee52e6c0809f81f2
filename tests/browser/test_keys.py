"""The keys of the canvas, pressed in a real browser: each does what the key window says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

Open = Callable[..., Canvas]


def test_editing_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code"))
    keys = page.keyboard
    canvas.select("log_1")
    keys.press("Control+d")
    expect(canvas.step("log_2")).to_be_visible()
    keys.press("d")
    expect(canvas.step("log_2")).to_have_attribute("data-disabled", "true")
    keys.press("Delete")
    expect(canvas.step("log_2")).to_have_count(0)
    keys.press("Control+z")
    expect(canvas.step("log_2")).to_be_visible()
    keys.press("Control+Shift+z")
    expect(canvas.step("log_2")).to_have_count(0)
    keys.press("Control+z")
    keys.press("Control+y")
    expect(canvas.step("log_2")).to_have_count(0)
    canvas.select("code_1")
    keys.press("Backspace")
    expect(canvas.step("code_1")).to_have_count(0)


def test_the_menu_of_a_step_opens_by_key_and_by_mouse(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code"))
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
