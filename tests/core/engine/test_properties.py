"""What holds for every flow, whatever its steps do and in whatever order they report."""

from __future__ import annotations

from random import Random

from engine_cases import BOOM, COMPONENTS
from hypothesis import given, settings
from hypothesis import strategies as st
from random_flows import BEGINNING, Choose, World, flows, run

from runtime.engine.component import Outcome
from runtime.engine.definition import Flow
from runtime.engine.events import Recorded
from runtime.engine.interpreter import Course, StepFailed, StepStatus, StepSucceeded, advance, compile_flow, step_results

SEEDS = st.integers(0, 2**32)
many = settings(max_examples=100, deadline=None)


def in_any_order(seed: int) -> Choose:
    return Random(seed).randrange


def in_turn(under_way: int) -> int:
    return 0


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS)
def test_it_always_ends_and_each_step_ends_once(flow: Flow, seed: int, order: int) -> None:
    history = run(compile_flow(flow, COMPONENTS), World(seed), in_any_order(order))
    assert history.finish is not None
    paths = [one.path for one in history.ended]
    assert len(paths) == len(set(paths))
    assert set(history.started) <= set(paths)


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS)
def test_every_step_of_the_flow_is_accounted_for_when_nothing_cuts_it_short(flow: Flow, seed: int, order: int) -> None:
    history = run(compile_flow(flow, COMPONENTS), World(seed, stops=False), in_any_order(order))
    assert history.finish is not None
    if history.finish.status is StepStatus.SUCCEEDED:
        assert {step.id for step in flow.steps} <= {one.path for one in history.ended}


@many
@given(flow=flows(sound_loops=True), seed=SEEDS, order=SEEDS, another=SEEDS)
def test_the_order_of_reports_does_not_change_what_comes_out(flow: Flow, seed: int, order: int, another: int) -> None:
    plan, world = compile_flow(flow, COMPONENTS), World(seed, failures=False, stops=False, responses=False)
    first, second = run(plan, world, in_any_order(order)), run(plan, world, in_any_order(another))
    assert first.finish == second.finish
    assert {one.path: one.status for one in first.ended} == {one.path: one.status for one in second.ended}


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS, another=SEEDS)
def test_the_order_of_reports_does_not_decide_whether_it_fails(flow: Flow, seed: int, order: int, another: int) -> None:
    # Which of two failures comes first may decide what is told of it, never whether it counts.
    plan, world = compile_flow(flow, COMPONENTS), World(seed, stops=False)
    first, second = run(plan, world, in_any_order(order)), run(plan, world, in_any_order(another))
    assert first.finish is not None and second.finish is not None
    assert first.finish.status is second.finish.status


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS)
def test_no_state_is_ever_changed(flow: Flow, seed: int, order: int) -> None:
    plan = compile_flow(flow, COMPONENTS)
    for state, event, commands in run(plan, World(seed), in_any_order(order)).taken:
        for outlet in ("left", "else", "error"):
            advance(plan, state, StepSucceeded(event.path, Outcome("something else", outlet)))
            advance(plan, state, StepFailed(event.path, BOOM))
        assert advance(plan, state, event).commands == commands


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS, data=st.data())
def test_a_course_commands_what_the_turns_do(flow: Flow, seed: int, order: int, data: st.DataObject) -> None:
    plan, world = compile_flow(flow, COMPONENTS), World(seed)
    whole = run(plan, world, in_any_order(order))
    kept = [one for one in whole.records() if data.draw(st.booleans())]
    for recorded, history in (((), whole), (kept, run(plan, world, in_any_order(order), recorded=kept))):
        course = Course(plan, recorded=recorded, **BEGINNING)
        assert tuple(course.begin()) == history.first
        for state, event, commands in history.taken:
            assert course.step_results(event.path) == step_results(state, event.path)
            assert course.advance(StepSucceeded("nowhere", Outcome(1))) == []
            assert tuple(course.advance(event)) == commands


@many
@given(flow=flows(), seed=SEEDS, order=SEEDS, data=st.data())
def test_resuming_at_any_point_gives_the_same_end(flow: Flow, seed: int, order: int, data: st.DataObject) -> None:
    plan, world = compile_flow(flow, COMPONENTS), World(seed)
    whole = run(plan, world, in_any_order(order))
    records = whole.records()
    cut = data.draw(st.integers(0, len(records)), label="crash after")
    kept = records[:cut]
    rest = run(plan, world, in_turn, recorded=kept)
    assert whole.finish is not None and rest.finish is not None
    assert not {one.path for one in kept} & set(rest.started), "what is recorded never runs again"
    assert not {one.path for one in kept} & {one.path for one in rest.ended}, "nor is it told again"
    if cut == len(records):
        assert rest.finish == whole.finish
    response_is_settled = whole.finish.response is None or any(one.outcome and one.outcome.control == "respond" for one in kept)
    nothing_cut_short = not any(one.outcome and one.outcome.control == "stop" for one in [*records, *rest.records()])
    if nothing_cut_short:
        assert rest.finish.status is whole.finish.status
        # Of two failures side by side the one that comes first is told, also by a step that ignores them.
        same_failures = _failures(whole.records()) == _failures([*kept, *rest.records()])
        if whole.finish.status is StepStatus.SUCCEEDED and response_is_settled and same_failures:
            assert rest.finish.response != whole.finish.response or rest.finish == whole.finish


@many
@given(flow=flows(sound_loops=True), seed=SEEDS, order=SEEDS, data=st.data())
def test_resuming_with_lost_records_gives_the_same_end(flow: Flow, seed: int, order: int, data: st.DataObject) -> None:
    plan, world = compile_flow(flow, COMPONENTS), World(seed, failures=False, stops=False, responses=False)
    whole = run(plan, world, in_any_order(order))
    kept = [one for one in whole.records() if data.draw(st.booleans())]
    rest = run(plan, world, in_any_order(order), recorded=kept)
    assert rest.finish == whole.finish
    assert not {one.path for one in kept} & set(rest.started)


def _failures(records: list[Recorded]) -> set[str]:
    return {one.path for one in records if one.error}
