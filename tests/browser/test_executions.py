"""What ran is looked at like in a debugger, found again in the list, and run again from one of its steps."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import shot
from tests.product import Product
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.browser

LOOP = {
    "id": "loop_1",
    "component": "loop",
    "inputs": {"items": {"reference": "code_1.results.items"}},
    "steps": [
        {"id": "map_1", "component": "map", "inputs": {"fields": {"object": {"sku": {"reference": "loop_1.currentItem"}}}}},
        {"id": "log_1", "component": "log", "inputs": {"message": {"template": "{{map_1.results.sku}}"}}},
    ],
    "links": [{"from": "map_1", "to": "log_1"}],
}
TELL = {
    "id": "log_2",
    "component": "log",
    "inputs": {"message": {"value": "told"}, "level": {"reference": "trigger.results.body.data.level"}},
}
SUM = code(
    "code_1",
    "module.exports = async ({ logger }, { trigger }) => { const { items } = trigger.results.body.data;"
    " logger.warn(`${items.length} items`); return { data: { items } } };",
)
STEPS = ("webhook_1", "code_1", "loop_1", "log_2")


@pytest.fixture(scope="module")
def shop(desk_product: Product) -> Deployed:
    layout = {step: {"x": place * 330, "y": 0} for place, step in enumerate(STEPS)}
    layout |= {"log_2": {"x": 1600, "y": 0}, "map_1": {"x": 30, "y": 70}, "log_1": {"x": 300, "y": 70}}
    document: dict[str, Any] = {"endpoint": {"type": "flow"}, "flows": [flow("orders", SUM, LOOP, TELL, layout=layout)]}
    return deploy(desk_product, "Debugged", document)


@pytest.fixture
def page(page: Page, desk_cookies: list[Any]) -> Page:
    page.context.add_cookies(desk_cookies)
    return page


def run(shop: Deployed, *, level: str = "info", items: int = 12) -> dict[str, Any]:
    answer = shop.post("orders", {"level": level, "items": [f"sku {number}" for number in range(items)]})
    return shop.product.execution(answer.json["executionId"])


def visit(page: Page, shop: Deployed, path: str) -> None:
    page.goto(f"{shop.product.url}/executions{path}")


def test_a_failed_run_opens_where_it_failed_and_is_stepped_through(page: Page, shop: Deployed) -> None:
    visit(page, shop, f"/{run(shop, level='loud')['id']}")
    step = page.get_by_role("region", name="Step log_2")
    expect(step.get_by_role("region", name="Error")).to_contain_text("`level` must be one of")
    expect(step).to_contain_text("The builder must act")
    expect(step.get_by_role("region", name="Input")).to_contain_text("loud")
    expect(page.get_by_test_id("step-log_2")).to_contain_text("failed")
    links = page.locator("[data-edge='webhook_1.out>code_1'], [data-edge='map_1.out>log_1']")
    expect(links).to_have_text(["1", "12"])

    moment, lanes = page.get_by_test_id("moment"), page.get_by_role("table", name="Steps over time")
    expect(moment).to_contain_text("the end")
    page.keyboard.press("ArrowLeft")
    expect(step).to_contain_text("At this moment it runs.")
    expect(page.get_by_test_id("step-log_2")).to_contain_text("running")
    expect(lanes.get_by_role("row", name=re.compile("log_2 running"))).to_be_visible()
    page.get_by_role("button", name="First moment").click()
    expect(moment).to_contain_text("before anything ran")
    expect(page.get_by_test_id("step-code_1")).not_to_contain_text("succeeded")
    expect(links).to_have_count(0)
    slider = page.get_by_role("slider", name="Moment")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^3 of .* code_1 succeeded"))
    code_step = page.get_by_role("region", name="Step code_1")
    expect(code_step.get_by_role("region", name="Log")).to_have_text(re.compile("warn 12 items"))
    page.get_by_role("button", name="Go to the failure").click()
    expect(step.get_by_role("region", name="Error")).to_be_visible()


def test_any_turn_of_a_loop_is_looked_at_and_named_in_the_address(page: Page, shop: Deployed) -> None:
    ran = run(shop)
    visit(page, shop, f"/{ran['id']}")
    expect(page.get_by_role("region", name="This execution")).to_contain_text("told")
    page.get_by_test_id("step-log_1").click()
    turn = page.get_by_role("textbox", name="Turn of 12")
    expect(turn).to_have_value("12")
    turn.fill("3")
    step = page.get_by_role("region", name="Step log_1")
    expect(step.get_by_role("region", name="Input")).to_contain_text("sku 2")
    page.get_by_role("button", name="Next turn").click()
    expect(step.get_by_role("region", name="Input")).to_contain_text("sku 3")
    page.reload()
    expect(step.get_by_role("region", name="Input")).to_contain_text("sku 3")
    page.get_by_role("table", name="Steps over time").get_by_role("button", name="code_1").click()
    expect(page.get_by_test_id("step-code_1")).to_have_attribute("data-selected", "true")


def test_a_turn_from_the_middle_of_a_very_long_run_is_fetched(page: Page, shop: Deployed) -> None:
    ran = run(shop, items=700)
    visit(page, shop, f"/{ran['id']}?step=loop_1[350].log_1")
    expect(page.get_by_role("region", name="Step log_1").get_by_role("region", name="Input")).to_contain_text("sku 350")
    expect(page.locator("[data-edge='map_1.out>log_1']")).to_have_text("700")


def test_a_failed_step_is_run_again_with_an_edited_input(page: Page, shop: Deployed) -> None:
    first = run(shop, level="loud")
    visit(page, shop, f"/{first['id']}")
    page.get_by_role("button", name="Re-run from here").click()
    dialog = page.get_by_role("dialog", name="Re-run from a step")
    expect(dialog).to_contain_text("webhook_1, code_1, loop_1")
    expect(dialog).to_contain_text("idempotency keys of its own")
    editor = dialog.get_by_role("textbox", name="Input of log_2")
    expect(editor).to_contain_text("loud")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('["no object"]')
    expect(dialog.get_by_role("alert")).to_contain_text("an object")
    expect(dialog.get_by_role("button", name="Re-run")).to_be_disabled()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"message": "told", "level": "warn"}')
    dialog.get_by_role("button", name="Re-run").click()

    overview = page.get_by_role("region", name="Overview")
    expect(overview).to_contain_text("from log_2, level edited, by owner@acme.example")
    expect(page.get_by_test_id("step-log_2")).to_contain_text("succeeded")
    expect(page.get_by_test_id("step-code_1")).to_contain_text("kept")
    expect(page.get_by_test_id("step-map_1")).to_contain_text("kept")
    page.get_by_test_id("step-log_2").click()
    expect(page.get_by_role("region", name="Step log_2").get_by_role("region", name="Log")).to_contain_text("Re-run of execution")
    overview.get_by_role("link", name="an earlier one").click()
    expect(overview).not_to_contain_text("Re-run of")
    expect(page).to_have_url(re.compile(first["id"]))


def test_all_that_is_wrong_with_an_edited_input_is_said_at_once(page: Page, shop: Deployed, watched: Any) -> None:
    watched.expected.append("400")
    visit(page, shop, f"/{run(shop, level='loud')['id']}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Re-run from a step").click()
    dialog = page.get_by_role("dialog", name="Re-run from a step")
    dialog.get_by_role("textbox", name="Input of log_2").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"message": {"a": "[redacted]"}, "level": "loud!", "colour": 1}')
    dialog.get_by_role("button", name="Re-run").click()
    told = dialog.get_by_role("alert")
    expect(told).to_contain_text("input.message.a")
    expect(told).to_contain_text("input.level")
    expect(told).to_contain_text("knows no colour")


def test_a_run_is_replayed_on_a_version_that_is_chosen(page: Page, shop: Deployed) -> None:
    visit(page, shop, f"/{run(shop, items=1)['id']}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Re-run on a version").click()
    dialog = page.get_by_role("dialog", name="Re-run on a version")
    expect(dialog.get_by_role("combobox", name="Version")).to_have_value("Version 1, which ran")
    shot(page, "re-run-on-a-version")
    dialog.get_by_role("combobox", name="Version").click()
    page.get_by_role("option", name="The one its instance has now").click()
    dialog.get_by_role("button", name="Re-run").click()
    expect(page.get_by_role("region", name="Overview")).to_contain_text("an earlier one")


def test_the_list_is_narrowed_walked_by_keys_and_linked_to(page: Page, shop: Deployed) -> None:
    failed = run(shop, level="shouting")
    run(shop)
    visit(page, shop, f"?integration={shop.integration_id}&flow=orders&version=1&when=24h")
    table, status = page.get_by_role("table", name="Executions"), page.get_by_role("radiogroup", name="Status")
    expect(table.get_by_role("link").first).to_be_visible()
    expect(status.get_by_text(re.compile(r"^All\d+$"))).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.insert_text("`level` must be")
    expect(table.get_by_text("succeeded")).to_have_count(0)
    expect(status.get_by_text("Succeeded0")).to_be_visible()
    expect(page).to_have_url(re.compile(r"error=%60level%60"))
    page.reload()
    expect(page.get_by_role("combobox", name="Time")).to_have_value("Last 24 hours")
    expect(table.get_by_text("succeeded")).to_have_count(0)
    expect(table.get_by_role("link").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/executions/{failed['id']}"))
    page.go_back()
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(re.compile("/executions$"))


def test_results_of_a_run_become_samples_of_the_draft_and_docs_stand_beside_them(page: Page, shop: Deployed) -> None:
    visit(page, shop, f"/{run(shop)['id']}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Use results as sample").click()
    expect(page).to_have_url(re.compile(f"/integrations/{shop.integration_id}/flows/orders"))
    page.get_by_test_id("step-loop_1").click(position={"x": 20, "y": 8})  # its head: links run through its middle
    inspector = page.get_by_test_id("inspector")
    expect(inspector).to_contain_text(re.compile(r"run of .* for Debugged customer"))
    inspector.get_by_text("About Loop").click()
    expect(
        inspector.get_by_role("region", name="Inputs it takes").get_by_role("row", name=re.compile("Items items"))
    ).to_be_visible()
    expect(inspector.get_by_role("region", name="Ways out")).to_contain_text("when it has succeeded")


def test_a_step_is_run_again_on_another_payload(page: Page, shop: Deployed) -> None:
    """What code and references read of earlier steps can be edited too: no input stands between."""
    visit(page, shop, f"/{run(shop, level='loud')['id']}")
    page.get_by_role("button", name="Re-run from here").click()
    dialog = page.get_by_role("dialog", name="Re-run from a step")
    dialog.get_by_text("edit earlier ones").click()
    dialog.get_by_role("combobox", name="Results of").click()
    page.get_by_role("option", name="webhook_1").click()
    dialog.get_by_role("textbox", name="Results of webhook_1").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"body": {"data": {"level": "error"}}}')
    dialog.get_by_role("button", name="Re-run", exact=True).click()
    expect(page.get_by_role("region", name="Overview")).to_contain_text("payload edited")
    expect(page.get_by_test_id("step-log_2")).to_contain_text("succeeded")
    page.get_by_test_id("step-log_2").click()
    expect(page.get_by_role("region", name="Step log_2").get_by_role("region", name="Input")).to_contain_text("error")
