"""From the runtime's threads to the pages that watch.

For: the runtime's `Audience`: what is watched in this process, and carrying what is told onto the server's loop and into the
channel layer, in order. Not here: sockets (`consumer`), who may watch (`admission`).

Nobody who tells ever waits. What comes faster than it can be carried is given up, and those who watch are told that they missed
something, so that they look for themselves. News of lists is gathered: a thousand requests a second are ten messages.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Set
from contextlib import suppress
from typing import Any

import structlog
from channels.layers import get_channel_layer

from designer.live import sockets
from designer.live.neighbours import Neighbours
from designer.live.retelling import Retelling
from designer.live.topics import LISTS, group_of
from runtime.audience import Watched

MOST_PENDING = 5000  # events that wait to be carried
MOST_NAMED = 50  # changed rows that one message of a list names
GATHER_STEPS = 0.02  # seconds; no eye sees the difference
GATHER_LISTS = 0.1
AGAIN_AFTER = 0.5  # seconds, when the channel layer cannot be reached
log = structlog.get_logger(__name__)

Event = dict[str, Any]


class Broadcast:
    """One a process. `tell` may be called from any thread, all else on the loop it was made on.

    `retell` asks whoever runs an execution here to tell how it stands. `shared`: other processes serve the same pages.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self.retell: Callable[[str], None] = lambda execution_id: None
        self.retelling = Retelling(self._ask_to_retell)
        self.topics: Set[Watched] = frozenset()
        self.neighbours = Neighbours(lambda: self._watchers, self._look_who_watches) if shared else None
        self._watchers: Counter[Watched] = Counter()
        self._pending: deque[tuple[Watched, Event]] = deque()
        self._lost: set[Watched] = set()
        self._asking: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        self._cut_off = False  # from the channel layer
        self._rung = False
        self._carrying = self._loop.create_task(self._carry())
        if self.neighbours:
            self.neighbours.deeds |= {"retell": lambda id: self.retell(id), "doubt": lambda whose: sockets.doubt(**whose)}
            sockets.others.add(self._ask_others_to_doubt)

    async def watch(self, watched: Watched) -> None:
        self._watchers[watched] += 1
        if self._watchers[watched] == 1:
            self._look_who_watches()
            if self.neighbours:
                await self.neighbours.watch(watched)

    async def unwatch(self, watched: Watched) -> None:
        self._watchers[watched] -= 1
        if self._watchers[watched] <= 0:
            del self._watchers[watched]
            self._look_who_watches()
            if self.neighbours:
                await self.neighbours.unwatch(watched)

    def _look_who_watches(self) -> None:
        """Into a new set: threads look at the old one just now."""
        self.topics = frozenset(self._watchers) | (self.neighbours.topics if self.neighbours else frozenset())

    def _ask_to_retell(self, execution_id: str) -> None:
        self.retell(execution_id)
        if self.neighbours:
            self._asking.add(task := self._loop.create_task(self.neighbours.ask("retell", execution_id)))
            task.add_done_callback(self._asking.discard)

    def _ask_others_to_doubt(self, whose: dict[str, Any]) -> None:
        """From any thread."""
        if self.neighbours:
            with suppress(RuntimeError):
                asyncio.run_coroutine_threadsafe(self.neighbours.ask("doubt", whose), self._loop)

    def tell(self, watched: Watched, event: str, facts: dict[str, Any]) -> None:
        if len(self._pending) < MOST_PENDING:
            self._pending.append((watched, {"event": event, **facts}))
        else:
            self._lost.add(watched)
        if not self._rung:
            self._rung = True
            with suppress(RuntimeError):  # the server is closing, and its pages with it
                self._loop.call_soon_threadsafe(self._told.set)

    def close(self) -> None:
        self._carrying.cancel()
        self.retelling.close()
        if self.neighbours:
            sockets.others.discard(self._ask_others_to_doubt)
            self.neighbours.close()

    async def _carry(self) -> None:
        lists: dict[Watched, list[Event]] = {}
        lists_due = 0.0
        while True:
            if not lists and not self._lost:
                await self._told.wait()
            await asyncio.sleep(GATHER_STEPS)
            self._told.clear()
            self._rung = False  # before looking, so that whoever tells after the look rings again
            try:
                for watched, events in self._take().items():
                    if watched[1] in LISTS:
                        lists.setdefault(watched, []).extend(events)
                        lists_due = lists_due or self._loop.time() + GATHER_LISTS
                    else:
                        await self._send(watched, events)
                for watched in list(self._lost):
                    await self._send(watched, [{"event": "missed"}])
                    self._lost.discard(watched)
                if lists and self._loop.time() >= lists_due:
                    due, lists, lists_due = lists, {}, 0.0
                    for watched, events in due.items():
                        await self._send(watched, gathered(events))
                self._cut_off = False
            except Exception as error:
                if not self._cut_off:
                    log.warning("live.not_carried", reason=f"{type(error).__name__}: {error}")
                self._cut_off = True
                await asyncio.sleep(AGAIN_AFTER)

    def _take(self) -> dict[Watched, list[Event]]:
        """What waits, by topic, each topic's in the order it was told."""
        taken: dict[Watched, list[Event]] = {}
        for _ in range(len(self._pending)):
            watched, event = self._pending.popleft()
            taken.setdefault(watched, []).append(event)
        return taken

    async def _send(self, watched: Watched, events: list[Event]) -> None:
        told = {"type": "live.told", "topic": watched[1], "events": events}
        try:
            await get_channel_layer().group_send(group_of(watched), told)
        except Exception:
            self._lost.add(watched)
            raise


def gathered(events: list[Event]) -> list[Event]:
    """News of a list as one message: which rows changed, each with its newest status; `more` counts those it does not name."""
    latest = {event["id"]: event["status"] for event in events}
    named = [{"id": id, "status": status} for id, status in list(latest.items())[-MOST_NAMED:]]
    return [{"event": events[-1]["event"], "items": named, "more": len(latest) - len(named)}]
