"""What pages may ask of subscriptions that tell outside services something: the bridge from Django's threads to the loops.

For: waiting while a service is told, within the window and with few threads; the rest goes on behind.
Not here: what is told (`runtime.subscriptions.registering`).
"""

from __future__ import annotations

from concurrent.futures import Future
from threading import BoundedSemaphore
from typing import Any

from runtime import wiring
from runtime.subscriptions import registering
from runtime.subscriptions.keeping import WINDOW, State
from runtime.subscriptions.models import Subscription

MOST_WAITING = 3  # of the threads that serve pages; who comes beyond hears `creating` at once
_waiting = BoundedSemaphore(MOST_WAITING)


def see_through(row: Subscription) -> Subscription:
    """As it stands when its service has answered, or when the window is over."""
    if row.state != State.CREATING:
        return row
    begun = on_loop(registering.see_through(row))
    if _waiting.acquire(blocking=False):
        try:
            begun.result(WINDOW.total_seconds())
        except TimeoutError:
            pass
        finally:
            _waiting.release()
    return Subscription.of(row.tenant_id).select_related("customer", "connection").get(pk=row.pk)


def on_loop(work: Any) -> Future[Any]:
    """On the loop of queued work, where there is one."""
    process = wiring.process()
    return (process.live or process.bench).submit(work)
