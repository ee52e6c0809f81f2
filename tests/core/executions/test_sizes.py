"""What a flow hands on has a weight, found before it is written out."""

from __future__ import annotations

import json

import pytest

from runtime.engine.errors import StepProblem
from runtime.executions.sizes import DEEPEST, LARGEST_EXECUTION, LARGEST_VALUE, Room, require_modest, weigh


@pytest.mark.parametrize("value", [None, 1, "text", [1] * 1000, {"key": ["value"] * 50}, {"a": {"b": "x" * 5000}}])
def test_a_weight_is_near_the_size_as_json(value):
    size = len(json.dumps(value))
    assert size / 3 <= weigh(value, 10**9) <= size * 6 + 8


def doubled(times: int) -> dict:
    value: dict = {"text": "x" * 1000}
    for _ in range(times):
        value = {"left": value, "right": value}
    return value


def test_what_shares_its_parts_weighs_as_much_as_its_copies():
    with pytest.raises(StepProblem) as problem:
        require_modest(doubled(60), "This")
    assert problem.value.code == "value_too_large"


def test_counting_stops_soon_after_the_limit():
    assert weigh(doubled(60), 10_000) < 100_000


def test_what_nests_too_deeply_is_named():
    deep: list = []
    for _ in range(DEEPEST + 1):
        deep = [deep]
    with pytest.raises(StepProblem) as problem:
        weigh(deep, LARGEST_VALUE)
    assert problem.value.code == "value_too_deep"


def test_the_results_of_an_execution_share_one_room():
    room, part = Room(), "x" * (LARGEST_EXECUTION // 4)
    for _ in range(3):
        room.take(part)
    with pytest.raises(StepProblem) as problem:
        room.take([part, part])
    assert problem.value.code == "execution_too_large"
    assert room.take({"small": 1}) == '{"small":1}'
