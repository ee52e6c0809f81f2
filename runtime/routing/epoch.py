"""The count of changes to where requests go, and what each of them touched.

For: telling this process at once, and others at their next look, which compiled plans are stale.
Not here: the plans (`book`), what a change touches (`scopes`), who changes what (the services).

The row of the count stays locked until the change is committed. So changes become visible in the order of their numbers, and
whoever has seen one has seen all before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Set

from django.db import connection, transaction

from runtime.routing.models import RouteChange, RouteEpoch

KEPT = 2_000  # changes that are told one by one; whoever looks away for longer forgets everything
PRUNE_EVERY = 100
COUNT = "UPDATE runtime_routeepoch SET value = value + 1 WHERE id = 1 RETURNING value"

Forget = Callable[[Set[str] | None], None]
_listeners: list[Callable[[int, frozenset[str]], None]] = []


def bump(*touched: str) -> None:
    """Counts one change. Call it inside the transaction that makes the change: both become visible together."""
    scopes = frozenset(touched)
    value = take_turns()
    RouteChange.objects.create(value=value, scopes=sorted(scopes))
    if value % PRUNE_EVERY == 0:
        RouteChange.objects.filter(value__lte=value - KEPT).delete()
    transaction.on_commit(lambda: changed(value, scopes))


def take_turns() -> int:
    """Whoever calls it waits until the transactions of those before have ended, on PostgreSQL too. Gives the next number."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        row = cursor.fetchone()
        if row is None:
            RouteEpoch.objects.get_or_create(pk=1)
            cursor.execute(COUNT)
            row = cursor.fetchone()
    return int(row[0])


def current() -> int:
    """The count as committed; 0 before the first change."""
    return RouteEpoch.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def listen(callback: Callable[[int, frozenset[str]], None]) -> Callable[[], None]:
    """Calls `callback` after each change made by this process, on the thread that made it. Returns what ends it."""
    _listeners.append(callback)
    return lambda: _listeners.remove(callback)


def changed(value: int, scopes: frozenset[str]) -> None:
    """Tells the listeners of this process."""
    for callback in tuple(_listeners):
        callback(value, scopes)


class Follower:
    """Passes on what changed, each change once: those of this process as they are made, those of others at each `look`."""

    def __init__(self, forget: Forget) -> None:
        self._forget = forget
        self._seen: int | None = None
        self._heard: deque[int] = deque(maxlen=KEPT)
        self.close = listen(self._hear)

    def _hear(self, value: int, scopes: frozenset[str]) -> None:
        self._forget(scopes)
        self._heard.append(value)

    def look(self) -> None:
        """Reads the database. The first look, and one that comes too late to know what changed, forgets everything."""
        now = current()
        if now == self._seen:
            return
        changes = None if self._seen is None or now < self._seen or now - self._seen > KEPT else _between(self._seen, now)
        if changes is None or len(changes) < now - (self._seen or 0):
            self._forget(None)
        else:
            heard = set(self._heard)
            if touched := frozenset(scope for value, scopes in changes if value not in heard for scope in scopes):
                self._forget(touched)
        self._seen = now


def _between(seen: int, now: int) -> list[tuple[int, list[str]]]:
    return list(RouteChange.objects.filter(value__gt=seen, value__lte=now).values_list("value", "scopes"))
