"""Limits that hold for all processes together, on a real Redis that is started here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from redis import Redis

from designer.end_users import budget
from designer.end_users.budget import BURST, Budget
from fixtures.deploy.servers import redis
from runtime.ingress import shared_buckets
from runtime.ingress.limits import Bucket, RateLimits
from runtime.ingress.shared_buckets import ASKED_AGAIN, PREFIX, SharedBuckets, SharedBucketsOfThreads

NOWHERE = "redis://127.0.0.1:1/0"
# So slow that what is filled up while a test runs is less than a token, and what is over is told in whole hours.
A_BURST_OF_THREE = Bucket("slow", 1 / 36_000, 3)


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(autouse=True)
def empty(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_buckets, "PATIENCE", 60)  # on a slow machine, too, Redis is there
    with Redis.from_url(redis_url) as client:
        client.flushall()


async def test_processes_take_from_one_bucket(redis_url: str):
    here, there = SharedBuckets(redis_url), SharedBuckets(redis_url)
    taken = [await one.take([A_BURST_OF_THREE]) for one in (here, there, here, there, here)]
    assert [one and one.empty for one in taken] == [None, None, None, A_BURST_OF_THREE, A_BURST_OF_THREE]
    assert (await here.take([Bucket("another", 1, 1)])) == (None, 0.0)
    for one in (here, there):
        await one.aclose()


async def test_of_a_hundred_at_once_exactly_as_many_pass_as_there_are_tokens(redis_url: str):
    here, there = SharedBuckets(redis_url), SharedBuckets(redis_url)
    taken = await asyncio.gather(*(one.take([A_BURST_OF_THREE]) for one in [here, there] * 15))
    assert sum(one is not None and one.empty is None for one in taken) == 3
    for one in (here, there):
        await one.aclose()


async def test_what_an_endpoint_is_refused_costs_its_tenant_nothing(redis_url: str):
    shared = SharedBuckets(redis_url)
    endpoint, tenant = Bucket("endpoint", 1 / 36_000, 1), Bucket("tenant", 1 / 36_000, 2)
    refused = [(await shared.take([endpoint, tenant])).empty for _ in range(4)]
    assert refused == [None, endpoint, endpoint, endpoint]
    assert (await shared.take([tenant])).empty is None, "one of its two was still there"
    assert (await shared.take([tenant])).empty == tenant
    await shared.aclose()


async def test_a_bucket_fills_up_as_time_passes_on_the_clock_of_redis_and_is_forgotten_when_it_is_full(redis_url: str):
    shared, client = SharedBuckets(redis_url), Redis.from_url(redis_url)
    bucket = Bucket("filling", 1 / 36_000, 2)
    await shared.take([bucket])
    assert 0 < client.ttl(f"{PREFIX}filling") <= 2 * 36_000 + 1
    at = int(client.hget(f"{PREFIX}filling", "at"))
    client.hset(f"{PREFIX}filling", mapping={"tokens": 0, "at": at - 10**12})  # eleven days ago
    assert (await shared.take([bucket])) == (None, 1.0), "full, and no fuller"
    client.close()
    await shared.aclose()


async def test_an_endpoint_waits_as_long_when_others_used_it_up(redis_url: str):
    mine, other = RateLimits(SharedBuckets(redis_url)), RateLimits(SharedBuckets(redis_url))
    with Redis.from_url(redis_url) as client:  # used up, for longer than this test can take
        now = client.time()[0] * 1_000_000 + 3_600_000_000
        client.hset(f"{PREFIX}endpoint", mapping={"tokens": 0, "at": now})
    # The clock of Redis seems to have gone back: nothing is filled up, and nobody waits for the difference.
    assert await mine.wait(("endpoint", 1), now=0.0) == await other.wait(("endpoint", 1), now=99.0) == 1
    for one in (mine, other):
        await one.aclose()


async def test_without_redis_each_process_counts_for_itself_and_asks_again_later(redis_url: str):
    now = [100.0]
    shared = SharedBuckets(NOWHERE, clock=lambda: now[0])
    limits = RateLimits(shared)
    assert [await limits.wait(("e", 1), now=10.0) for _ in range(2)] == [0, 1], "as it would with no Redis at all"
    away, shared._script = shared._script, None  # whoever asked it now would see
    assert await limits.wait(("f", 1), now=10.0) == 0, "it is left alone for a while"
    shared._script = away
    now[0] += ASKED_AGAIN
    assert shared._is_away is False
    assert await shared.take([A_BURST_OF_THREE]) is None and shared._is_away
    await limits.aclose()


async def test_no_limit_asks_nobody():
    limits = RateLimits(SharedBuckets(NOWHERE))
    assert await limits.wait(("e", None), ("t", None), now=10.0) == 0
    assert limits._shared._was_away is False


def test_calls_of_an_api_are_counted_once_for_all_processes_and_apart_from_the_other_api(redis_url: str, settings, monkeypatch):
    settings.REDIS_URL = redis_url
    monkeypatch.setattr(budget, "PER_SECOND", 1 / 36_000)
    here, there, other = Budget("triggers"), Budget("triggers"), Budget("graphql")
    taken = [one.take("acme") for one in [here, there] * (BURST // 2)]
    assert [left.remaining for left in taken] == list(range(BURST - 1, -1, -1)) and not any(left.wait for left in taken)
    assert here.take("acme").wait and there.take("acme").wait
    assert not other.take("acme").wait and not here.take("rival").wait


def test_calls_are_counted_here_while_redis_is_away(settings):
    settings.REDIS_URL = NOWHERE
    assert Budget("triggers").take("acme").remaining == BURST - 1


def test_threads_find_the_same_bucket_as_loops(redis_url: str):
    threads = SharedBucketsOfThreads(redis_url)
    assert [threads.take(A_BURST_OF_THREE).empty for _ in range(3)] == [None] * 3

    async def of_a_loop() -> object:
        shared = SharedBuckets(redis_url)
        taken = await shared.take([A_BURST_OF_THREE])
        await shared.aclose()
        return taken.empty

    assert asyncio.run(of_a_loop()) == A_BURST_OF_THREE
    threads.close()
