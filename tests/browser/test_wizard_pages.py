"""A builder makes the pages of a wizard: by mouse, by keyboard, and always with the preview beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.desk import shot
from tests.browser.test_every_place import serious
from tests.product import ROOT

pytestmark = pytest.mark.browser

VARIABLES = [
    {"key": "region", "name": "Region", "type": "picklist", "choices": [{"value": "eu", "label": "Europe"}], "required": True},
    {"key": "limit", "name": "Limit", "type": "number"},
]


def open_wizard(canvas: Canvas, page: Page) -> Locator:
    page.goto(f"{canvas.product.url}/integrations/{canvas.integration}/wizard")
    board = page.get_by_role("region", name="Pages")
    expect(board).to_be_visible()
    return board


def kinds(canvas: Canvas) -> list[list[str]]:
    """What is saved: the elements of each page, by type or variable."""
    definition = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")["definition"]
    return [[one.get("variable") or one["type"] for one in each["elements"]] for each in definition["configPages"]]


def cards(board: Locator, page_name: str) -> Locator:
    return board.get_by_role("article", name=page_name).locator("[data-place*='elements']")


def drag(page: Page, source: Locator, target: Locator, **where: Any) -> None:
    """As a hand does: it moves a little before the board scrolls, or what scrolls under the pointer would be taken instead."""
    source.hover()
    page.mouse.down()
    box = source.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 + 9, box["y"] + box["height"] / 2 + 3, steps=3)
    target.hover(**where)
    at = where.get("position") or {"x": 40, "y": 12}
    target.hover(position={"x": at["x"] + 3, "y": at["y"] + 1})
    page.mouse.up()


def saved(page: Page) -> None:
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


def test_a_wizard_of_two_pages_is_built_by_mouse_reordered_by_keyboard_and_undone(open_canvas: Any, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"), configVariables=VARIABLES)
    board = open_wizard(canvas, page)
    palette, preview = page.get_by_role("region", name="Elements"), page.get_by_role("region", name="Preview")
    expect(board.get_by_text("follow your variables and flows by themselves")).to_be_visible()
    expect(preview.get_by_role("heading", name="Your settings")).to_be_visible()

    # The derived pages become the builder's own with the first change.
    board.get_by_label("Name of page 1").fill("About you")
    expect(board.get_by_text("follow your variables and flows by themselves")).to_be_hidden()
    expect(preview.get_by_role("heading", name="About you")).to_be_visible()
    for name in ("Heading", "Text", "Link", "Image"):
        palette.get_by_role("button", name=name, exact=True).click()
    expect(cards(board, "About you")).to_have_count(6)
    expect(preview.get_by_role("heading", name="New heading")).to_be_visible()

    # By mouse: from the palette to the top, and from page to page.
    top = board.get_by_role("article", name="About you").get_by_role("list").first
    drag(page, palette.get_by_role("button", name="Heading", exact=True), top, position={"x": 60, "y": 4})
    expect(cards(board, "About you").first).to_contain_text("New heading")
    webhook = board.get_by_role("article", name="Webhook")
    limit = cards(board, "About you").filter(has_text="Limit")
    drag(page, limit, webhook.get_by_role("list").first, position={"x": 60, "y": 4})
    expect(cards(board, "Webhook").first).to_contain_text("Limit")
    expect(preview.get_by_label("Limit")).to_be_visible()  # the preview went along

    # A picture of one's own: uploaded, and shown from there.
    image = cards(board, "About you").filter(has_text="Image")
    image.click()
    board.locator("input[type=file]").set_input_files(ROOT / "fixtures/screenshots/canvas.png")
    board.get_by_label("What it shows").fill("The canvas")
    shown = preview.get_by_role("img", name="The canvas")
    expect(shown).to_have_attribute("src", re.compile("^/images/"))
    shown.scroll_into_view_if_needed()
    page.wait_for_function("(image) => image.naturalWidth > 100", arg=shown.element_handle())
    image.click()

    # By keyboard: down within the page, then over its edge.
    heading = cards(board, "About you").first
    heading.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(cards(board, "About you").nth(1)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="place 2 of 6")).to_have_count(1)
    cards(board, "Webhook").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(cards(board, "About you").nth(6)).to_be_focused()
    saved(page)
    assert kinds(canvas) == [
        ["region", "heading", "heading", "text", "link", "image", "limit"],
        ["webhookUrl", "lights"],
    ]

    page.keyboard.press("Control+z")
    expect(cards(board, "Webhook")).to_have_count(3)
    page.keyboard.press("Control+Shift+z")
    expect(cards(board, "Webhook")).to_have_count(2)
    cards(board, "About you").nth(1).focus()
    page.keyboard.press("Control+d")
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    expect(cards(board, "About you")).to_have_count(6)
    saved(page)
    before = kinds(canvas)
    page.reload()
    expect(cards(board, "About you")).to_have_count(6)
    assert kinds(canvas) == before


def test_what_is_wrong_is_said_at_the_element_and_a_click_flies_there(open_canvas: Any, page: Page) -> None:
    pages = [
        {"name": "One", "elements": [{"type": "heading", "text": "Hello"}]},
        {
            "name": "Two",
            "elements": [{"type": "webhookUrl", "flow": "gone"}, {"type": "link", "text": "x", "url": "javascript:1"}],
        },
    ]
    canvas = open_canvas(chain("webhook", "log"), configVariables=VARIABLES, configPages=pages)
    board = open_wizard(canvas, page)
    link = cards(board, "Two").nth(1)
    expect(board.get_by_text("Give an address that begins with")).to_be_visible()
    expect(page.get_by_role("region", name="Preview").get_by_role("link")).to_have_count(0)
    page.get_by_role("button", name="3 problems").click()
    page.get_by_role("menuitem", name="Give an address").click()
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("region", name="Preview").get_by_role("heading", name="Two")).to_be_visible()
    board.get_by_label("Address").fill("https://docs.example.com")
    expect(board.get_by_text("Give an address that begins with")).to_be_hidden()
    shown = page.get_by_role("region", name="Preview").get_by_role("link", name="x")
    expect(shown).to_have_attribute("rel", "noopener noreferrer")
    expect(shown).to_have_attribute("target", "_blank")

    # Required, and nobody could give it: it is put on a page, then hidden, and back again.
    loose = board.get_by_role("region", name="On no page")
    expect(loose.get_by_text("nobody could finish")).to_be_visible()
    loose.get_by_role("button", name="Add to page: Region").click()
    expect(page.get_by_role("button", name="1 problem")).to_be_visible()
    hidden = board.get_by_role("region", name="Hidden from customers")
    drag(page, cards(board, "Two").filter(has_text="Region"), hidden)
    expect(hidden.get_by_role("button", name="Region").first).to_be_visible()
    hidden.get_by_role("button", name="More for Region").click()
    page.get_by_role("menuitem", name="Add to page").click()
    expect(cards(board, "Two").filter(has_text="Region")).to_be_visible()

    # The steps of a service, edited; the preview shows them with the URL filled in.
    cards(board, "Two").first.click()
    board.get_by_role("combobox", name="Flow").click()
    page.get_by_role("option", name="Main").click()
    board.get_by_role("button", name="Steps of a service").click()
    page.get_by_role("menuitem", name="GitHub").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("listitem").filter(has_text="Payload URL")).to_contain_text("/hooks/")
    expect(page.get_by_role("button", name="problem")).to_have_count(0)
    shot(page, "wizard-pages")
    assert serious(page, "wizard") == []
    page.get_by_text("Desktop").click()
    page.get_by_text("Dark", exact=True).click()
    shot(page, "wizard-pages-desktop")
    assert serious(page, "wizard") == []


def test_a_flow_fills_choices_in_the_preview_and_says_why_when_it_cannot(open_canvas: Any, page: Page, watched: Any) -> None:
    watched.expected.append("422")
    shops = chain("manual", "code")
    code = 'module.exports = async ({ configVars }) => { if (!configVars.limit) throw new Error("Say a limit first."); '
    shops["steps"][1]["inputs"] = {"code": {"value": code + 'return { data: [{ value: "s1", label: "Shop one" }] }; };'}}
    canvas = open_canvas(
        chain("webhook", "log"),
        flows=[{**shops, "key": "shops", "name": "Shops"}],
        configVariables=[VARIABLES[1], {"key": "shop", "name": "Shop", "type": "picklist", "choices": [{"value": "a"}]}],
    )
    board = open_wizard(canvas, page)
    cards(board, "Your settings").filter(has_text="Shop").click()
    board.get_by_text("A flow gives them").click()
    expect(board.get_by_role("combobox", name="Flow")).to_have_value("Shops")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("Say a limit first.")).to_be_visible()
    preview.get_by_label("Limit").fill("3")
    expect(preview.get_by_role("combobox")).to_be_enabled()
    preview.get_by_role("combobox").select_option("Shop one")
