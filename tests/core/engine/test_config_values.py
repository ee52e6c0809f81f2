"""What a value of each type of config variable may be, by the cases that the form of the pages is held to as well."""

from __future__ import annotations

import pytest
import yaml

from runtime.engine.config_values import value_problems
from runtime.engine.validation import validate
from runtime.instances.config import InvalidConfig, check_config
from tests.product import ROOT

CASES = yaml.safe_load((ROOT / "fixtures/config_values/cases.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['variable'].get('type')} {str(case['value'])[:40]}")
def test_a_value_is_wrong_exactly_where_the_case_says(case):
    assert sorted({way for way, _ in value_problems(case["variable"], case["value"])}) == case["wrong"]


@pytest.mark.parametrize("case", [case for case in CASES if case["wrong"] and isinstance(case["value"], str)])
def test_no_sentence_repeats_the_value(case):
    said = " ".join(sentence for _, sentence in value_problems(case["variable"], case["value"]))
    assert f'"{case["value"]}"' not in said and f"'{case['value']}'" not in said


def test_everything_wrong_with_the_values_of_an_instance_is_said_at_once():
    variables = [
        {"key": "region", "name": "Region", "type": "picklist", "choices": [{"value": "eu"}], "required": True},
        {"key": "limits", "name": "Limits", "type": "list", "of": "number"},
        {"key": "since", "name": "Since", "type": "date", "required": True, "default": "2026-01-01"},
    ]
    with pytest.raises(InvalidConfig) as refused:
        check_config({"configVariables": variables}, {"limits": [1, "two", "three"], "odd": 1})
    assert [(error["field"], error["code"]) for error in refused.value.details["errors"]] == [
        ("config.region", "required"),
        ("config.limits[1]", "invalid"),
        ("config.limits[2]", "invalid"),
        ("config.odd", "unknown"),
    ]


def problems(*variables: dict) -> list[tuple[str, str]]:
    document = {"name": "T", "key": "t", "configVariables": [{"key": "v", "name": "V", **variable} for variable in variables]}
    found = validate(document, {}, credentials=())
    return [(problem.code, problem.field) for problem in found if problem.code != "flow_missing"]


@pytest.mark.parametrize(
    ("variable", "field"),
    [
        ({"type": "picklist"}, "choices"),
        ({"type": "list", "of": "picklist"}, "choices"),
        ({"type": "picklist", "choices": [{"value": "a"}, {"value": "a"}]}, "choices"),
        ({"type": "list", "of": "form"}, "of"),
        ({"type": "string", "choices": [{"value": "a"}]}, "choices"),
        ({"type": "boolean", "minimum": 1}, "minimum"),
        ({"type": "number", "minimum": 5, "maximum": 1}, "minimum"),
        ({"type": "form", "schema": {"type": "object"}}, "schema"),
        ({"type": "connection"}, "service"),
        ({"type": "connection", "service": "acme", "default": "x"}, "default"),
        ({"type": "number", "default": "three"}, "default"),
        ({"type": "list", "of": "number", "default": [1, "x"]}, "default"),
        ({"name": " "}, "name"),
    ],
)
def test_a_variable_that_no_customer_could_fill_in_is_marked(variable, field):
    assert problems(variable) == [("config_variable_invalid", f"configVariables[0].{field}")]


def test_the_same_key_and_name_are_said_once_each():
    assert problems({}, {}) == [("config_variable_duplicate", "configVariables")] * 2


def test_a_form_cannot_bring_a_pattern_or_a_reference():
    for keyword in ({"pattern": "(a+)+$"}, {"$ref": "http://example.com/schema"}):
        schema = {"type": "object", "properties": {"a": {"type": "string", **keyword}}}
        assert ("shape_invalid", "configVariables[0].schema.properties.a") in problems({"type": "form", "schema": schema})


def test_every_type_has_a_case():
    from runtime.engine.schema import SCHEMA

    types = SCHEMA["$defs"]["configVariable"]["properties"]["type"]["enum"]
    assert {case["variable"].get("type", "string") for case in CASES} == set(types)
