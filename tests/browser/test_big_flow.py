"""What keeps a flow of 200 steps quick: while one step is dragged, no other is drawn again, and a long drag writes once.

How smooth it is on a given machine: `tests/benchmarks/canvas_frames.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.benchmarks.canvas_frames import big_flow
from tests.browser.canvas import Canvas

pytestmark = pytest.mark.browser

# React tells a developer tool of each commit. Like that tool we look only where a parent's children were replaced, and count
# the components that did work. Ours for steps get `positionAbsoluteX` from React Flow and ours for links `sourceX`; those of
# React Flow around them get `rfId`: they do work for each link and step when the canvas hands down a new function.
COUNT_RENDERS = """
window.__renders = {}
const WORKED = 1
function look(fiber) {
  const before = fiber.alternate
  const props = fiber.memoizedProps
  if (before && typeof fiber.type !== "string" && fiber.flags & WORKED && props && typeof props.id === "string") {
    const kind = "positionAbsoluteX" in props || "sourceX" in props ? "ours" : "rfId" in props ? "around" : null
    if (kind) window.__renders[`${kind} ${props.id}`] = (window.__renders[`${kind} ${props.id}`] ?? 0) + 1
  }
  if (before && before.child === fiber.child) return
  for (let child = fiber.child; child; child = child.sibling) look(child)
}
window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
  renderers: new Map(),
  supportsFiber: true,
  inject: () => 1,
  onCommitFiberRoot: (_id, root) => look(root.current),
  onCommitFiberUnmount: () => {},
  onPostCommitFiberRoot: () => {},
}
"""


def test_only_the_dragged_step_is_drawn_again_and_a_long_drag_writes_once(page: Page, open_canvas: Callable[..., Canvas]) -> None:
    page.add_init_script(COUNT_RENDERS)
    canvas = open_canvas(big_flow(200))
    page.keyboard.press("1")
    canvas.settle()
    box = canvas.box("step_50")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8)
    expect(canvas.step("step_50")).to_have_attribute("data-selected", "true")
    saves: list[Request] = []
    page.on("request", lambda request: request.method == "PUT" and saves.append(request))
    page.evaluate("() => { window.__renders = {} }")
    for step in range(40):
        page.mouse.move(x + 10 + step * 3, y + 10 + step)
    drawn = Counter(page.evaluate("() => window.__renders"))
    page.mouse.up()
    assert drawn["ours step_50"] > 10
    touched = {"step_50", "step_49.out>step_50", "step_50.out>step_51"}
    assert {name.split(" ", 1)[1] for name in drawn} == touched
    moved = canvas.flow()["layout"]["step_50"]
    assert moved != big_flow(200)["layout"]["step_50"]
    assert len(saves) == 1
