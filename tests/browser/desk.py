"""What every journey does: sign in, and go places."""

from __future__ import annotations

import os
from typing import Literal

from playwright.sync_api import Page, expect

from tests.product import OWNER, PASSWORD, Product

# What opens is drawn for a frame or two before its colours begin to change: still is what was still for four frames.
SETTLED = """async () => {
  const moving = () => document.getAnimations().filter((each) =>
    each.playState === "running" && each.effect?.getTiming().iterations === 1)
  for (let still = 0; still < 4; still += 1) {
    await new Promise(requestAnimationFrame)
    if (moving().length === 0) continue
    await Promise.all(moving().map((each) => each.finished.catch(() => null)))
    still = 0
  }
}"""


def sign_in(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/login")
    page.get_by_label("Email").fill(OWNER)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Places")).to_be_visible()


def go(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("link", name=place).click()


def shot(page: Page, name: str) -> None:
    """Kept only where somebody wants to look: both schemes, in the folder that SHOTS names."""
    if folder := os.environ.get("SHOTS"):
        schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            page.screenshot(path=f"{folder}/{name}-{scheme}.png")
