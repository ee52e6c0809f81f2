"""What pages of other processes watch, and what is passed on to all processes.

For: several processes that serve one installation: each tells the others which topics its pages watch, so that whoever runs a
flow knows whether to tell of it; and hands on the few things that concern a page wherever it is open.
Not here: the events themselves, which go through the channel layer to whoever watches (`broadcast`).

All of it is a hint. A process that is not heard of for a while watches nothing any more; one that comes says all it watches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Any

import structlog
from channels.layers import get_channel_layer

from runtime.audience import Watched
from runtime.identifiers import new_id

GROUP = "live.processes"
SAY_EVERY = 3.0  # seconds
SILENT_FOR = 10.0  # seconds until one counts as gone
AGAIN_AFTER = 1.0  # seconds, when the line between processes is down
log = structlog.get_logger(__name__)

Message = dict[str, Any]


class Neighbours:
    """Lives on the loop of its broadcast. `own` is what this process watches; `changed` is called when the others' changed."""

    def __init__(self, own: Callable[[], Iterable[Watched]], changed: Callable[[], None]) -> None:
        self.name = new_id()
        self.deeds: dict[str, Callable[[Any], None]] = {}  # what else one may ask all of, by its name
        self._own, self._changed = own, changed
        self._others: dict[str, tuple[float, frozenset[Watched]]] = {}
        self._task = asyncio.get_running_loop().create_task(self._serve())

    @property
    def topics(self) -> frozenset[Watched]:
        return frozenset().union(*(watched for _, watched in self._others.values()))

    def close(self) -> None:
        self._task.cancel()

    async def watch(self, watched: Watched) -> None:
        """Returns when the others are about to know it."""
        await self._quietly(self._say(more=[watched]))

    async def unwatch(self, watched: Watched) -> None:
        await self._quietly(self._say(less=[watched]))

    async def ask(self, deed: str, about: Any) -> None:
        """All others do what they have under that name."""
        await self._quietly(self._say(deed=deed, about=about))

    async def _serve(self) -> None:
        silent = False
        while True:
            try:
                await self._live()
            except Exception as error:
                if not silent:
                    log.warning("live.alone", reason=f"{type(error).__name__}: {error}")
                silent = True
            await asyncio.sleep(AGAIN_AFTER)

    async def _live(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        await self._say(all=list(self._own()), asks=True)
        due = monotonic() + SAY_EVERY
        hearing = asyncio.ensure_future(layer.receive(channel))
        try:
            while True:
                await asyncio.wait({hearing}, timeout=max(0.0, due - monotonic()))
                if hearing.done():
                    await self._hear(hearing.result())
                    hearing = asyncio.ensure_future(layer.receive(channel))
                if monotonic() >= due:
                    due = monotonic() + SAY_EVERY
                    await self._say(all=list(self._own()))
                    self._forget_silent()
        finally:
            hearing.cancel()

    async def _hear(self, message: Message) -> None:
        sender = message["from"]
        if sender == self.name:
            return
        if deed := self.deeds.get(message.get("deed", "")):
            deed(message["about"])
            return
        known = self._others.get(sender, (0.0, frozenset()))[1]
        said = {name: frozenset((tenant, topic) for tenant, topic in message.get(name, ())) for name in ("all", "more", "less")}
        watched = (said["all"] if "all" in message else known) | said["more"]
        self._others[sender] = (monotonic(), watched - said["less"])
        if self._others[sender][1] != known:
            self._changed()
        if message.get("asks"):
            await self._say(all=list(self._own()))

    def _forget_silent(self) -> None:
        gone = [name for name, (heard, _) in self._others.items() if monotonic() - heard > SILENT_FOR]
        for name in gone:
            del self._others[name]
        if gone:
            self._changed()

    async def _say(self, **facts: Any) -> None:
        await get_channel_layer().group_send(GROUP, {"type": "process.said", "from": self.name, **facts})

    async def _quietly(self, saying: Awaitable[None]) -> None:
        try:
            await saying
        except Exception:
            log.debug("live.not_said")  # all of it is said again every few seconds
