"""The borders of settings and bench give their panels the room that is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser


def test_the_settings_become_as_wide_as_their_border_says(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    open_canvas(chain("webhook", "code"))
    border = page.get_by_role("separator", name="Width of the settings")
    panel = page.get_by_role("complementary", name="Settings")
    before = panel.bounding_box()
    border.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    after = panel.bounding_box()
    assert before and after
    assert after["width"] - before["width"] == 48


def test_at_double_zoom_the_canvas_has_the_room_and_panels_come_when_asked(
    page: Page, open_canvas: Callable[..., Canvas]
) -> None:
    page.set_viewport_size({"width": 720, "height": 450})
    canvas = open_canvas(chain("webhook", "code"))
    assert width(canvas) > 450
    canvas.select("code_1")
    page.keyboard.press("Enter")
    expect(canvas.inspector).to_contain_text("Code")
    expect(canvas.inspector.locator(":focus")).to_be_visible()
    page.get_by_role("button", name="Show the components").click()
    expect(canvas.inspector).to_be_hidden()
    assert width(canvas) > 300
    page.reload()
    expect(page.get_by_label("Search components")).to_be_visible()
    page.get_by_role("button", name="Hide the components").click()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_role("complementary", name="Settings")).to_be_visible()


def width(canvas: Canvas) -> float:
    box = canvas.pane.bounding_box()
    assert box
    return box["width"]
