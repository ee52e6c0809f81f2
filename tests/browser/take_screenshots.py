"""Takes the README's pictures from the running product: `.venv/bin/python -m tests.browser.take_screenshots`."""

from __future__ import annotations

from playwright.sync_api import Page, sync_playwright

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

    page.goto(f"{integration}/flows/preprocess")
    page.get_by_test_id("step-code_1").click()
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
