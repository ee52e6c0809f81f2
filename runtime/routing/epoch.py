"""The count of changes to where requests go.

For: telling this process at once, and others at their next look, that compiled plans are stale.
Not here: the plans (`plans`), who changes what (the services).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from runtime.routing.models import RouteEpoch

_listeners: list[Callable[[], None]] = []


def bump() -> None:
    """Counts one change. Call it inside the transaction that makes the change: both become visible together."""
    counted = RouteEpoch.objects.filter(pk=1).update(value=F("value") + 1)
    if not counted:
        RouteEpoch.objects.get_or_create(pk=1)
        RouteEpoch.objects.filter(pk=1).update(value=F("value") + 1)
    transaction.on_commit(changed)


def current() -> int:
    """The count as committed; 0 before the first change."""
    return RouteEpoch.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def listen(callback: Callable[[], None]) -> Callable[[], None]:
    """Calls `callback` after each change made by this process, on the thread that made it. Returns what ends it."""
    _listeners.append(callback)
    return lambda: _listeners.remove(callback)


def changed() -> None:
    """Tells the listeners of this process."""
    for callback in tuple(_listeners):
        callback()
