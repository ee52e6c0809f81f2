"""Who gets which child, and what becomes of calls when a child dies."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
import uvloop

from runtime.engine.errors import RemoteProblem, StepProblem
from runtime.sandbox.pool import SandboxPool

ECHO = "module.exports = (c, { n }) => ({ data: n })"
ENDLESS = "module.exports = () => { for (;;) {} }"


async def test_many_calls_in_flight_each_get_their_own_answer(run):
    answers = await asyncio.gather(*(run(ECHO, step_results={"n": n}) for n in range(300)))

    assert [answer.data for answer in answers] == list(range(300))


async def test_one_child_keeps_serving_its_tenant(pool, run):
    await run(ECHO, step_results={"n": 1})
    before = pool.process_ids
    await run(ECHO, step_results={"n": 2})

    assert pool.process_ids == before


async def test_a_tenant_with_much_to_do_gets_a_second_child_while_there_is_room(pool, run):
    await asyncio.gather(*(run(ECHO, step_results={"n": n}) for n in range(100)))
    await asyncio.gather(*(run(ECHO, step_results={"n": n}) for n in range(100)))

    assert len(pool.process_ids["acme"]) == 2


async def test_two_tenants_never_share_a_child(pool, run):
    """Windmill CVE-2026-47107: what one run left was there for the next."""
    seen: dict[str, set[int]] = {}
    for _ in range(2):
        for tenant in ("acme", "globex", "initech"):
            await run(ECHO, tenant=tenant, step_results={"n": 1})
            seen.setdefault(tenant, set()).update(pool.process_ids[tenant])

    assert not seen["acme"] & seen["globex"]
    assert not seen["globex"] & seen["initech"]
    assert not seen["acme"] & seen["initech"]


async def test_a_replaced_child_is_gone_and_not_left_as_a_zombie(pool, run):
    await run(ECHO, tenant="acme", step_results={"n": 1})
    (replaced,) = pool.process_ids["acme"]
    for tenant in ("globex", "initech", "umbrella"):
        await run(ECHO, tenant=tenant, step_results={"n": 1})
    await pool.close()

    assert not Path(f"/proc/{replaced}").exists()


async def test_tenants_take_turns_when_there_are_more_of_them_than_children(run):
    tenants = [f"tenant-{number}" for number in range(5)]
    calls = [(tenant, n) for n in range(20) for tenant in tenants]

    answers = await asyncio.gather(*(run(ECHO, tenant=tenant, step_results={"n": n}) for tenant, n in calls))

    assert [answer.data for answer in answers] == [n for _, n in calls]


async def test_a_tenant_that_never_pauses_still_makes_room_for_another():
    pool = SandboxPool(1)
    stopped = False

    async def without_pause() -> None:
        while not stopped:
            await pool.run(ECHO, tenant="busy", scope="s", step_results={"n": 1}, config={}, context={})

    busy = [asyncio.create_task(without_pause()) for _ in range(8)]
    answer = await pool.run(ECHO, tenant="other", scope="s", step_results={"n": 2}, config={}, context={})
    stopped = True
    await asyncio.gather(*busy)
    await pool.close()

    assert answer.data == 2


async def test_a_child_that_is_killed_loses_no_call(pool, run):
    await run(ECHO, step_results={"n": 0})
    calls = [asyncio.create_task(run(ECHO, step_results={"n": n})) for n in range(10)]
    await asyncio.sleep(0)
    os.kill(pool.process_ids["acme"][0], signal.SIGKILL)

    assert [answer.data for answer in await asyncio.gather(*calls)] == list(range(10))


async def test_the_clock_on_the_wall_ends_a_child_that_uses_no_processor(pool, run):
    await run(ECHO, step_results={"n": 0})
    os.kill(pool.process_ids["acme"][0], signal.SIGSTOP)

    # Far less than what the start of a child may take: once the clock of the start was left running, and ended the call instead.
    async with asyncio.timeout(8):
        head, behind = await asyncio.gather(
            run(ECHO, step_results={"n": 1}, wall_seconds=0.2), run(ECHO, step_results={"n": 2}), return_exceptions=True
        )

    assert isinstance(head, StepProblem)
    assert head.code == "code_timeout"
    assert behind.data == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGSEGV, "code_crashed"), (signal.SIGKILL, "code_memory")])
async def test_a_call_that_two_children_died_of_is_given_up(number, code):
    pool = SandboxPool(1, cpu_seconds=60, wall_seconds=60)
    await pool.run(ECHO, tenant="acme", scope="s", step_results={"n": 1}, config={}, context={})
    call = asyncio.create_task(pool.run(ENDLESS, tenant="acme", scope="s", step_results={}, config={}, context={}))
    await asyncio.sleep(0)
    killed: set[int] = set()
    while not call.done():
        for pid in set(pool.process_ids.get("acme", ())) - killed:
            killed.add(pid)
            os.kill(pid, number)
        await asyncio.sleep(0)

    with pytest.raises(StepProblem) as caught:
        await call
    still = await pool.run(ECHO, tenant="acme", scope="s", step_results={"n": 2}, config={}, context={})
    await pool.close()

    assert caught.value.code == code
    assert len(killed) == 2
    assert still.data == 2


async def test_a_caller_that_gives_up_disturbs_nobody(run):
    given_up = asyncio.create_task(run(ENDLESS))
    await asyncio.sleep(0)
    behind = asyncio.create_task(run(ECHO, step_results={"n": 3}))
    await asyncio.sleep(0)
    given_up.cancel()

    assert (await behind).data == 3


async def test_closing_fails_what_is_in_flight_as_something_to_try_again(pool, run):
    call = asyncio.create_task(run(ENDLESS))
    await asyncio.sleep(0)
    await pool.close()

    with pytest.raises(RemoteProblem) as caught:
        await call
    assert caught.value.code == "sandbox_closed"
    with pytest.raises(RemoteProblem):
        await run(ECHO, step_results={"n": 1})


def test_it_works_on_uvloop_as_well():
    async def main() -> list[int]:
        pool = SandboxPool(1)
        calls = (pool.run(ECHO, tenant="t", scope="s", step_results={"n": n}, config={}, context={}) for n in range(50))
        answers = await asyncio.gather(*calls)
        await pool.close()
        return [answer.data for answer in answers]

    assert uvloop.run(main()) == list(range(50))
