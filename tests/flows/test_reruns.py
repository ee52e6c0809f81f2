"""What ended is run again from one of its steps: what came before is kept, the rest runs, and nothing is run twice unasked."""

from __future__ import annotations

import pytest

from runtime import reruns, wiring
from runtime.engine.errors import HookyardError
from runtime.executions.rerun import Wish
from runtime.instances import services
from runtime.journal.models import Execution, StepResult
from tests.flows.yard import Yard, count, counted, echo, flow, step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def yard(yard: Yard, monkeypatch) -> Yard:
    monkeypatch.setattr(wiring, "_current", [yard.process])
    return yard


def text(id: str, template: str) -> dict:
    return step(id, "map", fields={"object": {"text": {"template": template}}})


def ended(yard: Yard, *steps: dict, body: dict | None = None, **more) -> tuple:
    """Deploys one flow, sends it a request and waits for its end."""
    deployed = yard.deploy(flow("orders", *steps, **more))
    answer = yard.post(deployed.path(), body or {"n": 1})
    return deployed, yard.ended(answer.headers["x-hookyard-execution"])


def again(yard: Yard, row: Execution, start: str, by: str = "ada@example.com", **wish) -> Execution:
    return yard.ended(reruns.run_from(yard.tenant, row.pk, Wish(start, by=by, **wish)))


def refused(yard: Yard, row: Execution, start: str, **wish) -> HookyardError:
    with pytest.raises(HookyardError) as raised:
        reruns.run_from(yard.tenant, row.pk, Wish(start, **wish))
    assert Execution.of(yard.tenant).count() == 1, "nothing is left of what was refused"
    return raised.value


def rows(row: Execution) -> dict[str, StepResult]:
    return {each.path: each for each in StepResult.of(row.tenant_id).filter(execution_id=row.pk)}


def test_what_came_before_is_kept_and_what_follows_runs_with_the_edited_input(yard):
    yard.work()
    first_text, second_text = text("text_1", "{{count_1.results}}"), text("text_2", "got {{text_1.results.text}}")
    _, first = ended(yard, count(), first_text, second_text)
    second = again(yard, first, "text_1", inputs={"fields": {"text": "by hand"}})
    assert (second.status, second.result) == ("succeeded", {"text": "got by hand"})
    assert list(counted(yard).values()) == [1], "the step before did not run again"
    assert (second.replay_of, second.version_id, second.instance_id) == (first.pk, first.version_id, first.instance_id)
    assert second.rerun == {"from": "text_1", "edited": ["fields"], "pinned": [], "by": "ada@example.com"}
    kept = rows(second)
    assert [kept[path].kept_from for path in ("webhook_1", "count_1", "text_1", "text_2")] == [first.pk, first.pk, "", ""]
    assert "Re-run of" in kept["text_1"].logs[0]["message"]
    assert "fields edited, by ada@example.com" in kept["text_1"].logs[0]["message"]
    third = again(yard, second, "text_2")
    assert rows(third)["text_1"].kept_from == second.pk
    assert rows(third)["count_1"].kept_from == first.pk, "where it really ran"


def test_inputs_that_are_not_given_are_resolved_from_what_was_kept(yard):
    yard.work()
    _, first = ended(yard, step("count_1", "storage.add", scope="instance", key={"template": "k"}, amount=1), echo())
    second = again(yard, first, "count_1", inputs={"amount": 5})
    assert rows(second)["count_1"].inputs == {"scope": "instance", "key": "k", "amount": 5}
    assert list(counted(yard).values()) == [6]


def test_a_step_that_failed_runs_again_and_its_key_is_new(yard, service):
    yard.work()
    service.gate.set()
    broken = step("ask_1", "http.request", method="POST", url={"reference": "trigger.results.body.data.url"})
    _, first = ended(yard, count(), broken, echo(), body={"url": "ftp://nowhere"})
    assert (first.status, first.error["stepId"], first.error["who"]) == ("failed", "ask_1", "builder")
    second = again(yard, first, "ask_1", inputs={"url": f"http://{service.address}/"})
    assert second.status == "succeeded"
    assert [call["idempotency-key"] for call in service.calls] == [f"{second.pk}:ask_1"]
    assert list(counted(yard).values()) == [1]


