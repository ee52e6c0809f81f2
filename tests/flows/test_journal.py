"""One commit for everybody who waits, and one bad row hurts nobody else."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from itertools import pairwise
from time import time

import pytest
from django.db import connection, transaction
from ulid import ULID

from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Request, StepResult
from runtime.journal.tables import Statement
from tests.refusals import refuse, relent

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def row(tenant, **values) -> Statement:
    usual = {"id": new_id(), "tenant_id": tenant.pk, "received_at": NOW, "method": "POST", "path": "/", "status": "accepted"}
    return tables.requests().insert({**usual, "answer_status": 200, **values})


class Held:
    """Keeps the journal's thread busy, so that what is written meanwhile gathers."""

    def __init__(self, journal: Journal) -> None:
        self.entered, self.leave = threading.Event(), threading.Event()
        self.future = journal.submit_call(self._wait)
        assert self.entered.wait(10)

    def _wait(self, cursor) -> None:
        self.entered.set()
        self.leave.wait(10)

    def release(self) -> None:
        self.leave.set()
        self.future.result(10)


def statements(journal: Journal) -> list[str]:
    """Filled with the first word of each statement that reaches the database over the journal's own connection."""
    seen: list[str] = []
    journal.submit_call(lambda cursor: connection.connection.set_trace_callback(lambda sql: seen.append(sql.split()[0]))).result(
        10
    )
    return seen


def test_many_writers_share_one_commit(journal, tenant):
    held = Held(journal)
    futures = [journal.submit(row(tenant)) for _ in range(100)]
    seen: list[str] = []

    def watch(cursor) -> None:
        # The last of the batch: when its transaction commits, so do the hundred before it.
        assert connection.in_atomic_block
        seen.append(f"{Request.of(tenant).count()} rows inside")
        transaction.on_commit(lambda: seen.append("commit"))

    futures.append(journal.submit_call(watch))
    held.release()
    for future in futures:
        future.result(10)
    assert seen == ["100 rows inside", "commit"]


@pytest.mark.parametrize(("rows", "most"), [(1, 1), (64, 1), (50, 3), (200, 4)])
def test_rows_of_one_kind_go_in_few_statements(journal, tenant, rows, most):
    if connection.vendor != "sqlite":
        pytest.skip("looks at the statements of SQLite's driver")
    seen = statements(journal)
    held = Held(journal)
    futures = [journal.submit(row(tenant, path=f"/{number}")) for number in range(rows)]
    held.release()
    for future in futures:
        future.result(10)
    assert seen.count("INSERT") <= most
    assert sorted(Request.of(tenant).values_list("path", flat=True)) == sorted(f"/{number}" for number in range(rows))


def test_rows_that_are_changed_or_written_on_a_condition_go_together_and_each_meets_its_own(journal, tenant):
    requests = [new_id() for _ in range(20)]
    journal.submit(*(row(tenant, id=id) for id in requests)).result(10)
    there = [Statement("SELECT 1 FROM runtime_request WHERE id = %s AND answer_status = %s", (id, 200)) for id in requests]
    nowhere = Statement(there[0].sql, (new_id(), 200))
    step = {
        "tenant_id": tenant.pk,
        "sequence": 1,
        "path": "code_1",
        "component": "code",
        "status": "succeeded",
        "step_id": "code_1",
    }
    own = {"inputs": {"a": "\0 é"}, "results": None, "error": {"code": "x"}, "started_at": NOW, "duration_us": 2**40}
    steps = [
        tables.step_results().insert_while({**step, **own, "execution_id": id}, it)
        for id, it in zip(requests, there, strict=True)
    ]
    lost = tables.step_results().insert_while({**step, **own, "execution_id": "lost"}, nowhere)
    changes = [
        tables.requests().update({"code": f"c\0{number}", "answer_status": 300 + number}, where={"id": id})
        for number, id in enumerate(requests)
    ]
    held = Held(journal)
    futures = [journal.submit(one, change) for one, change in zip([*steps[:-1], lost], changes, strict=True)]
    held.release()
    for future in futures:
        future.result(10)
    written = StepResult.of(tenant).order_by("execution_id")
    assert [one.execution_id for one in written] == requests[:-1]
    assert {(one.inputs["a"], one.results, one.error["code"], one.started_at, one.duration_us) for one in written} == {
        ("\0 é", None, "x", NOW, 2**40)
    }
    told = [
        (code.replace("\0", "\ufffd"), status)
        for code, status in Request.of(tenant).order_by("id").values_list("code", "answer_status")
    ]
    assert told == [(f"c\ufffd{number}", 300 + number) for number in range(20)]


