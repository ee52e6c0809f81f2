"""Every page opens without a console error, and axe finds nothing serious or critical on it, light and dark."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import SETTLED, sign_in
from tests.product import ROOT, Product, call, eventually
from tests.server.desk import deploy, flow

pytestmark = pytest.mark.browser

PAYLOAD = json.loads((ROOT / "fixtures/payloads/acme_erp/inventory_update.json").read_text())


def places(product: Product) -> dict[str, str]:
    demo = product.demo()
    answer = call(demo["sharedUrl"], "POST", body=PAYLOAD)
    product.execution(answer.json["executionId"])
    integration, customer = demo["integration"]["id"], demo["customers"][0]["id"]
    waiting = put_into_lanes(product)
    connect(product, customer)
    change_draft(product, integration)
    return {
        "integrations": "/",
        "canvas": f"/integrations/{integration}/flows/preprocess",
        "loop": f"/integrations/{integration}/flows/update-inventory",
        "endpoint": f"/integrations/{integration}/endpoint",
        "wizard": f"/integrations/{integration}/wizard",
        "versions": f"/integrations/{integration}/versions",
        "version": f"/integrations/{integration}/versions/1",
        "comparison": f"/integrations/{integration}/versions/compare?from=1&to=draft",
        "templates": "/templates",
        "import": "/import",
        "requests": "/requests",
        "request": f"/requests/{answer.headers['x-hookyard-request']}",
        "executions": "/executions",
        "execution": f"/executions/{answer.json['executionId']}",
        "waiting execution": f"/executions/{waiting}",
        "some executions": "/executions?status=waiting",
        "lanes": "/lanes",
        "registered hooks": "/listening",
        "access": f"/integrations/{integration}/endpoint?stage=access",
        "customers": "/customers",
        "customer": f"/customers/{customer}",
        "credentials": "/credentials",
        "services": "/services",
        "connectors": "/connectors",
        "connector": "/connectors/github",
        "functions of a connector": "/connectors/github?show=functions",
        "guide for authors": "/connectors/docs",
        "traffic": "/traffic",
        "subscriptions": "/subscriptions",
        "deliveries": "/deliveries",
        "alerts": "/alerts",
        "account": "/account",
        "settings": "/settings",
        "wizard look": "/settings?tab=wizard",
        "members": "/settings?tab=members",
        "tokens": "/settings?tab=tokens",
        "storage": "/settings?tab=storage",
        "audit": "/settings?tab=audit",
        "system": "/settings?tab=system",
    }


def connect(product: Product, customer: str) -> None:
    """One connection that is good, as far as anybody knows, and one that was never made."""
    hosts = {"hosts": ["api.example.com"]}
    oauth = {"authorizeUrl": "https://example.com/a", "tokenUrl": "https://example.com/t", "clientId": "x", **hosts}
    for name, scheme, settings in (("Keyed", "bearer", hosts), ("Agreed", "oauth2_code", oauth)):
        service = product.api("POST", "services", {"name": name, "scheme": scheme, "settings": settings})
        values = {"token": "t-1234567890"} if scheme == "bearer" else {}
        for whose in (customer, None):
            body = {"customer": whose, "service": service["key"], "name": f"{name} account", "values": values}
            product.api("POST", "connections", body)


def change_draft(product: Product, integration: str) -> None:
    """So that the draft and its live version have something to compare: a changed code, a step removed."""
    draft = product.api("GET", f"integrations/{integration}/draft")
    inventory, *_, preprocess = draft["definition"]["flows"]
    inventory["steps"], inventory["links"] = inventory["steps"][:1], []
    preprocess["steps"][-1]["inputs"]["code"]["value"] += "// changed\n"
    body = {"definition": draft["definition"], "revision": draft["revision"]}
    product.api("PUT", f"integrations/{integration}/draft", body)


def put_into_lanes(product: Product) -> str:
    """One lane on hold, one of a paused instance, and an execution that sleeps: its id."""
    nap = {"id": "sleep_1", "component": "sleep", "inputs": {"amount": {"value": 6}, "unit": {"value": "hours"}}}
    if any(each["name"] == "Napping" for each in product.api("GET", "integrations")["results"]):
        return product.api("GET", "executions?flow=nap")["results"][0]["id"]
    policy = {"concurrency": {"atOnce": 2}}
    naps = {"endpoint": {"type": "flow"}, "flows": [flow("nap", nap), flow("held", nap, policy=policy)]}
    napping, paused = deploy(product, "Napping", naps), deploy(product, "Paused", naps)
    execution = napping.post("nap", {}).json["executionId"]
    eventually(lambda: product.api("GET", f"executions/{execution}")["status"] == "waiting")
    product.api("POST", f"instances/{napping.instance_id}/lanes/held/hold")
    napping.post("held", {})
    product.api("POST", f"instances/{paused.instance_id}/pause")
    return execution


def test_it_opens_clean_and_accessible(demo_product: Product, page: Page) -> None:
    findings: list[str] = []
    page.goto(f"{demo_product.url}/login")
    findings += serious(page, "login")
    sign_in(page, demo_product)
    for name, path in places(demo_product).items():
        page.goto(demo_product.url + path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page).not_to_have_title("Hookyard")  # in the tabs of a browser all pages would be called the same
        findings += serious(page, name)
    assert not findings, "\n".join(findings)


def test_what_opens_over_a_place_is_accessible(demo_product: Product, page: Page) -> None:
    findings: list[str] = []
    sign_in(page, demo_product)
    put_into_lanes(demo_product)
    if not demo_product.api("GET", "credentials")["results"]:
        demo_product.api("POST", "credentials", {"name": "Shop", "scheme": "github", "secret": {"value": "s3cret-s3cret"}})
    page.goto(f"{demo_product.url}/credentials")
    for button in ("New credential", "Check a request against", "Rotate the secret of"):
        page.get_by_role("button", name=button).first.click()
        findings += serious(page, button)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{demo_product.url}/alerts")
    page.get_by_role("button", name="New rule").first.click()
    findings += serious(page, "New rule")
    page.goto(f"{demo_product.url}/lanes")
    page.get_by_role("button", name="More for Held of Napping customer").click()
    findings += serious(page, "menu of a lane")
    page.get_by_role("menuitem", name="Cancel what is queued").click()
    findings += serious(page, "cancel what is queued")
    page.goto(f"{demo_product.url}/executions?status=waiting")
    page.get_by_role("checkbox", name="Tick Nap").first.check()
    page.get_by_role("button", name="With 1 ticked").click()
    findings += serious(page, "menu of ticked executions")
    page.get_by_role("menuitem", name="Run now what waits").click()
    findings += serious(page, "run now what waits")
    assert not findings, "\n".join(findings)


def serious(page: Page, name: str) -> list[str]:
    """Looked at in both schemes; the dark one differs in colours alone, so nothing else is asked of it again."""
    found = violations(page, {})
    page.emulate_media(color_scheme="dark")
    found += violations(page, {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}})
    page.emulate_media(color_scheme="light")
    return [f"{name}: {each}" for each in found]


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """Except that Mantine's menus hold a place for the focus that is no item: theirs to mend."""
    page.evaluate(SETTLED)  # a colour on its way to another is no finding
    found: list[dict[str, Any]] = Axe().run(page, options={"resultTypes": ["violations"]} | options).response["violations"]
    return [
        f"{each['id']} ({each['impact']}) {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
        if each["impact"] in ("serious", "critical")
        and not (each["id"] == "aria-required-children" and 'role="menu"' in node["html"])
    ]
