"""What is drawn reaches the server by itself, and survives what people do to a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser


def test_an_edit_is_saved_by_itself_and_undo_works_after_a_save(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(chain("webhook", "code"))
    canvas.select("code_1")
    page.keyboard.press("Delete")
    assert [step["id"] for step in canvas.flow()["steps"]] == ["webhook_1"]
    page.keyboard.press("Control+z")
    expect(canvas.step("code_1")).to_be_visible()
    assert [step["id"] for step in canvas.flow()["steps"]] == ["webhook_1", "code_1"]
