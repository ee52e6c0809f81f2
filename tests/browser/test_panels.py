"""The borders of settings and bench give their panels the room that is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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
