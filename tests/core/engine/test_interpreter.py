"""What the interpreter promises beside the conformance cases: its limits, what code steps see, what a plan says of itself."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from engine_cases import COMPONENTS, flow_of

from runtime.engine.component import Outcome
from runtime.engine.errors import InvalidDefinition
from runtime.engine.interpreter import (
    Finish,
    RunStep,
    StepEnded,
    StepSucceeded,
    Surroundings,
    advance,
    begin,
    compile_flow,
    step_results,
)
from runtime.engine.loops import MOST_TURNS

WEBHOOK = {"id": "webhook_1", "component": "webhook"}


def started(steps: list[Any], links: list[dict[str, str]], trigger: Any = None) -> Any:
    plan = compile_flow(flow_of({"steps": [WEBHOOK, *steps], "links": links}), COMPONENTS)
    return plan, begin(plan, trigger_step="webhook_1", trigger_results=trigger, surroundings=Surroundings())


def test_it_begins_only_at_a_trigger_that_is_there_and_enabled() -> None:
    plan = compile_flow(
        flow_of({"steps": [WEBHOOK, {"id": "manual_1", "component": "manual", "disabled": True}, "a"]}), COMPONENTS
    )
    for step in ("a", "manual_1", "nobody"):
        with pytest.raises(InvalidDefinition) as caught:
            begin(plan, trigger_step=step, trigger_results=None, surroundings=Surroundings())
        assert caught.value.code == "trigger_unknown"


def test_a_plan_knows_its_triggers_and_whether_it_has_effects() -> None:
    inside = {"id": "loop_1", "component": "loop", "steps": [{"id": "e", "component": "effect"}]}
    off = {"id": "f", "component": "effect", "disabled": True}
    plan = compile_flow(flow_of({"steps": [WEBHOOK, {"id": "manual_1", "component": "manual"}, "a", off]}), COMPONENTS)
    assert (plan.triggers, plan.has_effects) == (("webhook_1", "manual_1"), False)
    assert compile_flow(flow_of({"steps": [WEBHOOK, inside]}), COMPONENTS).has_effects


def test_code_sees_the_trigger_under_all_its_names_and_the_loop_it_is_in() -> None:
    loop = {"id": "loop_1", "component": "loop", "inputs": {"items": {"value": ["x"]}}, "steps": ["inner", "later"]}
    loop["links"] = [{"from": "inner", "to": "later"}]
    plan, turn = started(["a", loop], [{"from": "webhook_1", "to": "a"}, {"from": "a", "to": "loop_1"}], {"body": 1})
    turn = advance(plan, turn.state, StepSucceeded("a", Outcome(5)))
    turn = advance(plan, turn.state, StepSucceeded("loop_1[0].inner", Outcome(6)))
    fired = {"results": {"body": 1}}
    assert step_results(turn.state, "loop_1[0].later") == {
        "webhook_1": fired,
        "trigger": fired,
        "integrationTrigger": fired,
        "a": {"results": 5},
        "loop_1": {"currentItem": "x", "index": 0},
        "inner": {"results": 6},
    }


def test_what_code_is_given_is_a_copy() -> None:
    plan, turn = started(["a"], [{"from": "webhook_1", "to": "a"}], 1)
    step_results(turn.state, "a").clear()
    assert step_results(turn.state, "a")["trigger"] == {"results": 1}
    assert advance(plan, turn.state, StepSucceeded("a", Outcome(2))).commands[-1] == Finish("succeeded", 2)


def test_a_loop_tells_what_it_ran_over() -> None:
    loop = {"id": "loop_1", "component": "loop", "inputs": {"items": {"reference": "trigger.results.lines"}}}
    _, turn = started([loop], [{"from": "webhook_1", "to": "loop_1"}], {"line": [1]})
    ended = next(one for one in turn.commands if isinstance(one, StepEnded) and one.path == "loop_1")
    assert ended.inputs == {"items": None}
    assert len(ended.warnings) == 1 and 'Did you mean "line"?' in ended.warnings[0]


def test_loops_in_loops_that_do_nothing_end_too() -> None:
    idle = {"id": "idle", "component": "work", "disabled": True}
    inner = {"id": "inner", "component": "loop", "inputs": {"times": {"value": 1000}}, "steps": [idle]}
    outer = {"id": "outer", "component": "loop", "inputs": {"times": {"value": MOST_TURNS}}, "steps": [inner]}
    _, turn = started([outer], [{"from": "webhook_1", "to": "outer"}])
    finish = turn.commands[-1]
    assert isinstance(finish, Finish)
    assert (finish.status, finish.error and finish.error["code"]) == ("failed", "loop_too_long")
    assert len(turn.commands) < 2 * MOST_TURNS


def test_a_long_chain_of_skipped_steps_needs_no_stack() -> None:
    steps = [f"s{index}" for index in range(5_000)]
    links = [{"from": source, "to": target} for source, target in itertools.pairwise(steps)]
    _, turn = started(steps, links)
    assert len(turn.commands) == 5_002


@pytest.mark.parametrize("times", ["3", 3, 3.0, " 3 "])
def test_a_number_of_times_may_be_written_as_text(times: Any) -> None:
    loop = {"id": "loop_1", "component": "loop", "inputs": {"mode": {"value": "times"}, "times": {"value": times}}}
    _, turn = started([loop], [{"from": "webhook_1", "to": "loop_1"}])
    assert turn.commands[-1] == Finish("succeeded", [None, None, None])


@pytest.mark.parametrize("times", [True, 1.5, "many", None, [], -1, "-1", "1e3", 10**30])
def test_a_loop_refuses_what_is_no_number_of_times(times: Any) -> None:
    loop = {"id": "loop_1", "component": "loop", "inputs": {"mode": {"value": "times"}, "times": {"value": times}}}
    _, turn = started([loop], [{"from": "webhook_1", "to": "loop_1"}])
    assert turn.commands[-1].error["code"] == ("loop_too_long" if times == 10**30 else "loop_items_invalid")


def test_what_a_stranger_sends_is_never_read_as_a_reference() -> None:
    step = {
        "id": "a",
        "component": "work",
        "inputs": {"text": {"template": "<{{trigger.results.evil}}>"}, "it": {"reference": "trigger.results"}},
    }
    evil = {"evil": "{{#Secret}} {{trigger.results.other}}", "reference": "webhook_1.results", "other": 1}
    _, turn = started([step], [{"from": "webhook_1", "to": "a"}], evil)
    command = turn.commands[-1]
    assert isinstance(command, RunStep)
    assert command.inputs == {"text": "<{{#Secret}} {{trigger.results.other}}>", "it": evil}
