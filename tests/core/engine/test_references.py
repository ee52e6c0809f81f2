"""References under load and under attack. Not here: what they read (fixtures/conformance/references.yaml)."""

from __future__ import annotations

import contextlib
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.engine import inputs, queries
from runtime.engine.errors import InvalidDefinition, StepProblem
from runtime.engine.inputs import LONGEST_TEXT, resolve_inputs
from runtime.engine.references import LONGEST, ReferenceMissing, compile_reference
from runtime.executions.sizes import require_modest
from tests.effort import at_most

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    found = [(way, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += ways(inner, (*way, key))
    return found


def written(way: tuple[Any, ...]) -> str:
    quoted = (
        f"[{part}]" if isinstance(part, int) else '["' + part.replace("\\", "\\\\").replace('"', '\\"') + '"]' for part in way
    )
    return "step_1.results" + "".join(quoted)


@settings(max_examples=100, deadline=None)
@given(document=documents)
def test_every_value_can_be_reached_whatever_its_keys_are(document: Any) -> None:
    for way, value in ways(document):
        assert compile_reference(written(way)).read({"step_1": {"results": document}}) == value


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40), document=documents)
def test_any_text_is_a_reference_or_is_refused(text: str, document: Any) -> None:
    with contextlib.suppress(InvalidDefinition, StepProblem):
        compile_reference(text).read({"step_1": {"results": document}})


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_any_template_resolves_or_is_refused(text: str) -> None:
    try:
        resolved = resolve_inputs({"it": {"template": text}}, {"$": {"config": {}}})
    except InvalidDefinition:
        return
    assert isinstance(resolved.values["it"], str)


def test_it_refuses_a_text_too_long_to_be_a_reference() -> None:
    with pytest.raises(InvalidDefinition, match="longer than"):
        compile_reference("a" * (LONGEST + 1))


def test_it_never_reads_an_attribute() -> None:
    for text in ("step_1.__class__", "step_1.results.items", "step_1.results.__len__", "step_1.results.text.upper"):
        with pytest.raises(ReferenceMissing):
            compile_reference(text).read({"step_1": {"results": {"text": "x"}}})


def test_a_jsonpath_that_branches_without_end_is_stopped(monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST_NODES_VISITED", 50_000)
    nested: Any = 1
    for _ in range(14):
        nested = [nested, nested]
    with pytest.raises(StepProblem, match="visits too many"):
        compile_reference("$..[*]..[*].nothing").read({"a": nested})


@pytest.mark.parametrize("path", ["$..[?$..x]", "$..[?count($..*)>0]", "$.items[?count($.items[?count($..x)>0])>0]"])
def test_a_jsonpath_that_asks_for_all_at_each_value_is_stopped(path: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST_NODES_VISITED", 5_000)
    with at_most(600_000), pytest.raises(StepProblem, match="visits too many"):
        compile_reference(path).read({"items": [{"x": n} for n in range(2_000)]})


def test_a_filter_pays_for_what_it_tests_in_vain(monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST_NODES_VISITED", 5_000)
    often = "[0" + ",0" * 99 + "]"
    with at_most(600_000), pytest.raises(StepProblem, match="visits too many"):
        compile_reference(f"$.a{often}[?@.x==1]").read({"a": [[1] * 1_000]})


def test_a_long_key_is_not_written_out_for_each_value_below_it() -> None:
    document = {"k" * 100_000: list(range(5_000))}
    tracemalloc.start()
    try:
        assert len(compile_reference("$.*[?@ >= 0]").read(document)) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_pattern_out_of_a_payload_is_no_longer_than_one_that_people_write() -> None:
    with pytest.raises(ReferenceMissing):
        compile_reference("$.items[?match(@, $.pattern)]").read({"items": ["a"], "pattern": "a|" * 5_000})


def test_templates_that_say_a_large_thing_often_are_cut_where_the_step_is_refused_for_them() -> None:
    large, often = "x" * 1_000_000, {"template": "{{step_1.results}}" * 1_000}
    given = {"a": often, "b": {"object": {str(n): often for n in range(50)}}}
    tracemalloc.start()
    try:
        resolved = resolve_inputs(given, {"step_1": {"results": large}})
        assert tracemalloc.get_traced_memory()[1] < 3 * LONGEST_TEXT
    finally:
        tracemalloc.stop()
    with pytest.raises(StepProblem, match="over 32 MiB"):
        require_modest(resolved.values, "What this step is given")


def test_many_jsonpaths_of_one_step_share_what_they_may_visit(monkeypatch: Any) -> None:
    monkeypatch.setattr(inputs, "MOST_VISITED", 10_000)
    several = {"it": {"list": [{"reference": "$.items[?@.x==1]"}] * 20}}
    found = resolve_inputs(several, {"items": [{"x": n} for n in range(2_000)]})
    assert (found.values["it"][:2], found.values["it"][2:]) == ([{"x": 1}] * 2, [None] * 18)


def test_a_jsonpath_that_finds_too_much_is_stopped() -> None:
    with pytest.raises(StepProblem, match="more than 10000"):
        compile_reference("$.items[*]").read({"items": list(range(10_001))})


def test_a_jsonpath_meets_a_document_nested_without_end() -> None:
    nested: Any = {"a": 1}
    for _ in range(300):
        nested = {"in": nested}
    with pytest.raises(StepProblem) as caught:
        compile_reference("$..a").read(nested)
    assert caught.value.code == "reference_too_wide"


def test_a_pattern_cannot_run_away() -> None:
    evil = {"items": [{"text": "a" * 5_000 + "!"}]}
    with pytest.raises(ReferenceMissing):
        compile_reference("$.items[?match(@.text, '(a+)+(a+)+(a+)+(a+)+')]").read(evil)


def test_a_warning_does_not_repeat_the_payload() -> None:
    resolved = resolve_inputs(
        {"it": {"reference": "step_1.results.card.number"}}, {"step_1": {"results": {"card": "4111111111111111"}}}
    )
    assert resolved.values == {"it": None}
    assert "4111" not in resolved.warnings[0] and "which is a text" in resolved.warnings[0]
