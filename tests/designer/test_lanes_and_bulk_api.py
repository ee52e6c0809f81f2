"""Lanes, many executions at once and next times, over the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runtime.bulk.models import BulkAction
from runtime.journal.models import Execution
from runtime.lanes.models import Lane
from tests.designer.stock import make_ended, make_execution, make_instance

pytestmark = pytest.mark.django_db(transaction=True)


def queued(cast, instance, count: int, **more) -> None:
    for _ in range(count):
        make_execution(
            cast.acme,
            **{
                "integration_id": instance.integration_id,
                "version_id": instance.version_id,
                "instance_id": instance.pk,
                "customer_id": instance.customer_id,
                "flow_key": "orders",
                "status": "queued",
                **more,
            },
        )


def test_a_lane_tells_how_it_stands_and_can_be_held_and_released(cast, operator):
    instance = make_instance(cast.acme)
    queued(cast, instance, 3)
    queued(cast, instance, 2, status="waiting")
    queued(cast, instance, 1, status="held")
    queued(cast, instance, 1, status="running", lease_expires_at=datetime.now(UTC))
    (lane,) = operator.get("lanes").json()["lanes"]
    assert {name: lane[name] for name in ("queued", "waiting", "held", "running", "arrived")} == {
        **{"queued": 3, "waiting": 2, "held": 1, "running": 1, "arrived": 7}
    }
    assert (lane["flowName"], lane["customer"]["externalId"], lane["heldSince"]) == ("Orders", "c-1", None)
    assert lane["oldestQueuedAt"] is not None
    assert operator.post(f"instances/{instance.pk}/lanes/orders/hold").status_code == 204
    assert operator.get("lanes").json()["lanes"][0]["heldBy"] == "operator@example.com"
    assert operator.post(f"instances/{instance.pk}/lanes/orders/release").status_code == 204
    assert Lane.of(cast.acme).get().held_at is None
    answer = operator.post(f"instances/{instance.pk}/lanes/nothing/hold")
    assert (answer.status_code, answer.json()["code"]) == (404, "flow_not_found")
    assert operator.get("lanes?customer=01JD8Z5W3Q4R5T6Y7U8I9O0P1B").json()["lanes"] == []


def test_many_are_counted_before_and_treated_after_one_says_so(cast, operator):
    instance = make_instance(cast.acme)
    queued(cast, instance, 4)
    make_ended(cast.acme, instance)
    wish = {"action": "cancel", "filters": {"instance": instance.pk}}
    assert operator.post("bulk/preview", wish).json() == {"count": 4, "more": False}
    begun = operator.post("bulk", wish)
    assert (begun.status_code, begun.json()["expected"], begun.json()["status"]) == (201, 4, "running")
    assert begun.json()["createdBy"] == "operator@example.com"
    (listed,) = operator.get("bulk").json()["results"]
    assert listed["words"] == {"instance": instance.pk}
    assert operator.post(f"bulk/{listed['id']}/stop").json()["status"] == "stopped"
    assert operator.post(f"bulk/{listed['id']}/stop").json()["code"] == "bulk_finished"
    assert BulkAction.of(cast.acme).count() == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"action": "cancel"},
        {"action": "cancel", "filters": {}},
        {"action": "cancel", "filters": {"status": ""}},
        {"action": "cancel", "filters": {"tenant": "x"}},
        {"action": "cancel", "ids": ["a"], "filters": {"status": "queued"}},
        {"action": "erase", "filters": {"status": "queued"}},
    ],
)
def test_a_wish_that_could_mean_everything_is_refused(wish, cast, operator):
    answer = operator.post("bulk", wish)
    assert (answer.status_code, answer.json()["code"]) == (400, "input_invalid")


def test_nothing_to_do_is_said(cast, operator):
    make_instance(cast.acme)
    answer = operator.post("bulk", {"action": "cancel", "filters": {"status": "queued"}})
    assert answer.json()["code"] == "nothing_chosen"


def test_a_waiting_execution_tells_for_what_and_can_be_run_now(cast, operator):
    instance, now = make_instance(cast.acme), datetime.now(UTC)
    wait = {
        "path": "ask_1",
        "stepId": "ask_1",
        "component": "http.request",
        "dueAt": "2026-12-01T10:00:00+00:00",
        "attempt": 1,
        "nextAttempt": 2,
        "error": {"code": "http_status", "message": "The service answered 503.", "who": "nobody"},
        "attempts": [],
        "inputs": {},
        "logs": [],
        "outcome": None,
        "startedAt": now.isoformat(),
        "durationUs": 5,
    }
    queued(cast, instance, 1, status="waiting", waits=[wait])
    execution = Execution.of(cast.acme).get()
    (shown,) = operator.get(f"executions/{execution.pk}").json()["waits"]
    assert (shown["stepId"], shown["nextAttempt"], shown["error"]["code"]) == ("ask_1", 2, "http_status")
    assert "inputs" not in shown
    assert operator.post(f"executions/{execution.pk}/run-now").status_code == 200
    execution.refresh_from_db()
    assert execution.due_at <= datetime.now(UTC)
    execution.status = "succeeded"
    execution.save()
    assert operator.post(f"executions/{execution.pk}/run-now").json()["code"] == "execution_not_waiting"


def test_the_next_five_times_are_told_or_why_there_are_none(viewer):
    told = viewer.get("schedules/next?mode=cron&cron=0 9 * * 1-5&timezone=Europe/Berlin").json()
    assert (len(told["times"]), told["problem"]) == (5, None)
    told = viewer.get("schedules/next?mode=every&every=15&unit=minutes").json()
    assert {time[14:16] for time in told["times"]} <= {"00", "15", "30", "45"}
    told = viewer.get("schedules/next?mode=cron&cron=often").json()
    assert (told["times"], told["field"]) == ([], "cron") and "five" in told["problem"]
    assert viewer.get("schedules/next?mode=every&every=" + "9" * 400).json()["field"] == "every"
