"""The test bench and the result picker, as people use them on an open canvas."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas import Canvas
from tests.product import call


class Bench:
    """Of an open canvas, or of the Endpoint page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("region", name="Test bench")

    def open(self) -> None:
        self.page.get_by_role("button", name="Test", exact=True).click()
        expect(self.box).to_be_visible()

    def paste(self, body: str) -> None:
        self.box.get_by_role("textbox", name="Body").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(body)

    def run_flow(self) -> None:
        self.box.get_by_role("button", name="Run flow").click()
        expect(self.box.get_by_role("button", name="Save as test")).to_be_visible()

    def tab(self, name: str) -> None:
        self.box.get_by_role("tab", name=name).click()

    def step(self, label: str, status: str) -> Locator:
        return self.box.get_by_role("button", name=f"{label}, {status}")


def send_to_draft(canvas: Canvas, body: Any, flow: str = "main") -> None:
    """Somebody calls the draft's own URL."""
    draft = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")
    answer = call(f"{draft['draftUrl']}/{flow}", "POST", body=body)
    assert answer.status == 200, answer.body


def open_picker(page: Page, field: str) -> Locator:
    picker = page.get_by_role("dialog", name="Results of earlier steps")
    expect(picker).to_have_count(0)  # the last one may still be on its way out
    page.get_by_role("button", name=f"Pick a result for {field}").click()
    expect(picker).to_be_visible()
    return picker


def preview(page: Page, path: str) -> Locator:
    """What stands under an input."""
    return page.locator(f'[data-preview="{path}"]')
