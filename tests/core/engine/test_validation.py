"""What validation finds. Not here: the cases themselves (fixtures/conformance/problems.yaml)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from engine_cases import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.components import BY_KEY
from runtime.engine.definition import read_definition
from runtime.engine.errors import InvalidDefinition
from runtime.engine.interpreter import compile_flow
from runtime.engine.schema import SCHEMA, check_shape
from runtime.engine.validation import validate

PROBLEMS = read_cases("problems")
ACME = yaml.safe_load((Path(__file__).parents[3] / "fixtures" / "integrations" / "acme_erp.yaml").read_text(encoding="utf-8"))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def changed(document: Any, changes: dict[str, Any]) -> Any:
    """`{"flows.0.name": "x"}` set in a copy; None removes."""
    result = copy.deepcopy(document)
    for path, value in changes.items():
        *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
        here = result
        for part in way:
            here = here[part]
        if value is None:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return result


@pytest.mark.parametrize("case", PROBLEMS["cases"], ids=lambda case: case["it"])
def test_it_finds_every_problem(case: dict[str, Any]) -> None:
    document = changed(PROBLEMS["sound"], case["set"])
    found = validate(document, BY_KEY, credentials=PROBLEMS["credentials"])
    told = [[("~" if one.severity == "warning" else "") + one.code, one.flow, one.step, one.field] for one in found]
    assert sorted(told, key=str) == sorted(case["problems"], key=str), [one.message for one in found]


@pytest.mark.parametrize("case", PROBLEMS["cases"], ids=lambda case: case["it"])
def test_a_definition_without_errors_can_run(case: dict[str, Any]) -> None:
    document = changed(PROBLEMS["sound"], case["set"])
    if any(one.severity == "error" for one in validate(document, BY_KEY, credentials=PROBLEMS["credentials"])):
        return
    for flow in read_definition(document).flows:
        assert compile_flow(flow, BY_KEY).triggers


def test_it_finds_nothing_wrong_with_the_example() -> None:
    assert validate(ACME, BY_KEY, credentials=[]) == []


def test_its_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "document", [None, 5, "text", [], {}, {"name": 1, "key": 2}, {"name": "a", "key": "a", "flows": 3}], ids=str
)
def test_it_answers_whatever_it_is_given(document: Any) -> None:
    assert {one.code for one in validate(document, BY_KEY, credentials=[])} == {"shape_invalid"}


def test_it_refuses_what_is_nested_without_end() -> None:
    value: Any = 1
    for _ in range(5000):
        value = {"value": value}
    found = check_shape({"name": "Deep", "key": "deep", "flows": [value]})
    assert [one.code for one in found] == ["shape_invalid"]
    assert "nested deeper" in found[0].message


def test_it_stops_telling_after_fifty_misshapen_places() -> None:
    document = {**PROBLEMS["sound"], "configVariables": [{"key": "a", "name": "A", "type": "colour"}] * 80}
    assert len(check_shape(document)) == 50


def test_a_problem_is_plain_json() -> None:
    found = validate({"name": "Empty", "key": "empty"}, BY_KEY, credentials=[])
    assert json.loads(json.dumps([one.as_json() for one in found])) == [
        {
            "code": "flow_missing",
            "message": "The integration has no flow yet; add one.",
            "severity": "error",
            "flow": None,
            "step": None,
            "field": "flows",
        }
    ]


PLACES = [
    "name", "endpoint", "endpoint.flowName", "configVariables",
    "flows", "flows.0", "flows.0.key", "flows.0.name", "flows.0.policy",
    "flows.0.steps", "flows.0.links", "flows.0.links.0", "flows.0.links.0.from",
    "flows.0.steps.1", "flows.0.steps.1.id", "flows.0.steps.1.component", "flows.0.steps.1.inputs",
    "flows.0.steps.1.inputs.fields",
    "flows.0.steps.2.steps", "flows.0.steps.2.inputs.items", "flows.0.steps.0.inputs.methods",
    "flows.1.steps.1.inputs.message.value",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), value=json_values.filter(lambda value: value is not None))
def test_it_survives_any_value_at_any_place(place: str, value: Any) -> None:
    document = changed(PROBLEMS["sound"], {place: value})
    problems = validate(document, BY_KEY, credentials=[])
    for one in problems:
        assert one.code and one.message and one.severity in ("error", "warning")
    if not any(one.severity == "error" for one in problems):
        for flow in read_definition(document).flows:
            compile_flow(flow, BY_KEY)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=30) | st.text(alphabet="$.[]?@\"'ab0{}# ", max_size=20))
def test_it_survives_any_reference(text: str) -> None:
    document = changed(
        PROBLEMS["sound"], {"flows.1.steps.1.inputs.message": {"object": {"a": {"reference": text}, "b": {"template": text}}}}
    )
    problems = validate(document, BY_KEY, credentials=[])
    if not any(one.severity == "error" for one in problems):
        for flow in read_definition(document).flows:
            compile_flow(flow, BY_KEY)


def test_it_keeps_literals_out_of_its_messages() -> None:
    secret = {"flows.1.steps.1.inputs.level": {"value": "hunter2-hunter2"}, "endpoint.type": "hunter2-hunter2"}
    found = validate(changed(PROBLEMS["sound"], secret), BY_KEY, credentials=[])
    assert len(found) == 2
    assert not any("hunter2" in one.message for one in found)


@pytest.mark.parametrize("code", ["component_unknown", "step_duplicate_id", "link_unknown_step", "graph_cycle"])
def test_compiling_refuses_what_could_not_run(code: str) -> None:
    changes = {
        "component_unknown": {"flows.1.steps.1.component": "teleport"},
        "step_duplicate_id": {"flows.1.steps.1.id": "webhook_1"},
        "link_unknown_step": {"flows.1.links.0.to": "nobody"},
        "graph_cycle": {"flows.1.links.1": {"from": "log_1", "to": "log_1"}},
    }
    flow = read_definition(changed(PROBLEMS["sound"], changes[code])).flows[1]
    with pytest.raises(InvalidDefinition) as caught:
        compile_flow(flow, BY_KEY)
    assert caught.value.code == code
