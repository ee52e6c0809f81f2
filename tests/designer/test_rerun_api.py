"""Re-running from a step over the API: operators run again what was, builders with inputs of their own."""

from __future__ import annotations

import pytest

from runtime.instances.models import Instance
from runtime.journal.models import Execution
from tests.designer.stock import flow, make_ended, make_execution, make_instance, make_step, make_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ran(cast):
    return make_ended(cast.acme, make_instance(cast.acme))


def test_it_answers_the_new_execution_and_what_it_re_runs(ran, builder):
    answer = builder.post(f"executions/{ran.pk}/rerun", {"from": "log_1", "input": {"message": "again"}})
    shown = answer.json()
    assert (answer.status_code, shown["status"], shown["replayOf"]) == (201, "queued", ran.pk)
    assert shown["rerun"] == {"from": "log_1", "edited": ["message"], "pinned": [], "by": "builder@example.com"}
    assert [(step["path"], step["keptFrom"]) for step in shown["steps"]] == [("webhook_1", ran.pk)]


def test_an_operator_may_run_it_again_but_not_edit_what_a_step_gets(ran, operator):
    assert operator.get(f"executions/{ran.pk}/rerun?from=log_1").json()["inputs"] == {"message": "came"}
    assert operator.post(f"executions/{ran.pk}/rerun", {"from": "log_1"}).status_code == 201
    for edit in ({"input": {"message": "x"}}, {"pinned": {"trigger": {}}}):
        answer = operator.post(f"executions/{ran.pk}/rerun", {"from": "log_1", **edit})
        assert (answer.status_code, answer.json()["code"]) == (403, "role_lacking")


def test_all_that_is_wrong_with_the_input_comes_at_once_and_nothing_is_left(ran, builder):
    given = {"message": "[redacted]", "level": "loud"}
    answer = builder.post(f"executions/{ran.pk}/rerun", {"from": "log_1", "input": given})
    assert (answer.status_code, answer.json()["code"]) == (400, "input_invalid")
    assert {error["field"] for error in answer.json()["errors"]} == {"input.message", "input.level"}
    assert Execution.objects.of(ran.tenant_id).count() == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "input_invalid"),
        ({"from": "log_9"}, 422, "step_not_found"),
        ({"from": "webhook_1"}, 422, "step_is_trigger"),
        ({"from": "log_1", "pinned": {"log_9": 1}}, 422, "step_not_found"),
        ({"from": "log_1", "pinned": {"log_1": 1}}, 422, "step_not_found"),
        ({"from": "log_1", "pinned": {"trigger": [1]}}, 400, "input_invalid"),
        ({"from": "log_1", "input": [1]}, 400, "input_invalid"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_code(body, status, code, ran, builder):
    answer = builder.post(f"executions/{ran.pk}/rerun", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_run_of_a_draft_that_lost_the_step_says_so(cast, builder):
    shop = make_instance(cast.acme).integration
    ran = make_execution(cast.acme, integration_id=shop.pk, trigger={})
    make_step(ran, "webhook_1", 1, component="webhook")
    make_step(ran, "gone_1", 2)
    answer = builder.post(f"executions/{ran.pk}/rerun", {"from": "gone_1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "step_not_found")


def test_the_whole_runs_again_on_any_version_its_integration_has(ran, operator):
    shop = Instance.of(ran.tenant_id).get().integration
    second = make_version(shop)
    answer = operator.post(f"executions/{ran.pk}/retry?version=2")
    assert (answer.status_code, answer.json()["version"], answer.json()["replayOf"]) == (201, 2, ran.pk)
    assert Execution.of(ran.tenant_id).get(replay_of=ran.pk).version_id == second.pk
    assert operator.post(f"executions/{ran.pk}/retry").json()["version"] == 1, "the one that ran, unless another is wanted"
    assert operator.post(f"executions/{ran.pk}/retry?version=newest").json()["version"] == 1, "its instance stayed on it"


@pytest.mark.parametrize(
    ("version", "status", "code", "says"),
    [
        ("2", 409, "flow_not_in_version", "Version 2 has no flow Orders (orders)."),
        ("3", 409, "flow_not_in_version", "does not start with webhook_1"),
        ("9", 404, "version_not_found", "no version 9"),
        ("99999999999", 400, "input_invalid", "number of a version"),
        ("latest", 400, "input_invalid", "number of a version"),
    ],
)
def test_a_version_that_cannot_run_it_is_refused_and_nothing_is_left(version, status, code, says, ran, operator):
    shop = Instance.of(ran.tenant_id).get().integration
    make_version(shop, flows=[flow("returns", "Returns")])
    started_by_another = {"id": "webhook_2", "name": "Webhook", "component": "webhook"}
    make_version(shop, flows=[flow(steps=[started_by_another], links=[])])
    answer = operator.post(f"executions/{ran.pk}/retry?version={version}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert says in str(answer.json())
    assert Execution.of(ran.tenant_id).count() == 1


def test_a_run_of_the_draft_has_no_version_to_choose(cast, operator):
    ran = make_execution(cast.acme, integration_id=make_instance(cast.acme).integration_id, trigger={})
    answer = operator.post(f"executions/{ran.pk}/retry?version=1")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_retryable")
