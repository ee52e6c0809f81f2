"""Versions: what changed, who is on what, publishing to some, looking back and going back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import Canvas, chain
from tests.browser.desk import shot
from tests.product import call

pytestmark = pytest.mark.browser

CODE = "module.exports = async () => {\n  const total = 1;\n  return { data: { total } };\n};\n"
ENDPOINT = {"type": "instance"}


def first() -> dict[str, Any]:
    flow = chain("webhook", "code", "log", gap=320)
    flow["steps"][1]["inputs"] = {"code": {"value": CODE}}
    flow["steps"][2]["inputs"] = {"message": {"template": "total {{code_1.results.total}}"}}
    return flow


def second() -> dict[str, Any]:
    """`code_1` is called `sum_1` and computes otherwise, the log is gone, a respond came."""
    flow = first()
    flow["steps"][1] = {**flow["steps"][1], "id": "sum_1", "inputs": {"code": {"value": CODE.replace("1;", "2;")}}}
    flow["steps"][2] = {"id": "respond_1", "component": "respond", "name": "Answer", "inputs": {"status": {"value": 201}}}
    flow["links"] = [{"from": "webhook_1", "to": "sum_1"}, {"from": "sum_1", "to": "respond_1"}]
    flow["layout"] = dict(zip(("webhook_1", "sum_1", "respond_1"), flow["layout"].values(), strict=True))
    return flow


class Shop:
    """An integration with version 1 published, and customers on it."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.product, self.id = canvas, canvas.product, canvas.integration
        self.publish()

    def api(self, method: str, path: str, body: Any = None) -> Any:
        return self.product.api(method, f"integrations/{self.id}/{path}", body)

    def publish(self, comment: str = "") -> None:
        self.api("POST", "publish", {"revision": self.api("GET", "draft")["revision"], "comment": comment})

    def draw(self, flow: dict[str, Any], **definition: Any) -> None:
        draft = self.api("GET", "draft")
        document = {**draft["definition"], "flows": [flow], **definition}
        self.api("PUT", "draft", {"definition": document, "revision": draft["revision"]})

    def deploy(self, name: str, *labels: str) -> str:
        body = {"externalId": f"{name} of {self.id}", "name": name, "labels": list(labels)}
        customer = self.product.api("POST", "customers", body)
        return self.product.api("POST", "instances", {"integration": self.id, "customer": customer["id"]})["id"]

    def version_of(self, instance: str) -> int:
        return self.product.api("GET", f"instances/{instance}")["version"]

    def urls(self, *instances: str) -> set[str]:
        found = (self.product.api("GET", f"instances/{instance}")["endpoints"] for instance in instances)
        return {endpoint["url"] for endpoints in found for endpoint in endpoints}

    def visit(self, place: str) -> None:
        self.canvas.page.goto(f"{self.product.url}/integrations/{self.id}/{place}")


@pytest.fixture
def shop(open_canvas: Callable[..., Canvas]) -> Shop:
    return Shop(open_canvas(first(), endpoint=ENDPOINT))


def ids(flow: dict[str, Any]) -> list[str]:
    return [step["id"] for step in flow["steps"]]


def test_two_versions_are_compared_on_the_canvas_and_field_by_field(page: Page, shop: Shop) -> None:
    shop.draw(second())
    shop.publish("Answers now")
    shop.visit("versions")
    row = page.get_by_role("table", name="Versions").get_by_role("row", name="Answers now")
    expect(row).to_contain_text("Live")
    for number in (2, 1):
        page.get_by_label(f"Pick version {number} to compare").check()
    page.get_by_role("button", name="Compare 1 with 2").click()

    canvas = shop.canvas
    for step, word in (("respond_1", "Added"), ("log_1", "Removed"), ("sum_1", "Renamed from code_1")):
        expect(canvas.step(step)).to_contain_text(word)
    expect(canvas.step("webhook_1")).not_to_contain_text("hanged")
    changes = page.get_by_role("complementary", name="Changes")
    renamed = changes.get_by_test_id("change-sum_1")
    expect(renamed).to_contain_text("code_1 → sum_1")
    expect(renamed.get_by_label("Code, changed")).to_contain_text("const total = 2;")
    expect(renamed.locator(".cm-deletedChunk")).to_contain_text("const total = 1;")
    changes.get_by_test_id("change-log_1").get_by_role("button").click()
    expect(canvas.step("log_1")).to_have_attribute("data-selected", "true")
    canvas.step("respond_1").click()
    expect(changes.get_by_test_id("change-respond_1").get_by_role("button")).to_have_attribute("aria-current", "true")

    page.get_by_role("button", name="Swap the two").click()
    expect(canvas.step("respond_1")).to_contain_text("Removed")
    page.get_by_role("combobox", name="To", exact=True).click()
    page.get_by_role("option", name="Version 2").click()
    expect(page.get_by_role("heading", name="Both mean the same")).to_be_visible()


