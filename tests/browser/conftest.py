"""A real Chromium and a product of its own for each journey.

Every page is watched: a console error, an uncaught exception or a failed request fails the test that caused it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, expect, sync_playwright

from tests.browser.canvas import Canvas
from tests.browser.desk import sign_in
from tests.product import Product, running_product

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    named = os.environ.get("CHROMIUM", "")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "The browser tests need Chromium: install it, or name it in CHROMIUM."
    return found


expect.set_options(timeout=15_000)  # a busy machine may take its time; what never comes still fails


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def empty_product() -> Iterator[Product]:
    """As on a first start: no owner, no tenant."""
    with running_product(from_nothing=True, HOOKYARD_OWNER="") as running:
        yield running


@pytest.fixture(scope="module")
def demo_product() -> Iterator[Product]:
    """With an owner and the Acme ERP example."""
    with running_product() as running:
        running.demo()
        yield running


@pytest.fixture(scope="session")
def desk_product() -> Iterator[Product]:
    """Shared by tests that bring an integration of their own: only an owner and a tenant."""
    with running_product() as running:
        yield running


@pytest.fixture(scope="session")
def desk_cookies(browser: Browser, desk_product: Product) -> list[Any]:
    """Those of somebody who has signed in, so that each test need not."""
    context = browser.new_context()
    sign_in(context.new_page(), desk_product)
    cookies = context.cookies()
    context.close()
    return cookies


WATCHED = pytest.StashKey["Watched"]()


class Watched:
    """What went wrong in a page, in words."""

    def __init__(self, page: Page) -> None:
        self.troubles: list[str] = []
        self.expected: list[str] = []  # parts of troubles that a journey brings about on purpose
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left cancels what it was still asking for; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.request.method} {response.url} answered {response.status}")

    def unexpected(self) -> list[str]:
        return [trouble for trouble in self.troubles if not any(part in trouble for part in self.expected)]


@pytest.fixture(params=["light"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param)
    context.set_default_timeout(15_000)
    opened = context.new_page()
    watched = Watched(opened)
    request.node.stash[WATCHED] = watched
    yield opened
    context.close()
    assert not watched.unexpected(), "\n".join(watched.unexpected())


@pytest.fixture
def watched(page: Page, request: pytest.FixtureRequest) -> Watched:
    """For a journey that brings an error about: `watched.expected.append("409")`."""
    return request.node.stash[WATCHED]


@pytest.fixture
def open_canvas(page: Page, desk_product: Product, desk_cookies: list[Any]) -> Callable[..., Canvas]:
    """`open_canvas(chain("webhook", "code"))`: an integration with this flow, open in the editor, signed in."""
    page.context.add_cookies(desk_cookies)
    return partial(Canvas.open, page, desk_product)
