"""What happens shows on open pages as it happens; when the line is down they ask, and say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.canvas import Canvas
from tests.product import Product
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.browser
SLOW_TURN = """module.exports = async ({ logger }, stepResults) => {
  const until = Date.now() + 250;
  while (Date.now() < until);
  logger.info(`turn ${stepResults.loop_1.index} is done`);
  return { data: stepResults.loop_1.index };
};"""

# Nothing that a page does every few seconds is done.
NEVER_AGAIN = "const every = window.setInterval; window.setInterval = (what, ms) => (ms >= 1000 ? 0 : every(what, ms));"


@pytest.fixture(scope="module")
def shop(desk_product: Product) -> Deployed:
    return deploy(desk_product, "Live shop", {"flows": [flow("orders", code("code_1", "module.exports = () => ({ data: 1 })"))]})


@pytest.fixture
def signed_in(page: Page, desk_cookies: list[Any]) -> Page:
    page.context.add_cookies(desk_cookies)
    return page


def is_live(page: Page) -> None:
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def table(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name=name)


def test_what_comes_shows_on_every_open_page_without_asking(signed_in: Page, desk_product: Product, shop: Deployed) -> None:
    requests, executions = signed_in, signed_in.context.new_page()
    signed_in.context.add_init_script(NEVER_AGAIN)
    for page, place in ((requests, "requests"), (executions, "executions")):
        page.goto(f"{desk_product.url}/{place}?customer={shop.customer_id}")
        is_live(page)
    answer = shop.post("orders", {"n": 1}, path="/first-of-all")
    expect(table(requests, "Requests").get_by_text("first-of-all")).to_be_visible()
    link = table(executions, "Executions").locator(f"a[href='/executions/{answer.json['executionId']}']")
    expect(link).to_be_visible()


def test_a_page_whose_line_breaks_asks_again_and_goes_live_when_it_is_back(
    signed_in: Page, desk_product: Product, shop: Deployed
) -> None:
    page, lines, down = signed_in, list[WebSocketRoute](), list[bool]()

    def connect(line: WebSocketRoute) -> None:
        if down:
            line.close(code=1013)
        else:
            line.connect_to_server()
            lines.append(line)

    page.route_web_socket(re.compile("/api/live"), connect)
    page.goto(f"{desk_product.url}/requests?customer={shop.customer_id}")
    is_live(page)
    down.append(True)
    lines[0].close(code=1012)
    expect(page.get_by_text("Every few seconds")).to_be_visible()
    shop.post("orders", {"n": 2}, path="/while-it-was-down")
    expect(table(page, "Requests").get_by_text("while-it-was-down")).to_be_visible()
    down.clear()
    is_live(page)


def slow_flow(turns: int) -> dict[str, Any]:
    """A loop that takes a quarter of a second for each turn, and one step behind it."""
    inner = {"id": "code_1", "component": "code", "inputs": {"code": {"value": SLOW_TURN}}}
    loop = {"id": "loop_1", "component": "loop", "steps": [inner], "links": []}
    loop |= {"inputs": {"mode": {"value": "times"}, "times": {"value": turns}}}
    main = flow("main", loop, {"id": "log_1", "component": "log", "inputs": {"message": {"value": "all done"}}})
    layout = {
        "webhook_1": {"x": 0, "y": 0},
        "loop_1": {"x": 320, "y": 0},
        "code_1": {"x": 40, "y": 70},
        "log_1": {"x": 760, "y": 0},
    }
    return {**main, "layout": layout}


def test_a_running_test_lights_its_steps_and_streams_its_log(open_canvas: Callable[..., Canvas]) -> None:
    canvas = open_canvas(slow_flow(8))
    page = canvas.page
    page.keyboard.press("Control+Enter")
    page.get_by_role("region", name="Test bench").get_by_role("button", name="Run flow").click()
    running = page.get_by_role("log", name="Steps and their log lines")
    expect(running.get_by_text("turn 0 is done")).to_be_visible()
    expect(canvas.step("webhook_1")).to_contain_text("succeeded")
    expect(canvas.step("code_1")).to_contain_text("running")
    expect(canvas.step("loop_1")).to_contain_text("running")
    expect(running.get_by_text("turn 2 is done")).to_be_visible()
    expect(running).to_be_hidden()
    expect(canvas.step("code_1")).to_contain_text(re.compile("succeeded . 8"))
    expect(canvas.step("log_1")).to_contain_text("succeeded")


def test_an_execution_is_followed_from_the_moment_its_page_opens(signed_in: Page, desk_product: Product) -> None:
    page = signed_in
    page.context.add_init_script(NEVER_AGAIN)
    slow = deploy(desk_product, "Slow shop", {"flows": [slow_flow(12)]})
    page.goto(f"{desk_product.url}/executions")
    is_live(page)
    execution = slow.post("main").json["executionId"]
    table(page, "Executions").locator(f"a[href='/executions/{execution}']").click()
    running = page.get_by_role("log", name="Steps and their log lines")
    expect(running.get_by_text("turn 0 is done")).to_be_visible()  # though it was over before anybody watched
    step = page.get_by_test_id("step-code_1")
    expect(step).to_contain_text("running")
    expect(page.get_by_test_id("step-webhook_1")).to_contain_text("succeeded")
    expect(step).to_contain_text(re.compile("succeeded . 12"))
    expect(page.get_by_test_id("step-log_1")).to_contain_text("succeeded")
    expect(running).to_be_hidden()
