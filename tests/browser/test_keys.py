"""The keys of the canvas, pressed in a real browser: each does what the key window says.

Not here: pinning (the test bench), notes and groups; their own tests press those keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

Open = Callable[..., Canvas]


def test_editing_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code"))
    keys = page.keyboard
    canvas.select("log_1")
    keys.press("Control+d")
    expect(canvas.step("log_2")).to_be_visible()
    keys.press("d")
    expect(canvas.step("log_2")).to_have_attribute("data-disabled", "true")
    keys.press("d")
    expect(canvas.step("log_2")).not_to_have_attribute("data-disabled", "true")
    keys.press("Delete")
    expect(canvas.step("log_2")).to_have_count(0)
    keys.press("Control+z")
    expect(canvas.step("log_2")).to_be_visible()
    keys.press("Control+Shift+z")
    expect(canvas.step("log_2")).to_have_count(0)
    keys.press("Control+z")
    keys.press("Control+y")
    expect(canvas.step("log_2")).to_have_count(0)
    canvas.select("code_1")
    keys.press("Backspace")
    expect(canvas.step("code_1")).to_have_count(0)


def test_adding_opening_and_renaming_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    keys = page.keyboard
    window = page.get_by_role("dialog", name="Add a step")
    for key in ("n", "Tab"):
        canvas.select("log_1")
        keys.press(key)
        expect(window).to_be_visible()
        keys.press("Escape")
        expect(window).to_have_count(0)
    keys.press("n")
    keys.type("if")
    keys.press("Enter")
    expect(canvas.step("branch_value_1")).to_be_visible()
    keys.press("F2")
    keys.type("choose")
    keys.press("Enter")
    expect(canvas.step("choose")).to_be_visible()
    canvas.select("log_1")
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()


def test_selecting_and_walking_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code", "http.request"))
    keys = page.keyboard
    canvas.select("log_1")
    for key, label in (("ArrowRight", "code_1"), ("ArrowLeft", "log_1"), ("ArrowLeft", "webhook_1"), ("ArrowRight", "log_1")):
        keys.press(key)
        assert canvas.selected() == [label]
    keys.press("Shift+ArrowRight")
    assert canvas.selected() == ["log_1", "code_1", "request_1"]
    keys.press("Escape")
    assert canvas.selected() == []
    canvas.select("code_1")
    keys.press("Shift+ArrowLeft")
    assert canvas.selected() == ["webhook_1", "log_1", "code_1"]
    keys.press("Control+a")
    assert len(canvas.selected()) == 4
    canvas.select("code_1")
    before = canvas.flow()["layout"]["code_1"]
    keys.press("Alt+ArrowDown")
    keys.press("Alt+ArrowRight")
    assert canvas.flow()["layout"]["code_1"] == {"x": before["x"] + 16, "y": before["y"] + 16}
    keys.press("Control+z")
    assert canvas.flow()["layout"]["code_1"] == before


def test_the_view_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", *["log"] * 5, gap=300))
    keys = page.keyboard
    whole = canvas.zoom()
    assert whole < 1
    keys.press("0")
    canvas.expect_zoom(lambda zoom: zoom == 1)
    keys.press("+")
    canvas.expect_zoom(lambda zoom: zoom > 1.1)
    keys.press("-")
    keys.press("-")
    canvas.expect_zoom(lambda zoom: zoom < 1)
    keys.press("1")
    canvas.expect_zoom(lambda zoom: zoom == pytest.approx(whole, abs=0.02))
    canvas.select("log_5")
    keys.press("2")
    canvas.expect_zoom(lambda zoom: zoom == 1)
    expect(canvas.step("log_5")).to_be_in_viewport()


def test_moving_the_view_and_selecting_with_the_mouse(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    mouse, keys = page.mouse, page.keyboard
    box = canvas.pane.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 80

    def moved(drag: Callable[[], None]) -> tuple[int, int]:
        before = canvas.box("log_1")
        drag()
        after = canvas.box("log_1")
        return round(after["x"] - before["x"]), round(after["y"] - before["y"])

    def with_space() -> None:
        keys.down("Space")
        canvas.drag((x, y), (x + 60, y + 40))
        keys.up("Space")

    def with_the_middle_button() -> None:
        canvas.drag((x, y), (x - 60, y - 40), button="middle")

    assert moved(with_space) == (60, 40)
    assert moved(with_the_middle_button) == (-60, -40)
    assert moved(lambda: mouse.wheel(0, 50)) == (0, -50)
    webhook, log = canvas.box("webhook_1"), canvas.box("log_1")
    canvas.drag((webhook["x"] - 20, webhook["y"] - 30), (log["x"] + 20, log["y"] + 90))
    assert canvas.selected() == ["webhook_1", "log_1"]
    canvas.select("log_1")
    assert canvas.selected() == ["log_1"], "a click on one of several means that one"


def test_a_drag_with_alt_takes_a_copy(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code"))
    before = canvas.flow()["layout"]
    box = canvas.box("log_1")
    page.keyboard.down("Alt")
    canvas.drag((box["x"] + 90, box["y"] + 20), (box["x"] + 90, box["y"] + 180), let_go=False)
    expect(page.get_by_test_id("ghost-log_1")).to_be_visible()
    page.mouse.up()
    page.keyboard.up("Alt")
    expect(canvas.step("log_2")).to_be_visible()
    expect(page.get_by_test_id("ghost-log_1")).to_have_count(0)
    flow = canvas.flow()
    assert {label: flow["layout"][label] for label in before} == before
    assert flow["layout"]["log_2"]["y"] > before["log_1"]["y"] + 100
    page.keyboard.press("Control+z")
    expect(canvas.step("log_2")).to_have_count(0)


def test_tidying_by_key(open_canvas: Open, page: Page) -> None:
    flow = chain("webhook", "log", "code")
    flow["layout"] = {"webhook_1": {"x": 400, "y": 320}, "log_1": {"x": 0, "y": 0}, "code_1": {"x": 40, "y": 160}}
    canvas = open_canvas(flow)
    page.keyboard.press("Shift+Alt+t")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "false")
    layout = canvas.flow()["layout"]
    assert [layout[label] for label in ("webhook_1", "log_1", "code_1")] == [{"x": 320 * at, "y": 0} for at in range(3)]
    page.keyboard.press("Control+z")
    assert canvas.flow()["layout"] == flow["layout"]


def test_testing_saving_publishing_and_help_by_key(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "code"))
    keys = page.keyboard
    canvas.select("code_1")
    keys.press("Control+Enter")
    bench = page.get_by_role("region", name="Test bench")
    expect(bench).to_be_visible()
    bench.get_by_role("button", name="Close the test bench").click()
    keys.press("Alt+ArrowDown")
    keys.press("Control+s")
    expect(page.get_by_role("button", name="Publish it as a version")).to_be_visible()
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")
    publish = page.get_by_role("dialog", name=re.compile("Publish"))
    keys.press("Control+s")
    expect(publish).to_be_visible()
    keys.press("Escape")
    expect(publish).to_have_count(0)
    assert canvas.selected() == ["code_1"], "the Escape that closes a window is not the canvas's"
    keys.press("Shift+P")
    expect(publish).to_be_visible()
    keys.press("Escape")
    expect(publish).to_have_count(0)
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys").get_by_text("Ctrl+Enter", exact=True)).to_be_visible()


def test_copying_urls_by_key(open_canvas: Open, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    canvas = open_canvas(chain("webhook", "map"), endpoint={"type": "shared"})
    keys = page.keyboard
    keys.press("Shift+Alt+U")
    expect(page.get_by_text("Test URL copied")).to_be_visible()
    draft = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")
    assert page.evaluate("navigator.clipboard.readText()") == draft["draftUrl"]
    keys.press("Alt+U")
    expect(page.get_by_text("There is no live URL yet")).to_be_visible()


def test_keys_that_somebody_changed(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    keys = page.keyboard
    dialog = page.get_by_role("dialog", name="Keys")

    def change(title: str, key: str) -> None:
        dialog.get_by_role("button", name=f"Change the keys of {title}", exact=True).click()
        keys.press(key)

    keys.press("?")
    change("Duplicate", "j")
    change("Disable or enable", "Control+z")
    expect(dialog.get_by_role("alert")).to_contain_text("Ctrl+Z belongs to “Undo”")
    dialog.get_by_role("button", name="Use it here").click()
    keys.press("Escape")
    page.reload()
    canvas.select("log_1")
    keys.press("Control+d")
    keys.press("j")
    expect(canvas.step("log_2")).to_be_visible()
    expect(canvas.step("log_3")).to_have_count(0)
    keys.press("Control+z")
    expect(canvas.step("log_2")).to_have_attribute("data-disabled", "true")
    keys.press("?")
    dialog.get_by_role("button", name="Put all keys back").click()
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    keys.press("Control+z")
    expect(canvas.step("log_2")).not_to_have_attribute("data-disabled", "true")


def test_typing_is_never_a_shortcut(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log", "code"))
    canvas.select("log_1")
    message = page.get_by_role("textbox", name="Message", exact=True)
    message.fill("")
    message.press_sequentially("nd?12+-P0")
    message.press("Backspace")
    message.press("Control+a")
    message.press("ArrowLeft")
    expect(message).to_have_value("nd?12+-P")
    page.get_by_role("textbox", name="Step name").press("Delete")
    assert json.dumps(canvas.flow()["steps"]).count('"id"') == 3
    assert canvas.selected() == ["log_1"]
    # The page's own keys work there all the same.
    message.press("Control+k")
    expect(page.get_by_role("dialog", name="Commands")).to_be_visible()
