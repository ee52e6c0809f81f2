"""Who may only look sees the same canvas: copying works, and nothing edits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.canvas import Canvas, chain
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

VIEWER, SECRET = "viewer@acme.example", "battery staple correct horse"


@pytest.fixture
def as_viewer(desk_product, page):
    """A page on which a member with the role viewer is signed in."""
    members = desk_product.api("GET", "members")
    if not any(member["email"] == VIEWER for member in members.get("results", members)):
        desk_product.join(VIEWER, "viewer", SECRET)
    page.goto(f"{desk_product.url}/login")
    page.get_by_label("Email").fill(VIEWER)
    page.get_by_role("textbox", name="Password").fill(SECRET)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Places")).to_be_visible()
    return page


def test_a_viewer_copies_and_cannot_edit(as_viewer, desk_product, watched: Watched):
    page = as_viewer
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    flow = chain("webhook", "code", "log", gap=320)
    flow["annotations"] = {
        "notes": [{"id": "note_1", "text": "Ask Ops", "at": {"x": 0, "y": -200}, "size": {"width": 200, "height": 80}}],
        "groups": [{"id": "group_1", "title": "Intake", "steps": ["code_1"], "collapsed": True}],
    }
    canvas = Canvas.open(page, desk_product, flow)
    before = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")

    canvas.select("code_1")  # a group that nobody here could open is open
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert '"id": "code_1"' in copied

    for key in ("Delete", "d", "Control+d", "Control+v", "Control+x", "n", "Tab", "F2", "Control+g", "Shift+S", "Alt+ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("note-note_2")).to_have_count(0)
    for name in ("Undo", "History", "Publish"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("treeitem", name="Code", exact=True)).to_be_disabled()

    canvas.step("code_1").click()
    expect(canvas.inspector.get_by_label("Label")).to_have_attribute("readonly", "")
    box = canvas.step("log_1").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_test_id("note-note_1").dblclick()
    expect(page.get_by_test_id("note-note_1").get_by_role("textbox")).to_have_count(0)
    canvas.step("log_1").click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Copy")).to_be_visible()
    for name in ("Delete", "Duplicate", "Disable", "Cut"):
        expect(menu.get_by_role("menuitem", name=name)).to_have_count(0)
    page.keyboard.press("Escape")

    page.keyboard.press("l")
    page.locator('[data-row="code_1"]').click()
    expect(page.get_by_role("button", name="Go to log_1")).to_be_visible()
    for name in ("Add after", "Cut the link to log_1", "Link then", "Delete", "Add a step"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    after = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")
    assert (after["revision"], after["definition"]) == (before["revision"], before["definition"])
