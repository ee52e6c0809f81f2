"""Which links a run took: told from real runs of the interpreter, with pins in place of work."""

from __future__ import annotations

from typing import Any

import pytest

from designer.bench.links import ways_of, ways_taken
from runtime.components import BY_KEY
from runtime.engine.definition import read_flow
from runtime.engine.interpreter import StepEnded, Surroundings, compile_flow, resume

WEBHOOK = {"id": "webhook_1", "component": "webhook"}


def branch(step_id: str, *names: str) -> dict[str, Any]:
    cases = [{"object": {"name": {"value": name}}} for name in names]
    return {"id": step_id, "component": "branch.value", "inputs": {"value": {"value": 1}, "cases": {"list": cases}}}


def log(step_id: str, **more: Any) -> dict[str, Any]:
    return {"id": step_id, "component": "log", **more}


def flow_of(links: str, *steps: dict[str, Any]) -> Any:
    """Links are written `a>b` or, with an outlet, `a:else>b`."""
    return read_flow({"key": "f", "name": "F", "steps": [WEBHOOK, *steps], "links": written(links)})


def written(links: str) -> list[dict[str, str]]:
    pairs = [link.split(">") for link in links.split()]
    return [{"from": left.split(":")[0], "outlet": (left + ":out").split(":")[1], "to": right} for left, right in pairs]


def ran(flow: Any, **pins: Any) -> list[dict[str, Any]]:
    """The step runs of a run in which all that matters is pinned."""
    surroundings = Surroundings()
    plan = compile_flow(flow, BY_KEY)
    turn = resume(plan, trigger_step="webhook_1", trigger_results={}, surroundings=surroundings, pins=pins)
    ended = [command for command in turn.commands if isinstance(command, StepEnded)]
    return [
        {"stepId": e.step.id, "path": e.path, "status": e.status, "outlet": e.outcome.outlet if e.outcome else ""} for e in ended
    ]


def told(ways: Any) -> str:
    return " ".join(f"{source}:{outlet}>{target}" if outlet != "out" else f"{source}>{target}" for source, outlet, target in ways)


FORK = flow_of("webhook_1>b b:yes>y b:else>n y>end n>end", branch("b", "yes"), log("y"), log("n"), log("end"))
LOOP_BODY = {"steps": [branch("b", "yes"), log("y"), log("n")], "links": written("b:yes>y b:else>n")}
LOOP = {"id": "loop_1", "component": "loop", "inputs": {"times": {"value": 2}}, **LOOP_BODY}


def test_every_link_is_listed_those_inside_loops_too():
    assert (
        told(ways_of(flow_of("webhook_1>loop_1 loop_1>end", LOOP, log("end")))) == "webhook_1>loop_1 loop_1>end b:yes>y b:else>n"
    )


@pytest.mark.parametrize(
    ("way", "taken"),
    [("yes", "webhook_1>b b:yes>y y>end"), ("else", "webhook_1>b b:else>n n>end")],
)
def test_the_way_a_branch_goes_is_taken_and_the_other_is_not(way, taken):
    assert told(ways_taken(FORK, ran(FORK, b={"branch": way}, y=1, n=1, end=1))) == taken


def test_a_link_to_a_step_that_never_began_is_not_taken():
    assert told(ways_taken(FORK, ran(FORK, b={"branch": "yes"}))) == "webhook_1>b"


def test_links_in_a_loop_are_taken_when_one_turn_took_them():
    flow = flow_of("webhook_1>loop_1", LOOP)
    assert told(ways_taken(flow, ran(flow, b={"branch": "yes"}, y=1))) == "webhook_1>loop_1 b:yes>y"


def test_a_disabled_step_is_passed_by_on_links_that_are_taken():
    flow = flow_of("webhook_1>off off>end", log("off", disabled=True), log("end"))
    assert told(ways_taken(flow, ran(flow, end=1))) == "webhook_1>off off>end"


def test_a_trigger_that_did_not_fire_takes_nothing():
    flow = flow_of("webhook_1>end manual_1>end", {"id": "manual_1", "component": "manual"}, log("end"))
    assert told(ways_taken(flow, ran(flow, end=1))) == "webhook_1>end"


def test_an_error_link_is_taken_when_its_step_failed():
    flow = flow_of("webhook_1>a a>b a:error>c", log("a", onError="branch"), log("b"), log("c"))
    steps = [
        {"stepId": "webhook_1", "path": "webhook_1", "status": "succeeded", "outlet": "out"},
        {"stepId": "a", "path": "a", "status": "failed", "outlet": "error"},
        {"stepId": "b", "path": "b", "status": "skipped", "outlet": ""},
        {"stepId": "c", "path": "c", "status": "succeeded", "outlet": "out"},
    ]
    assert told(ways_taken(flow, steps)) == "webhook_1>a a:error>c"
