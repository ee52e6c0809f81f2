"""As a new user would: from an empty installation to requests that reach the right customer's flow, with the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.product import ROOT, Answer, Product, call

pytestmark = pytest.mark.browser

PAYLOADS = {name: (ROOT / f"fixtures/payloads/acme_erp/{name}.json").read_text() for name in ("inventory_update", "create_order")}
JSON = {"Content-Type": "application/json"}
SEED_CODE = """const flowNamesMap = {
inventory_update: "Update Inventory",
create_order: "Create Order",
};

module.exports = async ({ logger, configVars }, stepResults) => {
const customerExternalId = stepResults.getCustomerByAcmeId.results.id;
const webhookType = stepResults.trigger.results.body.data.type;
const flowName = flowNamesMap[webhookType];
return {
data: { customerExternalId, flowName },
};
};
"""
CUSTOMERS = {"northwind": ("Northwind Outfitters", "A06DFFAC"), "bleecker": ("Bleecker Street Supplies", "C3E72B0C")}


def test_from_an_empty_tenant_to_routed_requests(empty_product: Product, page: Page) -> None:
    set_up(page, empty_product)
    page.get_by_role("button", name=re.compile("New integration|Create integration")).first.click()
    page.get_by_role("textbox", name="Name").fill("Acme ERP")
    page.get_by_role("button", name="Create", exact=True).click()

    add_flow(page, "Create the first flow", "Update Inventory")
    drag(page, "webhook")
    drag(page, "loop", after="webhook_1")
    set_reference(page, "Items", "webhook_1.results.body.data.data")
    add_with_the_search_window(page, "Add the first step inside loop_1", "log", "Log")
    page.get_by_role("textbox", name="Message", exact=True).fill("{{loop_1.currentItem.state}} {{loop_1.currentItem.item}}")
    add_flow(page, "Add flow", "Create Order")
    drag(page, "webhook")
    drag(page, "map", after="webhook_1")
    map_field(page, "orderId", "webhook_1.results.body.data.data.orderid")
    build_preprocess(page)
    try_the_preprocess_flow(page)
    set_the_endpoint(page)
    publish(page)

    for external_id, (name, alias) in CUSTOMERS.items():
        add_customer(page, external_id, name, alias)
        deploy(page)
    url = shared_url(page)
    inventory, order = (call(url, "POST", body=PAYLOADS[name], headers=JSON) for name in ("inventory_update", "create_order"))
    assert (inventory.status, order.status) == (200, 200)
    see_execution(page, empty_product, inventory, "Update Inventory", "Northwind Outfitters")
    see_execution(page, empty_product, order, "Create Order", "Bleecker Street Supplies")


def set_up(page: Page, product: Product) -> None:
    page.goto(product.url)
    page.get_by_label("Organisation").fill("Acme Builders")
    page.get_by_label("Email").fill("builder@acme.example")
    page.get_by_role("textbox", name="Password").fill("four plain words suffice")
    page.get_by_role("button", name="Create and sign in").click()


def add_flow(page: Page, button: str, name: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_label("Name of the flow").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Add flow").click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def drag(page: Page, component: str, *, after: str | None = None) -> None:
    """From the palette onto the canvas: to its middle, or to the right of a step and then linked to it."""
    canvas = page.get_by_test_id("canvas")
    item = page.get_by_test_id(f"palette-{component}")
    item.scroll_into_view_if_needed()
    before = set(step_ids(page))
    if before:
        page.get_by_role("button", name="Fit View").click()
    if after is None:
        item.drag_to(canvas)
    else:
        area, step = canvas.bounding_box(), page.get_by_test_id(f"step-{after}").bounding_box()
        assert area and step
        right = step["x"] + step["width"] + 220 - area["x"]
        fits = right < area["width"] - 40
        spot = {"x": right if fits else area["width"] - 160, "y": step["y"] - area["y"] + (20 if fits else 160)}
        item.drag_to(canvas, target_position=spot)
    expect(page.locator("[data-testid^=step-]")).to_have_count(len(before) + 1)
    if after is not None:
        (new,) = set(step_ids(page)) - before
        link(page, after, new)


def step_ids(page: Page) -> list[str]:
    found = page.locator("[data-testid^=step-]").evaluate_all("all => all.map(each => each.dataset.testid)")
    return [name.removeprefix("step-") for name in found]


def link(page: Page, source: str, target: str) -> None:
    """By dragging from one step's outlet to the other's inlet."""
    outlet = page.get_by_test_id(f"step-{source}").locator(".react-flow__handle.source").first
    inlet = page.get_by_test_id(f"step-{target}").locator(".react-flow__handle.target").first
    outlet.drag_to(inlet)
    expect(page.get_by_label(f"Link from {source} to {target}")).to_be_attached()


def pick_result(page: Page, field: str, path: str) -> None:
    page.get_by_role("button", name=f"Pick a result for {field}").click()
    page.get_by_label("Search results").fill(path)
    page.get_by_role("button", name=path, exact=True).click()


def build_preprocess(page: Page) -> None:
    add_flow(page, "Add flow", "Preprocess")
    drag(page, "webhook")
    drag(page, "customer.lookup", after="webhook_1")
    page.get_by_label("Label", exact=True).fill("getCustomerByAcmeId")
    page.get_by_label("Label", exact=True).press("Enter")
    expect(page.get_by_test_id("step-getCustomerByAcmeId")).to_be_visible()
    pick_result(page, "Id", "webhook_1.results.body.data")
    set_reference(page, "Id", "trigger.results.body.data.customerId")
    drag(page, "code", after="getCustomerByAcmeId")
    editor = page.get_by_role("textbox", name="Code")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(SEED_CODE)


def add_with_the_search_window(page: Page, plus: str, search: str, title: str) -> None:
    """The plus icon opens a window with the cursor in its search; Enter takes what is found first."""
    page.get_by_role("button", name=plus).click()
    page.keyboard.type(search)
    expect(page.get_by_role("option", name=re.compile(title)).first).to_be_visible()
    page.keyboard.press("Enter")


def map_field(page: Page, name: str, reference: str) -> None:
    page.get_by_role("button", name="Add field").click()
    page.get_by_role("textbox", name="Name of field 1").fill(name)
    page.get_by_role("textbox", name="Name of field 1").press("Enter")
    page.get_by_role("button", name=f"How Value of {name} is given").click()
    page.get_by_role("menuitem", name=re.compile("Reference")).click()
    set_reference(page, f"Value of {name}", reference)


def set_reference(page: Page, field: str, text: str) -> None:
    box = page.get_by_role("textbox", name=field, exact=True)
    box.fill(text)
    box.press("Enter")


def try_the_preprocess_flow(page: Page) -> None:
    """The Run button: each step with what it returned, and the flow's result."""
    page.get_by_role("button", name="Test", exact=True).click()
    paste(page, PAYLOADS["inventory_update"])
    bench = page.get_by_role("region", name="Test bench")
    bench.get_by_role("button", name="Run flow").click()
    expect(bench.get_by_role("button", name="getCustomerByAcmeId, succeeded")).to_be_visible()
    expect(bench.get_by_role("button", name="code_1, succeeded")).to_be_visible()
    expect(bench.get_by_text("Update Inventory").first).to_be_visible()
    bench.get_by_role("button", name="Close the test bench").click()


