"""Calls that wait for a slow service: they keep no other tenant waiting, and a tenant's own are never lost for it.

The service is a gate, opened by the test: nothing here depends on how long anything takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from runtime.sandbox.conversation import Question, Respond
from runtime.sandbox.places import CHILDREN_PER_PLACE, MOST_OUTER
from runtime.sandbox.pool import SandboxPool

ASKS = "module.exports = async ({ ask }) => ({ data: await ask('service', 0) })"


class SlowService:
    """Answers nobody before the gate is open. `asked` can be awaited."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.asked: asyncio.Queue[Any] = asyncio.Queue()

    async def respond(self, question: Question) -> Any:
        self.asked.put_nowait(question.details)
        await self.gate.wait()
        return "late"

    async def was_asked(self, times: int) -> None:
        for _ in range(times):
            await self.asked.get()


class Stand:
    def __init__(self, size: int) -> None:
        self.pool = SandboxPool(size, cpu_seconds=5.0, wall_seconds=60.0)
        self.service = SlowService()

    def call(self, tenant: str) -> asyncio.Task[Any]:
        return asyncio.create_task(self._ask(ASKS, tenant, self.service.respond))

    async def quick(self, tenant: str) -> Any:
        return await self._ask(ASKS, tenant, _at_once)

    async def nest(self, tenant: str) -> Any:
        async def respond(question: Question) -> Any:
            return await self.quick(tenant)

        return await self._ask(ASKS, tenant, respond)

    async def _ask(self, source: str, tenant: str, respond: Respond) -> Any:
        told = await self.pool.converse(source, tenant=tenant, scope="s", context={}, respond=respond, wall_seconds=120.0)
        return told.data

    @property
    def children(self) -> int:
        return len(self.pool._places.children)


async def _at_once(question: Question) -> Any:
    return "quick"


@pytest.fixture(params=[1, 2], ids=["one place", "two places"])
async def stand(request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    stand = Stand(request.param)
    yield stand
    await stand.pool.close()


async def test_a_tenant_whose_calls_all_wait_keeps_no_other_waiting(stand: Stand):
    hogs = [stand.call("hog") for _ in range(40)]
    await stand.service.was_asked(min(40, MOST_OUTER * stand.pool._places._size))  # as many as may wait at once

    assert await stand.quick("other") == "quick"
    assert await stand.quick("third") == "quick"
    assert not any(hog.done() for hog in hogs)

    stand.service.gate.set()
    assert await asyncio.gather(*hogs) == ["late"] * 40
    assert await stand.quick("other") == "quick"


async def test_spare_children_are_bounded_and_go_when_the_rush_is_over(stand: Stand):
    size = stand.pool._places._size
    most = size * CHILDREN_PER_PLACE
    waiting = []
    for number in range(most):
        waiting.append(stand.call(f"tenant-{number}"))
        await stand.service.was_asked(1)
    late = stand.call("one too many")
    await asyncio.sleep(0)
    assert stand.children == most and not late.done()

    stand.service.gate.set()
    assert await asyncio.gather(*waiting, late) == ["late"] * (most + 1)
    assert stand.children <= size


async def test_a_call_made_for_a_call_that_waits_is_never_behind_it(stand: Stand):
    """As many calls as may wait, each waiting for a call of its own, once left all of them waiting until their time was over."""
    calls = [stand.nest("acme") for _ in range(MOST_OUTER * 3)]

    assert set(await asyncio.gather(*calls)) == {"quick"}
