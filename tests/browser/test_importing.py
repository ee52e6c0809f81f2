"""Bringing an integration in from a file: look, make the draft, open it, and take it out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.product import Product

pytestmark = pytest.mark.browser
CORPUS = Path(__file__).parents[2] / "fixtures" / "imports" / "prismatic"


def test_what_somebody_built_elsewhere_is_looked_at_and_then_opened_as_a_draft(
    page: Page, watched: Watched, desk_product: Product, desk_cookies: list[Any]
) -> None:
    watched.expected.append("400")  # the first file has not the shape of one
    page.context.add_cookies(desk_cookies)
    page.goto(f"{desk_product.url}/import")
    page.get_by_label("YAML", exact=True).fill("definitionVersion: 7\nname: X\nflows: {}\n")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("flows")
    page.get_by_label("YAML files or a zip").set_input_files(CORPUS / "every-trigger.yml")
    card = page.get_by_role("region", name="every-trigger.yml")
    expect(card).to_contain_text("37 of them run here, 3 need you. Nothing is made yet.")
    expect(card.get_by_role("region", name="Placeholders")).to_contain_text("shopify.eventTopicWebhook")
    card.get_by_role("button", name="Kept").click()
    expect(card.get_by_role("region", name="Kept")).to_contain_text("takes items in batches")
    card.get_by_role("button", name="Make the draft").click()
    expect(card.get_by_role("status")).to_contain_text("to solve before it can be published")
    card.get_by_role("link", name="App branches").first.click()
    expect(page.get_by_text("busTriggerChecks")).to_be_visible()
    expect(page.get_by_role("button", name="4 problems")).to_be_visible()
