"""Token buckets that all processes share, in Redis.

For: limits that hold for all web processes together, where `REDIS_URL` is set.
Not here: which limits there are (`limits`, the budget of the public APIs), the buckets of one process alone.

One script takes a token of each bucket named, in one round trip, by the clock of Redis, so that clocks of machines may differ.
A Redis that is away or slow refuses nobody: its users then count for themselves, and it is asked again a second later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

import structlog
from redis import Redis, RedisError
from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from runtime.ingress.limits import Bucket, Taken

PATIENCE = 0.25  # seconds: the sender waits meanwhile
ASKED_AGAIN = 1.0  # seconds after it was away
MOST_CONNECTIONS = 32
PREFIX = "hookyard:bucket:"
# Times are whole microseconds, in plain digits: as Lua writes large numbers by itself, the last ones would be lost.
SCRIPT = """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tokens
for place, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * place - 1]), tonumber(ARGV[2 * place])
  local kept = redis.call('HMGET', key, 'tokens', 'at')
  local at = math.min(now, tonumber(kept[2]) or now)
  tokens = math.min(burst, (tonumber(kept[1]) or burst) + (now - at) * rate / 1000000)
  if tokens < 1 then
    return {place, string.format('%.6f', tokens)}
  end
  tokens = tokens - 1
  redis.call('HSET', key, 'tokens', string.format('%.6f', tokens), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', key, math.ceil(burst / rate * 1000) + 1000)
end
return {0, string.format('%.6f', tokens)}
"""
log = structlog.get_logger(__name__)


class _Redis:
    """Whether it is worth asking."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._away_until = 0.0
        self._was_away = False

    @property
    def _is_away(self) -> bool:
        return self._clock() < self._away_until

    def _went_away(self, error: Exception) -> None:
        self._away_until = self._clock() + ASKED_AGAIN
        if not self._was_away:
            log.warning("limits.counted_alone", because=type(error).__name__)
        self._was_away = True

    def _answered(self, buckets: Sequence[Bucket], answer: Any) -> Taken:
        if self._was_away:
            log.info("limits.shared_again")
        self._was_away = False
        return Taken(buckets[int(answer[0]) - 1] if answer[0] else None, float(answer[1]))


class SharedBuckets(_Redis):
    """For one event loop."""

    def __init__(self, url: str, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(clock)
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=MOST_CONNECTIONS,
            timeout=PATIENCE,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=AsyncRetry(NoBackoff(), 0),
        )
        self._redis = AsyncRedis.from_pool(pool)
        self._script = self._redis.register_script(SCRIPT)

    async def take(self, buckets: Sequence[Bucket]) -> Taken | None:
        """As `Shared.take`."""
        if self._is_away:
            return None
        try:
            answer = await self._script(keys=_keys(buckets), args=_numbers(buckets))
        except (RedisError, OSError) as error:
            self._went_away(error)
            return None
        return self._answered(buckets, answer)

    async def aclose(self) -> None:
        await self._redis.aclose()


class SharedBucketsOfThreads(_Redis):
    """For as many threads as like."""

    def __init__(self, url: str, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(clock)
        self._redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0))
        self._script = self._redis.register_script(SCRIPT)

    def take(self, bucket: Bucket) -> Taken | None:
        """As `Shared.take`, of one."""
        if self._is_away:
            return None
        try:
            answer = self._script(keys=_keys([bucket]), args=_numbers([bucket]))
        except (RedisError, OSError) as error:
            self._went_away(error)
            return None
        return self._answered([bucket], answer)

    def close(self) -> None:
        self._redis.close()


def _keys(buckets: Sequence[Bucket]) -> list[str]:
    return [f"{PREFIX}{bucket.key}" for bucket in buckets]


def _numbers(buckets: Sequence[Bucket]) -> list[float]:
    return [number for bucket in buckets for number in (bucket.per_second, bucket.burst)]
