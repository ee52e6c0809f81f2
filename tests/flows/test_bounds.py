"""No execution fills the disk, and no number of versions the memory."""

from __future__ import annotations

from runtime.executions import progress, sizes
from runtime.journal.models import StepResult
from runtime.routing import book
from tests.flows.yard import Yard, echo, flow, start, step

TURNS = 40


def long_loop() -> dict:
    inner = step("log_1", "log", message="a line that somebody may want to read")
    return {**step("loop_1", "loop", mode="times", times=TURNS), "steps": [inner], "links": []}


def test_an_execution_of_too_many_steps_ends_as_failed(yard: Yard, monkeypatch):
    monkeypatch.setattr(progress, "MOST_STEPS", 10)
    yard.work()
    _, execution = start(yard, long_loop())
    ended = yard.ended(execution)
    assert (ended.status, ended.error["code"]) == ("failed", "execution_too_large")
    assert len(yard.steps(execution)) <= 12


def test_inputs_and_logs_past_the_limit_of_an_execution_are_cut_and_results_never(yard: Yard, monkeypatch):
    monkeypatch.setattr(sizes, "LARGEST_TOLD", 1000)
    yard.work()
    _, execution = start(yard, long_loop())
    assert yard.ended(execution).status == "succeeded"
    rows = StepResult.of(yard.tenant).filter(execution_id=execution, step_id="log_1").order_by("sequence")
    first, last = rows[0], rows[TURNS - 1]
    assert (first.inputs["message"], first.logs[0]["message"]) == (first.results["message"],) * 2
    assert (last.inputs, last.logs[0]["message"]) == ({"cut": progress.CUT}, progress.CUT)
    assert last.results == first.results


def test_more_versions_than_are_kept_all_still_answer(yard: Yard, monkeypatch):
    monkeypatch.setattr(book, "MOST_RELEASES", 2)
    shops = [yard.deploy(flow("orders", echo(), response="sync"), customer=f"c-{number}") for number in range(4)]
    for shop in [*shops, *shops]:
        yard.process.book.forget()
        assert yard.post(shop.path(), {"n": 1}).json == {"body": {"n": 1}}
        assert len(yard.process.book._releases) <= 2
