"""A builder says what differs between customers; whoever deploys fills it in with a control that fits."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import chain
from tests.product import Product

pytestmark = pytest.mark.browser

ADDRESS = {
    "type": "object",
    "required": ["street"],
    "properties": {"street": {"type": "string", "title": "Street"}, "size": {"enum": ["small", "large"], "title": "Size"}},
}
VARIABLES = [
    {"key": "region", "name": "Region", "type": "picklist", "choices": [{"value": "eu", "label": "Europe"}], "required": True},
    {"key": "tags", "name": "Tags", "type": "list"},
    {"key": "stores", "name": "Stores", "type": "keyValue"},
    {"key": "when", "name": "Nightly run", "type": "schedule"},
    {"key": "since", "name": "Since", "type": "date"},
    {"key": "address", "name": "Address", "type": "form", "schema": ADDRESS},
    {"key": "inner", "name": "Margin", "type": "number", "visibility": "organization", "default": 3},
]


def test_a_builder_describes_what_customers_are_asked_for(open_canvas: Any, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    page.get_by_role("navigation", name="Parts of the integration").get_by_role("link", name="Wizard").click()
    page.get_by_role("region", name="Elements").get_by_role("button", name="Config variable").click()
    board, preview = page.get_by_role("region", name="Pages"), page.get_by_role("region", name="Preview")
    settings = board.get_by_role("group", name="Settings of")
    settings.get_by_label("Name").fill("Region")
    settings.get_by_label("Key").fill("region")
    settings.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="Picklist").click()
    settings.get_by_label("Words of choice 1").fill("Europe")
    settings.get_by_label("Value of choice 1").fill("eu")
    preview.get_by_label("Region").select_option("Europe")
    expect(preview.get_by_label("Region")).to_have_value("eu")

    settings.get_by_label("Remove choice 1").click()
    expect(settings.get_by_text("has nothing to choose")).to_be_visible()
    expect(board.get_by_label("1 wrong here")).to_be_visible()
    settings.get_by_role("button", name="Add choice").click()
    expect(board.get_by_text("has nothing to choose")).to_have_count(0)
    settings.get_by_text("Us only").click()
    expect(board.get_by_text("hidden from customers; take it off")).to_be_visible()
    board.get_by_role("article").get_by_role("button", name="More for Region").click()
    page.get_by_role("menuitem", name="Hide from customers").click()
    expect(board.get_by_role("region", name="Hidden from customers").get_by_text("Region")).to_be_visible()
    expect(preview.get_by_label("Region")).to_have_count(0)
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")
    (kept,) = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")["definition"]["configVariables"]
    assert kept["visibility"] == "organization" and kept["choices"] == [{"label": "", "value": "choice-1"}]


def test_values_are_given_with_a_control_for_each_type(open_canvas: Any, page: Page, desk_product: Product) -> None:
    canvas = open_canvas(chain("webhook") | {"name": "Of each type"}, configVariables=VARIABLES)
    revision = desk_product.api("GET", f"integrations/{canvas.integration}/draft")["revision"]
    desk_product.api("POST", f"integrations/{canvas.integration}/publish", {"comment": "", "revision": revision})
    customer = desk_product.api("POST", "customers", {"externalId": "cfg-1", "name": "Config Customer"})
    page.goto(f"{desk_product.url}/customers/{customer['id']}")
    page.get_by_role("button", name="Deploy an integration").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Integration").click()
    page.get_by_role("option", name="Canvas Of each type").click()
    deploy = dialog.get_by_role("button", name="Deploy")
    expect(dialog.get_by_role("combobox", name="Region")).to_be_visible()
    expect(deploy).to_be_disabled()
    dialog.get_by_role("combobox", name="Region").click()
    page.get_by_role("option", name="Europe").click()
    dialog.get_by_role("button", name="Add to Tags").click()
    page.keyboard.type("gold")
    dialog.get_by_role("button", name="Add to Stores").click()
    page.keyboard.type("A06")
    dialog.get_by_label("Stores, value 1").fill("north")
    dialog.get_by_role("combobox", name="How often: Nightly run").click()
    page.get_by_role("option", name="Monday to Friday").click()
    dialog.get_by_label("Time: Nightly run").fill("18:30")
    dialog.get_by_label("Since").fill("2026-03-01")
    dialog.get_by_role("combobox", name="Size").click()
    page.get_by_role("option", name="small").click()
    expect(dialog.get_by_text("This is required.")).to_have_count(0)
    expect(deploy).to_be_disabled()  # a street is missing
    dialog.get_by_label("Street").fill("Pier 7")
    expect(dialog.get_by_text("Not shown to the customer")).to_be_visible()
    deploy.click()
    expect(dialog).to_be_hidden()
    card = page.get_by_role("article", name="Canvas Of each type")
    expect(card.get_by_text("Europe")).to_be_visible()
    (instance,) = desk_product.api("GET", f"instances?customer={customer['id']}")["results"]
    when = instance["config"].pop("when")
    assert when["cron"] == "30 18 * * 1-5" and when["timezone"]
    assert instance["config"] == {
        **{"region": "eu", "tags": ["gold"], "stores": {"A06": "north"}, "since": "2026-03-01", "inner": 3},
        "address": {"street": "Pier 7", "size": "small"},
    }


def test_renaming_a_variable_takes_along_what_names_it_and_one_undo_takes_it_back(open_canvas: Any, page: Page) -> None:
    flow = chain("webhook", "log", "code")
    flow["steps"][1]["inputs"] = {"message": {"template": "in {{#Region}}"}}
    flow["steps"][2]["inputs"] = {"code": {"value": "module.exports = async ({ configVars }) => ({ data: configVars.Region })"}}
    two = [{"key": "region", "name": "Region", "type": "string"}, {"key": "limit", "name": "Limit", "type": "number"}]
    canvas = open_canvas(flow, configVariables=two)
    row = page.get_by_role("group", name="Config variable Region")
    name = row.get_by_label("Name")
    name.fill("Limit")
    expect(row.get_by_text("Limit is called so already.")).to_be_visible()
    name.fill("Sales area")
    name.press("Enter")
    expect(page.get_by_text("Renamed to Sales area. 2 references follow.")).to_be_visible()
    log, code = canvas.saved()["flows"][0]["steps"][1:]
    assert log["inputs"]["message"] == {"template": "in {{#Sales area}}"}
    assert code["inputs"]["code"]["value"].endswith('configVars["Sales area"] })')
    assert canvas.saved()["configVariables"][0] == {"key": "region", "name": "Sales area", "type": "string"}
    canvas.pane.click(position={"x": 20, "y": 20})
    page.keyboard.press("Control+z")
    expect(page.get_by_role("group", name="Config variable Region")).to_be_visible()
    assert canvas.saved()["flows"][0]["steps"][1]["inputs"]["message"] == {"template": "in {{#Region}}"}
