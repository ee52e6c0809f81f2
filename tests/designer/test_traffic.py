"""What happened, as people look at it: requests with their road, executions with their steps."""

from __future__ import annotations

import shlex
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.utils import timezone
from ulid import ULID

from designer.traffic import executions
from runtime.identifiers import new_id
from runtime.journal.models import Request
from runtime.routing.trace import stage
from runtime.watching.models import TrafficHour
from tests.designer.stock import (
    definition,
    make_customer,
    make_execution,
    make_instance,
    make_integration,
    make_request,
    make_step,
)

TRACE = [
    {"stage": "preprocess", "ok": True, "detail": "", "durationUs": 9, "data": {"steps": [{"stepId": "code_1"}], "result": 1}},
    {
        "stage": "match",
        "ok": False,
        "detail": 'No customer is known as "T9".',
        "durationUs": 5,
        "data": {"nearest": [{"externalId": "c-8", "name": "Northwind", "knownAs": "T8"}]},
    },
]


def test_requests_are_listed_newest_first_and_filtered(cast, viewer):
    instance = make_instance(cast.acme)
    first = make_request(cast.acme, integration_id=instance.integration_id, customer_id=instance.customer_id)
    second = make_request(cast.acme, status="unrouted", code="customer_not_found", answer_status=404)
    make_request(cast.rivals)
    listed = lambda query: [row["id"] for row in viewer.get(f"requests?{query}").json()["results"]]  # noqa: E731
    assert set(listed("")) == {second.pk, first.pk}
    assert listed("") == sorted(listed(""), reverse=True)
    assert listed("status=unrouted") == listed("code=customer_not_found") == [second.pk]
    assert listed(f"integration={instance.integration_id}") == listed(f"customer={instance.customer_id}") == [first.pk]
    row = viewer.get("requests?status=accepted").json()["results"][0]
    assert (row["integration"]["name"], row["customer"]["externalId"], row["code"]) == ("Shop", "c-1", None)


def test_a_request_shows_its_road_and_who_was_nearly_meant(cast, viewer):
    request = make_request(cast.acme, status="unrouted", trace=TRACE, body=b'{"a": 1}', query="x=1")
    shown = viewer.get(f"requests/{request.pk}").json()
    assert shown["trace"] == TRACE
    assert shown["nearest"] == [{"externalId": "c-8", "name": "Northwind"}]
    assert (shown["body"], shown["bodyBase64"]) == ('{"a": 1}', None)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a\0b"])
def test_a_body_that_is_no_text_is_shown_as_base64(body, cast, viewer):
    import base64

    shown = viewer.get(f"requests/{make_request(cast.acme, body=body).pk}").json()
    assert shown["body"] is None
    assert base64.b64decode(shown["bodyBase64"]) == body


def test_the_curl_command_survives_every_quote_and_holds_no_secret(cast, viewer, settings):
    headers = [["Content-Type", "text/plain"], ["X-Note", "it's"], ["Authorization", "[redacted]"], ["Content-Length", "9"]]
    request = make_request(cast.acme, headers=headers, body=b"'; rm -rf / #\n$(x)", path="/hooks/t/shared/s/more", query="a='b'")
    words = shlex.split(viewer.get(f"requests/{request.pk}").json()["curl"])
    assert words == [
        *("curl", "--globoff", "-X", "POST", f"{settings.PUBLIC_URL}/hooks/t/shared/s/more?a='b'"),
        *("-H", "Content-Type: text/plain", "-H", "X-Note: it's", "--data-raw", "'; rm -rf / #\n$(x)"),
    ]


def test_what_a_row_speaks_of_may_be_gone(cast, viewer):
    make_request(cast.acme, integration_id=new_id(), customer_id=new_id())
    make_execution(cast.acme, version_id=new_id(), customer_id=new_id())
    row = viewer.get("requests").json()["results"][0]
    assert (row["integration"], row["customer"]) == (None, None)
    row = viewer.get("executions").json()["results"][0]
    assert (row["integration"], row["version"], row["customer"]) == (None, None, None)


