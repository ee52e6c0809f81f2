"""Text, numbers, dates, lists, objects and other forms of data: each operation on what payloads hold."""

import pytest

from runtime.components import BY_KEY
from runtime.components.check import check_inputs
from runtime.engine.errors import StepProblem

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rule(by, operator, right):
    return {"by": by, "operator": operator, "right": right}


TABLE = [
    # component, operation, inputs, results
    ("text", "split", {"text": "a/b", "separator": "/"}, ["a", "b"]),
    ("text", "split", {"text": "ab"}, ["a", "b"]),
    ("text", "join", {"list": ["a", 1, True, None], "separator": "-"}, "a-1-true-"),
    ("text", "joinLines", {"list": ["a", "b"]}, "a\nb"),
    ("text", "replace", {"text": "a.b.c", "find": ".", "replacement": ""}, "abc"),
    ("text", "part", {"text": "abcdef", "start": "1", "length": 2}, "bc"),
    ("text", "upperCase", {"text": "straße"}, "STRASSE"),
    ("text", "lowerCase", {"text": "ABC"}, "abc"),
    ("text", "capitalize", {"text": "abc"}, "Abc"),
    ("text", "trim", {"text": " a "}, "a"),
    ("text", "length", {"text": 1001}, 4),
    ("math", "add", {"numbers": ["1", 2]}, 3),
    ("math", "add", {"numbers": [0.1, 0.2]}, 0.30000000000000004),
    ("math", "subtract", {"numbers": [10, 3, "2"]}, 5),
    ("math", "multiply", {"numbers": [2, 2.5]}, 5),
    ("math", "divide", {"numbers": [10, 4]}, 2.5),
    ("math", "remainder", {"numbers": [7, 3]}, 1),
    ("math", "round", {"numbers": [2.345], "places": 2}, 2.35),
    ("math", "round", {"numbers": [2.5]}, 3),
    ("math", "largest", {"numbers": [1, "7"]}, 7),
    ("math", "smallest", {"numbers": [1, -7]}, -7),
    ("math", "average", {"numbers": [1, 2]}, 1.5),
    ("math", "absolute", {"numbers": [-4]}, 4),
    ("date", "now", {}, "2026-01-31T12:00:00.000Z"),
    ("date", "adjust", {"date": "2026-01-31", "amount": 1, "unit": "months"}, "2026-02-28T00:00:00.000Z"),
    ("date", "adjust", {"date": "2026-01-31T00:30:00+01:00", "amount": "-1", "unit": "hours"}, "2026-01-30T22:30:00.000Z"),
    ("date", "difference", {"other": "2026-02-01", "unit": "hours"}, 12),
    ("date", "format", {"date": 0, "format": "%d.%m.%Y %H:%M", "timezone": "Europe/Berlin"}, "01.01.1970 01:00"),
    ("date", "unix", {"date": "1970-01-02"}, 86400),
    ("date", "iso", {"date": 1769860800000}, "2026-01-31T12:00:00.000Z"),
    ("list", "filter", {"list": [{"n": 1}, {"n": 5}, {}], "rules": [rule("n", "greaterThan", 2)]}, [{"n": 5}]),
    ("list", "filter", {"list": ["a", "", None], "rules": [{"operator": "isNotEmpty"}]}, ["a"]),
    ("list", "filter", {"list": [1, 2, 3, 4], "rules": [rule("", "greaterThan", 1), rule("", "lessThan", 4)]}, [2, 3]),
    ("list", "filter", {"list": [1, 2, 3], "rules": [rule("", "equals", 1), rule("", "equals", 3)], "match": "any"}, [1, 3]),
    ("list", "filter", {"list": {"a": 1, "b": 2}, "rules": [rule("key", "equals", "b")]}, [{"key": "b", "value": 2}]),
    (
        "list",
        "join",
        {"list": [{"id": 7}, {"id": 8}], "other": [{"id": "7", "p": 1}], "by": "id"},
        [{"id": 7, "p": 1}, {"id": 8}],
    ),
    ("list", "join", {"list": [{"id": 7}, {"a": 1}], "other": [{"id": 7}], "by": "id", "unmatched": False}, [{"id": 7}]),
    (
        "list",
        "join",
        {
            "list": [{"c": {"id": 7}}],
            "other": [{"no": 7, "x": 1}, {"no": 7, "x": 2}, {}],
            "by": "c.id",
            "otherBy": "no",
            "as": "hit",
        },
        [{"c": {"id": 7}, "hit": {"no": 7, "x": 1}}, {"c": {"id": 7}, "hit": {"no": 7, "x": 2}}],
    ),
    ("list", "first", {"list": []}, None),
    ("list", "first", {"list": [1, 2]}, 1),
    ("list", "last", {"list": [1, 2]}, 2),
    ("list", "item", {"list": [1, 2], "count": "1"}, 2),
    ("list", "item", {"list": [1, 2], "count": 5}, None),
    ("list", "length", {"list": {"a": 1}}, 1),
    ("list", "take", {"list": [1, 2, 3], "count": 2}, [1, 2]),
    ("list", "skip", {"list": [1, 2, 3], "count": 2}, [3]),
    ("list", "chunks", {"list": [1, 2, 3], "count": 2}, [[1, 2], [3]]),
    ("list", "flatten", {"list": [[1], 2, [[3]]]}, [1, 2, [3]]),
    ("list", "unique", {"list": [{"a": 1, "b": 1}, {"b": 1, "a": 1}, 1, 1.0]}, [{"a": 1, "b": 1}, 1, 1.0]),
    ("list", "reverse", {"list": [1, 2]}, [2, 1]),
    ("list", "sort", {"list": [{"n": 2}, {}, {"n": 1}], "by": "n"}, [{"n": 1}, {"n": 2}, {}]),
    ("list", "pluck", {"list": [{"a": {"b": 1}}, 7], "by": "a.b"}, [1, None]),
    ("list", "fromPairs", {"list": [{"key": "a", "value": 1}]}, {"a": 1}),
    ("list", "same", {"list": None}, []),
    ("object", "set", {"object": {"a": {"b": 1}}, "key": "a.c", "value": 2}, {"a": {"b": 1, "c": 2}}),
    ("object", "get", {"object": {"a": {"b": 1}}, "key": "a.b"}, 1),
    ("object", "without", {"object": {"a": 1, "b": 2}, "key": "a"}, {"b": 2}),
    ("object", "only", {"object": {"a": 1, "b": 2}, "keys": ["b", "x"]}, {"b": 2}),
    ("object", "merge", {"object": {"a": 1}, "others": [{"a": 2}, {"b": 3}]}, {"a": 2, "b": 3}),
    ("object", "keys", {"object": {"a": 1}}, ["a"]),
    ("object", "values", {"object": {"a": 1}}, [1]),
    ("convert", "fromJson", {"data": '{"a": 1}'}, {"a": 1}),
    ("convert", "fromJson", {"data": {"a": 1}}, {"a": 1}),
    ("convert", "fromJson", {"data": {"data": {"a": 1}, "contentType": "application/json"}}, {"a": 1}),
    ("convert", "toJson", {"data": {"a": "é"}}, '{"a": "é"}'),
    ("convert", "fromXml", {"data": '<a x="1"><b>2</b></a>'}, {"a": {"@x": "1", "b": "2"}}),
    ("convert", "toXml", {"data": {"a": {"@x": "1", "b": ["2", "<"]}}}, f'{XML}<a x="1"><b>2</b><b>&lt;</b></a>'),
    ("convert", "toXml", {"data": {"Hydrazine": 1.5, "O2": None}}, f"{XML}<root><Hydrazine>1.5</Hydrazine><O2/></root>"),
    ("convert", "fromCsv", {"data": "a,b\n1,2\n"}, [{"a": "1", "b": "2"}]),
    ("convert", "toCsv", {"data": [{"a": 1, "b": "x,y"}, {"c": None}]}, 'a,b,c\n1,"x,y",\n,,\n'),
    ("convert", "fromForm", {"data": "a=1&a=2&b="}, {"a": ["1", "2"], "b": ""}),
    ("convert", "fromForm", {"data": {"data": {"payload": {"x": 1}}, "contentType": "x"}}, {"payload": {"x": 1}}),
    ("convert", "toForm", {"data": {"a": ["1", 2], "b": True}}, "a=1&a=2&b=true"),
    ("convert", "toText", {"data": 12}, "12"),
    ("convert", "toBase64", {"data": "é"}, "w6k="),
    ("convert", "fromBase64", {"data": "w6k"}, "é"),
]


