"""What a loop runs over.

For: turning the resolved inputs of a loop step into the sequence of its items.
Not here: running the turns (`working`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runtime.engine.component import Json
from runtime.engine.errors import StepProblem

INTERRUPTED = {"code": "interrupted", "message": "The execution ended while this loop was under way."}
SLEEP_INTERRUPTED = {"code": "interrupted", "message": "The execution ended while this step slept."}
MOST_TURNS = 100_000
"""Turns of all loops of one execution together: loops in loops that do nothing must end too."""

_JSON_TYPES = {str: "text", bool: "boolean", int: "number", float: "number"}


def loop_items(inputs: Mapping[str, Json]) -> Sequence[Json]:
    """`{mode?: items | times, items?, times?}` to its items: of an object {key, value} each, of `times` the numbers from 0.

    Raises `StepProblem` `loop_items_invalid` or `loop_too_long`.
    """
    mode = inputs.get("mode") or ("times" if "times" in inputs and "items" not in inputs else "items")
    items = range(_times(inputs.get("times"))) if mode == "times" else _items(inputs.get("items"))
    if len(items) > MOST_TURNS:
        raise too_long()
    return items


def too_long() -> StepProblem:
    return StepProblem(
        f"The loops of one execution may take {MOST_TURNS} turns together; send smaller lists or split the work over executions.",
        code="loop_too_long",
    )


def _items(items: Json) -> Sequence[Json]:
    match items:
        case None:
            return ()
        case list():
            return items
        case dict():
            return [{"key": key, "value": value} for key, value in items.items()]
    raise StepProblem(
        f"A loop runs over a list or an object and was given a {_JSON_TYPES[type(items)]}. Reference a list, or loop n times.",
        code="loop_items_invalid",
    )


def _times(times: Json) -> int:
    if isinstance(times, str) and times.strip().isdecimal() and len(times.strip()) < 10:
        times = int(times)  # what a template or a config variable of type string gives
    if isinstance(times, float) and times.is_integer():
        times = int(times)
    if isinstance(times, bool) or not isinstance(times, int) or times < 0:
        raise StepProblem("A loop's number of times must be a whole number, 0 or more.", code="loop_items_invalid")
    return min(times, MOST_TURNS + 1)
