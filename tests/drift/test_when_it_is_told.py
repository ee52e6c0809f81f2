"""What a process counted is written when it is news, not for each request."""

from __future__ import annotations

from itertools import count
from time import monotonic
from typing import Any

import pytest

from runtime.drift.paths import Place
from runtime.drift.reads import Watched
from runtime.drift.watch import HELD, NEWS, Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()


def total() -> Watched:
    return Watched("orders", (Place(("body", "data", "total")),), (("step:code_1",),))


NUMBERS = count(1)


def send(watch: Watch, watched: Watched, value: Any, instance: str = "instance") -> None:
    watch.note(watched, ("tenant", "shop", instance), {"body": {"data": {"total": value}}}, f"request {next(NUMBERS)}")


def taken(watch: Watch, later: float = 0.0) -> int:
    return sum(1 for _ in watch.take(monotonic() + later))


def test_requests_that_look_alike_wait_for_minutes_however_many_customers_send_them(watch):
    watched = total()
    for instance in range(1000):
        send(watch, watched, 1, f"instance {instance}")
        send(watch, watched, 2, f"instance {instance}")
    assert taken(watch) == 0
    assert taken(watch, HELD + 1) == 1000


def test_one_that_differs_is_told_with_what_came_before_and_so_are_the_next_few(watch):
    watched = total()
    send(watch, watched, 1)
    send(watch, watched, "1")
    [(_, places)] = watch.take(monotonic())
    (kinds,) = places.values()
    assert sorted(seen.n for seen in kinds.values()) == [1, 1]
    for _ in range(NEWS - 1):
        send(watch, watched, "1")
        assert taken(watch) == 1
    send(watch, watched, "1")
    assert taken(watch) == 0


def test_what_a_new_version_reads_is_told_at_once(watch):
    send(watch, total(), 1)
    assert taken(watch) == 0
    send(watch, total(), 1)
    assert taken(watch) == 1
