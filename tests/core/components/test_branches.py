"""Which way a branch goes."""

import pytest

from runtime.components import BY_KEY
from runtime.components.operators import OPERATORS
from runtime.engine.errors import StepProblem

TABLE = [
    # operator, left, right, holds, remark
    ("equals", 1, 1.0, True, "JSON knows one kind of number"),
    ("equals", "1", 1, False, "text is not a number"),
    ("equals", True, 1, False, "true is not 1"),
    ("equals", {"a": [1, True]}, {"a": [1, True]}, True, "deep"),
    ("equals", {"a": [1, True]}, {"a": [1, 1]}, False, "deep, still by JSON"),
    ("equals", {"a": 1}, {"a": 1, "b": None}, False, "an extra key counts"),
    ("equals", None, None, True, "nothing equals nothing"),
    ("notEquals", "a", "b", True, ""),
    ("notEquals", [], [], False, ""),
    ("greaterThan", 3, 2, True, ""),
    ("greaterThan", 2, 2, False, ""),
    ("greaterThan", "10", 9, True, "a query parameter against a number"),
    ("greaterThan", "10", "9", False, "two texts compare as text"),
    ("greaterThan", None, 1, False, "nothing is greater than nothing"),
    ("greaterThanOrEqual", 2, 2, True, ""),
    ("lessThan", "2026-01-01", "2026-02-01", True, "ISO dates sort as text"),
    ("lessThan", 1, None, False, ""),
    ("lessThanOrEqual", 2.5, 2.5, True, ""),
    ("contains", "hello", "ell", True, "text in text"),
    ("contains", [1, {"a": 1}], {"a": 1}, True, "item in list"),
    ("contains", {"a": 1}, "a", True, "key in object"),
    ("contains", {"a": 1}, 1, False, "not a key"),
    ("contains", [1], True, False, "true is not 1 here either"),
    ("contains", [None], None, True, ""),
    ("contains", None, "a", False, ""),
    ("notContains", "hello", "x", True, ""),
    ("notContains", None, "x", True, "nothing holds nothing"),
    ("startsWith", "hello", "he", True, ""),
    ("startsWith", None, "he", False, ""),
    ("endsWith", "hello", "lo", True, ""),
    ("endsWith", "hello", "he", False, ""),
    ("in", "a", ["a", "b"], True, ""),
    ("in", "c", ["a", "b"], False, ""),
    ("in", "ell", "hello", True, ""),
    ("exists", 0, None, True, "zero is something"),
    ("exists", None, None, False, ""),
    ("doesNotExist", None, None, True, ""),
    ("doesNotExist", "", None, False, "an empty text exists"),
    ("isEmpty", "", None, True, ""),
    ("isEmpty", [], None, True, ""),
    ("isEmpty", {}, None, True, ""),
    ("isEmpty", None, None, True, ""),
    ("isEmpty", 0, None, False, "a number is never empty"),
    ("isEmpty", False, None, False, ""),
    ("isNotEmpty", [None], None, True, ""),
    ("isNotEmpty", None, None, False, ""),
    ("isTrue", True, None, True, ""),
    ("isTrue", 1, None, False, ""),
    ("isTrue", "true", None, False, "text is not true"),
    ("isFalse", False, None, True, ""),
    ("isFalse", None, None, False, "absent is not false"),
    ("equalsAsText", 0, "0", True, "what a form sends"),
    ("equalsAsText", 1.0, "1", True, "one kind of number"),
    ("equalsAsText", True, "true", True, ""),
    ("equalsAsText", None, "", False, "nothing is no text"),
    ("equalsAsText", {"a": 1}, '{"a":1}', True, ""),
    ("notEqualsAsText", 1, "1", False, ""),
    ("doesNotStartWith", "hello", "lo", True, ""),
    ("doesNotStartWith", None, "lo", True, "nothing starts with nothing"),
    ("doesNotEndWith", "hello", "lo", False, ""),
    ("isAfter", "2026-02-01T00:00:00+02:00", "2026-01-31T21:59:59Z", True, "offsets count"),
    ("isAfter", None, "2026-01-31", False, ""),
    ("isBefore", 1769800000, "2026-02-01", True, "seconds since 1970"),
    ("isSameMoment", 1769800000000, 1769800000, True, "milliseconds too"),
    ("matches", "order-17", r"-\d+$", True, "found anywhere"),
    ("matches", "order", r"^\d", False, ""),
    ("matches", None, "x", False, ""),
]


