"""What holds for every re-run from a step: what is kept never runs again, and the same world gives the same end."""

from __future__ import annotations

from random import Random
from typing import Any

from engine_cases import COMPONENTS
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_flows import History, World, flows, run

from runtime.engine.definition import Flow
from runtime.engine.errors import NotAllowed
from runtime.engine.interpreter import StepStatus, compile_flow
from runtime.executions.loading import as_recorded
from runtime.executions.rerun import seeds, start_of
from runtime.journal.models import StepResult

SEEDS = st.integers(0, 2**32)


def rows_of(history: History) -> list[StepResult]:
    """As the journal would have kept them."""
    return [
        StepResult(
            step_id=one.step.id,
            path=one.path,
            component=one.step.component,
            status=one.status.value,
            outlet=one.outcome.outlet if one.outcome else "",
            control=one.outcome.control.value if one.outcome else "",
            results=one.outcome.results if one.outcome else None,
            error=one.error,
            sequence=place,
        )
        for place, one in enumerate(history.ended, start=1)
    ]


def startable(plan: Any, rows: list[StepResult]) -> list[str]:
    by_path = {row.path: row for row in rows}
    found = []
    for row in rows:
        try:
            found.append(start_of(plan, row.path, by_path).step.id)
        except NotAllowed:
            continue
    return found


def following(flow: Flow, start: str) -> set[str]:
    """By walking the links until nothing new is found."""
    found: set[str] = set()
    more = {start}
    while more - found:
        found |= more
        more = {link.target for link in flow.links if link.source in found}
    return found


def two_failed_in_a_turn(*histories: History) -> bool:
    failed = {one.path for history in histories for one in history.ended if one.error and "[" in one.path}
    return len({path.rpartition("].")[0] for path in failed}) < len(failed)


@settings(max_examples=150, deadline=None)
@given(flow=flows(sound_loops=True), seed=SEEDS, order=SEEDS, data=st.data())
def test_what_does_not_follow_is_kept_and_the_end_is_the_same(flow: Flow, seed: int, order: int, data: st.DataObject) -> None:
    plan, world = compile_flow(flow, COMPONENTS), World(seed, stops=False, responses=False)
    whole = run(plan, world, Random(order).randrange)
    rows = rows_of(whole)
    choices = startable(plan, rows)
    assume(choices)
    chosen = data.draw(st.sampled_from(choices), label="start at")
    start = start_of(plan, chosen, {row.path: row for row in rows})
    kept = [as_recorded(row) for row in seeds(plan, start, rows, {})]

    again = run(plan, world, Random(order).randrange, recorded=kept)
    paths = {one.path for one in kept}
    assert not paths & set(again.started), "what is kept never runs again"
    assert not paths & {one.path for one in again.ended}, "nor is it told again"
    follows = following(flow, chosen)
    stood = {row.path for row in rows if row.status in ("succeeded", "ignored") or (row.outlet and row.status == "failed")}
    assert {path for path in stood if path.partition("[")[0] not in follows} == paths
    assert whole.finish is not None and again.finish is not None
    assert again.finish.status is whole.finish.status
    if whole.finish.status is StepStatus.SUCCEEDED:
        assert again.finish == whole.finish or two_failed_in_a_turn(whole, again), "of two failures either may be told"
        if start.body is None:
            assert chosen in again.started
        assert paths | {one.path for one in again.ended} >= {row.path for row in rows if "[" not in row.path}
