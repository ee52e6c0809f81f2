"""Formulas under attack, and what is found wrong with them before they run. Not here: their meanings (fixtures/conformance)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.connectors.formulas import UNDEFINED, FormulaProblem, Limits, at, check, evaluate
from runtime.connectors.formulas.language import FORMULAS
from runtime.connectors.formulas.logic import OPERATORS

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*FORMULAS, *OPERATORS, "values", "cases", "filter", "item", "source", "a"]), inner, max_size=3
        )
    ),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None)
@given(node=values, variables=st.dictionaries(st.text(max_size=3), values, max_size=3))
def test_any_document_has_a_value_or_is_refused(node: Any, variables: dict[str, Any]) -> None:
    try:
        found = evaluate(node, variables, jsonata=lambda expression, given: UNDEFINED)
    except FormulaProblem as problem:
        assert problem.code.startswith("formula_") and problem.details["path"].startswith("$")
        return
    assert found is UNDEFINED or isinstance(found, (str, int, float, bool, list, dict)) or found is None


@settings(max_examples=100, deadline=None)
@given(node=values)
def test_any_document_can_be_checked(node: Any) -> None:
    assert all(finding.code.startswith("formula_") for finding in check(node))


def nested(depth: int) -> Any:
    node: Any = {"$var": "$.a"}
    for _ in range(depth):
        node = {"in": node}
    return node


def test_a_document_nested_without_end_is_refused() -> None:
    assert evaluate(nested(60), {"a": 1}) is not UNDEFINED
    with pytest.raises(FormulaProblem) as caught:
        evaluate(nested(300), {"a": 1})
    assert caught.value.code == "formula_too_deep"
    assert [finding.code for finding in check(nested(300))] == ["formula_too_deep"]


def loops(times: int, inner: Any) -> Any:
    for _ in range(times):
        inner = {"$iterate": {"source": {"$var": "$.items"} if times == 1 else list(range(100)), "item": inner}}
    return inner


@pytest.mark.parametrize(
    ("node", "code"),
    [
        pytest.param(loops(5, 1), "formula_too_much_work", id="loops in loops"),
        pytest.param(loops(1, {"$var": "$.parent"}), "formula_too_large", id="the whole input for each of its items"),
        pytest.param(
            {"$concat": {"values": loops(1, "x"), "delimiter": {"$var": "$.text"}}}, "formula_too_large", id="a long delimiter"
        ),
        pytest.param({"$concat": [loops(1, {"$var": "$.parent"})]}, "formula_too_large", id="the input in a text, many times"),
        pytest.param(
            {"$tpl": {"template": "{a}" * 2000, "values": {"a": {"$var": "$.text"}}}}, "formula_too_large", id="a template"
        ),
        pytest.param(
            {"a": {"$var": "$.text"}, **{f"c{n}": {"$copy": "$"} for n in range(3)}},
            "formula_copies_a_copy",
            id="copies of copies",
        ),
        pytest.param({"t": {"$var": "$.text"}, "all": loops(1, {"$copy": "$.t"})}, "formula_too_large", id="copies without end"),
        pytest.param(
            {"$eval": loops(1, {"$var": "$.parent"}), "is": loops(1, {"$var": "$.parent"})},
            "formula_too_large",
            id="a comparison",
        ),
        pytest.param({"$copy": "$["}, "formula_locator_invalid", id="a copy from nowhere"),
        pytest.param({"$case": [{"filter": [{"field": "$[", "operator": "is"}]}]}, "formula_locator_invalid", id="a filter"),
        pytest.param({"$jsonata": "a"}, "formula_not_here", id="JSONata without an engine"),
    ],
)
def test_what_would_run_away_is_stopped(node: Any, code: str) -> None:
    with pytest.raises(FormulaProblem) as caught:
        evaluate(node, {"items": [1] * 5000, "text": "x" * 20_000})
    assert caught.value.code == code


def test_a_payload_is_never_taken_for_a_formula() -> None:
    payload = {"a": {"$copy": "$.secret"}, "b": {"$var": "$.secret"}, "c": [{"$concat": ["x"]}]}
    assert evaluate({"secret": "s", "payload": {"$var": "$.payload"}}, {"payload": payload}) == {
        "secret": "s",
        "payload": payload,
    }


def test_its_own_limits_can_be_given() -> None:
    with pytest.raises(FormulaProblem, match="more than 3 values"):
        evaluate([1, 2, 3], {}, limits=Limits(steps=3))


def test_a_problem_names_file_line_and_path() -> None:
    lines = {(): 1, ("headers",): 2, ("headers", "to"): 4}
    with pytest.raises(FormulaProblem) as caught, at("events/paid/handle.map.yml", lines.get):
        evaluate({"headers": {"to": [1, {"$copy": "$["}]}}, {})
    assert caught.value.details == {"path": "$.headers.to[1].$copy", "file": "events/paid/handle.map.yml", "line": 4}


def test_jsonata_sees_the_variables_of_its_place() -> None:
    def engine(expression: str, variables: Any) -> Any:
        return variables["item"] if expression == "item" else UNDEFINED

    node = {"each": {"$iterate": {"source": ["a", "b"], "item": {"$jsonata": "item"}}}, "none": {"$jsonata": "?"}}
    assert evaluate(node, {}, jsonata=engine) == {"each": ["a", "b"]}


def test_all_that_is_wrong_is_found_at_once() -> None:
    node = {
        "a": {"$var": "$.a["},
        "b": {"$eval": 1, "equals": 1},
        "c": {"$frstName": "x"},
        "d": {"x": 1, "$var": "$.a"},
        "e": {"$map": {"mapping": []}},
        "f": {"$var": "$.a", "beside": 1},
        "g": {"$eval": 1},
        "h": {"$case": [{"filter": [{"field": "a", "operator": "equals"}]}]},
        "i": {"$concat": "x"},
        "j": {"$and": 1},
        "k": {"$template": "x"},
        "l": {"$plain": {"$var": "["}},
    }
    found = {(finding.path, finding.code, finding.severity) for finding in check(node)}
    assert found == {
        ("$.a.$var", "formula_locator_invalid", "error"),
        ("$.b.$eval", "formula_operator_unknown", "error"),
        ("$.c.$frstName", "formula_unknown", "warning"),
        ("$.d.$var", "formula_not_first", "warning"),
        ("$.e.$map", "formula_argument_invalid", "error"),
        ("$.f", "formula_keys_ignored", "warning"),
        ("$.g.$eval", "formula_operator_missing", "warning"),
        ("$.h.$case[0]", "formula_operator_unknown", "warning"),
        ("$.i.$concat", "formula_argument_invalid", "error"),
        ("$.j.$and", "formula_argument_invalid", "error"),
        ("$.k.$template", "formula_unknown", "warning"),
    }
    assert "Did you mean $firstName?" in next(finding.message for finding in check(node) if finding.path == "$.c.$frstName")
    assert [finding.line for finding in check({"a": {"$var": "["}}, lines={("a",): 7}.get)] == [7]
