"""What holds against an expectation and what does not, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.bench.expectations import DEEPEST_TOLD, LONGEST_PATH, MOST_DIFFERENCES, differences, mistakes_in

ABSENT = object()


def run_of(result: Any = None, **more: Any) -> dict[str, Any]:
    return {"outcome": "succeeded", "code": None, "result": result, "flow": "orders", "customer": "c-1", "answer": None, **more}


def told(expected: Any, got: Any, match: str = "contains") -> list[tuple[str, str]]:
    found = differences({"result": expected, "match": match}, run_of(got))
    return [(each.kind, each.path.removeprefix("result")) for each in found]


HOLD_IN_BOTH = [
    (1, 1, "the same number"),
    (1, 1.0, "numbers by value"),
    (2**80, float(2**80), "however large"),
    (None, None, "null is null"),
    ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, "nested"),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "keys in any order"),
    ([], [], "nothing"),
    ({"$any": True}, "x", "anything"),
    ({"$any": True}, None, "null is something"),
    ({"id": {"$any": "number"}}, {"id": 4.5}, "a kind of thing"),
    ({"id": {"$any": "text"}}, {"id": ""}, "an empty text is a text"),
    ([{"$any": "object"}], [{}], "inside a list"),
]
HOLD_WHEN_CONTAINED = [
    ({}, {"a": 1}, "more keys"),
    ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}, "more keys at each depth"),
    ([], [1], "more items"),
    ([1, 3], [1, 2, 3], "items between"),
    ([2], [1, 2], "items before"),
    ([{"a": 1}], [{"a": 2}, {"a": 1, "b": 1}], "items that hold more"),
    ([[1], [3]], [[0, 1], [2], [3]], "lists in lists"),
    ([1, 1], [1, 2, 1], "an item twice"),
]
FALL_SHORT = [
    (1, 2, [("changed", "")], "another number"),
    (1, True, [("changed", "")], "true is no number"),
    (0, False, [("changed", "")], "nor is false"),
    (1, "1", [("changed", "")], "a text is no number"),
    (None, ABSENT, [("missing", ".a")], "null is not absent"),
    ({"a": 1}, [], [("changed", "")], "an object is no list"),
    ({"a": 1}, {"b": 1}, [("missing", ".a")], "a key is not there"),
    ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, [("changed", ".a.b[1].c")], "deep inside"),
    ({"odd key": 1, "x-kind": 1}, {}, [("missing", '["odd key"]'), ("missing", ".x-kind")], "keys as paths"),
    ([1, 2], [2, 1], [("changed", "[0]"), ("changed", "[1]")], "order counts"),
    ([1, 2], [1], [("missing", "[1]")], "an item is not there"),
    ([1, 1], [1, 2], [("changed", "[1]")], "an item only once"),
    ({"a": {"$any": True}}, {}, [("missing", ".a")], "anything is not nothing"),
    ({"$any": "number"}, "4", [("changed", "")], "of another kind"),
    ({"$any": "number"}, True, [("changed", "")], "a boolean is no number"),
]


def cased(rows: list[Any]) -> list[Any]:
    return [pytest.param(*row[:-1], id=row[-1]) for row in rows]


@pytest.mark.parametrize(("expected", "got"), cased(HOLD_IN_BOTH))
@pytest.mark.parametrize("match", ["contains", "equals"])
def test_it_holds(expected, got, match):
    assert told(expected, got, match) == []


@pytest.mark.parametrize(("expected", "got"), cased(HOLD_WHEN_CONTAINED))
def test_contains_lets_more_stand_around_it_and_equals_does_not(expected, got):
    assert told(expected, got) == []
    assert told(expected, got, "equals") != []


@pytest.mark.parametrize(("expected", "got", "found"), cased(FALL_SHORT))
@pytest.mark.parametrize("match", ["contains", "equals"])
def test_it_falls_short_and_says_where(expected, got, found, match):
    expected, got = ({"a": expected}, {}) if got is ABSENT else (expected, got)
    assert [each for each in told(expected, got, match) if each[0] != "extra"] == found


def test_equals_names_what_is_too_much():
    assert told({"a": [1]}, {"a": [1, 2], "b": 3}, "equals") == [("extra", ".a[1]"), ("extra", ".b")]


def test_what_an_answer_says_is_compared_as_data_when_it_is_json():
    run = run_of(answer={"status": 201, "headers": {}, "body": '{"id": 7, "ok": true}'})
    assert differences({"answerStatus": 201, "answerBody": {"ok": True}}, run) == []
    assert [each.path for each in differences({"answerBody": {"ok": False}}, run)] == ["answerBody.ok"]
    assert differences({"answerBody": "gone"}, run_of(answer={"status": 200, "body": "gone"})) == []
    assert [each.path for each in differences({"answerStatus": 200}, run_of())] == ["answerStatus"]


def test_who_and_what_it_came_to_is_compared():
    assert differences({"flow": "orders", "customer": "c-1"}, run_of()) == []
    assert [each.path for each in differences({"flow": "returns", "customer": "c-2"}, run_of())] == ["flow", "customer"]


def test_only_what_is_given_is_compared():
    assert differences({"outcome": "failed"}, run_of(outcome="failed", code="code_threw")) == []
    assert differences({"code": "code_threw"}, run_of(outcome="failed", code="code_threw")) == []
    assert differences({"result": None}, run_of(None)) == []
    assert [each.path for each in differences({"result": None}, run_of({}))] == ["result"]


def test_another_outcome_is_told_without_all_that_follows_from_it():
    expected = {"outcome": "succeeded", "result": {"a": 1}, "answerStatus": 200}
    (only,) = differences(expected, run_of(outcome="stopped", code="picker_empty"))
    assert (only.path, only.expected, only.got) == ("outcome", "succeeded", "stopped")


def test_differences_are_told_briefly():
    many = differences({"result": dict.fromkeys(map(str, range(500)), 1)}, run_of({}))
    assert len(many) == MOST_DIFFERENCES
    (long,) = differences({"result": 1}, run_of(["x" * 9000]))
    assert len(long.as_json()["got"]) < 500
    assert differences({"result": 2**80}, run_of(1))[0].as_json()["expected"] == str(2**80)


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        ({}, ""),
        ({"match": "equals"}, ""),
        ({"result": {"$any": "date"}}, "result"),
        ({"result": [{"id": {"$any": False}}]}, "result[0].id"),
        ({"answerBody": {"$any": 1}}, "answerBody"),
    ],
)
def test_what_is_no_expectation_is_named(expected, path):
    assert list(mistakes_in(expected)) == [path]


@pytest.mark.parametrize("expected", [{"outcome": "failed"}, {"result": None}, {"result": {"$any": True, "more": 1}}])
def test_an_object_with_more_keys_is_no_wildcard(expected):
    assert mistakes_in(expected) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_whatever_a_run_gave_holds_against_itself(value):
    assert told(value, value) == told(value, value, "equals") == []


@given(JSON, JSON)
def test_what_equals_is_contained_too(expected, got):
    if not told(expected, got, "equals"):
        assert not told(expected, got)


def test_nesting_costs_no_more_than_its_size():
    expected: Any = 1
    got: Any = 2
    for _ in range(150):
        expected, got = [expected], [got, 0]
    # Compared twice at each level this would take longer than the universe has.
    assert told(expected, got) == [("changed", "[0]" * DEEPEST_TOLD)]


def test_lists_in_lists_are_not_looked_through_once_for_each_list_around_them():
    """A hundred levels around a long list kept the process busy for a quarter of a minute."""
    looks = 0

    class Watched(list):
        def __iter__(self):
            nonlocal looks
            looks += 1
            return super().__iter__()

    expected, got = [1, 2], Watched([1, 3])
    for _ in range(100):
        expected, got = [expected], [got]
    assert told(expected, got)
    assert 0 < looks <= DEEPEST_TOLD + 1


def test_a_path_through_endless_keys_is_told_by_its_beginning():
    told_paths = [each.as_json()["path"] for each in differences({"result": {"k" * 100_000: 1}}, {"result": {}})]
    assert told_paths == [f"result.{'k' * (LONGEST_PATH - 7)}…"]
