"""The bench in parts: pins, run to here, run this step. What is not asked for does not run."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.designer.stock import definition, flow, make_integration

BOOM = "module.exports = async () => { throw new Error('This ran.'); };"


def code(step_id: str, source: str, **more: Any) -> dict[str, Any]:
    return {"id": step_id, "component": "code", "inputs": {"code": {"value": source}}, **more}


def shaped(step_id: str, **fields: str) -> dict[str, Any]:
    """A Build object step with a reference in each field."""
    references = {name: {"reference": text} for name, text in fields.items()}
    return {"id": step_id, "component": "map", "inputs": {"fields": {"object": references}}}


def chain(*steps: dict[str, Any], key: str = "orders", **more: Any) -> dict[str, Any]:
    linked = [{"id": "webhook_1", "component": "webhook"}, *steps]
    links = [{"from": left["id"], "to": right["id"]} for left, right in pairwise(linked)]
    return flow(key, key.title(), steps=linked, links=[*links, *more.pop("links", ())], layout={}, **more)


def steps_of(run: dict[str, Any]) -> dict[str, str]:
    return {step["path"]: "pinned" if step["pinned"] else step["status"] for step in run["execution"]["steps"]}


@pytest.fixture
def test(cast, builder):
    integration = make_integration(cast.acme)

    def ask(document: dict[str, Any], route: str = "test-flow", *, status: int = 200, **asked: Any) -> dict[str, Any]:
        more = {"flow": "orders"} if route == "test-flow" else {}
        body = {"request": {"body": '{"n": 1, "items": [1, 2, 3]}'}, "definition": document, **more, **asked}
        answer = builder.post(f"integrations/{integration.pk}/{route}", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return ask


def of(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return definition(flows=[chain(*steps, **more)])


def test_a_pinned_step_does_not_run_and_later_steps_read_its_results(test):
    document = of(code("code_1", BOOM), shaped("map_1", got="code_1.results.id"))
    run = test(document, pins={"code_1": {"id": 7}})
    assert (run["ok"], run["outcome"], run["result"]) == (True, "succeeded", {"got": 7})
    assert steps_of(run) == {"webhook_1": "succeeded", "code_1": "pinned", "map_1": "succeeded"}


def test_a_pinned_trigger_stands_in_for_a_request_that_could_not_even_be_read(test):
    document = of(shaped("map_1", got="trigger.results.body.data.n"))
    pins = {"webhook_1": {"body": {"data": {"n": 9}}}}
    run = test(document, request={"body": "{no json"}, pins=pins)
    assert (run["result"], steps_of(run)["webhook_1"]) == ({"got": 9}, "pinned")


ODD = [None, True, 0, 2.5, "", "x", [], [[None]], {}, {"": {}}, {"status": "x", "headers": 4}, {"body": [], "branch": 7}]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_any_json_can_be_pinned_to_any_step(odd, test):
    cases = {"value": [{"name": "never", "equals": 2}]}
    branch = {"id": "branch_1", "component": "branch.value", "inputs": {"value": {"value": 1}, "cases": cases}}
    calls = {"id": "call_1", "component": "flow.call", "inputs": {"flow": {"value": "orders"}}, "onError": "ignore"}
    respond = {"id": "respond_1", "component": "respond", "inputs": {"body": {"reference": "trigger.results.body"}}}
    document = of(branch, response="sync")
    document["flows"][0]["steps"] += [looped(shaped("map_1", got="loop_1.currentItem")), calls, respond]
    for before, after, outlet in (("branch_1", "loop_1", "else"), ("loop_1", "call_1", "out"), ("call_1", "respond_1", "out")):
        document["flows"][0]["links"].append({"from": before, "to": after, "outlet": outlet})
    for step in ("webhook_1", "branch_1", "loop_1", "map_1", "call_1", "respond_1"):
        run = test(document, pins={step: odd})
        assert run["outcome"] in ("succeeded", "failed") and run["code"] != "internal_error", run
        assert [each["pinned"] for each in run["execution"]["steps"] if each["stepId"] == step][:1] == [True]


@pytest.mark.parametrize("depth", [-30, "deep", None, [1], 1.5, True])
def test_a_pinned_trigger_cannot_say_how_deep_flows_may_call_each_other(depth, test):
    """Flows that call themselves would go on for ever, or end as a fault of ours."""
    again = {"id": "call_1", "component": "flow.call", "inputs": {"flow": {"value": "orders"}}}
    document = of(again)
    document["flows"][0]["steps"][0] = {"id": "manual_1", "component": "manual"}
    document["flows"][0]["links"] = [{"from": "manual_1", "to": "call_1"}]
    run = test(document, pins={"manual_1": {"data": 1, "callDepth": depth}})
    assert run["code"] == "called_flow_failed"
    assert run["error"]["message"].count("Orders failed") <= 8


def test_the_pin_of_a_step_that_is_gone_is_left_out_and_said(test):
    run = test(of(shaped("map_1", got="trigger.results.body.data.n")), pins={"code_9": 1})
    assert run["ok"] and any("code_9" in warning for warning in run["warnings"])


def test_it_runs_to_here_and_no_further_and_not_beside(test):
    beside = [{"from": "webhook_1", "to": "side_1"}]
    steps = [shaped("map_1", got="trigger.results.body.data.n"), shaped("map_2", got="map_1.results.got"), code("code_1", BOOM)]
    document = of(*steps, code("side_1", BOOM), links=beside)
    run = test(document, upTo="map_2")
    assert (run["outcome"], run["result"], run["answer"]) == ("succeeded", {"got": 1}, None)
    assert list(steps_of(run)) == ["webhook_1", "map_1", "map_2"]


def test_it_runs_to_here_though_the_rest_of_the_flow_is_unfinished(test):
    steps = [shaped("map_1", got="trigger.results.body.data.n"), {"id": "new_1", "component": "no.such"}]
    assert test(of(*steps), upTo="map_1")["result"] == {"got": 1}


def test_a_way_that_was_not_taken_is_warned_of(test):
    branch = {
        "id": "branch_1",
        "component": "branch.value",
        "inputs": {
            "value": {"reference": "trigger.results.body.data.n"},
            "cases": {"list": [{"object": {"name": {"value": "two"}, "equals": {"value": 2}}}]},
        },
    }
    document = of(branch)
    document["flows"][0]["steps"].append(shaped("map_1", got="trigger.results.body.data.n"))
    document["flows"][0]["links"].append({"from": "branch_1", "outlet": "two", "to": "map_1"})
    run = test(document, upTo="map_1")
    assert steps_of(run)["map_1"] == "skipped" and "map_1 did not run" in run["warnings"][0]
    assert test(document, upTo="map_1", pins={"branch_1": {"branch": "two"}})["result"] == {"got": 1}


def looped(*inside: dict[str, Any]) -> dict[str, Any]:
    loop = {"id": "loop_1", "component": "loop", "inputs": {"items": {"reference": "trigger.results.body.data.items"}}}
    inner_links = [{"from": left["id"], "to": right["id"]} for left, right in pairwise(inside)]
    return {**loop, "steps": list(inside), "links": inner_links}


def test_a_step_in_a_loop_runs_in_the_first_turn_that_comes_to_it(test):
    document = of(looped(shaped("map_1", got="loop_1.currentItem"), shaped("map_2", got="map_1.results.got"), code("boom", BOOM)))
    run = test(document, upTo="map_2")
    assert (run["outcome"], run["result"]) == ("succeeded", {"got": 1})
    assert [path for path in steps_of(run) if "[" in path] == ["loop_1[0].map_1", "loop_1[0].map_2"]


def test_a_loop_itself_takes_all_its_turns(test):
    run = test(of(looped(shaped("map_1", got="loop_1.currentItem")), code("code_1", BOOM)), upTo="loop_1")
    assert run["result"] == [{"got": 1}, {"got": 2}, {"got": 3}]


def test_a_step_runs_alone_with_what_is_pinned(test):
    document = of(
        code("code_1", BOOM), code("code_2", BOOM), shaped("map_1", a="code_1.results.id", n="trigger.results.body.data.n")
    )
    run = test(document, only="map_1", pins={"code_1": {"id": 5}})
    assert (run["result"], run["warnings"]) == ({"a": 5, "n": 1}, [])
    assert steps_of(run) == {"webhook_1": "succeeded", "code_1": "pinned", "map_1": "succeeded"}


def test_what_a_step_alone_reads_and_nobody_gave_is_null_and_named(test):
    source = "module.exports = async (context, stepResults) => ({ data: [stepResults.code_1?.results ?? null] });"
    run = test(of(code("code_1", BOOM), code("code_2", source)), only="code_2")
    assert (run["result"], steps_of(run).get("code_1")) == ([None], None)
    assert run["warnings"] == ["code_1 has no results here, so what reads it gets null. Pin code_1."]


def test_a_step_alone_in_a_loop_runs_with_its_first_item(test):
    document = of(looped(code("code_1", BOOM), shaped("map_1", item="loop_1.currentItem", got="code_1.results")))
    run = test(document, only="map_1", pins={"code_1": "given", "loop_1": ["old results"]})
    assert run["result"] == {"item": 1, "got": "given"}
    assert "loop_1 is pinned" in run["warnings"][0]


def test_its_own_pin_does_not_keep_a_step_from_running_alone(test):
    run = test(of(shaped("map_1", n="trigger.results.body.data.n")), only="map_1", pins={"map_1": "old"})
    assert run["result"] == {"n": 1}


def test_a_disabled_step_runs_when_it_is_asked_for(test):
    document = of({**shaped("map_1", n="trigger.results.body.data.n"), "disabled": True})
    assert test(document, only="map_1")["result"] == test(document, upTo="map_1")["result"] == {"n": 1}


@pytest.mark.parametrize("part", ["upTo", "only"])
def test_a_step_that_is_not_there_is_not_found(part, test):
    assert test(of(), status=422, **{part: "nobody"})["code"] == "step_not_found"


def test_a_step_that_nothing_leads_to_cannot_be_run_to_but_alone(test):
    document = of()
    document["flows"][0]["steps"].append(shaped("map_1", n="trigger.results.body.data.n"))
    assert test(document, upTo="map_1", status=422)["code"] == "step_not_reached"
    assert test(document, only="map_1")["result"] == {"n": 1}


def test_both_parts_at_once_are_refused(test):
    errors = test(of(), upTo="webhook_1", only="webhook_1", status=400)["errors"]
    assert [error["field"] for error in errors] == ["only"]


def routed() -> dict[str, Any]:
    pre = chain(code("code_1", BOOM), key="pre")
    target = chain(code("code_1", BOOM), shaped("map_1", id="code_1.results.id"))
    document = definition(type="shared", flows=[target, pre])
    document["endpoint"] = {
        "type": "shared",
        "preprocessFlow": "pre",
        "flowName": {"reference": "results.flow"},
        "externalCustomerId": {"reference": "results.customer"},
    }
    return document


def test_the_flows_of_a_road_have_pins_of_their_own(test):
    pins = {"pre": {"code_1": {"flow": "orders", "customer": "c-1"}}, "orders": {"code_1": {"id": 3}}}
    run = test(routed(), "test-endpoint", pins=pins)
    assert (run["outcome"], run["flow"], run["customer"], run["result"]) == ("succeeded", "orders", "c-1", {"id": 3})
    (preprocess,) = [stage for stage in run["stages"] if stage["stage"] == "preprocess"]
    assert [step["pinned"] for step in preprocess["data"]["steps"]] == [False, True]


def test_a_road_that_stops_says_so_with_the_code_of_its_answer(test):
    run = test(routed(), "test-endpoint", pins={"pre": {"code_1": {"flow": "orders"}}})
    assert (run["ok"], run["outcome"], run["code"], run["flow"]) == (False, "stopped", "picker_empty", None)
    assert run["answer"]["status"] == 422


def test_a_flow_that_fails_says_so_with_the_code_of_its_error(test):
    run = test(of(code("code_1", BOOM)))
    assert (run["ok"], run["outcome"], run["code"], run["error"]["stepId"]) == (False, "failed", "code_threw", "code_1")


def test_a_road_can_end_at_a_step_of_the_flow_it_finds(test):
    pins = {"pre": {"code_1": {"flow": "orders", "customer": "c-1"}}, "orders": {"code_1": {"id": 3}}}
    run = test(routed(), "test-endpoint", pins=pins, upTo="code_1")
    assert (run["result"], run["answer"]) == ({"id": 3}, None)


def test_flows_see_the_headers_of_a_test_as_they_see_those_of_a_live_request(test):
    document = of(shaped("map_1", auth="trigger.results.headers.authorization", kind="trigger.results.headers.x-kind"))
    run = test(document, request={"headers": [["Authorization", "Bearer s3cret"], ["X-Kind", "order"]]})
    assert run["result"] == {"auth": "[redacted]", "kind": "order"}


def test_a_test_can_say_for_which_customer_it_runs(test):
    document = of(shaped("map_1", who="trigger.results.customer.externalId"))
    assert test(document, request={"customer": "c-9"})["result"] == {"who": "c-9"}
