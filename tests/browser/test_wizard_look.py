"""The owner says whose name and colours wizards wear, and where they may be shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import sign_in
from tests.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def product(desk_product: Product) -> Iterator[Product]:
    before = desk_product.api("GET", "embedding")
    yield desk_product
    desk_product.api("PATCH", "embedding", before)  # other tests look at wizards of this tenant


def test_a_look_is_seen_before_it_is_saved_and_kept_after(page: Page, product: Product) -> None:
    sign_in(page, product)
    page.goto(f"{product.url}/settings?tab=wizard")
    origins = page.get_by_role("combobox", name="Pages that may show wizards")
    origins.fill("https://app.example.com/integrations")
    origins.press("Enter")
    page.get_by_role("textbox", name="Name").fill("Acme set-up")
    page.get_by_role("textbox", name="Colour").fill("#b3261e")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("Acme set-up")).to_be_visible()
    with page.expect_download() as words:
        page.get_by_role("button", name="Download the words").click()
    language = words.value.path().read_text().replace('"Next"', '"Further"')
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a language file").click()
    chooser.value.set_files({"name": "words.json", "mimeType": "application/json", "buffer": language.encode()})
    expect(preview.get_by_role("button", name="Further")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("region", name="Preview").get_by_role("button", name="Further")).to_be_visible()
    kept = product.api("GET", "embedding")
    assert "https://app.example.com" in kept["allowedOrigins"]
    assert (kept["accent"], kept["words"]) == ("#b3261e", {"next": "Further"})
