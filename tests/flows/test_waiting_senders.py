"""Sync flows: what a sender that waits is told, and what a repeated id comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from runtime import control, wiring
from runtime.ingress import dedupe
from runtime.journal.journal import Journal
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.models import DedupeEntry
from tests.flows.yard import ONCE, call, count, echo, flow, ids, step
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)
FAIL = step("fail_1", "http.request", method="POST", url="http://127.0.0.1:1/")  # an address nobody may call


def sync(*steps, **more):
    return flow("orders", *steps, response="sync", **more)


def test_a_pure_sync_flow_is_written_once_at_its_end(yard, monkeypatch):
    writes: list[int] = []
    original = Journal.write
    monkeypatch.setattr(Journal, "write", lambda self, *rows: (writes.append(len(rows)), original(self, *rows))[1])
    answer = yard.post(yard.deploy(sync(echo())).path(), {"n": 1})
    assert (answer.status, answer.json) == (200, {"body": {"n": 1}})
    assert writes == [4], "the request, the execution and its two steps"
    request = yard.request(answer)
    assert [stage["stage"] for stage in request.trace][-2:] == ["store", "answer"]


@pytest.fixture
def impatient(settings):
    settings.SYNC_LIMIT = 0.05


def test_past_the_limit_the_sender_is_told_where_to_look(impatient, yard, service):
    answer = yard.post(yard.deploy(sync(service.ask(), echo())).path(), {"n": 1})
    assert (answer.status, answer.json["status"]) == (202, "running")
    execution = answer.json["executionId"]
    assert yard.row(execution).status == "running"
    path, _, query = answer.headers["location"].partition("/hooks/")[2].partition("?")
    service.gate.set()
    yard.ended(execution)
    eventually(lambda: yard.request(answer).answer_status == 200)

    later = yard.run(call(yard.door, f"/hooks/{path}", method="GET", query=query))
    assert (later.status, later.json) == (200, {"body": {"n": 1}})
    assert yard.run(call(yard.door, f"/hooks/{path}", method="GET", query=query[:-1] + "!")).status == 404
    assert (Request.of(yard.tenant).count(), Execution.of(yard.tenant).count()) == (1, 1)


def test_a_run_that_ends_just_as_the_sender_gives_up_is_stored_once(yard, settings):
    """The end of the run and the opening of its rows once raced each other to the same insert."""
    deployed = yard.deploy(sync(echo()))
    yard.door.reception.sync_limit = 0.0
    answers = [yard.post(deployed.path(), {"n": number}) for number in range(30)]
    assert {answer.status for answer in answers} <= {200, 202}
    for execution in ids(answers):
        assert yard.ended(execution).status == "succeeded"
        assert yard.steps(execution) == ["webhook_1", "echo_1"]


def test_cancelling_a_run_tells_the_sender_that_waits(yard, service, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    deployed = yard.deploy(sync(count(), service.ask(), count("count_2")))
    waiting = yard.process.bench.submit(yard._post(deployed.path(), {}, {}))
    service.wait_for(1)
    assert control.cancel(yard.tenant, Execution.of(yard.tenant).get().pk)
    answer = waiting.result(10)
    assert (answer.status, answer.json["code"]) == (500, "flow_failed")
    assert Execution.of(yard.tenant).get().status == "cancelled"


def test_a_run_that_another_process_took_up_is_not_told_as_an_error(yard, service):
    """After a time without the database its lease was over: the execution goes on elsewhere, and once ended well nevertheless."""
    deployed = yard.deploy(sync(count(), service.ask(), count("count_2")))
    waiting = yard.process.bench.submit(yard._post(deployed.path(), {}, {}))
    service.wait_for(1)
    execution = Execution.of(yard.tenant).get().pk
    Execution.of(yard.tenant).filter(pk=execution).update(lease_owner="another", epoch=2)
    yard.run(yard.process.leases.tend(datetime.now(UTC)))
    answer = waiting.result(10)
    assert (answer.status, answer.json["status"], answer.json["executionId"]) == (202, "running", execution)
    assert answer.headers["location"].startswith("http")


def test_a_repeated_id_gets_the_first_answer_and_its_trace_says_so(yard):
    deployed = yard.deploy(sync(echo(), policy=ONCE))
    first = yard.post(deployed.path(), {"n": 1}, x_event_id="a")
    again = yard.post(deployed.path(), {"n": 1}, x_event_id="a")
    assert (again.status, again.body) == (200, first.body)
    assert ids([again]) == ids([first])
    kept = yard.request(again)
    assert (kept.status, kept.execution_id) == ("duplicate", "")
    assert [stage["detail"] for stage in kept.trace if stage["stage"] == "store"] == ["Seen before: answered as the first time."]
    assert [stage["stage"] for stage in kept.trace].count("answer") == 1


def test_while_the_first_runs_its_repetition_is_told_where_to_look(impatient, yard, service):
    deployed = yard.deploy(sync(service.ask(), policy=ONCE))
    first = yard.post(deployed.path(), {}, x_event_id="a")
    again = yard.post(deployed.path(), {}, x_event_id="a")
    assert (again.status, again.headers["location"]) == (202, first.headers["location"])
    assert len(service.calls) == 1


def test_an_id_whose_run_failed_is_free_again(yard):
    """The sender was told of an error: if its repetition got the same error for days, it could never recover."""
    deployed = yard.deploy(sync(FAIL, policy=ONCE))
    first = yard.post(deployed.path(), {}, x_event_id="a")
    again = yard.post(deployed.path(), {}, x_event_id="a")
    assert (first.status, again.status) == (500, 500)
    assert len(ids([first, again])) == 2
    assert not DedupeEntry.of(yard.tenant).exists()


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        pytest.param({"status": "succeeded", "result": {"done": 1}}, (200, {"done": 1}), id="the worker finished it"),
        pytest.param({"status": "failed"}, None, id="the worker could not"),
        pytest.param({"status": "failed", "response": {"status": 201, "body": 5}}, (201, 5), id="it failed after it answered"),
        pytest.param({"status": "cancelled"}, None, id="a person stopped it"),
        pytest.param({"status": "queued"}, (202, None), id="it waits for a worker"),
    ],
)
def test_after_a_crash_the_ledger_tells_how_the_first_run_ended(yard, ended, told):
    """A line without an answer, whose process died, must not block the sender for four days."""
    deployed = yard.deploy(sync(echo(), policy=ONCE))
    first = yard.post(deployed.path(), {"n": 1}, x_event_id="a")
    (execution,) = ids([first])
    pending = orjson.dumps({"executionId": execution, "answer": None}).decode()
    DedupeEntry.of(yard.tenant).update(answer=orjson.loads(pending))
    Execution.of(yard.tenant).filter(pk=execution).update(**ended)
    again = yard.post(deployed.path(), {"n": 2}, x_event_id="a")
    if told is None:
        assert (again.status, again.json) == (200, {"body": {"n": 2}})
        assert ids([again]) != ids([first])
    else:
        assert (again.status, ids([again])) == (told[0], ids([first]))
        assert told[1] is None or again.json == told[1]


def test_a_person_may_replay_what_a_sender_may_not_repeat(yard, monkeypatch):
    monkeypatch.setattr(wiring, "_current", [yard.process])
    deployed = yard.deploy(sync(echo(), policy=ONCE))
    first = yard.post(deployed.path(), {"n": 1}, x_event_id="a")
    replayed = control.replay(yard.tenant, yard.request(first).pk)
    assert (replayed["status"], replayed["executionId"] in ids([first])) == ("accepted", False)


def test_an_unrouted_request_is_dismissed_once(yard, monkeypatch):
    endpoint = {"type": "shared", "externalCustomerId": {"reference": "results.body.data.shop"}}
    answer = yard.post(yard.deploy(flow("orders", echo()), endpoint=endpoint).path(), {"shop": "nobody"})
    assert (answer.status, answer.json["code"]) == (404, "customer_not_found")
    request = yard.request(answer)
    assert control.dismiss(yard.tenant, request.pk)
    assert not control.dismiss(yard.tenant, request.pk)


def test_ids_are_forgotten_when_their_window_is_over(yard):
    yard.post(yard.deploy(sync(echo(), policy=ONCE)).path(), {}, x_event_id="a")
    sweep = yard.process.journal.submit_call
    assert sweep(dedupe.forget_expired(datetime.now(UTC))).result() == 0
    assert sweep(dedupe.forget_expired(datetime.now(UTC) + timedelta(days=5))).result() == 1


@pytest.mark.parametrize("path", ["/hooks/a\x00b/shared/x", "/hooks/a/shared/\x00", "/hooks/ü/shared/☃", "/hooks/x"])
def test_odd_paths_are_no_endpoint(yard, path):
    assert yard.post(path).json["code"] == "endpoint_not_found"


def test_the_query_form_is_answered_at_its_own_path_only(yard):
    type(yard.tenant).objects.filter(pk=yard.tenant.pk).update(allow_query_endpoint=True)
    deployed = yard.deploy(flow("orders", echo()))
    query = f"tenant_id={yard.tenant.pk}&flow_id={deployed.instance.endpoints.get().pk}"
    assert yard.run(call(yard.door, "/restendpoint", b"{}", query=query)).status == 200
    assert yard.run(call(yard.door, "/hooks/nothing", b"{}", query=query)).status == 404


def test_headers_without_end_are_refused_and_not_kept(yard):
    answer = yard.post(yard.deploy(flow("orders", echo())).path(), {}, x_padding="x" * 70_000)
    assert (answer.status, answer.json["code"]) == (431, "headers_too_large")
    assert not Request.of(yard.tenant).exists()


def test_an_answer_of_any_json_leaves(yard):
    respond = step("respond_1", "respond", body={"value": {"odd": 10**30}})
    answer = yard.post(yard.deploy(sync(respond)).path(), {})
    assert (answer.status, answer.json) == (200, {"odd": 10**30})
    assert StepResult.of(yard.tenant).get(step_id="respond_1").results["body"] == {"odd": 10**30}


def test_a_preprocess_flow_may_not_keep_its_sender_waiting(impatient, yard, service):
    endpoint = {
        "type": "shared",
        "preprocessFlow": "pre",
        "externalCustomerId": {"reference": "results.id"},
        "flowName": {"reference": "results.flow"},
    }
    answer = yard.post(yard.deploy(flow("pre", service.ask()), flow("orders", echo()), endpoint=endpoint).path(), {})
    assert (answer.status, answer.json["code"]) == (502, "preprocess_failed")
    assert "stopped" in answer.json["detail"]