@pytest.mark.parametrize(("operator", "left", "right", "holds", "remark"), TABLE)
def test_an_operator_means_what_its_label_says(operator, left, right, holds, remark):
    assert OPERATORS[operator].test(left, right) is holds, remark


def test_the_table_above_knows_every_operator():
    assert {row[0] for row in TABLE} == OPERATORS.keys()


@pytest.mark.parametrize(
    ("operator", "left", "right", "code"),
    [
        ("greaterThan", [1], 1, "not_comparable"),
        ("isAfter", "soon", "2026-01-31", "not_a_moment"),
        ("greaterThan", "many", 1, "not_comparable"),
        ("lessThan", True, 1, "not_comparable"),
        ("contains", 17, 1, "not_comparable"),
        ("contains", "text", 1, "not_comparable"),
        ("startsWith", 17, "1", "not_comparable"),
        ("matches", 17, "1", "not_comparable"),
        ("matches", "x", "(", "pattern_invalid"),
        ("matches", "x", "(?=x)", "pattern_invalid"),
    ],
)
def test_what_cannot_be_compared_fails_the_step_and_says_why(operator, left, right, code):
    with pytest.raises(StepProblem) as refused:
        OPERATORS[operator].test(left, right)
    assert refused.value.code == code


def test_a_pattern_that_hangs_backtracking_engines_answers_at_once():
    assert OPERATORS["matches"].test("a" * 50_000 + "!", r"^(a+)+$") is False


def case(name, equals):
    return {"name": name, "equals": equals}


@pytest.mark.parametrize(
    ("value", "cases", "outlet"),
    [
        ("b", [case("A", "a"), case("B", "b")], "B"),
        ("b", [case("first", "b"), case("second", "b")], "first"),
        ("z", [case("A", "a")], "else"),
        (None, [case("A", "a")], "else"),
        (None, [case("nothing", None)], "nothing"),
    ],
)
async def test_branch_on_value_takes_the_first_case_that_equals(value, cases, outlet, world):
    outcome = await BY_KEY["branch.value"].run(world.context(), {"value": value, "cases": cases})
    assert outcome.outlet == outlet
    assert outcome.results == {"branch": outlet}


YES, NO = {"left": 1, "operator": "exists"}, {"left": None, "operator": "exists"}


@pytest.mark.parametrize(
    ("branches", "outlet"),
    [
        ([("A", "all", [YES, YES])], "A"),
        ([("A", "all", [YES, NO])], "else"),
        ([("A", "any", [NO, YES])], "A"),
        ([("A", "any", [NO, NO]), ("B", "all", [YES])], "B"),
        ([("A", None, [YES, NO])], "else"),
    ],
)
async def test_branch_on_expression_takes_the_first_branch_that_holds(branches, outlet, world):
    inputs = {"branches": [{"name": name, "match": match, "conditions": conditions} for name, match, conditions in branches]}
    assert (await BY_KEY["branch.expression"].run(world.context(), inputs)).outlet == outlet


@pytest.mark.parametrize(
    ("raw", "outlets", "remark"),
    [
        ({}, ("else",), "nothing set yet"),
        ({"cases": {"list": []}}, ("else",), "empty"),
        (
            {"cases": {"list": [{"object": {"name": {"value": "A"}}}, {"object": {"name": {"value": "B"}}}]}},
            ("A", "B", "else"),
            "",
        ),
        ({"cases": {"value": [{"name": "A"}, {"name": "A"}]}}, ("A", "else"), "two cases, one outlet"),
        ({"cases": {"list": [{"value": {"name": "A"}}]}}, ("A", "else"), "an entry as a literal"),
        ({"cases": {"list": [{"object": {"name": {"reference": "x.results"}}}]}}, ("else",), "a computed name makes no outlet"),
        ({"cases": {"list": [{"object": {}}, {"object": {"name": {"value": 7}}}, {"value": 3}, None]}}, ("else",), "half-typed"),
        ({"cases": {"reference": "webhook_1.results"}}, ("else",), "no literal at all"),
        ({"cases": "broken"}, ("else",), "not even a tagged input"),
    ],
)
def test_outlets_are_the_names_as_drawn_and_else(raw, outlets, remark):
    assert BY_KEY["branch.value"].outlets(raw) == outlets, remark


@pytest.mark.parametrize("key", ["branch.value", "branch.expression"])
def test_searching_for_if_finds_it(key):
    assert "if" in BY_KEY[key].synonyms
