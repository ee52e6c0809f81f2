"""Trying a draft without leaving the canvas: parts of a flow, pins, samples, curl, and who would get it live."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bench import Bench, preview, send_to_draft
from tests.browser.canvas import Canvas, chain
from tests.browser.desk import sign_in
from tests.product import ROOT, Product

pytestmark = pytest.mark.browser

ORDER = (ROOT / "fixtures/payloads/acme_erp/create_order.json").read_text()
GREETS = "module.exports = async (context, stepResults) => ({ data: { hello: stepResults.webhook_1.results.body.data.name } })"


def greeting() -> dict[str, Any]:
    flow = chain("webhook", "code", "map", "log")
    flow["steps"][1]["inputs"] = {"code": {"value": GREETS}}
    flow["steps"][2]["inputs"] = {"fields": {"object": {"text": {"reference": "code_1.results.hello"}}}}
    flow["steps"][3]["inputs"] = {"message": {"value": "done"}}
    return flow


def stored(product: Product, integration: str) -> tuple[int, int]:
    asked = f"?integration={integration}&limit=50"
    return tuple(len(product.api("GET", f"{kind}{asked}")["results"]) for kind in ("requests", "executions"))  # type: ignore[return-value]


def test_a_part_of_a_flow_is_run_and_pinned_and_results_tell_when_they_no_longer_fit(
    page: Page, open_canvas: Callable[..., Canvas]
) -> None:
    canvas = open_canvas(greeting())
    bench = Bench(page)
    bench.open()
    bench.paste('{"name": "Ada"}')
    bench.box.get_by_role("button", name="Close the test bench").click()

    results = page.get_by_role("region", name="Results")
    canvas.select("map_1")
    results.get_by_role("button", name="Run to here").click()
    expect(results.get_by_text(re.compile(r"test run at \d\d:\d\d"))).to_be_visible()
    expect(results.get_by_label("Output")).to_contain_text("Ada")
    expect(canvas.step("map_1")).to_contain_text("succeeded")
    expect(canvas.step("log_1")).not_to_contain_text("succeeded")

    # P pins what the code gave; the pin is changed, and the next step alone is run with it.
    canvas.select("code_1")
    page.keyboard.press("p")
    expect(canvas.step("code_1")).to_contain_text("pinned")
    results.get_by_role("button", name="Edit").click()
    pinned = page.get_by_role("textbox", name="Pinned results of code_1")
    pinned.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"hello": "Grace"}')
    results.get_by_role("button", name="Keep pinned").click()
    canvas.select("map_1")
    expect(preview(page, "fields.text")).to_contain_text(re.compile(r"= Grace\s*\(pinned\)"))
    page.keyboard.press("Alt+Enter")
    expect(results.get_by_label("Output")).to_contain_text("Grace")

    # A whole test says that a pin was used; a change makes the results of the step and of those after it old.
    bench.open()
    bench.run_flow()
    expect(bench.box.get_by_text("Pinned, so not run: code_1")).to_be_visible()
    bench.box.get_by_role("button", name="Close the test bench").click()
    box = page.get_by_role("textbox", name="Value of text", exact=True)
    box.fill("webhook_1.results.body.data.name")
    expect(results.get_by_text("The step was changed since")).to_be_visible()
    canvas.select("log_1")
    expect(results.get_by_text("An earlier step was changed since")).to_be_visible()

    # A pin survives a reload, is no part of the document, and goes with P again.
    assert "Grace" not in json.dumps(canvas.saved())
    page.reload()
    expect(canvas.step("code_1")).to_contain_text("pinned")
    canvas.select("code_1")
    expect(results.get_by_role("button", name="Unpin its results")).to_be_visible()
    page.keyboard.press("p")
    expect(canvas.step("code_1")).not_to_contain_text("pinned")
    assert stored(canvas.product, canvas.integration) == (0, 0)


def test_a_sample_is_an_earlier_run_pasted_json_or_the_last_test_and_says_which(
    page: Page, open_canvas: Callable[..., Canvas]
) -> None:
    canvas = open_canvas(greeting())
    send_to_draft(canvas, {"name": "Linus"})
    bench = Bench(page)
    canvas.select("map_1")
    text = preview(page, "fields.text")
    bench.open()

    def sample(item: str) -> None:
        bench.box.get_by_role("button", name="Sample from").click()
        bench.box.get_by_role("menuitem", name=re.compile(item)).first.click()

    bench.paste('{"name": "Ada"}')
    bench.run_flow()
    expect(text).to_contain_text(re.compile(r"= Ada\s*\(test run at"))
    sample("^just now")
    expect(text).to_contain_text(re.compile(r"= Linus\s*\(run of \d\d:\d\d"))
    sample("^POST")
    expect(bench.box.get_by_text(re.compile(r"^Payload: captured \d\d:\d\d from POST$"))).to_be_visible()
    expect(bench.box.get_by_role("textbox", name="Body")).to_contain_text("Linus")
    sample("^Last test run")
    expect(text).to_contain_text("= Ada")
    sample("Examples of the components")
    expect(text).to_contain_text("in the example")

    # While the menu is open it listens: what comes to the test URL shows, is told, and can be taken.
    bench.box.get_by_role("button", name="Sample from").click()
    expect(bench.box.get_by_text("Live", exact=True)).to_be_visible()
    expect(bench.box.get_by_role("menuitem", name=re.compile("^POST"))).to_have_count(1)
    send_to_draft(canvas, {"name": "Margaret"})
    expect(bench.box.get_by_role("status").filter(has_text=re.compile("^A request has arrived: POST, "))).to_be_attached()
    bench.box.get_by_role("menuitem", name=re.compile("^POST.*New")).click()
    expect(bench.box.get_by_role("textbox", name="Body")).to_contain_text("Margaret")

    canvas.select("code_1")
    page.get_by_role("region", name="Results").get_by_role("button", name="Paste results").click()
    pasted = page.get_by_role("textbox", name="Results of code_1")
    pasted.click()
    page.keyboard.insert_text('{"hello": "Barbara"}')
    page.get_by_role("button", name="Use as sample").click()
    canvas.select("map_1")
    expect(text).to_contain_text(re.compile(r"= Barbara\s*\(pasted at"))


def test_curl_goes_in_and_comes_out(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_canvas(greeting())
    bench = Bench(page)
    bench.open()
    bench.box.get_by_role("button", name="Sample from").click()
    bench.box.get_by_role("menuitem", name="A curl command…").click()
    command = "curl 'https://elsewhere.example/v1/orders?x=1' -X PUT -H 'X-Kind: order' -u me:secret --json '{\"name\": \"Ada\"}'"
    bench.box.get_by_role("textbox", name="curl command").fill(command)
    bench.box.get_by_role("button", name="Use as payload").click()
    expect(bench.box.get_by_text("The address https://elsewhere.example/v1/orders was left out")).to_be_visible()
    expect(bench.box.get_by_role("combobox", name="Method")).to_have_value("PUT")
    expect(bench.box.get_by_role("textbox", name="Query")).to_have_value("x=1")
    expect(bench.box.get_by_role("textbox", name="Value of header 1")).to_have_value("order")
    expect(bench.box.get_by_role("textbox", name="Value of header 2")).to_have_value("Basic bWU6c2VjcmV0")

    # What is copied comes back as the same, pasted straight into the form.
    bench.box.get_by_role("button", name="Copy as curl for the draft URL").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "/main?x=1'" in copied
    bench.box.get_by_role("textbox", name="Query").fill("")
    bench.box.get_by_role("textbox", name="Body").click()
    page.keyboard.press("ControlOrMeta+v")
    expect(bench.box.get_by_role("textbox", name="Query")).to_have_value("x=1")
    expect(bench.box.get_by_text("was left out")).to_have_count(0)
    bench.run_flow()
    expect(bench.step("code_1", "succeeded")).to_be_visible()
    expect(bench.box.get_by_text('"Ada"').first).to_be_visible()


def test_the_endpoint_is_walked_in_one_strip_and_live_routing_says_who_would_get_it(demo_product: Product, page: Page) -> None:
    integration = demo_product.demo()["integration"]["id"]
    before = stored(demo_product, integration)
    sign_in(page, demo_product)
    page.goto(f"{demo_product.url}/integrations/{integration}/flows/create-order")
    bench = Bench(page)
    bench.open()
    bench.paste(ORDER)
    bench.box.get_by_role("button", name="Test endpoint").click()
    road = bench.box.get_by_role("list", name="The road of the request")
    for stage in ("Credential", "Preprocess", "Pick", "Match", "Answer"):
        expect(road.get_by_role("button", name=re.compile(f"^{stage}: (passed|skipped)"))).to_be_visible()
    expect(bench.step("map_1", "succeeded")).to_be_visible()

    ask = bench.box.get_by_role("button", name="Who would get this?")
    ask.click()
    live = bench.box.get_by_role("region", name="Who would get this")
    expect(live).to_contain_text(re.compile(r"Bleecker Street Supplies .* would get it: Create Order, version \d"))
    bench.paste(ORDER.replace("C3E72B0C", "C3E72B0X"))
    ask.click()
    expect(live).to_contain_text("Nobody would get it")
    expect(live).to_contain_text("C3E72B0C")
    expect(live.get_by_role("button", name="Match: stopped here")).to_be_visible()
    # The draft's own test still stands below; neither of the two left anything behind.
    expect(road).to_be_visible()
    expect(page.get_by_test_id("canvas")).to_be_in_viewport(ratio=0.5)
    assert stored(demo_product, integration) == before
