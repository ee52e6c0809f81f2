"""Copy, cut and paste: readable text without secrets, between flows and through a chat."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain

pytestmark = pytest.mark.browser

Open = Callable[..., Canvas]


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def put_on_clipboard(page: Page, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


def with_references() -> dict[str, Any]:
    """webhook_1 -> code_1 -> log_1 -> request_1: log_1 reads code_1 and webhook_1; request_1 carries a credential."""
    flow = chain("webhook", "code", "log", "http.request")
    code, log, request = flow["steps"][1:]
    code["inputs"] = {"code": {"value": "module.exports = async () => ({ data: 1 });"}}
    log["inputs"] = {"message": {"template": "{{code_1.results}} of {{webhook_1.results.body.data.id}}"}}
    request["inputs"] = {"url": {"value": "https://erp.example"}, "method": {"value": "GET"}, "credential": {"credential": "erp"}}
    return flow


def open_with_clipboard(open_canvas: Open, page: Page, flow: dict[str, Any], **definition: Any) -> Canvas:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return open_canvas(flow, **definition)


def inputs(flow: dict[str, Any], label: str) -> dict[str, Any]:
    return next(step["inputs"] for step in flow["steps"] if step["id"] == label)


def test_pasted_steps_get_new_labels_and_inner_references_follow(open_canvas: Open, page: Page) -> None:
    canvas = open_with_clipboard(open_canvas, page, with_references())
    canvas.select("code_1", "log_1")
    page.keyboard.press("Control+c")
    text = clipboard(page)
    assert text.startswith("{\n"), "people read it"
    assert [step["id"] for step in json.loads(text)["steps"]] == ["code_1", "log_1"]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+v")
    expect(canvas.step("log_2")).to_be_visible()
    assert canvas.selected() == ["code_2", "log_2"]
    flow = canvas.flow()
    assert inputs(flow, "log_2")["message"] == {"template": "{{code_2.results}} of {{webhook_1.results.body.data.id}}"}
    assert {"from": "code_2", "to": "log_2"} in flow["links"]
    page.keyboard.press("Control+x")
    expect(canvas.step("log_2")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(canvas.step("log_2")).to_be_visible()


def test_references_to_steps_outside_are_marked_where_they_stand(open_canvas: Open, page: Page) -> None:
    elsewhere = {"key": "other", "name": "Other", "steps": [{"id": "manual_1", "component": "manual"}], "links": []}
    canvas = open_with_clipboard(open_canvas, page, with_references(), flows=[elsewhere])
    canvas.select("code_1", "log_1")
    page.keyboard.press("Control+c")
    page.get_by_role("tab", name="Other").click()
    page.keyboard.press("Control+v")
    expect(canvas.step("log_1").get_by_role("img", name=re.compile("problem"))).to_be_visible()
    canvas.select("log_1")
    expect(page.get_by_role("alert").filter(has_text="webhook_1")).to_be_visible()
    assert inputs(canvas.flow("other"), "log_1")["message"]["template"].startswith("{{code_1.results}}")


def test_text_holds_no_secret_and_works_from_a_chat_in_another_integration(open_canvas: Open, page: Page) -> None:
    canvas = open_with_clipboard(open_canvas, page, with_references())
    product = canvas.product
    secret = {"settings": {}, "secret": {"token": "s3cr3t-t0ken"}}
    product.api("POST", "credentials", {"key": "erp", "name": "ERP", "scheme": "bearer", **secret})
    canvas.select("request_1")
    page.keyboard.press("Control+c")
    text = clipboard(page)
    assert "s3cr3t" not in text
    assert json.loads(text)["steps"][0]["inputs"]["credential"] == {"credential": "erp"}
    put_on_clipboard(page, f"```json\n{text}\n```")
    other = Canvas.open(page, product, {**chain("webhook"), "name": "Elsewhere"})
    page.keyboard.press("Control+v")
    expect(other.step("request_1")).to_be_visible()
    canvas_text = json.dumps(inputs(other.flow(), "request_1"))
    assert "erp" in canvas_text
    put_on_clipboard(page, '{"steps": "none of ours"}')
    page.keyboard.press("Control+v")
    expect(page.get_by_text("This text holds no steps")).to_be_visible()


def test_copying_text_is_left_to_the_browser(open_canvas: Open, page: Page) -> None:
    canvas = open_with_clipboard(open_canvas, page, with_references())
    canvas.select("log_1")
    label = page.get_by_role("textbox", name="Label")
    label.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    assert clipboard(page) == "log_1"
    name = page.get_by_role("textbox", name="Step name")
    name.focus()
    page.keyboard.press("Control+v")
    expect(name).to_have_value("log_1")
    expect(canvas.step("log_2")).to_have_count(0)


def test_the_menu_copies_cuts_and_pastes_where_it_was_opened(open_canvas: Open, page: Page) -> None:
    canvas = open_with_clipboard(open_canvas, page, chain("webhook", "log", gap=320))
    canvas.step("log_1").click(button="right")
    page.get_by_role("menuitem", name="Cut").click()
    expect(canvas.step("log_1")).to_have_count(0)
    canvas.settle()
    pane = canvas.pane.bounding_box()
    assert pane
    canvas.pane.click(button="right", position={"x": 120, "y": 60})
    page.get_by_role("menuitem", name="Paste").click()
    expect(canvas.step("log_1")).to_be_visible()
    box = canvas.box("log_1")
    assert abs(box["x"] - pane["x"] - 120) < 80 and abs(box["y"] - pane["y"] - 60) < 80