@pytest.mark.parametrize("each", [300_000, 1_200_000], ids=["heavy together", "heavy alone"])
def test_heavy_rows_that_are_written_on_a_condition_are_as_light_ones(journal, tenant, each):
    """Over what goes as one document on PostgreSQL; empty columns and numbers keep their types."""
    there, gone = new_id(), new_id()
    journal.submit(row(tenant, id=there)).result(10)
    asked = "SELECT 1 FROM runtime_request WHERE id = %s AND answer_status = %s"
    texts = [f"{number}é\0" * (each // 3) for number in range(5)]
    steps = [
        tables.step_results().insert_while(
            {
                **{"tenant_id": tenant.pk, "sequence": number, "path": "code_1", "component": "code", "status": "succeeded"},
                **{"step_id": "code_1", "execution_id": f"{number}", "inputs": {"text": text}, "results": None},
                **{"started_at": NOW if number % 2 else None, "duration_us": 2**40 + number},
            },
            Statement(asked, (gone if number == 3 else there, 200)),
        )
        for number, text in enumerate(texts)
    ]
    held = Held(journal)
    futures = [journal.submit(one) for one in steps]
    held.release()
    for future in futures:
        future.result(30)
    written = StepResult.of(tenant).order_by("execution_id")
    assert [(one.execution_id, one.sequence, one.duration_us - 2**40) for one in written] == [
        (str(number), number, number) for number in (0, 1, 2, 4)
    ]
    assert all(one.inputs == {"text": texts[one.sequence]} and one.results is None for one in written)
    assert [one.started_at for one in written] == [None, NOW, None, None]


def test_ids_made_in_a_row_sort_as_they_were_made_and_are_not_neighbours():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    numbers = [int(ULID.from_str(each)) for each in made]
    assert min(later - earlier for earlier, later in pairwise(numbers)) > 1000
    assert all(abs(ULID.from_str(each).timestamp - time()) < 60 for each in made)


def test_one_bad_row_fails_alone(journal, tenant):
    same = new_id()
    journal.submit(row(tenant, id=same)).result(10)
    held = Held(journal)
    good = [journal.submit(row(tenant)) for _ in range(5)]
    bad = journal.submit(row(tenant), row(tenant, id=same))
    more = [journal.submit(row(tenant)) for _ in range(5)]
    held.release()
    for future in [*good, *more]:
        future.result(10)
    with pytest.raises(JournalRefused):
        bad.result(10)
    assert Request.of(tenant).count() == 11, "a write is all or nothing"


def test_a_procedure_gives_back_what_it_returned_though_its_batch_failed_first(journal, tenant):
    same = new_id()
    journal.submit(row(tenant, id=same)).result(10)
    runs: list[int] = []

    def procedure(cursor) -> int:
        runs.append(1)
        cursor.execute("UPDATE runtime_request SET code = code || 'x' WHERE id = %s", [same])
        return cursor.rowcount

    held = Held(journal)
    future, bad = journal.submit_call(procedure), journal.submit_call(lambda cursor: 1 / 0)
    held.release()
    assert future.result(10) == 1
    with pytest.raises(ZeroDivisionError):
        bad.result(10)
    assert (len(runs), Request.of(tenant).get(pk=same).code) == (2, "x"), "what the failed batch did was undone"


def test_what_the_database_refuses_is_refused_and_the_next_write_goes_through(journal, tenant):
    with connection.cursor() as cursor:
        refuse(cursor, "runtime_request", "INSERT")
    try:
        with pytest.raises(JournalRefused, match="disk full"):
            journal.submit(row(tenant)).result(10)
    finally:
        with connection.cursor() as cursor:
            relent(cursor, "runtime_request")
    journal.submit(row(tenant)).result(10)
    assert Request.of(tenant).count() == 1


def test_closing_commits_what_waits_and_refuses_what_comes_later(transactional_db, tenant):
    journal = Journal()
    journal.start()
    held = Held(journal)
    waiting = [journal.submit(row(tenant)) for _ in range(700)]
    closing = threading.Thread(target=journal.close)
    closing.start()
    held.release()
    closing.join(10)
    assert all(future.done() for future in waiting)
    assert Request.of(tenant).count() == 700
    with pytest.raises(JournalRefused):
        journal.submit(row(tenant))
    journal.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file has no connection that somebody else ends")
class TestLosingItsConnection:
    def end_it(self, journal) -> None:
        pids: list[int] = []

        def ask(cursor) -> None:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])

        journal.submit_call(ask).result(10)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pids)

    def test_one_write_alone_is_done_all_the_same(self, journal, tenant):
        self.end_it(journal)
        journal.submit(row(tenant)).result(10)
        assert Request.of(tenant).count() == 1

    def test_a_batch_is_done_all_the_same(self, journal, tenant):
        held = Held(journal)
        futures = [journal.submit(row(tenant)) for _ in range(20)]
        held.release()
        self.end_it(journal)
        futures += [journal.submit(row(tenant)) for _ in range(20)]
        for future in futures:
            future.result(10)
        assert Request.of(tenant).count() == 40


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_processes_that_write_the_same_rows_crosswise_both_succeed(journal, tenant):
    first, second = new_id(), new_id()
    journal.submit(row(tenant, id=first), row(tenant, id=second)).result(10)
    other = Journal()
    other.start()
    both = threading.Barrier(2, timeout=10)
    met: list[int] = []

    def change(ids):
        def procedure(cursor) -> None:
            for place, id in enumerate(ids):
                cursor.execute("UPDATE runtime_request SET code = code || 'x' WHERE id = %s", [id])
                if place == 0 and len(met) < 2:
                    met.append(1)
                    both.wait()

        return procedure

    futures = [journal.submit_call(change([first, second])), other.submit_call(change([second, first]))]
    for future in futures:
        future.result(20)
    other.close()
    assert set(Request.of(tenant).values_list("code", flat=True)) == {"xx"}
