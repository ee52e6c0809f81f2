"""What the journal keeps: any JSON, any text, bodies of any size, to the byte or with a mark in its place."""

from __future__ import annotations

import pytest
from django.db import connection

from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.encoding import JsonText
from runtime.journal.models import Execution, Request
from tests.flows.test_journal import NOW, Held, row


@pytest.mark.parametrize("size", [10, 40_000, 3_000_000])
def test_bodies_of_any_size_are_kept_to_the_byte(journal, tenant, size):
    bodies = [bytes([number, 0, 255, 92, 34]) * (size // 5) for number in range(3)]
    held = Held(journal)
    futures = [journal.submit(row(tenant, body=body, path=f"/{number}")) for number, body in enumerate(bodies)]
    held.release()
    for future in futures:
        future.result(10)
    assert [bytes(one.body) for one in Request.of(tenant).order_by("path")] == bodies


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(2**64, id="beyond 64 bits"),
        pytest.param({"deep": [-(10**30)]}, id="far beyond, inside"),
        pytest.param("half a pair \ud800", id="lone surrogate"),
        pytest.param("a\x00b", id="NUL"),
        pytest.param({1: "a"}, id="a key that is no text"),
    ],
)
def test_any_json_a_flow_may_hold_can_be_kept(journal, tenant, value):
    journal.submit(row(tenant, trace=[value])).result(10)
    (kept,) = Request.of(tenant).get().trace
    assert kept == ({"1": "a"} if value == {1: "a"} else value)


STRANGE = "half \ud800, nothing \0, whole 😀"


def test_text_that_no_database_takes_is_kept_with_a_mark_in_its_place(journal, tenant):
    journal.submit(row(tenant, path=STRANGE, query="\0")).result(10)
    kept = Request.of(tenant).get()
    assert (kept.path, kept.query) == ("half \ufffd, nothing \ufffd, whole 😀", "\ufffd")


def test_an_error_with_strange_text_is_found_by_what_it_says(journal, tenant):
    moments = {"queued_at": NOW, "due_at": NOW}
    names = {"id": new_id(), "tenant_id": tenant.pk, "flow_key": "f", "flow_name": "F", "trigger_step": "webhook_1"}
    error = {"code": "code_threw", "message": STRANGE, "details": [{"\0": STRANGE}]}
    journal.submit(tables.executions().insert({**names, **moments, "status": "failed", "error": error})).result(10)
    assert Execution.of(tenant).get(error__message__icontains="NOTHING").error["code"] == "code_threw"


def test_json_keeps_the_order_and_the_numbers_of_its_sender(journal, tenant):
    sent = '{"zeta":1,"a":1.10,"big":123456789012345678901234567890,"a b":[]}'
    journal.submit(*(row(tenant, trace=JsonText(f"[{sent}]")) for _ in range(3))).result(10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT trace FROM runtime_request")
        assert {text for (text,) in cursor.fetchall()} == {f"[{sent}]"}


def test_what_took_days_can_be_kept(journal, tenant):
    days = 30 * 24 * 3600 * 1_000_000
    journal.submit(row(tenant, duration_us=days)).result(10)
    assert Request.of(tenant).get().duration_us == days