def paste(page: Page, payload: str) -> None:
    page.get_by_role("region", name="Test bench").get_by_role("textbox", name="Body").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(payload)


def set_the_endpoint(page: Page) -> None:
    """Shared, with the preprocess flow, and both pickers chosen from what the last test returned."""
    page.get_by_role("link", name="Endpoint").click()
    page.get_by_text("Shared", exact=True).click()
    choose_stage(page, "Preprocess")
    page.get_by_role("combobox", name="Preprocess flow").click()
    page.get_by_role("option", name="Preprocess").click()
    page.get_by_role("button", name="Test", exact=True).click()
    paste(page, PAYLOADS["inventory_update"])
    bench = page.get_by_role("region", name="Test bench")
    bench.get_by_role("button", name="Test endpoint").click()
    expect(bench.get_by_role("button", name=re.compile("^Preprocess: "))).to_be_visible()
    choose_stage(page, "Pick")
    for label, path in (("Flow name", "results.flowName"), ("External customer id", "results.customerExternalId")):
        page.get_by_role("button", name=f"Choose {label} from the last test").click()
        page.get_by_role("dialog", name=f"Choose {label}").get_by_role("button", name=path, exact=True).click()
        expect(page.get_by_role("textbox", name=label)).to_have_value(path)
    bench.get_by_role("button", name="Test endpoint").click()
    road = bench.get_by_role("list", name="The road of the request")
    for stage in ("Credential", "Preprocess", "Pick", "Match", "Answer"):
        expect(
            road.get_by_role("button", name=re.compile(f"^{stage}: (passed|skipped|not needed)", re.IGNORECASE))
        ).to_be_visible()
    expect(bench.get_by_text("A06DFFAC").first).to_be_visible()


def choose_stage(page: Page, stage: str) -> None:
    page.get_by_role("list", name="The road of a request").get_by_role("button", name=re.compile(f"^{stage}: ")).click()


def publish(page: Page) -> None:
    page.get_by_role("link", name="Flows").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("Comment").fill("The first one")
    page.get_by_role("button", name="Publish version").click()
    expect(page.get_by_text("Live: version 1")).to_be_visible()


def add_customer(page: Page, external_id: str, name: str, alias: str) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Customers").click()
    page.get_by_role("button", name="New customer").first.click()
    dialog = page.get_by_role("dialog", name="New customer")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="External id").fill(external_id)
    dialog.get_by_label("Aliases").first.fill(alias)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def deploy(page: Page) -> None:
    page.get_by_role("button", name="Deploy an integration").first.click()
    dialog = page.get_by_role("dialog", name=re.compile("^Deploy to"))
    dialog.get_by_role("combobox", name="Integration").click()
    page.get_by_role("option", name=re.compile("Acme ERP")).click()
    dialog.get_by_role("button", name="Deploy", exact=True).click()
    expect(page.get_by_role("article", name="Acme ERP")).to_be_visible()


def shared_url(page: Page) -> str:
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Integrations").click()
    page.get_by_role("link", name="Acme ERP").first.click()
    page.get_by_role("link", name="Endpoint").click()
    urls = page.get_by_role("region", name="URLs")
    return urls.get_by_text(re.compile(r"/hooks/\w{26}/shared/")).first.inner_text().strip()


def see_execution(page: Page, product: Product, answer: Answer, flow: str, customer: str) -> None:
    """The run as people look at it: on the canvas, with each step's results, of the right customer."""
    page.goto(f"{product.url}/executions/{answer.json['executionId']}")
    expect(page.get_by_role("heading", name=flow)).to_be_visible()
    expect(page.get_by_role("region", name="Overview").get_by_text(customer)).to_be_visible()
    expect(page.get_by_text("succeeded").first).to_be_visible()
    steps = page.get_by_role("table", name="Steps over time")
    expect(steps.get_by_role("row", name=re.compile("webhook_1 succeeded"))).to_be_visible()
