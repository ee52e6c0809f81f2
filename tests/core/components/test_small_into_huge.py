"""Small inputs that would become huge: refused before anything of that size is made, and without looking at it all.

A payload is a stranger's, and every step of every tenant runs in one process: what fills its memory or its time ends them all.
"""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from runtime.components import BY_KEY
from runtime.components.operators import OPERATORS, against, json_equal
from runtime.engine.errors import StepProblem
from tests.effort import at_most

MOST_MEMORY = 60_000_000  # bytes; each of them would be gigabytes
LONG = "a" * 100_000
MANY = [0] * 100_000
HUGE = {
    "replace": ("text", {"operation": "replace", "text": LONG, "find": "a", "replacement": LONG}),
    "join": ("text", {"operation": "join", "list": MANY, "separator": LONG}),
    "split": ("text", {"operation": "split", "text": LONG * 20, "separator": "a"}),
    "letters": ("text", {"operation": "split", "text": LONG * 20}),
    "cells": ("convert", {"operation": "toCsv", "data": [{f"k{n}": 1} for n in range(5_000)]}),
    "elements": ("convert", {"operation": "toXml", "data": {LONG: MANY}}),
    "fields": ("convert", {"operation": "toForm", "data": {LONG: MANY}}),
    "pairs": (
        "list",
        {
            "operation": "join",
            "by": "id",
            "list": [dict.fromkeys(map(str, range(5_000))) | {"id": 1}],
            "other": [{"id": 1}] * 9_000,
        },
    ),
}


async def run(key: str, inputs: dict[str, Any]) -> Any:
    return (await BY_KEY[key].run(None, inputs)).results  # type: ignore[arg-type]


@pytest.mark.parametrize("what", HUGE)
async def test_it_is_refused_before_it_is_made(what: str) -> None:
    key, inputs = HUGE[what]
    tracemalloc.start()
    try:
        with pytest.raises(StepProblem) as refused:
            await run(key, inputs)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert refused.value.code == "result_too_large"


async def test_many_are_looked_for_among_many_in_one_go() -> None:
    known = [{"id": n} for n in range(2_000)]
    with at_most(200_000):
        left = await run(
            "list", {"operation": "filter", "list": [*known, {"id": 1.0}], "rules": [{"operator": "in", "right": known}]}
        )
    assert len(left) == 2_001


VALUES = [None, True, False, 0, 1, 1.0, "1", "", "true", [], [1], [1.0], [True], {}, {"a": 1}, {"a": [None]}, {"a": True}]


@pytest.mark.parametrize("operator", ["in", "equalsAsText", "notEqualsAsText", "equals"])
def test_a_right_side_prepared_once_means_the_same(operator: str) -> None:
    for right in [*VALUES, VALUES, [1], ["1", None], {"1": 1}]:
        if operator == "in" and isinstance(right, bool | int | float):
            continue  # nothing can be in a number
        test = against(operator, right)
        for left in VALUES:
            if operator == "in" and isinstance(right, str) and not isinstance(left, str | None):
                continue
            assert test(left) == OPERATORS[operator].test(left, right), (left, right)
    assert json_equal([1], [1.0])


@pytest.mark.parametrize(
    ("operation", "numbers", "code"),
    [
        ("round", ["nan"], "input_invalid"),
        ("add", ["inf", 1], "input_invalid"),
        ("round", [1e308], "number_too_large"),
        ("add", [10**400, 0.5], "number_too_large"),
        ("divide", [10**400, 3], "number_too_large"),
    ],
)
async def test_numbers_beyond_numbers_are_the_payloads_fault_and_not_ours(operation: str, numbers: list[Any], code: str) -> None:
    with pytest.raises(StepProblem) as refused:
        await run("math", {"operation": operation, "numbers": numbers, "places": 15})
    assert refused.value.code == code


async def test_lists_in_lists_count_as_depth_where_xml_is_written() -> None:
    deep: list[Any] = []
    for _ in range(190):
        deep = [deep]
    with pytest.raises(StepProblem, match="64 deep"):
        await run("convert", {"operation": "toXml", "data": {"a": deep}})
