"""Does data fit a schema? A step that lets only what fits go on.

Not here: the inputs of steps themselves (`check`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from runtime.components.fields import field, inputs_schema
from runtime.components.schema_costs import costs
from runtime.engine.component import Component, Kind, Outcome, StepContext
from runtime.engine.errors import StepProblem

MOST_TOLD = 10


async def check(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    try:
        # Patterns run in time that grows with the text alone, and nothing is fetched.
        validator = jsonschema_rs.validator_for(inputs["schema"], offline=True, pattern_options=jsonschema_rs.RegexOptions())
        data = inputs.get("data")
        told = _told(validator, inputs["schema"], data)
    except (ValueError, TypeError) as problem:
        raise StepProblem(f"The schema itself is not sound: {str(problem)[:300]}", code="schema_invalid") from None
    if told and inputs.get("failOnMisfit") is not False:
        raise StepProblem(f"The data does not fit the schema: {'; '.join(told)}", code="data_misfit")
    return Outcome({"valid": not told, "errors": told})


def _told(validator: Any, schema: Any, data: Any) -> list[str]:
    """What does not fit; empty when all does."""
    cost = costs(schema, data)
    if not cost.can_look:
        message = "The schema has too many alternatives within each other for this data. Write it with fewer."
        raise StepProblem(message, code="schema_invalid")
    if validator.is_valid(data):
        return []
    if not cost.can_tell:
        return ["it is too large to say where."]
    errors = (error for _, error in zip(range(MOST_TOLD), validator.iter_errors(data), strict=False))
    return [f"{_path(error)}{error.message[:200]}" for error in errors]


def _path(error: Any) -> str:
    way = ".".join(str(part) for part in error.instance_path)
    return f"{way}: " if way else ""


SCHEMA_CHECK = Component(
    key="schema.check",
    title="Check against a schema",
    summary="Lets data go on only if it fits a JSON Schema.",
    docs=(
        "Data that does not fit fails the step with what is wrong and where; or, if you say so, it goes on, and "
        "`schema_check_1.results` is `{valid, errors}`. Schemas on other addresses are not fetched."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="shield-check",
    synonyms=("validate", "json schema", "validation", "assert", "contract", "shape"),
    inputs=inputs_schema(
        {
            "data": field("Data", "What to look at.", **{"x-widget": "reference"}),
            "schema": field("Schema", "The JSON Schema it has to fit.", type=["object", "boolean"], **{"x-widget": "json"}),
            "failOnMisfit": field(
                "Fail on misfit", "Whether data that does not fit fails the step.", type="boolean", default=True
            ),
        },
        required=["data", "schema"],
    ),
    example={
        "data": {"reference": "webhook_1.results.body.data"},
        "schema": {"value": {"type": "object", "required": ["type"]}},
    },
    run=check,
    results_example={"valid": True, "errors": []},
)