async def run(world, key, inputs):
    component = BY_KEY[key]
    return (await component.run(world.context(), check_inputs(component, inputs))).results


@pytest.mark.parametrize(("key", "operation", "inputs", "results"), TABLE)
async def test_an_operation_does_what_its_label_says(world, key, operation, inputs, results):
    assert await run(world, key, {"operation": operation, **inputs}) == results


@pytest.mark.parametrize("key", ["text", "math", "date", "list", "object", "convert"])
def test_the_table_above_knows_every_operation(key):
    offered = {choice["const"] for choice in BY_KEY[key].inputs["properties"]["operation"]["oneOf"]}
    assert {row[1] for row in TABLE if row[0] == key} == offered


@pytest.mark.parametrize(
    ("key", "inputs", "code"),
    [
        ("text", {"operation": "split"}, "input_missing"),
        ("text", {"operation": "upperCase", "text": {"a": 1}}, "input_invalid"),
        ("math", {"operation": "divide", "numbers": [1, 0]}, "divided_by_zero"),
        ("math", {"operation": "multiply", "numbers": [1e308, 10]}, "number_too_large"),
        ("math", {"operation": "add", "numbers": ["x"]}, "input_invalid"),
        ("date", {"operation": "adjust", "amount": 9999, "unit": "years"}, "input_invalid"),
        ("date", {"operation": "iso", "date": "soon"}, "not_a_moment"),
        ("list", {"operation": "filter", "list": [1]}, "input_missing"),
        ("list", {"operation": "filter", "list": [1], "rules": []}, "input_invalid"),
        ("list", {"operation": "filter", "list": [1], "rules": [rule("", "nearly", 1)]}, "input_invalid"),
        ("list", {"operation": "filter", "list": [1], "rules": [rule("", "startsWith", "a")]}, "not_comparable"),
        ("list", {"operation": "join", "list": [], "other": []}, "input_missing"),
        ("list", {"operation": "join", "list": [7], "other": [], "by": "id"}, "input_invalid"),
        ("list", {"operation": "join", "list": [{"id": 1}] * 400, "other": [{"id": 1}] * 400, "by": "id"}, "result_too_large"),
        ("list", {"operation": "chunks", "list": [1], "count": 0}, "input_invalid"),
        ("list", {"operation": "sort", "list": [1, "a"]}, "not_comparable"),
        ("object", {"operation": "keys", "object": 1}, "input_invalid"),
        ("convert", {"operation": "fromJson", "data": "{"}, "not_convertible"),
        ("convert", {"operation": "fromXml", "data": "<!DOCTYPE a []><a/>"}, "not_convertible"),
        ("convert", {"operation": "toXml", "data": {"a b": 1}}, "not_convertible"),
        ("convert", {"operation": "fromBase64", "data": "é"}, "not_convertible"),
        ("schema.check", {"data": 1, "schema": {"type": "string"}}, "data_misfit"),
        ("schema.check", {"data": 1, "schema": {"type": "nonsense"}}, "schema_invalid"),
        ("schema.check", {"data": 1, "schema": {"$ref": "https://example.com/s.json"}}, "schema_invalid"),
    ],
)
async def test_what_cannot_be_done_is_said_with_a_code(world, key, inputs, code):
    with pytest.raises(StepProblem) as refused:
        await run(world, key, inputs)
    assert refused.value.code == code


