"""Labels are unique by force; a rename takes every reference along and says how many."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

CODE = """module.exports = async (context, stepResults) => {
  const { webhook_1: { results } } = stepResults;
  return { data: [results, stepResults["webhook_1"].results.body, stepResults.trigger.results] };
};
"""


def test_labels_are_numbered_refused_when_taken_and_followed_when_changed(open_canvas):
    flow = chain("webhook", "code", "log", "loop", gap=320)
    _webhook, code, log, loop = flow["steps"]
    code["inputs"] = {"code": {"value": CODE}}
    log["inputs"] = {"message": {"template": "{{webhook_1.results.method}} of {{#webhook_1}} and {{code_1.results}}"}}
    inner = {"id": "log_2", "component": "log", "inputs": {"message": {"reference": "webhook_1.results.body"}}}
    loop |= {"inputs": {"items": {"reference": "$.steps.webhook_1.results.body.data"}}, "steps": [inner], "links": []}
    flow["policy"] = {"dedupe": {"id": {"reference": "webhook_1.results.headers.x-id"}}}
    endpoint = {"type": "instance", "flowName": {"reference": "results.webhook_1"}}
    canvas: Canvas = open_canvas(flow, endpoint=endpoint)
    page = canvas.page

    canvas.select("log_1")
    page.keyboard.press("Control+d")
    expect(canvas.step("log_3")).to_be_visible()  # log_2 is taken inside the loop
    page.get_by_test_id("palette-webhook").click()
    expect(canvas.step("webhook_2")).to_be_visible()

    label = canvas.inspector.get_by_label("Label")
    for taken, words in (
        ("log_2", "is taken by another step"),
        ("trigger", "always means the trigger"),
        ("2nd", "Begin with a letter"),
        ("x" * 51, "At most 50 letters"),
        ("constructor", "means something else in code"),
    ):
        label.fill(taken)
        expect(canvas.inspector.get_by_text(words)).to_be_visible()
        label.press("Enter")
    label.press("Escape")
    expect(canvas.step("webhook_2")).to_be_visible()

    canvas.step("webhook_1").click()
    label.fill("incoming")
    label.press("Enter")
    # Two in code, two templates (the copy has one too), one in the loop's step, one in the loop, one that tells duplicates.
    expect(page.get_by_text("Renamed to incoming. 7 references follow.")).to_be_visible()
    renamed = canvas.flow()
    text = str(renamed)
    assert "const { incoming: { results } } = stepResults;" in text and 'stepResults["incoming"]' in text
    assert "{{incoming.results.method}} of {{#webhook_1}}" in text
    assert renamed["policy"]["dedupe"]["id"]["reference"] == "incoming.results.headers.x-id"
    assert "$.steps.incoming.results.body.data" in text
    assert canvas.saved()["endpoint"]["flowName"] == {"reference": "results.webhook_1"}
    problems = canvas.product.api("GET", f"integrations/{canvas.integration}/draft")["problems"]
    assert not [problem for problem in problems if problem["code"] == "reference_unknown_step"]
