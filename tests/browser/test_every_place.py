"""Every page opens without a console error, and axe finds nothing serious or critical on it, light and dark."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import sign_in
from tests.product import ROOT, Product, call

pytestmark = pytest.mark.browser

PAYLOAD = json.loads((ROOT / "fixtures/payloads/acme_erp/inventory_update.json").read_text())


def places(product: Product) -> dict[str, str]:
    demo = product.demo()
    answer = call(demo["sharedUrl"], "POST", body=PAYLOAD)
    product.execution(answer.json["executionId"])
    integration, customer = demo["integration"]["id"], demo["customers"][0]["id"]
    change_draft(product, integration)
    return {
        "integrations": "/",
        "canvas": f"/integrations/{integration}/flows/preprocess",
        "loop": f"/integrations/{integration}/flows/update-inventory",
        "endpoint": f"/integrations/{integration}/endpoint",
        "versions": f"/integrations/{integration}/versions",
        "version": f"/integrations/{integration}/versions/1",
        "comparison": f"/integrations/{integration}/versions/compare?from=1&to=draft",
        "templates": "/templates",
        "requests": "/requests",
        "request": f"/requests/{answer.headers['x-hookyard-request']}",
        "executions": "/executions",
        "execution": f"/executions/{answer.json['executionId']}",
        "customers": "/customers",
        "customer": f"/customers/{customer}",
        "credentials": "/credentials",
        "traffic": "/traffic",
        "alerts": "/alerts",
        "settings": "/settings",
        "storage": "/settings?tab=storage",
        "audit": "/settings?tab=audit",
        "system": "/settings?tab=system",
    }


def change_draft(product: Product, integration: str) -> None:
    """So that the draft and its live version have something to compare: a changed code, a step removed."""
    draft = product.api("GET", f"integrations/{integration}/draft")
    inventory, *_, preprocess = draft["definition"]["flows"]
    inventory["steps"], inventory["links"] = inventory["steps"][:1], []
    preprocess["steps"][-1]["inputs"]["code"]["value"] += "// changed\n"
    body = {"definition": draft["definition"], "revision": draft["revision"]}
    product.api("PUT", f"integrations/{integration}/draft", body)


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_it_opens_clean_and_accessible(demo_product: Product, page: Page) -> None:
    findings: list[str] = []
    page.goto(f"{demo_product.url}/login")
    findings += serious(page, "login")
    sign_in(page, demo_product)
    for name, path in places(demo_product).items():
        page.goto(demo_product.url + path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        findings += serious(page, name)
    assert not findings, "\n".join(findings)


def serious(page: Page, name: str) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{name}: {each['id']} ({each['impact']}) {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
