"""How smooth the canvas is: `python -m tests.benchmarks.canvas_frames [steps] [--profile FILE]`.

For: frame times of the real editor in this machine's Chromium while a flow of 200 steps is panned and one step is dragged,
and how many steps were drawn again meanwhile. A figure, never a test.
Not here: what must hold (only the dragged step is drawn again): `tests/browser/test_big_flow.py`.

A frame time is the distance of two animation frames, in milliseconds; 16.7 is every frame of a 60 Hz screen.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.canvas import Canvas
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.desk import sign_in
from tests.product import running_product

COLUMNS = 20
SECONDS = 3

RECORD = """() => {
  const times = []
  let going = true
  const tick = (now) => { times.push(now); if (going) requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
  window.__stop = () => { going = false; return times }
}"""


def big_flow(steps: int) -> dict[str, Any]:
    """One chain of code steps, drawn in rows of twenty."""
    ids = ["webhook_1"] + [f"step_{number}" for number in range(1, steps)]
    made = [{"id": "webhook_1", "component": "webhook"}]
    links = []
    for place, one in enumerate(ids[1:], start=1):
        made.append({"id": one, "component": "code", "name": f"Prepare order {place}", "inputs": {"code": {"value": CODE}}})
        links.append({"from": ids[place - 1], "to": one})
    layout = {one: {"x": place % COLUMNS * 260, "y": place // COLUMNS * 150} for place, one in enumerate(ids)}
    return {"key": "main", "name": "Big", "steps": made, "links": links, "layout": layout}


CODE = "module.exports = async ({ logger }, stepResults) => ({ data: stepResults.trigger.results.body.data })"


def frames(page: Page, gesture: Callable[[], None]) -> list[float]:
    page.evaluate(RECORD)
    gesture()
    return [later - earlier for earlier, later in pairwise(page.evaluate("() => window.__stop()"))]


def pan(page: Page, cdp: CDPSession) -> None:
    """Wheel to and fro, as two fingers on a touchpad would."""
    for direction in (1, -1) * SECONDS:
        cdp.send(
            "Input.synthesizeScrollGesture",
            {"x": 600, "y": 450, "xDistance": -300 * direction, "yDistance": -200 * direction, "speed": 700},
        )


def drag(page: Page, label: str) -> None:
    box = page.get_by_test_id(f"step-{label}").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for round_ in range(60 * SECONDS):
        page.mouse.move(x + (round_ % 40) * 4, y + (round_ % 30) * 3)
    page.mouse.up()


def told(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    late = sum(time > 17.7 for time in times) / len(times)
    return f"{name:<28} {len(times):>4} frames   median {statistics.median(times):5.1f} ms   p95 {p95:5.1f} ms   late {late:4.0%}"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("steps", nargs="?", type=int, default=200)
    arguments.add_argument("--profile", type=Path, help="Keep a trace of one pan for a browser's performance panel.")
    asked = arguments.parse_args()
    with running_product() as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        sign_in(page, product)
        Canvas.open(page, product, big_flow(asked.steps))
        page.wait_for_load_state("networkidle")
        cdp = page.context.new_cdp_session(page)
        print(told("nothing moves", frames(page, lambda: page.wait_for_timeout(2000))))
        for name, key in (("whole flow", "1"), ("at 100 %", "0")):
            page.keyboard.press(key)
            page.wait_for_timeout(500)
            if asked.profile and key == "0":
                browser.start_tracing(page=page, path=asked.profile)
            print(told(f"pan, {name}", frames(page, lambda: pan(page, cdp))))
            if asked.profile and key == "0":
                browser.stop_tracing()
        page.keyboard.press("1")
        page.wait_for_timeout(500)
        print(told("drag a step, whole flow", frames(page, lambda: drag(page, "step_50"))))
        browser.close()


if __name__ == "__main__":
    main()
