"""A flow on the canvas, for tests of what people do there: opened by API and driven by mouse and keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, Literal

from playwright.sync_api import Locator, Page, expect

from tests.product import Product, eventually

STANDING_STILL = """() => new Promise((done) => {
  let last = "", same = 0
  const look = () => {
    const drawn = document.querySelectorAll(".react-flow__viewport, .react-flow__node")
    const now = [...drawn].map((each) => each.style.cssText).join()
    same = now !== "" && now === last ? same + 1 : 0
    last = now
    if (same < 6) requestAnimationFrame(look)
    else done()
  }
  look()
})"""
Point = tuple[float, float]


def chain(*components: str, gap: int = 240) -> dict[str, Any]:
    """A flow of steps one after the other, labelled as the editor would, in a row."""
    counts: dict[str, int] = {}
    ids = []
    for component in components:
        stem = component.split(".")[-1].replace("-", "_")
        counts[stem] = counts.get(stem, 0) + 1
        ids.append(f"{stem}_{counts[stem]}")
    return {
        "key": "main",
        "name": "Main",
        "steps": [{"id": one, "component": component} for one, component in zip(ids, components, strict=True)],
        "links": [{"from": one, "to": other} for one, other in itertools.pairwise(ids)],
        "layout": {one: {"x": place * gap, "y": 0} for place, one in enumerate(ids)},
    }


class Canvas:
    """One integration of its own, its first flow open in the editor."""

    def __init__(self, page: Page, product: Product, integration: str) -> None:
        self.page, self.product, self.integration = page, product, integration

    @classmethod
    def open(cls, page: Page, product: Product, flow: dict[str, Any], **definition: Any) -> Canvas:
        """`page` is signed in. `definition` adds to the integration's document, such as `endpoint`."""
        made = product.api("POST", "integrations", {"name": f"Canvas {flow['name']}"})
        draft = product.api("GET", f"integrations/{made['id']}/draft")
        document = {**draft["definition"], **definition, "flows": [flow, *definition.get("flows", ())]}
        product.api("PUT", f"integrations/{made['id']}/draft", {"definition": document, "revision": draft["revision"]})
        canvas = cls(page, product, made["id"])
        canvas.visit(flow["key"])
        return canvas

    def visit(self, flow: str = "main") -> None:
        self.page.goto(f"{self.product.url}/integrations/{self.integration}/flows/{flow}")
        expect(self.page.get_by_test_id("canvas")).to_be_visible()
        self.settle()

    def settle(self) -> None:
        """Until the view stands still: a flow that opens, or is flown over, is nothing to aim at."""
        self.page.evaluate(STANDING_STILL)

    def box(self, label: str) -> dict[str, float]:
        self.settle()
        found = self.step(label).bounding_box()
        assert found, f"{label} is not on the page"
        return dict(found)

    @property
    def pane(self) -> Locator:
        return self.page.get_by_test_id("canvas")

    @property
    def inspector(self) -> Locator:
        return self.page.get_by_test_id("inspector")

    def step(self, label: str) -> Locator:
        return self.page.get_by_test_id(f"step-{label}")

    def select(self, *labels: str) -> None:
        for place, label in enumerate(labels):
            self.step(label).click(modifiers=["Control"] if place else [])

    def selected(self) -> list[str]:
        """In document order, which is the order of the boxes on the page."""
        boxes = self.page.locator("[data-testid^=step-][data-selected]")
        return [name.removeprefix("step-") for name in boxes.evaluate_all("all => all.map(each => each.dataset.testid)")]

    def zoom(self) -> float:
        viewport = self.page.locator(".react-flow__viewport")
        return float(viewport.evaluate("each => new DOMMatrix(getComputedStyle(each).transform).a"))

    def expect_zoom(self, wanted: Callable[[float], bool]) -> None:
        """The view moves for a moment."""
        eventually(lambda: wanted(self.zoom()), within=5)

    def drag(self, start: Point, end: Point, *, button: Literal["left", "middle"] = "left", let_go: bool = True) -> None:
        """With the mouse, over points between, as a hand does."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down(button=button)
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        mouse.move(*end, steps=3)
        if let_go:
            mouse.up(button=button)

    def saved(self) -> dict[str, Any]:
        """The definition as the server has it, once nothing is left unsaved."""
        expect(self.page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")
        return self.product.api("GET", f"integrations/{self.integration}/draft")["definition"]

    def flow(self, key: str = "main") -> dict[str, Any]:
        return next(flow for flow in self.saved()["flows"] if flow["key"] == key)
