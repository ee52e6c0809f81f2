"""What is told arrives in order, costs nothing when nobody listens, and never piles up."""

from __future__ import annotations

import asyncio

import pytest

from designer.live import broadcast as carrying
from designer.live.broadcast import gathered
from designer.live.outbox import Outbox
from runtime.audience import News, announce
from tests.designer.stock import make_execution
from tests.live.page import signed_in

TEST = "test:" + "k" * 20


@pytest.fixture
def cookie(cast) -> str:
    return signed_in(cast.viewer)


async def test_a_topic_is_watched_from_its_first_page_to_its_last(cast, cookie, line):
    first, second = await line.page(cookie), await line.page(cookie)
    assert not line.broadcast.topics
    await first.asks("requests")
    await first.asks("requests")  # twice is once
    await second.asks("requests")
    assert line.broadcast.topics == {(cast.acme.pk, "requests")}
    await first.leaves()
    assert line.broadcast.topics
    await second.leaves()
    assert not line.broadcast.topics


async def test_events_of_a_topic_arrive_in_the_order_they_were_told(cast, cookie, line):
    page = await line.page(cookie)
    await page.asks(TEST)
    watched = (cast.acme.pk, TEST)

    def tell() -> None:  # as the runtime does: from a thread that is not the server's
        for number in range(500):
            line.broadcast.tell(watched, "step.log", {"message": number})

    await asyncio.to_thread(tell)
    assert [(await page.hears())["message"] for _ in range(500)] == list(range(500))


async def test_who_left_a_topic_hears_no_more_of_it(cast, cookie, line):
    page = await line.page(cookie)
    await page.asks(TEST)
    await page.asks("test:" + "o" * 20)
    await page.says({"unsubscribe": TEST})
    await page.says({"subscribe": "nothing"})
    await page.hears()
    line.broadcast.tell((cast.acme.pk, TEST), "ended", {})
    line.broadcast.tell((cast.acme.pk, "test:" + "o" * 20), "ended", {})
    assert (await page.hears())["topic"] == "test:" + "o" * 20


async def test_what_cannot_be_carried_in_time_is_told_as_missed(cast, cookie, line, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_PENDING", 3)
    page = await line.page(cookie)
    await page.asks(TEST)
    for number in range(10):  # the loop has no turn between them
        line.broadcast.tell((cast.acme.pk, TEST), "step.log", {"message": number})
    heard = [await page.hears() for _ in range(4)]
    assert [message.get("message") for message in heard[:3]] == [0, 1, 2]
    assert heard[3] == {"topic": TEST, "event": "missed"}


async def test_news_of_an_execution_reach_its_page_and_the_list(cast, cookie, line):
    execution = await asyncio.to_thread(make_execution, cast.acme)
    page = await line.page(cookie)
    topic = f"execution:{execution.pk}"
    await page.asks("executions")
    await page.asks(topic)
    for status in ("running", "failed"):
        announce(line.broadcast, News(cast.acme.pk, "executions", execution.pk, status))
    heard = [await page.hears() for _ in range(3)]
    assert heard[0] == {"topic": topic, "event": "changed", "status": "running"}
    assert heard[1] == {"topic": topic, "event": "ended", "status": "failed"}
    assert heard[2]["items"] == [{"id": execution.pk, "status": "failed"}]


def test_many_changes_of_a_list_are_one_message_with_the_newest_of_each():
    events = [{"event": "execution.changed", "id": f"e{number % 60}", "status": f"s{number}"} for number in range(600)]
    (message,) = gathered(events)
    assert message["event"] == "execution.changed"
    assert len(message["items"]) == carrying.MOST_NAMED
    assert message["more"] == 10
    assert message["items"][-1] == {"id": "e59", "status": "s599"}


async def test_a_full_outbox_is_given_up_for_one_missed_a_topic():
    outbox = Outbox(most=3)
    for topic in ("a", "b", "a"):
        outbox.put({"topic": topic, "event": "told"})
    outbox.put({"event": "ping"})
    outbox.put({"topic": "a", "event": "later"})
    assert [await outbox.next() for _ in range(3)] == [
        {"topic": "a", "event": "missed"},
        {"topic": "b", "event": "missed"},
        {"topic": "a", "event": "later"},
    ]