def test_an_old_version_can_be_looked_at_and_copied_from(page: Page, shop: Shop) -> None:
    shop.draw(second())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shop.visit("versions/1")
    expect(page.get_by_text("Version 1, read-only")).to_be_visible()
    shop.canvas.step("code_1").click()
    page.keyboard.press("Delete")
    expect(shop.canvas.step("code_1")).to_be_visible()
    page.keyboard.press("Control+c")
    clip = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert [step["id"] for step in clip["steps"]] == ["code_1"]
    assert ids(shop.api("GET", "draft")["definition"]["flows"][0]) == ["webhook_1", "sum_1", "respond_1"]


def test_an_old_version_is_restored_as_an_edit_that_undo_takes_back(page: Page, shop: Shop) -> None:
    shop.draw(second())
    shop.visit("versions")
    page.get_by_role("button", name="More for version 1").click()
    page.get_by_role("menuitem", name="Restore into the draft").click()
    dialog = page.get_by_role("dialog", name="Restore version 1?")
    expect(dialog).to_contain_text("1 step added, 1 step removed, 1 step renamed")
    dialog.get_by_role("button", name="Restore into the draft").click()
    expect(shop.canvas.step("log_1")).to_be_visible()
    assert ids(shop.canvas.flow()) == ["webhook_1", "code_1", "log_1"]
    page.reload()
    expect(shop.canvas.step("log_1")).to_be_visible()
    assert ids(shop.canvas.flow()) == ["webhook_1", "code_1", "log_1"]

    shop.draw(second())
    shop.visit("versions/1")
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Restore into the draft").click()
    expect(page.get_by_text("Version 1 is in the draft now")).to_be_visible()
    expect(shop.canvas.step("log_1")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(shop.canvas.step("respond_1")).to_be_visible()
    assert ids(shop.canvas.flow()) == ["webhook_1", "sum_1", "respond_1"]


def test_publishing_to_some_then_to_all_and_back(page: Page, shop: Shop) -> None:
    north, south, new = shop.deploy("North", "pilot"), shop.deploy("South"), shop.deploy("Newcomer")
    urls = shop.urls(north, south, new)
    page.reload()
    expect(page.get_by_text("Draft is live")).to_be_visible()
    shop.draw(second())
    page.reload()
    expect(page.get_by_role("link", name="Draft edited")).to_be_visible()
    page.keyboard.press("Shift+P")
    dialog = page.get_by_role("dialog", name="Publish this draft")
    changed = dialog.get_by_role("region", name="Changes since the live version")
    expect(changed).to_contain_text("1 step added, 1 step removed, 1 step renamed")
    dialog.get_by_label("Comment").fill("Answers now")
    dialog.get_by_label("Some, by label or by name").check()
    expect(dialog.get_by_role("button", name="Publish version")).to_be_disabled()
    dialog.get_by_role("combobox", name="By label").click()
    page.get_by_role("option", name="pilot").first.click()
    page.keyboard.press("Escape")
    expect(dialog.get_by_text("moves to version 2")).to_contain_text("1 customer moves to version 2")
    shot(page, "publish-to-some")
    dialog.get_by_role("button", name="Publish version").click()
    told = page.get_by_role("dialog", name="Version 2 is published")
    expect(told).to_contain_text("The customer is on version 2 now. Their URLs stayed the same.")
    told.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Version 2 for some")).to_be_visible()
    assert [shop.version_of(instance) for instance in (north, south, new)] == [2, 1, 1]

    shop.visit("versions")
    expect(page.get_by_text("version 1 stays the live one until you promote it")).to_be_visible()
    rollouts = page.get_by_role("table", name="Rollouts")
    expect(rollouts.get_by_role("row", name="those labelled pilot")).to_contain_text("1 moved")
    shot(page, "versions-staged")
    rollouts.get_by_role("button", name="Promote to all").click()
    promote = page.get_by_role("dialog", name="Move everyone")
    expect(promote).to_contain_text("2 customers move to version 2, 1 is there already")
    expect(promote.get_by_label("Also make version 2 the live one")).to_be_checked()
    shot(page, "promote-to-all")
    promote.get_by_role("button", name="Move 2 customers").click()
    after = page.get_by_role("dialog", name="Version 2 for everyone")
    expect(after).to_contain_text("All 2 customers are on version 2 now.")
    after.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Live: version 2")).to_be_visible()
    assert [shop.version_of(instance) for instance in (north, south, new)] == [2, 2, 2]

    rollouts.get_by_role("row", name="Version 2 to everyone").get_by_role("button", name="Roll back").click()
    undo = page.get_by_role("dialog", name="Roll back: Version 2 to everyone")
    expect(undo).to_contain_text("Version 1 becomes the live one again")
    undo.get_by_role("button", name="Roll back").click()
    expect(undo).to_contain_text("All 2 customers are back where they were now.")
    undo.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Live: version 1")).to_be_visible()
    assert [shop.version_of(instance) for instance in (north, south, new)] == [2, 1, 1]
    assert shop.urls(north, south, new) == urls


def test_a_draft_is_tried_on_real_requests_before_it_is_published(page: Page, shop: Shop) -> None:
    north, south = shop.deploy("North"), shop.deploy("South")
    for url, times in ((shop.urls(north).pop(), 1), (shop.urls(south).pop(), 2)):
        for _ in range(times):
            came = call(url, "POST", body={"order": 7})
            assert shop.product.execution(came.json["executionId"])["status"] == "succeeded"
    shop.draw(second())
    page.reload()
    expect(page.get_by_role("link", name="Draft edited")).to_be_visible()
    page.keyboard.press("Shift+P")
    dialog = page.get_by_role("dialog", name="Publish this draft")
    dialog.get_by_role("button", name="Try on the last 20 real requests").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Of 3 requests, 3 come out differently.")).to_be_visible()
    table = dialog.get_by_role("table", name="What would be different, by customer")
    expect(table.get_by_role("row", name="South").get_by_role("cell")).to_have_text(["0", "2", "0"])
    table.get_by_role("button", name="North").focus()
    page.keyboard.press("Enter")
    told = table.get_by_role("article", name="POST request")
    expect(told.get_by_role("region", name="sum_1 returns something else")).to_be_visible()
    result = told.get_by_role("region", name="The result is another").get_by_role("table")
    expect(result.get_by_role("columnheader")).to_have_text(["Where", "Then", "With this draft"])
    shot(page, "what-if")
    page.keyboard.press("Enter")
    expect(told).to_have_count(0)


def test_who_lacks_a_value_is_named_before_and_given_it_while_moving(page: Page, shop: Shop) -> None:
    north, south = shop.deploy("North"), shop.deploy("South")
    shop.draw(second(), configVariables=[{"key": "region", "name": "Region", "required": True}])
    shop.publish("By region")
    shop.visit("versions")
    instances = page.get_by_role("table", name="Instances")
    page.get_by_label("Search instances").fill("nor")
    expect(instances.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Pause or resume…").click()
    switch = page.get_by_role("dialog", name="Pause or resume instances")
    expect(switch).to_contain_text('those known by "nor" with this integration.')
    switch.get_by_role("button", name="Pause 1 instance").click()
    expect(switch.get_by_role("status")).to_have_text("1 instance paused")
    switch.get_by_role("button", name="Done").click()
    expect(instances).to_contain_text("paused")
    page.get_by_role("button", name="Pause or resume…").click()
    expect(switch.get_by_role("radio", name="Resume")).to_be_checked()
    switch.get_by_role("button", name="Resume 1 instance").click()
    switch.get_by_role("button", name="Done").click()
    page.get_by_label("Search instances").fill("")
    expect(instances.get_by_role("row")).to_have_count(3)
    page.get_by_label("Pick all shown customers").check()
    page.get_by_role("button", name="Move them to a version").click()
    dialog = page.get_by_role("dialog", name="Move 2 customers picked by hand")
    expect(dialog.get_by_role("list", name="Cannot move yet").get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("list", name="Cannot move yet")).to_contain_text("Region is required.")
    expect(dialog.get_by_role("button", name="Move 0 customers")).to_be_disabled()
    shot(page, "move-with-missing-values")
    dialog.get_by_role("button", name="Fill in for North").click()
    fill = page.get_by_role("dialog", name="Move North to version 2")
    fill.get_by_label("Region").fill("eu")
    fill.get_by_role("button", name="Move", exact=True).click()
    expect(dialog.get_by_role("list", name="Cannot move yet").get_by_role("listitem")).to_have_count(1)
    assert [shop.version_of(instance) for instance in (north, south)] == [2, 1]
    dialog.get_by_role("button", name="Cancel").click()

    page.get_by_label("Change the version of North").click()
    page.get_by_role("menuitem", name="Roll back to version 1").click()
    back = page.get_by_role("dialog", name="Roll North back to version 1")
    expect(back).to_contain_text("1 customer moves")
    back.get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("North is on version 1 now.")).to_be_visible()


def test_a_draft_that_has_hardly_begun_is_told_what_comes_next(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    open_canvas({"key": "main", "name": "Main", "steps": [], "links": []})
    expect(page.get_by_text("Draft only")).to_be_visible()
    page.get_by_role("button", name="Next: add a trigger").click()
    expect(page.get_by_role("list", name="Problems").get_by_label("Next")).to_be_visible()


def test_a_file_replaces_the_draft_of_an_integration(page: Page, shop: Shop) -> None:
    shop.visit("versions")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("YAML", exact=True).fill("name: From a file\nflows:\n  - {key: main, name: Taken}\n")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Replace the draft").click()
    expect(page.get_by_role("status").filter(has_text="The draft of From a file is replaced.")).to_be_visible()
    page.get_by_role("link", name="Open the draft").click()
    expect(page.get_by_role("button", name="Next: add a trigger")).to_be_visible()
    assert [flow["name"] for flow in shop.api("GET", "draft")["definition"]["flows"]] == ["Taken"]
