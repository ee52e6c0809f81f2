"""What every journey does: sign in, and go places."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.product import OWNER, PASSWORD, Product


def sign_in(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/login")
    page.get_by_label("Email").fill(OWNER)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Places")).to_be_visible()


def go(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("link", name=place).click()