def test_a_dismissed_request_stays_in_the_list_and_leaves_the_inbox_once(cast, operator):
    request = make_request(cast.acme, status="unrouted")
    assert operator.post(f"requests/{request.pk}/dismiss").json()["resolvedAt"] is not None
    assert operator.post(f"requests/{request.pk}/dismiss").json()["code"] == "request_resolved"
    assert Request.objects.of(cast.acme).filter(pk=request.pk).exists()


def test_only_what_waits_can_be_dismissed(cast, operator):
    request = make_request(cast.acme, status="accepted")
    assert operator.post(f"requests/{request.pk}/dismiss").status_code == 409


def test_mapping_to_a_name_that_is_somebody_elses_changes_nothing(cast, operator):
    make_customer(cast.acme, "c-1", aliases=["T9"])
    other = make_customer(cast.acme, "c-2")
    request = make_request(cast.acme, status="unrouted")
    answer = operator.post(f"requests/{request.pk}/map", {"customer": other.pk, "alias": "T9"})
    assert (answer.status_code, answer.json()["code"]) == (409, "alias_taken")
    assert operator.get(f"requests/{request.pk}").json()["resolvedAt"] is None


def test_executions_are_listed_with_what_they_ran_and_for_whom(cast, viewer):
    instance = make_instance(cast.acme)
    names = {"integration_id": instance.integration_id, "customer_id": instance.customer_id, "instance_id": instance.pk}
    error = {"code": "x", "message": "m", "stepId": "log_1"}
    mine = make_execution(cast.acme, **names, version_id=instance.version_id, status="failed", error=error)
    make_execution(cast.acme, flow_key="other")
    make_execution(cast.rivals)
    for query in ("status=failed", "flow=orders", *(f"{name[:-3]}={value}" for name, value in names.items())):
        assert [row["id"] for row in viewer.get(f"executions?{query}").json()["results"]] == [mine.pk], query
    row = viewer.get("executions?status=failed").json()["results"][0]
    assert (row["version"], row["integration"]["name"], row["customer"]["name"]) == (1, "Shop", "Customer c-1")
    assert row["error"] == error


def test_an_execution_shows_the_flow_as_it_ran_and_its_steps_in_order(cast, viewer):
    instance = make_instance(cast.acme)
    request = make_request(cast.acme, trace=TRACE)
    ran = make_execution(
        cast.acme,
        integration_id=instance.integration_id,
        version_id=instance.version_id,
        request_id=request.pk,
        trigger={"body": {"data": 1}},
        result={"big": 2**70},
    )
    make_step(ran, "log_1", 2, results={"n": 1}, logs=[{"level": "info", "message": "came", "at": "x"}])
    make_step(ran, "webhook_1", 1, component="webhook")
    shown = viewer.get(f"executions/{ran.pk}").json()
    assert [step["stepId"] for step in shown["steps"]] == ["webhook_1", "log_1"]
    assert shown["steps"][1]["logs"][0]["message"] == "came"
    assert shown["flow"] == definition()["flows"][0]
    assert (shown["trigger"], shown["result"]) == ({"body": {"data": 1}}, {"big": 2**70})
    assert shown["preprocess"] == [{"stepId": "code_1"}]


def test_an_execution_shows_the_request_as_its_trigger_saw_it(cast, viewer):
    instance = make_instance(cast.acme)
    ids = {"integration_id": instance.integration_id, "customer_id": instance.customer_id, "instance_id": instance.pk}
    request = make_request(cast.acme, body=b'{"n": 7}', **ids)
    ran = make_execution(cast.acme, **ids, version_id=instance.version_id, request_id=request.pk)
    make_step(ran, "webhook_1", 1, component="webhook")
    shown = viewer.get(f"executions/{ran.pk}").json()
    assert shown["trigger"]["body"]["data"] == {"n": 7}
    assert shown["trigger"]["customer"]["externalId"] == "c-1"
    assert shown["trigger"]["integration"] == {"id": instance.integration_id, "name": "Shop", "versionSequenceId": 1}
    assert list(shown["trigger"]["webhookUrls"]) == ["Orders"]
    assert shown["steps"][0]["results"] == shown["trigger"]


