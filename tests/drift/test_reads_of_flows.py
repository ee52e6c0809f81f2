"""Which places of a request a flow is known to read, and which kind of value stands there."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.drift.in_code import chains_in
from runtime.drift.paths import Place
from runtime.drift.reads import watched_of_flow, watched_of_pickers
from runtime.engine.definition import read_definition, read_flow
from tests.effort import at_most


def reads(*steps: dict[str, Any], policy: dict[str, Any] | None = None) -> dict[str, list[str]]:
    webhook = {"id": "webhook_1", "component": "webhook"}
    flow = read_flow({"key": "main", "name": "Main", "steps": [webhook, *steps], "policy": policy or {}})
    watched = watched_of_flow(flow, "webhook_1")
    return {str(place): list(readers) for place, readers in zip(watched.places, watched.readers, strict=True)}


def log(step: str, text: str) -> dict[str, Any]:
    return {"id": step, "component": "log", "inputs": {"message": {"template": text}}}


def mapped(step: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": step, "component": "map", "inputs": {"fields": fields}}


def test_references_of_all_kinds_are_read_by_their_steps() -> None:
    found = reads(
        log("log_1", "{{trigger.results.body.data.id}} {{webhook_1.results.headers.X-Kind}} {{#Region}}"),
        log("log_2", "{{integrationTrigger.results.body.data.id}} {{webhook_1.results.queryParameters.page}}"),
        {
            "id": "map_1",
            "component": "map",
            "inputs": {"fields": {"object": {"a": {"reference": '$.trigger.body.data["odd key"]'}}}},
        },
        {
            "id": "map_2",
            "component": "map",
            "inputs": {"fields": {"list": [{"reference": "$.steps.webhook_1.results.body.data.x[*]"}]}},
        },
        {**log("log_3", "{{trigger.results.body.data.never}}"), "disabled": True},
        log("log_4", "{{log_1.results.body.data.other}} {{trigger.results.method}} {{trigger.results.body.contentType}}"),
        policy={"ordering": {"key": {"reference": "trigger.results.body.data.lines[0].no"}}},
    )
    assert found == {
        "body.data.id": ["step:log_1", "step:log_2"],
        "headers.x-kind": ["step:log_1"],
        "queryParameters.page": ["step:log_2"],
        'body.data["odd key"]': ["step:map_1"],
        "body.data.x": ["step:map_2"],
        "body.data.lines[0].no": ["policy:ordering"],
    }


def test_lists_within_lists_cost_a_request_little_however_deep_they_are() -> None:
    nested: Any = 1
    for _ in range(12):
        nested = [nested] * 5
    with at_most(5_000):
        assert Place(("body", *["[]"] * 12)).kind_in({"body": nested}) == "number"


def test_of_a_large_object_a_few_pairs_are_looked_at() -> None:
    with at_most(500):
        assert Place(("body", "[]", "value")).kind_in({"body": dict.fromkeys(map(str, range(10_000)), 1)}) == "number"


def test_a_short_name_for_a_long_way_is_not_written_out_each_time() -> None:
    code = f"const it = stepResults{'.a' * 4_000};\n{'it.b; ' * 2_000}"
    assert sum(map(len, chains_in(code))) == 0


def test_items_of_loops_are_read_wherever_they_came_from() -> None:
    inner = {
        "id": "loop_2",
        "component": "loop",
        "inputs": {"items": {"reference": "loop_1.currentItem.lines"}},
        "steps": [log("log_1", "{{loop_2.currentItem.sku}} {{loop_1.currentItem.id}} {{loop_2.index}}")],
    }
    outer = {
        "id": "loop_1",
        "component": "loop",
        "inputs": {"items": {"reference": "webhook_1.results.body.data.orders"}},
        "steps": [inner],
    }
    assert reads(outer) == {
        "body.data.orders": ["step:loop_1"],
        "body.data.orders[].lines": ["step:loop_2"],
        "body.data.orders[].lines[].sku": ["step:log_1"],
        "body.data.orders[].id": ["step:log_1"],
    }


CODE = """
module.exports = async ({ logger }, stepResults) => {
  // stepResults.trigger.results.body.data.inAComment
  const order = stepResults.trigger.results.body.data;
  const { type, total: sum, note = "none" } = order;
  const url = "https://example.com/" + order?.customer?.["external id"];
  const first = order.lines[0].sku.toUpperCase();
  const many = stepResults["webhook_1"].results.body.data.tags.length;
  return { data: order.lines.map((line) => line.price) };
};
"""


def test_code_tells_what_stands_in_it_word_for_word() -> None:
    assert set(reads({"id": "code_1", "component": "code", "inputs": {"code": {"value": CODE}}})) == {
        "body.data.type",
        "body.data.total",
        "body.data.note",
        'body.data.customer["external id"]',
        "body.data.lines[0].sku",
        "body.data.tags",
        "body.data.lines",
    }


def test_long_code_without_end_takes_no_time_to_speak_of() -> None:
    for text in (
        "const x = " * 8_000,
        "stepResults." * 8_000,
        "/*" * 40_000,
        "stepResults['" * 8_000,
        "{" * 90_000,
        "a.b" * 30_000,
    ):
        assert list(chains_in(text)) is not None


def test_pickers_read_the_request_itself() -> None:
    endpoint = {
        "type": "shared",
        "flowName": {"reference": "results.headers.X-Event"},
        "externalCustomerId": {"reference": "results.body.data.account.id"},
    }
    watched = watched_of_pickers(read_definition({"name": "A", "key": "a", "endpoint": endpoint}))
    assert [str(one) for one in watched.places] == ["headers.x-event", "body.data.account.id"]
    assert watched.readers == (("picker:flowName",), ("picker:externalCustomerId",))


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("n",), "number"),
        (("f",), "number"),
        (("t",), "text"),
        (("b",), "boolean"),
        (("o",), "object"),
        (("l",), "list"),
        (("nil",), "null"),
        (("gone",), "missing"),
        (("t", "deeper"), "missing"),
        (("l", "0", "x"), "number"),
        (("l", "7", "x"), "missing"),
        (("l", "[]", "x"), "several"),
        (("l", "[]", "y"), "missing"),
        (("empty", "[]", "x"), ""),
        (("o", "[]", "value"), "number"),
    ],
    ids=lambda one: one if isinstance(one, str) else ".".join(one),
)
def test_kinds_of_values(keys: tuple[str, ...], kind: str) -> None:
    data = {"n": 1, "f": 1.5, "t": "", "b": True, "o": {"a": 1}, "l": [{"x": 1}, {"x": "1"}], "nil": None, "empty": []}
    assert Place(("body", "data", *keys)).kind_in({"body": {"data": data}}) == kind
