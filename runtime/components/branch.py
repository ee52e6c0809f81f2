"""Branches: choose which links go on.

For: the two branch components and the names of their outlets.
Not here: the comparisons (`operators`), what a dead link means (`runtime.engine`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.components.fields import choice, field, inputs_schema
from runtime.components.operators import OPERATORS, WITH_RIGHT, equal_as_text, json_equal
from runtime.engine.component import Component, Json, Kind, Outcome, StepContext

ELSE = "else"

NAME = field(
    "Name",
    "Names the outlet on the canvas. Two with one name share an outlet.",
    type="string",
    minLength=1,
    maxLength=80,
    **{"not": {"enum": [ELSE, "error", "out"]}},
)


def named_outlets(field_name: str, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """The literal names in a raw input, in order and once each, then `else`. A name that is no literal makes no outlet."""
    names = dict.fromkeys(name for entry in _raw_entries(inputs.get(field_name)) if (name := _raw_name(entry)))
    return (*names, ELSE)


def _raw_entries(raw: Any) -> Iterator[Any]:
    """Entries of `{list: [...]}` or `{value: [...]}`, each as `{name: tagged or literal, ...}`; nothing for anything else."""
    if not isinstance(raw, Mapping):
        return
    if isinstance(raw.get("value"), list):
        yield from raw["value"]
    elif isinstance(raw.get("list"), list):
        for entry in raw["list"]:
            if isinstance(entry, Mapping):
                yield entry.get("object", entry.get("value"))


def _raw_name(entry: Any) -> str | None:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    if isinstance(name, Mapping):
        name = name.get("value")
    return name if isinstance(name, str) and name else None


def way_of(results: Json) -> Outcome:
    """Results that were given instead of run say which way to go, as those of a run do."""
    chosen = results.get("branch") if isinstance(results, Mapping) else None
    return Outcome(results, outlet=chosen if isinstance(chosen, str) else ELSE)


async def run_on_value(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    value = inputs.get("value")
    equal = equal_as_text if inputs.get("compare") == "text" else json_equal
    chosen = next((case["name"] for case in inputs["cases"] if equal(value, case.get("equals"))), ELSE)
    return Outcome(results={"branch": chosen}, outlet=chosen)


async def run_on_expression(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    chosen = next((branch["name"] for branch in inputs["branches"] if branch_holds(branch)), ELSE)
    return Outcome(results={"branch": chosen}, outlet=chosen)


def branch_holds(branch: Mapping[str, Any]) -> bool:
    """Whether all, or any, of its conditions hold. Later conditions are not looked at once it is decided."""
    holds = (
        OPERATORS[condition["operator"]].test(condition.get("left"), condition.get("right")) for condition in branch["conditions"]
    )
    return any(holds) if branch.get("match") == "any" else all(holds)


BRANCH_ON_VALUE = Component(
    key="branch.value",
    title="Branch on value",
    summary="Goes one way for each value.",
    docs=(
        "Compares one value with each case, from the top; the first that equals it decides which outlet goes on, else `else`. "
        'Equal as JSON is: `1` equals `1.0` but not `"1"`, unless they are compared as text. '
        "Branches join again where their links meet."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="split",
    synonyms=("if", "switch", "case", "router", "route", "condition", "choose", "path"),
    inputs=inputs_schema(
        {
            "value": field("Value", "What to look at, usually a field of the trigger.", **{"x-widget": "reference"}),
            "cases": field(
                "Cases",
                "Tried from the top; the first that equals the value is taken.",
                type="array",
                minItems=1,
                items={
                    "type": "object",
                    "properties": {"name": NAME, "equals": field("Equals", "The value this case stands for.")},
                    "required": ["name"],
                    "additionalProperties": False,
                },
            ),
            "compare": field(
                "Compare",
                'As JSON, where 1 is not "1", or as text, where they look alike.',
                default="json",
                **choice({"json": "As JSON", "text": "As text"}),
            ),
        },
        required=["value", "cases"],
    ),
    example={
        "value": {"reference": "webhook_1.results.body.data.type"},
        "cases": {
            "list": [
                {"object": {"name": {"value": "Order"}, "equals": {"value": "create_order"}}},
                {"object": {"name": {"value": "Inventory"}, "equals": {"value": "inventory_update"}}},
            ]
        },
    },
    run=run_on_value,
    outlets=lambda inputs: named_outlets("cases", inputs),
    outcome_of=way_of,
    results_example={"branch": "Order"},
)

CONDITION = {
    "type": "object",
    "properties": {
        "left": field("Left", "What to look at.", **{"x-widget": "reference"}),
        "operator": field(
            "Operator",
            "How to compare.",
            type="string",
            oneOf=[{"const": key, "title": operator.label} for key, operator in OPERATORS.items()],
        ),
        "right": field("Right", "What to compare it with.", **WITH_RIGHT),
    },
    "required": ["left", "operator"],
    "additionalProperties": False,
}

BRANCH_ON_EXPRESSION = Component(
    key="branch.expression",
    title="Branch on expression",
    summary="Goes the first way whose conditions hold.",
    docs=(
        "Tries each branch from the top; the first whose conditions hold decides which outlet goes on, else `else`. A field "
        "that is absent is no error: ask for it with *exists*. Patterns are RE2 and are found anywhere in the text."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="git-branch",
    synonyms=("if", "else", "condition", "filter", "compare", "rule", "switch", "when", "path"),
    inputs=inputs_schema(
        {
            "branches": field(
                "Branches",
                "Tried from the top; the first that holds is taken.",
                type="array",
                minItems=1,
                items={
                    "type": "object",
                    "properties": {
                        "name": NAME,
                        "match": field(
                            "Match",
                            "Whether all conditions must hold, or any one.",
                            default="all",
                            **choice({"all": "All conditions hold", "any": "Any condition holds"}),
                        ),
                        "conditions": field("Conditions", "What must hold.", type="array", minItems=1, items=CONDITION),
                    },
                    "required": ["name", "conditions"],
                    "additionalProperties": False,
                },
            )
        },
        required=["branches"],
    ),
    example={
        "branches": {
            "list": [
                {
                    "object": {
                        "name": {"value": "Large order"},
                        "match": {"value": "all"},
                        "conditions": {
                            "list": [
                                {
                                    "object": {
                                        "left": {"reference": "webhook_1.results.body.data.data.total"},
                                        "operator": {"value": "greaterThan"},
                                        "right": {"value": 40},
                                    }
                                }
                            ]
                        },
                    }
                }
            ]
        }
    },
    run=run_on_expression,
    outlets=lambda inputs: named_outlets("branches", inputs),
    outcome_of=way_of,
    results_example={"branch": "Large order"},
)
