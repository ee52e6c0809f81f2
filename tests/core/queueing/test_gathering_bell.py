"""A bell is never waited for and never fails; many rings are few messages."""

from __future__ import annotations

import threading

import pytest

from runtime.queueing.bell import Bell, NoBell
from runtime.queueing.gathering import GAP, LONGEST_GAP, GatheringBell, next_gap
from tests.product import eventually


class Broker:
    """Takes messages when it is let, and refuses them while it is down."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.open, self.down = threading.Event(), False
        self.open.set()

    def send(self, queue: str) -> None:
        self.open.wait(10)
        if self.down:
            raise ConnectionError("refused")
        self.sent.append(queue)


@pytest.fixture
def broker():
    made = Broker()
    yield made
    made.open.set()


@pytest.fixture
def bell(broker):
    made = GatheringBell(broker.send, gap=0.001, pause=0.001)
    yield made
    broker.open.set()
    made.close()


@pytest.mark.parametrize("kind", ["nobody elsewhere", "a broker that hangs", "a broker that refuses"])
def test_ringing_never_waits_and_never_fails(kind, broker):
    bells: dict[str, Bell] = {"nobody elsewhere": NoBell()}
    bell = bells.get(kind) or GatheringBell(broker.send, pause=0.001)
    broker.down = kind == "a broker that refuses"
    if kind == "a broker that hangs":
        broker.open.clear()
    for _ in range(10_000):
        bell.ring("live")
    broker.open.set()
    bell.close()


def test_what_is_rung_while_one_message_is_on_its_way_goes_with_the_next(bell, broker):
    broker.open.clear()
    for _ in range(1000):
        bell.ring("live")
    broker.open.set()
    eventually(lambda: broker.sent)
    bell.ring("drafts")
    eventually(lambda: "drafts" in broker.sent)
    assert broker.sent.count("live") <= 2


def test_it_rings_again_once_the_broker_is_back(bell, broker):
    broker.down = True
    bell.ring("live")
    broker.down = False
    eventually(lambda: bell.ring("live") or broker.sent)


def test_the_more_ring_the_fewer_messages_leave_and_a_quiet_bell_is_quick_again():
    gap = GAP
    for _ in range(10):
        gap = next_gap(gap, rings=round(1000 * gap), shortest=GAP)
    assert gap == LONGEST_GAP
    for _ in range(10):
        gap = next_gap(gap, rings=1, shortest=GAP)
    assert gap == GAP == next_gap(GAP, rings=3, shortest=GAP), "a few requests a second are heard as quickly as ever"
