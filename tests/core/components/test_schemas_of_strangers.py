"""JSON Schemas that are not ours: what they name is not fetched, and they hold nobody up, whatever data meets them."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Any

import pytest

from runtime.components import BY_KEY
from runtime.components.check import check_inputs, input_problems
from runtime.components.schema_costs import costs
from runtime.connectors.schemas import hazards
from runtime.engine.errors import StepProblem

LARGE = {"a": "x" * 1_000_000}


def alternatives(how: str, times: int) -> dict[str, Any]:
    defs: dict[str, Any] = {f"a{n}": {how: [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(times)}
    return {"$defs": {**defs, f"a{times}": {"type": "number"}}, "$ref": "#/$defs/a0"}


def nested(times: int) -> Any:
    value: Any = 1
    for _ in range(times):
        value = {"a": value}
    return value


TREE = {"properties": {"a": {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}}, "type": "object"}


async def checked(schema: Any, data: Any, **more: Any) -> Any:
    return (await BY_KEY["schema.check"].run(None, {"schema": schema, "data": data, **more})).results  # type: ignore[arg-type]


# How long these take shows when they are let through: the suite does not come back.
@pytest.mark.parametrize(
    ("schema", "data"),
    [(alternatives("anyOf", 60), "x"), (alternatives("oneOf", 60), 1), (TREE, nested(60))],
    ids=["alternatives in alternatives", "one of two, each of two", "alternatives at each level of the data"],
)
async def test_alternatives_within_alternatives_are_refused_before_they_are_tried(schema: Any, data: Any) -> None:
    assert not costs(schema, data).can_look
    with pytest.raises(StepProblem) as refused:
        await checked(schema, data)
    assert refused.value.code == "schema_invalid"


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"required": [str(n) for n in range(3_000)]}, LARGE),
        ({"allOf": [{"type": "number"}] * 2_000}, LARGE),
        ({"items": {"type": "string"}}, [0] * 100_000),
        (alternatives("anyOf", 15), "x"),
    ],
    ids=["many fields of one large object", "many rules for it", "a long list", "alternatives in alternatives"],
)
async def test_what_does_not_fit_is_not_told_where_telling_would_fill_the_memory(schema: Any, data: Any) -> None:
    assert (costs(schema, data).can_look, costs(schema, data).can_tell) == (True, False)
    assert await checked(schema, data, failOnMisfit=False) == {"valid": False, "errors": ["it is too large to say where."]}


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"type": "array", "items": {"$ref": "#/$defs/line"}, "$defs": {"line": {"required": ["no", "price"]}}}, [{}] * 1_000),
        ({"properties": {"children": {"items": {"$ref": "#"}}}, "type": "object"}, {"children": [{"children": [1]}]}),
        ({"required": ["id"]}, LARGE),
        ({"oneOf": [{"properties": {"kind": {"const": str(n)}}} for n in range(50)]}, {"kind": "none"}),
    ],
    ids=["lines of an order", "a tree", "one field of a large object", "fifty kinds of events"],
)
async def test_schemas_that_people_write_are_told_as_ever(schema: Any, data: Any) -> None:
    assert costs(schema, data).can_tell
    told = await checked(schema, data, failOnMisfit=False)
    assert told["errors"] and "too large" not in told["errors"][0]


def operation(field: dict[str, Any]) -> Any:
    inputs = {"type": "object", "properties": {"a": {"title": "A", **field}}}
    return replace(BY_KEY["log"], key="parts.find", connector="parts", inputs=inputs)


@pytest.mark.parametrize("pattern", ["^(a{0,50}){0,50}$", "^(a+)+$", "^(a|a)*$"])
def test_a_pattern_of_a_connector_ends(pattern: str) -> None:
    component, given = operation({"type": "string", "pattern": pattern}), {"a": "a" * 40 + "!"}
    with pytest.raises(StepProblem, match="does not match"):
        check_inputs(component, given)
    assert input_problems(component, given)


def test_a_misfit_of_a_connector_is_told_by_field_without_the_value() -> None:
    (told,) = input_problems(operation({"type": "number"}), {"a": "4111111111111111"})
    assert told.message == '`a`: what is given is not of type "number".' and told.details["field"] == "a"


def test_nothing_is_fetched_for_a_schema_of_a_connector() -> None:
    with socket.create_server(("127.0.0.1", 0)) as neighbour:
        neighbour.setblocking(False)
        url = f"http://127.0.0.1:{neighbour.getsockname()[1]}/schema.json"
        for reference in (url, "file:///etc/hostname"):
            with pytest.raises(StepProblem, match="refers to something elsewhere"):
                check_inputs(operation({"$ref": reference}), {"a": "x"})
        with pytest.raises(BlockingIOError):
            neighbour.accept()


@pytest.mark.parametrize("name", ["default", "example", "examples", "const", "enum", "properties", "a"])
@pytest.mark.parametrize("within", ["properties", "$defs", "patternProperties"])
def test_a_reference_is_found_whatever_its_field_is_called(name: str, within: str) -> None:
    schema = {"properties": {"outer": {within: {name: {"$ref": "http://169.254.169.254/latest/meta-data/"}}}}}
    assert [path[-2:] for path, _ in hazards(schema)] == [(name, "$ref")]


def test_values_may_look_like_anything() -> None:
    assert not list(
        hazards({"default": {"$ref": "x"}, "properties": {"a": {"enum": [{"$ref": "x"}], "const": {"pattern": "("}}}})
    )
