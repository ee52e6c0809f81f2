"""Beginning with something that works: templates of the gallery, and the three that an empty canvas offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas
from tests.browser.desk import sign_in
from tests.product import Product

pytestmark = pytest.mark.browser

EMPTY = {"key": "main", "name": "Main", "steps": [], "links": []}


@pytest.fixture
def canvas(open_canvas: Callable[..., Canvas]) -> Canvas:
    return open_canvas(EMPTY)


def test_a_template_becomes_an_integration_whose_test_runs_at_once(page: Page, desk_product: Product) -> None:
    sign_in(page, desk_product)
    page.get_by_role("button", name="New integration").first.click()
    page.get_by_role("link", name="start from a template").click()
    cards = page.get_by_role("list", name="Templates").get_by_role("button")
    expect(cards.first).to_be_visible()
    assert cards.count() >= 8
    page.get_by_label("Search templates").fill("csv spreadsheet")
    expect(cards).to_have_count(1)
    cards.click()
    dialog = page.get_by_role("dialog", name="JSON to a CSV file")
    expect(dialog.get_by_role("img", name="Convert: Rows, To CSV")).to_be_visible()
    expect(dialog).to_contain_text("What to change first")
    dialog.get_by_label("Name").fill("Report of the day")
    dialog.get_by_role("button", name="Use this template").click()

    expect(page.get_by_role("heading", name="Report of the day")).to_be_visible()
    expect(page.get_by_test_id("step-csv")).to_be_visible()
    page.keyboard.press("Control+Enter")
    dock = page.get_by_test_id("test-dock")
    expect(dock).to_contain_text("Rows with other columns become one table")
    dock.get_by_role("button", name="Run flow").click()
    expect(dock).to_contain_text("order,note,total")


def test_an_empty_canvas_offers_a_first_step_and_three_templates_each_one_undo_away(page: Page, canvas: Canvas) -> None:
    expect(page.get_by_role("button", name="Add the first step")).to_be_visible()
    for title, steps in (
        ("Receive and log", ["webhook_1", "log_1"]),
        ("Receive and answer", ["webhook_1", "respond_1"]),
        ("Find customer and flow", ["webhook_1", "customer_lookup_1", "code_1"]),
    ):
        page.get_by_role("button", name=title).click()
        for step in steps:
            expect(canvas.step(step)).to_be_visible()
        assert [step["id"] for step in canvas.flow()["steps"]] == steps
        canvas.pane.press("Control+z")
        expect(page.get_by_role("button", name="Add the first step")).to_be_visible()
    assert canvas.flow()["steps"] == []
