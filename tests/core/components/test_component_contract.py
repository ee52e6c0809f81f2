"""What every component keeps, whichever it is."""

import json
import re
from dataclasses import replace

import jsonschema
import pytest

from runtime.components import BY_KEY, COMPONENTS
from runtime.components.check import check_inputs
from runtime.components.fields import DIALECT
from runtime.engine.component import Kind, Outcome
from runtime.engine.errors import StepProblem

GROUPS = {"Triggers", "Logic", "Data", "Outside world", "Storage", "Customers"}
WIDGETS = {"code", "json", "credential", "reference", "flow", "config"}
# A placeholder is there to fail.
RUNNABLE = [component for component in COMPONENTS if component.kind is Kind.ACTION and component.key != "placeholder"]

each = pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.key)
each_action = pytest.mark.parametrize("component", RUNNABLE, ids=lambda component: component.key)


def subschemas(schema):
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from subschemas(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from subschemas(part)


def test_no_two_share_a_key():
    assert len(BY_KEY) == len(COMPONENTS)


def test_the_promised_components_are_all_there():
    """All that the design names; connectors' operations stand for *call connector*, `first` merges roads, `object` values."""
    promised = (
        "webhook schedule instance.event connector.event manual "
        "code http.request graphql.request branch.value branch.expression loop loop.break respond flow.call map log stop sleep "
        "storage.get storage.set storage.remove storage.add storage.append storage.keys "
        "convert hash random list object text date math customer.lookup placeholder deliver first"
    )
    assert set(promised.split()) <= BY_KEY.keys()


@each
def test_it_tells_a_person_what_it_is(component):
    assert component.title and component.summary.endswith(".") and len(component.docs) > 40
    assert component.group in GROUPS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", component.icon)
    assert all(word == word.lower() for word in component.synonyms)


@each
def test_its_schema_is_valid_and_closed(component):
    jsonschema.Draft202012Validator.check_schema(component.inputs)
    assert component.inputs["$schema"] == DIALECT
    assert component.inputs["additionalProperties"] is False


@each
def test_each_input_has_a_title_and_a_sentence_for_the_form(component):
    for name, part in component.inputs["properties"].items():
        assert part.get("title") and part.get("description", "").endswith("."), name


@each
def test_it_asks_only_for_widgets_the_form_knows(component):
    assert {part["x-widget"] for part in subschemas(component.inputs) if "x-widget" in part} <= WIDGETS


@each
def test_what_the_form_shows_hangs_on_a_choice_that_exists(component):
    for whole in subschemas(component.inputs):
        for name, part in whole.get("properties", {}).items():
            for beside, values in part.get("x-when", {}).items() if isinstance(part, dict) else ():
                offered = whole["properties"][beside]
                assert set(values) <= {choice["const"] for choice in offered["oneOf"]}, name
                assert set(values) < {choice["const"] for choice in offered["oneOf"]}, f"{name} is always of use"


@each
def test_an_operation_shows_what_it_cannot_do_without(component):
    for rule in component.inputs.get("allOf", ()):
        operation = rule["if"]["properties"]["operation"]["const"]
        for name in rule["then"]["required"]:
            when = component.inputs["properties"][name].get("x-when", {"operation": [operation]})
            assert operation in when["operation"], name


@each
def test_its_defaults_fit_its_schema(component):
    for part in subschemas(component.inputs):
        if "default" in part and "type" in part:
            jsonschema.validate(part["default"], part, cls=jsonschema.Draft202012Validator)


@each
def test_its_example_fits_its_schema(component, resolved):
    inputs = resolved(component.example)
    assert check_inputs(component, inputs) == inputs


@each
def test_it_refuses_an_input_it_does_not_know(component, resolved):
    with pytest.raises(StepProblem) as refused:
        check_inputs(component, {**resolved(component.example), "colour": "red"})
    assert refused.value.code == "input_invalid"
    assert "colour" in refused.value.message


@each
def test_it_refuses_each_required_input_left_out(component, resolved):
    for name in component.inputs["required"]:
        inputs = resolved(component.example)
        del inputs[name]
        with pytest.raises(StepProblem) as refused:
            check_inputs(component, inputs)
        assert refused.value.code == "input_missing"
        assert refused.value.details["field"] == name


@each
def test_it_refuses_an_input_of_the_wrong_kind(component, resolved):
    for name, part in component.inputs["properties"].items():
        if "type" not in part:
            continue  # any JSON fits
        wrong = {"type": part["type"]}
        value = next(value for value in ({}, "text", [], True) if not jsonschema.Draft202012Validator(wrong).is_valid(value))
        with pytest.raises(StepProblem) as refused:
            check_inputs(component, {**resolved(component.example), name: value})
        assert refused.value.code == "input_invalid"
        assert refused.value.details["field"] == name


@each_action
async def test_it_runs_its_example(component, resolved, world):
    outcome = await component.run(world.context(), check_inputs(component, resolved(component.example)))
    assert isinstance(outcome, Outcome)
    assert outcome.outlet in component.outlets(component.example)
    json.dumps(outcome.results, allow_nan=False)


@each_action
async def test_its_results_given_instead_of_run_lead_where_its_run_led(component, resolved, world):
    outcome = await component.run(world.context(), check_inputs(component, resolved(component.example)))
    assert component.outcome_of(outcome.results) == replace(outcome, after=0.0), "what is given does not wait"


@each_action
async def test_its_example_results_have_the_shape_of_real_ones(component, resolved, world):
    outcome = await component.run(world.context(), check_inputs(component, resolved(component.example)))
    if component.key == "code":
        return  # what code returns is the builder's choice
    if isinstance(component.results_example, dict):
        assert component.results_example.keys() == outcome.results.keys()
    else:
        assert type(outcome.results) is type(component.results_example)


@each_action
async def test_it_runs_with_optional_inputs_that_came_out_as_nothing(component, resolved, world):
    """A payload may lack a field; only a required input may fail a step for it."""
    optional = component.inputs["properties"].keys() - set(component.inputs["required"])
    inputs = {**resolved(component.example), **dict.fromkeys(optional)}
    checked = check_inputs(component, inputs)
    assert isinstance(await component.run(world.context(), checked), Outcome)
    assert isinstance(await component.run(world.context(), inputs), Outcome)


@pytest.mark.parametrize("component", [c for c in COMPONENTS if c.kind is not Kind.ACTION], ids=lambda component: component.key)
async def test_triggers_and_containers_say_that_they_never_run(component, world):
    with pytest.raises(RuntimeError, match="interpreter"):
        await component.run(world.context(), {})
