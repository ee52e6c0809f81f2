"""What an ordered flow promises while several processes claim and others store, on a database where they really do so at once.

Each test brings about one interleaving by real transactions that wait for each other, never for time.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from runtime.executions.claims import Claim, Rotation
from runtime.journal.models import Execution
from tests.flows.test_lanes import BY_ORDER, claim, deploy, end, queue
from tests.flows.yard import Yard

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
PATIENCE = 60


def elsewhere(work: Callable[[], Any]) -> Any:
    """Does it, commits it and comes back: another process, whose connection is its own."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(PATIENCE)
    assert found, "it did not end, or failed"
    return found[0]


@contextmanager
def uncommitted(work: Callable[[], Any]) -> Iterator[None]:
    """What it does is seen by nobody until the block ends."""
    done, go = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                go.wait(PATIENCE)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert done.wait(PATIENCE)
    try:
        yield
    finally:
        go.set()
        thread.join(PATIENCE)


def while_it_reads(monkeypatch: pytest.MonkeyPatch, work: Callable[[], Any]) -> None:
    """Once, between a claim's look at what is ready and its taking of anything."""
    read, due = Claim._all_ready, [work]

    def then(self: Claim, cursor: Any) -> Any:
        seen = read(self, cursor)
        while due:
            elsewhere(due.pop())
        return seen

    monkeypatch.setattr(Claim, "_all_ready", then)


def status(execution: str, to: str) -> Callable[[], int]:
    return lambda: Execution.across_tenants.filter(pk=execution).update(status=to)


def test_one_that_comes_back_from_a_process_that_ended_is_not_overtaken(yard: Yard, monkeypatch):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    [first] = queue(yard, deployed, 1, turn_key="key:x", status="running")
    [second] = queue(yard, deployed, 1, turn_key="key:x")
    assert claim(yard).ids == []
    while_it_reads(monkeypatch, status(first, "queued"))
    assert claim(yard).ids == [first], "it has begun already, so it ends before the second begins"
    assert claim(yard).ids == []
    end(yard, first)
    assert claim(yard).ids == [second]


def test_the_same_of_the_events_of_an_instance(yard: Yard, monkeypatch):
    deployed = deploy(yard, "c-1")
    [first] = queue(yard, deployed, 1, turn_key="events", status="running")
    [second] = queue(yard, deployed, 1, turn_key="events")
    while_it_reads(monkeypatch, status(first, "queued"))
    assert claim(yard).ids == [first]
    end(yard, first)
    assert claim(yard).ids == [second]


def test_an_earlier_one_that_is_stored_while_a_claim_reads_comes_first(yard: Yard, monkeypatch):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    first, second = queue(yard, deployed, 2, turn_key="key:x", status="cancelled")
    status(second, "queued")()
    while_it_reads(monkeypatch, status(first, "queued"))
    assert claim(yard).ids == [first]
    end(yard, first)
    assert claim(yard).ids == [second]


def test_one_that_is_stored_after_a_later_one_has_begun_waits_for_its_end_and_is_not_lost(yard: Yard):
    """Both were on their way at once: no sender had an answer for the first when the second was sent."""
    deployed = deploy(yard, "c-1", **BY_ORDER)
    first, second = queue(yard, deployed, 2, turn_key="key:x", status="cancelled")
    with uncommitted(status(first, "queued")):
        status(second, "queued")()
        assert claim(yard).ids == [second]
    assert claim(yard).ids == [], "never two of a key at once"
    end(yard, second)
    assert claim(yard).ids == [first]


def test_of_two_claims_at_once_one_has_the_key_and_the_other_passes_it_by(yard: Yard):
    deployed = deploy(yard, "c-1", **BY_ORDER)
    first, second = queue(yard, deployed, 2, turn_key="key:x")
    taken: list[list[str]] = []

    def other_process() -> None:
        with connection.cursor() as cursor:
            taken.append(Claim("other", False, datetime.now(UTC), 64, 64, Counter(), Rotation())(cursor).ids)

    with uncommitted(other_process):
        assert claim(yard).ids == []
    assert taken == [[first]] and claim(yard).ids == []
    end(yard, first)
    assert claim(yard).ids == [second]
