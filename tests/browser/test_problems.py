"""What is wrong with a flow stands on its steps before anybody publishes, and the list on top leads there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.test_every_place import serious

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_a_problem_is_counted_on_its_step_and_a_click_in_the_list_leads_to_its_field(
    page: Page, open_canvas: Callable[..., Canvas]
) -> None:
    flow = chain("webhook", "code", "http.request", "log")
    flow["layout"]["log_1"] = {"x": 6000, "y": 3000}
    canvas = open_canvas(flow)
    page.keyboard.press("0")
    canvas.settle()
    for label in ("code_1", "request_1"):
        expect(canvas.step(label).get_by_role("img", name=re.compile(r"^\d problems?$"))).to_be_visible()
    expect(canvas.step("webhook_1").get_by_role("img", name=re.compile("problem"))).to_be_hidden()
    expect(canvas.step("log_1")).not_to_be_in_viewport()

    counted = page.get_by_role("button", name=re.compile(r"^\d problems?$"))
    before = int(counted.inner_text().split()[0])
    counted.click()
    problems = page.get_by_role("list", name="Problems")
    expect(problems.get_by_role("button")).to_have_count(before)
    problems.get_by_role("button", name=re.compile("log_1")).click()
    expect(canvas.step("log_1")).to_be_in_viewport()
    field = canvas.inspector.get_by_role("textbox", name="Message", exact=True)
    expect(field).to_be_focused()
    page.keyboard.insert_text("arrived")
    expect(counted).to_have_text(f"{before - 1} problems")
    assert serious(page, "canvas with problems") == []

    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.get_by_test_id("canvas")).to_be_hidden()
    assert serious(page, "list") == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Test bench")).to_be_visible()
    assert serious(page, "bench") == []
