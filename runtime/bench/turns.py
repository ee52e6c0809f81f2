"""Turns on the bench: how many threads may wait for tests at once.

For: pages run on a handful of threads that all tenants share. Slow tests of one tenant must not keep the others from theirs,
nor all tests together anybody from opening a page.
Not here: live traffic, which has threads and loops of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from runtime.engine.errors import NotAllowed

MOST_AT_ONCE = 5
MOST_OF_ONE_TENANT = 3
_taken: Counter[str] = Counter()
_alone: set[str] = set()
_lock = Lock()
_in_turn: ContextVar[bool] = ContextVar("in_turn", default=False)


@contextmanager
def alone(key: str) -> Iterator[None]:
    """What is asked for once at a time. Raises NotAllowed `bench_busy`."""
    with _lock:
        if key in _alone:
            raise NotAllowed("This is under way already. Wait until it has ended.", code="bench_busy")
        _alone.add(key)
    try:
        yield
    finally:
        with _lock:
            _alone.discard(key)


@contextmanager
def turn(tenant_id: str) -> Iterator[None]:
    """Holds a turn; inside another turn it is that one, so that a run of many tests is one. Raises NotAllowed `bench_busy`."""
    if _in_turn.get():
        yield
        return
    with _lock:
        if _taken.total() >= MOST_AT_ONCE or _taken[tenant_id] >= MOST_OF_ONE_TENANT:
            raise NotAllowed("Other tests run just now. Try again when they have ended.", code="bench_busy")
        _taken[tenant_id] += 1
    token = _in_turn.set(True)
    try:
        yield
    finally:
        _in_turn.reset(token)
        with _lock:
            _taken[tenant_id] -= 1
            if not _taken[tenant_id]:
                del _taken[tenant_id]