def test_branches_beside_it_are_not_run_again(yard):
    yard.work()
    both = {
        **flow("orders", text("left_1", "a"), text("left_2", "{{left_1.results.text}}b")),
    }
    both["steps"].append(count("right_1"))
    both["links"].append({"from": "webhook_1", "to": "right_1"})
    deployed = yard.deploy(both)
    first = yard.ended(yard.post(deployed.path(), {}).headers["x-hookyard-execution"])
    second = again(yard, first, "left_1", inputs={"fields": {"text": "x"}})
    assert rows(second)["left_2"].results == {"text": "xb"}
    assert list(counted(yard).values()) == [1]


def test_a_loop_is_re_run_as_a_whole_over_other_items(yard):
    yard.work()
    loop = {
        **step("loop_1", "loop", items={"reference": "trigger.results.body.data.items"}),
        "steps": [count("count_1")],
        "links": [],
    }
    _, first = ended(yard, loop, body={"items": [1, 2]})
    second = again(yard, first, "loop_1", inputs={"items": [1, 2, 3]})
    assert yard.steps(second.pk)[-4:] == ["loop_1[0].count_1", "loop_1[1].count_1", "loop_1[2].count_1", "loop_1"]
    assert list(counted(yard).values()) == [5]
    for inside in ("count_1", "loop_1[1].count_1"):
        with pytest.raises(HookyardError) as raised:
            reruns.run_from(yard.tenant, first.pk, Wish(inside))
        assert (raised.value.code, raised.value.details["loop"]) == ("step_in_loop", "loop_1")


def test_after_a_loop_its_turns_are_not_taken_along(yard):
    yard.work()
    loop = {**step("loop_1", "loop", mode="times", times=4), "steps": [text("turn_1", "t")], "links": []}
    _, first = ended(yard, loop, step("after_1", "map", fields={"object": {"all": {"reference": "loop_1.results"}}}))
    second = again(yard, first, "after_1")
    assert yard.steps(second.pk) == ["webhook_1", "loop_1", "after_1"]
    assert second.result == {"all": [{"text": "t"}] * 4}


def test_results_given_by_hand_stand_in_for_earlier_steps_and_the_payload(yard):
    yard.work()
    joined = text("text_1", "{{count_1.results}} {{trigger.results.body.data.n}} {{$.customer.externalId}}")
    _, first = ended(yard, count(), joined)
    body = {"body": {"data": {"n": 8}}, "customer": {"externalId": "somebody else"}}
    second = again(yard, first, "text_1", pinned={"count_1": 7, "trigger": body})
    assert second.result == {"text": "7 8 c-1"}
    assert second.trigger["customer"]["externalId"] == "c-1", "whom it is for cannot be edited"
    assert (rows(second)["count_1"].pinned, second.rerun["pinned"]) == (True, ["count_1", "trigger"])


def test_a_later_step_that_is_pinned_does_not_act_again(yard):
    yard.work()
    _, first = ended(yard, text("text_1", "a"), count(), echo())
    second = again(yard, first, "text_1", pinned={"count_1": 1})
    assert second.status == "succeeded"
    assert list(counted(yard).values()) == [1]


def test_everything_wrong_with_the_given_inputs_is_said_at_once(yard):
    yard.work()
    _, first = ended(yard, step("ask_1", "log", message="m"))
    given = {"message": {"header": "[redacted]"}, "level": "loud", "colour": 1}
    problem = refused(yard, first, "ask_1", inputs=given)
    assert problem.code == "input_invalid"
    found = {(error["field"], error["code"]) for error in problem.details["errors"]}
    assert {("input.message.header", "input_redacted"), ("input.level", "input_invalid"), ("input", "input_invalid")} <= found
    assert "leave `message` out" in problem.details["errors"][0]["message"]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("nothing_1", "step_not_found"),
        ("webhook_1", "step_is_trigger"),
        ("yes_1", "step_not_run"),
    ],
)
def test_a_step_that_nothing_can_begin_at_is_refused(yard, start, code):
    yard.work()
    chosen = step("branch_1", "branch.value", value="b", cases=[{"name": "a", "equals": "a"}])
    way = flow("orders", chosen, step("yes_1", "log", message="a"))
    way["links"][-1]["outlet"] = "a"
    deployed = yard.deploy(way)
    first = yard.ended(yard.post(deployed.path(), {}).headers["x-hookyard-execution"])
    assert refused(yard, first, start).code == code


