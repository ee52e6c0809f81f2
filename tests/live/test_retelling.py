"""Runs are asked how they stand as often as it takes, and not as often as pages ask."""

from __future__ import annotations

import asyncio

from designer.live.retelling import Retelling
from tests.designer.stock import make_execution
from tests.live.page import signed_in


async def all_asked(retelling: Retelling) -> None:
    while retelling._asking:
        await asyncio.sleep(0)


async def test_who_comes_alone_is_answered_at_once():
    asked: list[str] = []
    retelling = Retelling(asked.append, pause=60)
    retelling.want("acme", "e1")
    await asyncio.sleep(0)
    assert asked == ["e1"]
    retelling.close()


async def test_a_flood_is_one_question_a_run_and_tenants_take_turns():
    asked: list[str] = []
    retelling = Retelling(asked.append, pause=0, again=0)
    for _ in range(100):
        for run in ("a1", "a2", "a3"):
            retelling.want("acme", run)
    retelling.want("rivals", "r1")
    await all_asked(retelling)
    assert asked == ["a1", "r1", "a2", "a3"]
    retelling.want("acme", "a1")
    await all_asked(retelling)
    assert asked[4:] == ["a1"]


async def test_a_run_is_left_alone_for_a_while_and_others_are_asked_meanwhile():
    asked: list[str] = []
    retelling = Retelling(asked.append, pause=0, again=0.05)
    retelling.want("acme", "a1")
    await asyncio.sleep(0)
    for run in ("a1", "a2"):
        retelling.want("acme", run)
    await all_asked(retelling)
    assert asked == ["a1", "a2", "a1"]


async def test_a_page_that_subscribes_again_and_again_does_not_keep_the_run_from_running(cast, line):
    """Twenty pages that did so made senders wait for two seconds."""
    asked: list[str] = []
    line.broadcast.retell = asked.append
    line.broadcast.retelling._pause = 60
    execution = await asyncio.to_thread(make_execution, cast.acme)
    page = await line.page(await asyncio.to_thread(signed_in, cast.viewer))
    for _ in range(20):
        assert (await page.asks(f"execution:{execution.pk}"))["event"] == "subscribed"
    assert asked == [execution.pk]
