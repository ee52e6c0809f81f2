"""A builder starts a flow with an event of a connector; it registers itself, and an operator sees where and puts it right."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import shot, sign_in
from tests.product import Product, call, eventually, running_product
from tests.registering.acme import PACKAGE, Acme

pytestmark = pytest.mark.browser
PARAMETERS = """
parametersSchema:
  type: object
  properties:
    signingSecret: {type: string, title: Signing secret, description: The service shows it beside the URL.}
    region: {type: string, title: Region, enum: [eu, us]}
"""


@pytest.fixture
def acme() -> Iterator[Acme]:
    running = Acme()
    yield running
    running.close()


@pytest.fixture
def product(acme: Acme) -> Iterator[Product]:
    with running_product(HOOKYARD_OUTBOUND_ALLOW=acme.address) as running:
        yield running


def prepared(product: Product) -> str:
    """The connector, its service, and an integration whose flow has an empty External event trigger. Its id."""
    texts = {**PACKAGE, "spec.yml": PACKAGE["spec.yml"].rstrip() + PARAMETERS}
    files = [{"path": path, "content": base64.b64encode(text.encode()).decode()} for path, text in texts.items()]
    product.api("POST", "connectors", {"files": files})
    fields = [{"key": "baseUri", "label": "Base"}, {"key": "token", "label": "Token", "secret": True}]
    settings = {"hosts": ["127.0.0.1"], "fields": fields, "headers": {"Authorization": "Bearer {{token}}"}}
    service = product.api("POST", "services", {"name": "Acme", "scheme": "custom", "settings": settings})
    integration = product.api("POST", "integrations", {"name": "Orders"})
    draft = product.api("GET", f"integrations/{integration['id']}/draft")
    step = {"id": "event_1", "name": "Order came", "component": "connector.event", "inputs": {}}
    flow = {"key": "ordered", "name": "Ordered", "response": "async", "steps": [step], "links": []}
    variable = {"key": "account", "name": "Acme account", "type": "connection", "service": service["key"], "required": True}
    document = {**draft["definition"], "flows": [flow], "configVariables": [variable]}
    path = f"integrations/{integration['id']}/draft"
    product.api("PUT", path, {"definition": document, "revision": draft["revision"]})
    return str(integration["id"])


def deployed(product: Product, integration: str, acme: Acme) -> None:
    draft = product.api("GET", f"integrations/{integration}/draft")
    product.api("POST", f"integrations/{integration}/publish", {"revision": draft["revision"]})
    customer = product.api("POST", "customers", {"externalId": "c-1", "name": "Northwind"})["id"]
    values = {"baseUri": f"http://{acme.address}", "token": "t-1"}
    asked = {"customer": customer, "service": "acme", "name": "Account", "values": values}
    account = product.api("POST", "connections", asked)["id"]
    product.api("POST", "instances", {"integration": integration, "customer": customer, "config": {"account": account}})


def age_hooks(product: Product) -> None:
    """What was registered a moment ago may not be in a service's list yet, so it is believed for a while."""
    with sqlite3.connect(product.data / "hookyard.sqlite3", timeout=10) as data:
        data.execute("UPDATE runtime_registeredhook SET registered_at = '2026-01-01', intended_at = '2026-01-01'")


def test_an_event_is_chosen_registers_itself_and_is_put_right(page: Page, product: Product, acme: Acme) -> None:
    integration = prepared(product)
    sign_in(page, product)
    page.goto(f"{product.url}/integrations/{integration}/flows/ordered")
    page.get_by_test_id("step-event_1").click()
    inspector = page.get_by_test_id("inspector")
    for title, choice in (("Connector", "Acme"), ("Event", "Hooked")):
        inspector.get_by_role("combobox", name=title, exact=True).click()
        page.get_by_role("option", name=choice, exact=True).click()
    inspector.get_by_role("combobox", name="Connection").click()
    page.get_by_role("option", name="Acme account").click()
    expect(inspector).to_contain_text("Registers itself at the service when an instance is switched on.")
    path = f"integrations/{integration}/draft"
    eventually(lambda: "connection" in product.api("GET", path)["definition"]["flows"][0]["steps"][0]["inputs"])
    shot(page, "event-trigger")
    deployed(product, integration, acme)
    eventually(lambda: len(acme.hooks) == 1)

    page.goto(f"{product.url}/listening")
    row = page.get_by_role("row", name=re.compile("hooked"))
    expect(row.get_by_text("Listening")).to_be_visible()
    shot(page, "listening")
    acme.hooks.clear()
    age_hooks(product)
    row.get_by_role("button", name="Details of hooked of Northwind").click()
    drawer = page.get_by_role("dialog", name="hooked of Northwind")
    drawer.get_by_role("button", name="Check and repair now").click()
    expect(drawer.get_by_text("Deleted at the service")).to_be_visible()
    expect(drawer.get_by_text("Registered", exact=True)).to_be_visible()
    assert len(acme.hooks) == 1
    shot(page, "listening-drawer")

    page.goto(f"{product.url}/integrations/{integration}/endpoint")
    section = page.get_by_role("region", name="Global webhooks")
    uri = section.locator("code").first.inner_text()
    shot(page, "global-webhooks")
    section.get_by_role("button", name="Parameters of Acme").click()
    dialog = page.get_by_role("dialog", name="Parameters of Acme")
    dialog.get_by_label("Signing secret", exact=True).fill("s-1234")
    dialog.get_by_role("combobox", name="Region").click()
    page.get_by_role("option", name="eu").click()
    shot(page, "connector-parameters")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    section.get_by_role("button", name="Parameters of Acme").click()
    expect(dialog).to_contain_text("It is set; leave it empty to keep it.")
    expect(dialog.get_by_label("Signing secret", exact=True)).to_have_value("")
    dialog.get_by_label("Take Region away").check()
    shot(page, "connector-parameters-stored")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert product.api("GET", f"integrations/{integration}/connectors/acme/parameters")["names"] == ["signingSecret"]
    answer = call(uri, "POST", body={"from_user_id": 7})
    assert (answer.status, answer.body) == (201, b"Webhook received")
    page.goto(f"{product.url}/requests/{answer.headers['x-hookyard-request']}")
    expect(page.get_by_text('Nobody waits for "user_id:7".').first).to_be_visible()
    shot(page, "request-at-a-hook")