@pytest.mark.parametrize("gone", ["instance", "steps", "one step", "request"])
def test_what_is_not_kept_any_more_is_refused_clearly(yard, gone):
    yard.work()
    deployed, first = ended(yard, count(), echo())
    kept = StepResult.of(yard.tenant).filter(execution_id=first.pk)
    match gone:
        case "instance":
            services.delete_instance(deployed.instance)
        case "steps":
            kept.delete()
        case "one step":
            kept.filter(path="count_1").delete()
        case "request":
            yard.process.journal.submit_call(lambda cursor: cursor.execute("DELETE FROM runtime_request") and None).result()
    expected = {"instance": "flow_gone", "steps": "results_gone", "one step": "results_gone", "request": "request_gone"}
    assert refused(yard, first, "echo_1").code == expected[gone]


def test_one_that_has_not_ended_is_not_run_again(yard):
    deployed = yard.deploy(flow("orders", echo()))
    waiting = yard.row(yard.post(deployed.path(), {}).headers["x-hookyard-execution"])
    assert refused(yard, waiting, "echo_1").code == "not_retryable"


def test_while_its_instance_is_paused_a_re_run_is_held(yard):
    yard.work()
    deployed, first = ended(yard, echo())
    services.pause(deployed.instance)
    assert reruns.preview(yard.tenant, first.pk, Wish("echo_1"))["held"] is True
    held = [reruns.run_from(yard.tenant, first.pk, Wish("echo_1")), reruns.run_whole(yard.tenant, first.pk)]
    assert [yard.row(each).status for each in held] == ["held", "held"]


def test_an_upgraded_instance_re_runs_on_the_version_that_ran(yard):
    yard.work()
    deployed, first = ended(yard, text("text_1", "old"))
    document = {**first_definition(deployed), "flows": [flow("orders", text("text_1", "new"))]}
    version = services.accept_version(deployed.integration, document, comment="", published_by="test")
    services.upgrade(deployed.instance, version)
    assert again(yard, first, "text_1").result == {"text": "old"}


def first_definition(deployed) -> dict:
    return deployed.instance.version.definition


def test_the_preview_shows_what_would_run_and_what_was_redacted(yard):
    yard.work()
    who = text("text_1", "{{trigger.results.headers.authorization}}")
    deployed = yard.deploy(flow("orders", count(), who, echo()))
    answer = yard.post(deployed.path(), {"n": 1}, authorization="Bearer abc")
    first = yard.ended(answer.headers["x-hookyard-execution"])
    shown = reruns.preview(yard.tenant, first.pk, Wish("text_1"))
    assert shown["inputs"] == {"fields": {"text": "[redacted]"}}
    assert shown["redacted"] == ["fields.text"]
    assert (shown["kept"], shown["runs"], shown["beside"]) == (["webhook_1", "count_1"], ["text_1", "echo_1"], ())


def test_a_step_that_waits_between_tries_keeps_each_of_them(yard, service):
    yard.work()
    asking = {**step("ask_1", "http.request", method="POST", url=f"http://{service.address.replace('127', '126')}/")}
    asking |= {"onError": "retry", "retry": {"maxAttempts": 3, "delaySeconds": 0, "exponential": False}}
    _, first = ended(yard, asking)
    tried = rows(first)["ask_1"]
    assert (first.status, tried.attempt, [each["attempt"] for each in tried.attempts]) == ("failed", 3, [1, 2])
    assert all(each["error"]["code"] == tried.error["code"] and each["startedAt"] for each in tried.attempts)
