"""Takes the README's pictures from the running product: `.venv/bin/python -m tests.browser.take_screenshots`."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.desk import sign_in
from tests.product import ROOT, Product, call, running_product

FOLDER = ROOT / "fixtures/screenshots"
PAYLOAD = (ROOT / "fixtures/payloads/acme_erp/inventory_update.json").read_text()
JSON = {"Content-Type": "application/json"}


def take(page: Page, product: Product, scheme: str) -> None:
    demo = product.demo()
    answer = call(demo["sharedUrl"], "POST", body=PAYLOAD, headers=JSON)
    call(demo["sharedUrl"], "POST", body=PAYLOAD.replace("A06DFFAC", "A06DFFAD"), headers=JSON)
    product.execution(answer.json["executionId"])
    integration = f"{product.url}/integrations/{demo['integration']['id']}"
    suffix = "" if scheme == "light" else "-dark"

    def shot(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}{suffix}.png")

    page.goto(product.url)
    shot("home")
    page.goto(f"{product.url}/templates")
    shot("templates")
    page.goto(f"{integration}/flows/preprocess")
    page.get_by_test_id("step-code_1").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    shot("canvas")
    page.goto(f"{integration}/endpoint")
    page.get_by_role("button", name="Test", exact=True).click()
    bench = page.get_by_role("region", name="Test bench")
    bench.get_by_role("textbox", name="Body").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(PAYLOAD)
    bench.get_by_role("button", name="Test endpoint").click()
    bench.get_by_role("button", name="Match: passed").wait_for()
    shot("endpoint")
    page.goto(f"{product.url}/requests/{answer.headers['x-hookyard-request']}")
    shot("request")
    page.goto(f"{product.url}/executions/{answer.json['executionId']}")
    shot("execution")
    page.goto(product.api("POST", f"instances/{product.api('GET', 'instances')['results'][0]['id']}/wizard", {})["url"])
    page.get_by_role("heading").first.wait_for()
    shot("wizard")
    page.goto(f"{product.url}/connectors")
    shot("connectors")
    change_the_draft(product, demo["integration"]["id"])
    page.goto(f"{integration}/versions/compare")
    shot("versions")


def change_the_draft(product: Product, integration: str) -> None:
    """So that there is something to compare: a mapped word more, and a log line between two steps."""
    draft = product.api("GET", f"integrations/{integration}/draft")
    if "update_order" in json.dumps(draft["definition"]):
        return
    document = json.dumps(draft["definition"]).replace(
        'create_order: \\"Create Order\\"', 'create_order: \\"Create Order\\",\\nupdate_order: \\"Update Order\\"'
    )
    definition = json.loads(document)
    flow = next(flow for flow in definition["flows"] if flow["key"] == "preprocess")
    if not any(step["id"] == "log_1" for step in flow["steps"]):
        first = flow["links"].pop(0)
        flow["steps"].append(
            {"id": "log_1", "component": "log", "inputs": {"message": {"template": "{{trigger.results.method}}"}}}
        )
        flow["layout"]["log_1"] = {"x": 220, "y": 170}
        flow["links"] += [{**first, "to": "log_1"}, {**first, "from": "log_1"}]
    product.api("PUT", f"integrations/{integration}/draft", {"definition": definition, "revision": draft["revision"]})


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with running_product() as product, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
            sign_in(page, product)
            take(page, product, scheme)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