async def test_data_that_does_not_fit_may_go_on(world):
    results = await run(world, "schema.check", {"data": {"a": 1}, "schema": {"required": ["b"]}, "failOnMisfit": False})
    assert results["valid"] is False and "b" in results["errors"][0]


async def test_a_job_goes_on_from_where_the_run_before_came(world):
    assert await run(world, "cursor.get", {"default": 1}) == 1
    handed = world.context(step_results={"trigger": {"results": {"data": {"cursor": 5}}}})
    assert (await BY_KEY["cursor.get"].run(handed, {"default": 1})).results == 5
    await run(world, "cursor.set", {"cursor": 6})
    assert (await BY_KEY["cursor.get"].run(handed, {})).results == 6
    await run(world, "flow.again", {"flow": "pages"})
    assert world.flows.calls == [("pages", {"cursor": 6}, False)]


async def test_a_list_is_gathered_and_its_keys_are_listed(world):
    assert await run(world, "storage.append", {"scope": "flow", "key": "ids", "value": 1}) == {"count": 1, "items": [1]}
    assert (await run(world, "storage.append", {"scope": "flow", "key": "ids", "value": None}))["items"] == [1, None]
    assert await run(world, "storage.keys", {"scope": "flow"}) == ["ids"]


async def test_a_placeholder_fails_with_what_it_stands_for(world):
    with pytest.raises(StepProblem, match=r"dropbox\.listChanges.*Replace it") as refused:
        await run(world, "placeholder", {"standsFor": "dropbox.listChanges"})
    assert refused.value.code == "step_placeholder"
