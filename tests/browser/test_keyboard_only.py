"""The main job without a mouse: from an empty installation to requests that reach the right customer's flow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_building_acme import CUSTOMERS, JSON, PAYLOADS, SEED_CODE
from tests.product import Product, call

pytestmark = pytest.mark.browser


class Person(Keyboard):
    def button(self, name: str | re.Pattern[str], within: Page | Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=isinstance(name, str)).first

    def box(self, name: str, within: Page | Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("textbox", name=name, exact=True).first

    def place(self, name: str) -> None:
        self.use(self.page.get_by_role("navigation", name="Places").get_by_role("link", name=name))

    def add_flow(self, button: str, name: str) -> None:
        self.use(self.button(button))
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        self.fill(dialog.get_by_label("Name of the flow"), name)
        self.press("Enter")
        expect(self.page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(dialog).to_be_hidden()

    def add_step(self, search: str, title: str, *, by: Locator | None = None) -> None:
        """With N, or with the button of a place."""
        if by:
            self.use(by)
        else:
            self.press("n")
        expect(self.page.get_by_role("combobox", name="Search for a step to add")).to_be_focused()
        self.type(search)
        expect(self.page.get_by_role("option", name=re.compile(title)).first).to_be_visible()
        self.press("Enter")

    def settings(self, field: str) -> Locator:
        """Enter goes from the step into its settings, and Tab from there to a field."""
        expect(self.box(field)).to_be_visible()
        self.press("Enter")
        expect(self.page.get_by_test_id("inspector").locator(":focus")).to_be_visible()
        return self.to(self.box(field))

    def back(self) -> None:
        """Escape goes from the settings back to the step."""
        self.press("Escape")
        expect(self.page.locator(".react-flow__node:focus")).to_be_visible()

    def reference(self, field: str, path: str) -> None:
        self.fill(self.box(field), path)
        self.press("Enter")


def test_the_main_job_with_the_keyboard_alone(empty_product: Product, page: Page) -> None:
    me = Person(page)
    set_up(me, empty_product)
    draw_update_inventory(me)
    draw_create_order(me)
    draw_preprocess(me)
    set_the_endpoint(me)
    publish(me)
    for external_id, (name, alias) in CUSTOMERS.items():
        add_customer(me, external_id, name, alias)
        deploy(me)
    me.place("Integrations")
    me.use(page.get_by_role("link", name="Acme ERP").first)
    me.use(page.get_by_role("link", name="Endpoint"))
    urls = page.get_by_role("region", name="URLs")
    url = urls.get_by_text(re.compile(r"/hooks/\w{26}/shared/")).first.inner_text().strip()
    answer = call(url, "POST", body=PAYLOADS["inventory_update"], headers=JSON)
    assert answer.status == 200
    me.place("Executions")
    me.use(page.get_by_role("link", name=re.compile("Update Inventory")).first)
    expect(page.get_by_role("region", name="Overview").get_by_text("Northwind Outfitters")).to_be_visible()


def set_up(me: Person, product: Product) -> None:
    page = me.page
    page.goto(product.url)
    me.fill(page.get_by_label("Organisation"), "Acme Builders")
    me.fill(page.get_by_label("Email"), "builder@acme.example")
    me.fill(page.get_by_role("textbox", name="Password"), "four plain words suffice")
    me.press("Enter")
    me.use(me.button(re.compile("New integration|Create integration")))
    dialog = page.get_by_role("dialog")
    me.fill(dialog.get_by_role("textbox", name="Name"), "Acme ERP")
    me.press("Enter")
    expect(page.get_by_role("button", name="Create the first flow")).to_be_visible()


def draw_update_inventory(me: Person) -> None:
    me.add_flow("Create the first flow", "Update Inventory")
    me.add_step("webhook", "Webhook")
    me.add_step("loop", "Loop")
    expect(me.page.get_by_label("Link from webhook_1 to loop_1")).to_be_attached()
    me.settings("Items")
    me.reference("Items", "webhook_1.results.body.data.data")
    me.add_step("log", "Log", by=me.button("Add the first step inside loop_1"))
    me.settings("Message")
    me.fill(me.box("Message"), "{{loop_1.currentItem.state}} {{loop_1.currentItem.item}}")


def draw_create_order(me: Person) -> None:
    me.add_flow("Add flow", "Create Order")
    me.add_step("webhook", "Webhook")
    me.add_step("build", "Map")
    me.press("Enter")
    me.use(me.button("Add field"))
    me.fill(me.box("Name of field 1"), "orderId")
    me.press("Enter")
    me.use(me.button(re.compile("How Value of orderId is given")))
    reference = me.page.get_by_role("menuitem", name=re.compile("Reference"))
    expect(reference).to_be_visible()
    while not reference.evaluate("each => each === document.activeElement"):
        me.press("ArrowDown")
    me.press("Enter")
    me.reference("Value of orderId", "webhook_1.results.body.data.data.orderid")


def draw_preprocess(me: Person) -> None:
    me.add_flow("Add flow", "Preprocess")
    me.add_step("webhook", "Webhook")
    me.add_step("lookup", "customer")
    rename(me, "getCustomerByAcmeId")
    me.settings("Id")
    me.reference("Id", "trigger.results.body.data.customerId")
    me.back()
    me.add_step("code", "Code")
    me.settings("Code")
    me.fill(me.box("Code"), SEED_CODE)
    try_the_flow(me)


def rename(me: Person, label: str) -> None:
    me.press("F2")
    expect(me.page.get_by_label("Label", exact=True)).to_be_focused()
    me.press("ControlOrMeta+a")
    me.type(label)
    me.press("Enter")
    expect(me.page.get_by_test_id(f"step-{label}")).to_be_visible()


def try_the_flow(me: Person) -> None:
    me.press("ControlOrMeta+Enter")
    bench = me.page.get_by_role("region", name="Test bench")
    me.fill(me.box("Body", bench), PAYLOADS["inventory_update"])
    me.press("ControlOrMeta+Enter")
    expect(bench.get_by_role("button", name="code_1, succeeded")).to_be_visible()
    expect(bench.get_by_text("Update Inventory").first).to_be_visible()
    me.use(me.button("Close the test bench", bench))


def set_the_endpoint(me: Person) -> None:
    page = me.page
    me.use(page.get_by_role("link", name="Endpoint"))
    kind = page.get_by_role("radio", name="Shared")
    me.to(page.get_by_role("radio", checked=True).first)
    while not kind.is_checked():
        me.press("ArrowRight")
    stage(me, "Preprocess")
    me.choose(page.get_by_role("combobox", name="Preprocess flow"), "Preprocess")
    me.use(me.button("Test"))
    bench = page.get_by_role("region", name="Test bench")
    me.use(me.button("Test endpoint", bench))
    expect(bench.get_by_role("button", name=re.compile("^Preprocess: "))).to_be_visible()
    stage(me, "Pick")
    for label, path in (("Flow name", "results.flowName"), ("External customer id", "results.customerExternalId")):
        me.use(me.button(f"Choose {label} from the last test"))
        me.use(me.button(path, page.get_by_role("dialog", name=f"Choose {label}")))
        expect(me.box(label)).to_have_value(path)
    me.use(me.button("Test endpoint", bench))
    expect(bench.get_by_text("A06DFFAC").first).to_be_visible()


def stage(me: Person, name: str) -> None:
    road = me.page.get_by_role("list", name="The road of a request")
    me.use(road.get_by_role("button", name=re.compile(f"^{name}: ")))


def publish(me: Person) -> None:
    me.use(me.page.get_by_role("link", name="Flows"))
    expect(me.page.get_by_test_id("canvas")).to_be_visible()
    me.press("Shift+P")
    me.fill(me.page.get_by_label("Comment"), "The first one")
    me.use(me.button("Publish version"))
    expect(me.page.get_by_text("Live: version 1")).to_be_visible()


def add_customer(me: Person, external_id: str, name: str, alias: str) -> None:
    me.place("Customers")
    me.use(me.button("New customer"))
    dialog = me.page.get_by_role("dialog", name="New customer")
    me.fill(me.box("Name", dialog), name)
    me.fill(me.box("External id", dialog), external_id)
    me.fill(dialog.get_by_label("Aliases").first, alias)
    me.press("Enter")
    me.use(me.button("Create", dialog))
    expect(me.page.get_by_role("heading", name=name)).to_be_visible()


def deploy(me: Person) -> None:
    me.use(me.button("Deploy an integration"))
    dialog = me.page.get_by_role("dialog", name=re.compile("^Deploy to"))
    me.choose(dialog.get_by_role("combobox", name="Integration"), "Acme ERP")
    me.use(me.button("Deploy", dialog))
    expect(me.page.get_by_role("article", name="Acme ERP")).to_be_visible()
