"""One draft open twice, or without a connection: a clear choice, nothing lost either way, never older over newer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


@pytest.fixture
def canvas(open_canvas: Callable[..., Canvas], watched: Watched) -> Canvas:
    watched.expected.append("409")
    return open_canvas(chain("webhook", "code", "log", gap=320))


@pytest.fixture
def other(page: Page, canvas: Canvas) -> Iterator[Canvas]:
    """The same flow in a second tab of the same browser."""
    tab = page.context.new_page()
    second = Canvas(tab, canvas.product, canvas.integration)
    second.visit()
    yield second
    tab.close()


def delete(canvas: Canvas, step: str) -> None:
    canvas.select(step)
    canvas.page.keyboard.press("Delete")
    expect(canvas.step(step)).to_be_hidden()


def state(canvas: Canvas, wanted: str) -> None:
    expect(canvas.page.get_by_test_id("save-state")).to_have_attribute("data-state", wanted)


def steps(canvas: Canvas) -> list[str]:
    return [step["id"] for step in canvas.flow()["steps"]]


def on_server(canvas: Canvas) -> list[str]:
    draft = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")
    return [step["id"] for step in draft["definition"]["flows"][0]["steps"]]


def choice(canvas: Canvas) -> Locator:
    dialog = canvas.page.get_by_role("dialog", name="This draft was changed elsewhere")
    expect(dialog).to_be_visible()
    return dialog


def test_the_newer_draft_is_loaded_and_ours_stays_one_undo_away(canvas: Canvas, other: Canvas) -> None:
    delete(canvas, "log_1")
    assert steps(canvas) == ["webhook_1", "code_1"]
    delete(other, "code_1")
    asked = choice(other)
    assert on_server(other) == ["webhook_1", "code_1"]
    other.page.keyboard.press("Escape")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Load the newer draft").click()
    expect(other.step("code_1")).to_be_visible()
    expect(other.step("log_1")).to_be_hidden()
    assert steps(other) == ["webhook_1", "code_1"]
    other.page.keyboard.press("Control+z")
    expect(other.step("log_1")).to_be_visible()
    assert steps(other) == ["webhook_1", "log_1"]


def test_ours_is_saved_over_it_and_the_other_stays_one_undo_away(canvas: Canvas, other: Canvas) -> None:
    delete(canvas, "log_1")
    assert steps(canvas) == ["webhook_1", "code_1"]
    delete(other, "code_1")
    choice(other).get_by_role("button", name="Save mine over it").click()
    assert steps(other) == ["webhook_1", "log_1"]
    other.page.keyboard.press("Control+z")
    expect(other.step("code_1")).to_be_visible()
    assert steps(other) == ["webhook_1", "code_1"]
    # The first tab learns of it as soon as it saves.
    delete(canvas, "code_1")
    choice(canvas).get_by_role("button", name="Load the newer draft").click()
    assert steps(canvas) == ["webhook_1", "code_1"]


def test_what_is_drawn_offline_is_kept_and_saved_when_the_connection_is_back(
    page: Page, canvas: Canvas, watched: Watched
) -> None:
    watched.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    page.context.set_offline(True)
    delete(canvas, "log_1")
    state(canvas, "offline")
    expect(page.get_by_text("Offline: edits are kept, trying again")).to_be_visible()
    delete(canvas, "code_1")
    state(canvas, "offline")
    assert on_server(canvas) == ["webhook_1", "code_1", "log_1"]
    page.context.set_offline(False)
    page.get_by_role("button", name="Try now").click()
    assert steps(canvas) == ["webhook_1"]
    page.keyboard.press("Control+z")
    assert steps(canvas) == ["webhook_1", "code_1"]


def test_what_was_drawn_offline_never_replaces_what_somebody_saved_meanwhile(
    page: Page, canvas: Canvas, other: Canvas, watched: Watched
) -> None:
    watched.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    page.route("**/draft", lambda route: route.abort("internetdisconnected"))
    delete(canvas, "log_1")
    state(canvas, "offline")
    delete(other, "code_1")
    assert steps(other) == ["webhook_1", "log_1"]
    page.unroute("**/draft")
    asked = choice(canvas)
    assert on_server(canvas) == ["webhook_1", "log_1"]
    asked.get_by_role("button", name="Load the newer draft").click()
    assert steps(canvas) == ["webhook_1", "log_1"]


def test_a_tab_that_is_closed_offline_brings_its_edits_back(page: Page, canvas: Canvas) -> None:
    tab = page.context.new_page()
    closed = Canvas(tab, canvas.product, canvas.integration)
    closed.visit()
    tab.route("**/draft", lambda route: route.abort("internetdisconnected"))
    delete(closed, "log_1")
    state(closed, "offline")
    tab.close()
    assert on_server(canvas) == ["webhook_1", "code_1", "log_1"]
    page.reload()
    expect(page.get_by_text("Edits that were not saved last time are back")).to_be_visible()
    assert steps(canvas) == ["webhook_1", "code_1"]