def test_a_run_of_the_draft_shows_the_draft(cast, viewer):
    shop = make_integration(cast.acme)
    shown = viewer.get(f"executions/{make_execution(cast.acme, integration_id=shop.pk).pk}").json()
    assert (shown["version"], shown["flow"]["key"]) == (None, "orders")


def test_what_has_ended_cannot_be_cancelled(cast, operator):
    ended = make_execution(cast.acme)
    assert operator.post(f"executions/{ended.pk}/cancel").json()["code"] == "execution_finished"
    queued = make_execution(cast.acme, status="queued")
    assert operator.post(f"executions/{queued.pk}/cancel").json()["status"] == "cancelled"


def test_the_overview_counts_a_days_failures_without_tests_of_the_draft(cast, viewer):
    shop = make_integration(cast.acme)
    mine = {"integration_id": shop.pk}
    make_request(cast.acme, **mine)
    make_request(cast.acme, **mine, status="unrouted")
    make_request(cast.acme, **mine, status="unrouted", is_draft=True)
    make_request(cast.acme, **mine, status="unrouted", id="01ARZ3NDEKTSV4RRFFQ69G5FAV")  # an id of 2016
    make_execution(cast.acme, **mine, status="failed", version_id=new_id())
    make_execution(cast.acme, **mine, status="failed")
    row = viewer.get(f"integrations/{shop.pk}").json()
    assert row["failuresLastDay"] == 2


def test_the_overview_shows_requests_by_the_hour_and_the_newest_failure(cast, viewer):
    shop, other = make_integration(cast.acme), make_integration(cast.acme, "quiet")
    now = timezone.now()

    def id_of(**ago: float) -> str:
        return str(ULID.from_datetime(now - timedelta(**ago)))

    for process, hours_ago in (("one", 0), ("one", 5), ("another", 5), ("one", 24)):
        begins_at = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
        mine = {"tenant": cast.acme, "integration_id": shop.pk, "begins_at": begins_at}
        TrafficHour.objects.create(**mine, process=process, requests=2)
    stages = [stage("endpoint", "Shared endpoint."), stage("match", 'No customer "T9".', ok=False)]
    lost = make_request(cast.acme, integration_id=shop.pk, id=id_of(minutes=2), status="unrouted", trace=stages)
    error = {"code": "step_failed", "message": "The warehouse is closed."}
    failed = {"integration_id": shop.pk, "status": "failed", "version_id": new_id(), "error": error}
    make_execution(cast.acme, **failed, id=id_of(minutes=3))
    row = viewer.get(f"integrations/{shop.pk}").json()
    assert (row["requestsByHour"], row["requestsLastDay"]) == ([*[0] * 18, 4, *[0] * 4, 2], 6)
    assert viewer.get(f"integrations/{shop.pk}").json()["lastFailure"] == {
        "kind": "request",
        "id": lost.pk,
        "at": ANY,
        "message": 'No customer "T9".',
    }
    newest = make_execution(cast.acme, **failed, id=id_of(seconds=30))
    row = viewer.get(f"integrations/{shop.pk}").json()["lastFailure"]
    assert (row["kind"], row["id"], row["message"]) == ("execution", newest.pk, "The warehouse is closed.")
    row = viewer.get(f"integrations/{other.pk}").json()
    assert (row["requestsByHour"], row["lastFailure"]) == ([0] * 24, None)


def test_a_very_long_run_shows_its_beginning_and_its_end(cast, viewer, monkeypatch):
    monkeypatch.setattr(executions, "EACH_END", 2)
    ran = make_execution(cast.acme)
    for number in range(1, 8):
        make_step(ran, f"log_{number}", number)
    shown = viewer.get(f"executions/{ran.pk}").json()
    assert [step["stepId"] for step in shown["steps"]] == ["log_1", "log_2", "log_6", "log_7"]
    assert shown["stepCount"] == 7
