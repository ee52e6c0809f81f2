"""A worker as a process: it runs what was queued, and tells pages that are open elsewhere.

For: its beginning and end, with Celery or without. Not here: what wakes it, what it claims.
"""

from __future__ import annotations

from django.conf import settings

from designer.config.logs import set_up_logs
from designer.live.broadcast import Broadcast
from runtime import wiring
from runtime.executions.loops import LoopThread
from runtime.queueing.bell import LIVE

_line: list[tuple[LoopThread, Broadcast]] = []


def begin() -> None:
    set_up_logs(form=settings.LOG_FORM)
    thread = LoopThread("line")
    broadcast = thread.call(_broadcast())
    process = wiring.process(serves=True, works={LIVE}, audience=broadcast)
    broadcast.retell = process.retell
    _line.append((thread, broadcast))


def end() -> None:
    """Gives back what runs, within seconds."""
    wiring.shut_down()
    while _line:
        thread, broadcast = _line.pop()
        thread.loop.call_soon_threadsafe(broadcast.close)
        thread.close()


async def _broadcast() -> Broadcast:
    return Broadcast(shared=bool(settings.REDIS_URL))
