"""Where the boxes of an imported flow stand: columns by depth, a row for each way of a branch, loops as large as what they hold.

Tidying on the canvas does more; this only has to be readable at first sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Point = dict[str, float]
WIDTH, HEIGHT, OUTLET = 232, 60, 22
GAP_X, GAP_Y = 88, 40
HEADER, PADDING, CORNER_X = 60, 28, 40
LEAST = (300, 148)
LANE = 100


def lay_out(steps: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> dict[str, Point]:
    layout: dict[str, Point] = {}
    _place(steps, links, layout, 0, 0)
    return layout


def _place(
    steps: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]], layout: dict[str, Point], left: float, top: float
) -> tuple[float, float]:
    """Gives the right and the bottom end."""
    column: dict[str, int] = {}
    for step in steps:  # they stand in link order
        before = [column[link["from"]] for link in links if link["to"] == step["id"] and link["from"] in column]
        column[step["id"]] = max(before, default=-1) + 1
    sizes = {step["id"]: _size(step, layout) for step in steps}
    lanes = _lanes(steps, links)
    right, bottom, x = left, top, left
    for number in range(max(column.values(), default=-1) + 1):
        y, widest = top, 0.0
        stack = [step["id"] for step in steps if column[step["id"]] == number]
        for step_id in sorted(stack, key=lambda each: lanes[each]):
            width, height = sizes[step_id]
            y = max(y, top + lanes[step_id] * LANE)
            layout[step_id] = {"x": x, "y": y}
            right, bottom, widest = max(right, x + width), max(bottom, y + height), max(widest, width)
            y += height + GAP_Y
        x += widest + GAP_X
    return right, bottom


def _lanes(steps: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> dict[str, int]:
    """A chain stays in its lane, each way of a branch has one of its own, and where ways meet the uppermost goes on."""
    lanes: dict[str, int] = {}
    free = 0
    for step in steps:
        into = [link for link in links if link["to"] == step["id"] and link["from"] in lanes]
        if not into:
            lanes[step["id"]] = free
            free += 1
            continue
        first = min(into, key=lambda link: lanes[link["from"]])
        beside = list(dict.fromkeys(link["to"] for link in links if link["from"] == first["from"]))
        if len(into) == 1 and step["id"] != beside[0]:
            lanes[step["id"]] = free
            free += 1
        else:
            lanes[step["id"]] = lanes[first["from"]]
    return lanes


def _size(step: dict[str, Any], layout: dict[str, Point]) -> tuple[float, float]:
    """What a loop holds is placed on the way: from its own corner."""
    if "steps" in step:
        right, bottom = _place(step["steps"], step.get("links", ()), layout, CORNER_X, HEADER)
        return max(LEAST[0], right + 2 * PADDING), max(LEAST[1], bottom + PADDING)
    inputs = step.get("inputs", {})
    listed = [inputs[name] for name in ("cases", "branches", "outlets") if name in inputs]
    ways = [len(one.get("list", one.get("value") or ())) + 1 for one in listed]
    return WIDTH, HEIGHT + (max(ways) * OUTLET if ways else 0)
