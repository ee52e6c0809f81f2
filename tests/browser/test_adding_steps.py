"""Adding steps and links with the mouse: where a step lands, what the search window offers, what links do under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser

Open = Callable[..., Canvas]


def search_window(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Add a step")


def links(flow: dict[str, Any]) -> set[tuple[str, str]]:
    return {(link["from"], link["to"]) for link in flow["links"]}


def overlapping(canvas: Canvas, *labels: str) -> bool:
    boxes = [canvas.box(label) for label in labels]
    return any(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
    )


def test_a_new_step_lands_beside_its_source_already_linked(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "code", gap=320))
    palette = page.get_by_role("region", name="Components")
    canvas.select("code_1")
    palette.get_by_role("treeitem", name="Log", exact=True).click()
    expect(canvas.step("log_1")).to_have_attribute("data-selected", "true")
    code, log = canvas.box("code_1"), canvas.box("log_1")
    assert log["x"] > code["x"] + code["width"]
    assert log["y"] == pytest.approx(code["y"], abs=1)
    assert links(canvas.flow()) == {("webhook_1", "code_1"), ("code_1", "log_1")}
    # From an outlet that leads somewhere already, the next one finds free ground.
    canvas.step("code_1").hover()
    page.get_by_role("button", name="Add a step after code_1").click()
    expect(search_window(page).get_by_role("combobox")).to_be_focused()
    page.keyboard.type("map")
    page.keyboard.press("Enter")
    expect(canvas.step("map_1")).to_be_visible()
    assert ("code_1", "map_1") in links(canvas.flow())
    assert not overlapping(canvas, "code_1", "log_1", "map_1")


def test_the_palette_is_one_tab_stop_however_much_it_holds(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook"))
    me = Keyboard(page)
    tree = page.get_by_role("tree", name="Components to add")
    search = me.to(page.get_by_role("combobox", name="Search components"))
    me.press("Tab")
    assert not tree.evaluate("(tree) => tree.parentElement.contains(document.activeElement)")
    me.press("Shift+Tab")
    expect(search).to_be_focused()
    me.press("ArrowDown", "ArrowRight")
    expect(page.get_by_test_id("palette-webhook")).to_be_focused()
    me.press("ArrowLeft", "ArrowLeft")
    expect(tree.get_by_role("treeitem", name="Triggers", expanded=False)).to_be_focused()
    me.press("End")
    expect(tree.get_by_role("treeitem").last).to_be_focused()
    page.keyboard.type("filter")
    expect(search).to_be_focused()
    expect(search).to_have_value("filter")
    me.press("ArrowDown", "Backspace")  # which on the canvas deletes what is selected
    expect(search).to_have_value("filte")
    me.press("ArrowDown", "Enter")
    expect(canvas.step("list_1")).to_have_attribute("data-selected", "true")
    expect(page.locator(".react-flow__node:focus")).to_contain_text("list_1")


def test_a_step_dropped_on_a_link_is_spliced_in_and_the_link_lights_first(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "code", "log"))
    page.get_by_test_id("palette-map").scroll_into_view_if_needed()
    item = page.get_by_test_id("palette-map").bounding_box()
    assert item
    code, log = canvas.box("code_1"), canvas.box("log_1")
    middle = ((code["x"] + code["width"] + log["x"]) / 2, code["y"] + 24)
    canvas.drag((item["x"] + 40, item["y"] + 10), middle, let_go=False)
    page.mouse.move(middle[0], middle[1] + 1)
    lit = page.locator(".react-flow__edge[data-id='code_1.out>log_1'] [data-lit]")
    expect(lit).to_be_attached()
    page.mouse.up()
    expect(canvas.step("map_1")).to_be_visible()
    flow = canvas.flow()
    assert links(flow) == {("webhook_1", "code_1"), ("code_1", "map_1"), ("map_1", "log_1")}
    assert not overlapping(canvas, "webhook_1", "code_1", "map_1", "log_1"), "the steps behind it make room"
    page.keyboard.press("Control+z")
    assert links(canvas.flow()) == {("webhook_1", "code_1"), ("code_1", "log_1")}


def test_a_link_into_empty_space_asks_what_follows(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "code"))
    outlet = canvas.step("code_1").locator(".react-flow__handle.source").bounding_box()
    assert outlet
    start = (outlet["x"] + outlet["width"] / 2, outlet["y"] + outlet["height"] / 2)
    canvas.drag(start, (start[0] + 30, start[1] + 200))
    window = search_window(page)
    expect(window.get_by_role("combobox")).to_be_focused()
    offered = window.get_by_role("option")
    expect(window.get_by_role("option", name="Webhook", exact=True)).to_have_count(0)
    expect(offered.filter(has_text="Break loop")).to_have_count(0)
    page.keyboard.type("branch")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(canvas.step("branch_expression_1")).to_be_visible()
    assert ("code_1", "branch_expression_1") in links(canvas.flow())
    assert canvas.box("branch_expression_1")["y"] > canvas.box("code_1")["y"] + 60, "it stands where the link was let go"


def test_the_search_window_knows_synonyms_and_what_was_used_lately(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook"))
    canvas.select("webhook_1")
    window = search_window(page)
    first = window.get_by_role("option").first
    for typed, title in (("if", "Branch on value"), ("for each", "Loop"), ("javascript", "Code"), ("fetch", "HTTP request")):
        page.keyboard.press("n")
        page.keyboard.type(typed)
        expect(first).to_contain_text(title)
        page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("loop")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add the first step inside loop_1").click()
    expect(first).to_contain_text("Loop")
    expect(window.get_by_role("option").filter(has_text="Break loop")).to_have_count(1)
    page.keyboard.type("nothing is called this")
    expect(window.get_by_text("Nothing matches")).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    canvas.pane.dblclick(position={"x": 80, "y": 40})
    expect(window.get_by_role("option", name="Webhook", exact=True)).to_have_count(1)


def test_links_are_easy_to_hit_and_show_what_can_be_done_with_them(open_canvas: Open, page: Page) -> None:
    flow = chain("webhook", "branch.value", "log", gap=420)
    flow["steps"][1]["inputs"] = {
        "value": {"value": 1},
        "cases": {"value": [{"name": "urgent", "operator": "equals", "value": 1}]},
    }
    flow["links"][1]["outlet"] = "urgent"
    canvas = open_canvas(flow)
    webhook, branch = canvas.box("webhook_1"), canvas.box("value_1")
    halfway = (webhook["x"] + webhook["width"] + branch["x"]) / 2
    page.mouse.move(halfway, webhook["y"] + webhook["height"] / 2 + 8)
    insert = page.get_by_role("button", name="Insert a step between webhook_1 and value_1")
    bin_ = page.get_by_role("button", name="Delete the link from webhook_1 to value_1")
    expect(insert).to_be_visible()
    expect(bin_).to_be_visible()
    expect(page.locator("[data-edge='value_1.urgent>log_1']").get_by_text("urgent")).to_be_visible()
    page.mouse.click(halfway, webhook["y"] + webhook["height"] / 2 + 8, button="right")
    menu = page.get_by_role("menu", name="Actions for the link")
    menu.get_by_role("menuitem", name="Add a step").click()
    page.keyboard.type("map")
    page.keyboard.press("Enter")
    expect(canvas.step("map_1")).to_be_visible()
    assert {("webhook_1", "map_1"), ("map_1", "value_1")} <= links(canvas.flow())


def test_every_outlet_takes_a_step_though_its_neighbour_leads_somewhere_close(open_canvas: Open, page: Page) -> None:
    flow = chain("webhook", "branch.value", "log", gap=320)
    cases = [{"name": name, "operator": "equals", "value": name} for name in ("ordered", "cancelled")]
    flow["steps"][1]["inputs"] = {"value": {"value": 1}, "cases": {"value": cases}}
    flow["links"][1]["outlet"] = "cancelled"
    flow["layout"]["log_1"]["y"] += 80
    canvas = open_canvas(flow)
    page.get_by_role("button", name="Add a step after value_1, else").click()
    page.keyboard.type("map")
    page.keyboard.press("Enter")
    expect(canvas.step("map_1")).to_be_visible()
    assert ("value_1", "map_1") in links(canvas.flow())


def test_the_selected_step_stays_in_sight(open_canvas: Open, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    canvas = open_canvas(chain("webhook", *["log"] * 4, gap=300))
    page.keyboard.press("0")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("test-dock")).to_be_visible()
    (label,) = canvas.selected()
    assert label == "log_4"
    step, pane = canvas.box(label), canvas.pane.bounding_box()
    assert pane
    assert pane["x"] <= step["x"] and step["x"] + step["width"] <= pane["x"] + pane["width"]
    assert pane["y"] <= step["y"] and step["y"] + step["height"] <= pane["y"] + pane["height"]


def test_zooming_keeps_the_point_under_the_pointer(open_canvas: Open, page: Page) -> None:
    canvas = open_canvas(chain("webhook", "log"))
    before = canvas.box("log_1")
    assert canvas.zoom() <= 1, "fitting never enlarges"
    point = (before["x"] + before["width"], before["y"] + before["height"])
    page.mouse.move(*point)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    canvas.expect_zoom(lambda zoom: zoom > 1.05)
    after = canvas.box("log_1")
    assert (after["x"] + after["width"], after["y"] + after["height"]) == pytest.approx(point, abs=2)
