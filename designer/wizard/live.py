"""One live socket of an open wizard: it hears that something came for its instance, and asks then what.

For: `/api/wizard/live`. The page's first message is its bearer, as browsers send no header with a socket; the session is
looked at again while the socket lives. Nothing but hints travels: what came is read by the session's own routes.
Not here: who tells (`runtime.audience`), the sockets of the desk (`designer.live.consumer`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import orjson
from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.utils import timezone

from designer.live.admission import handshake_of
from designer.live.broadcast import Broadcast
from designer.live.topics import group_of
from designer.wizard.admission import session_of
from designer.wizard.models import WizardSession
from runtime.audience import Watched, of_instance
from runtime.engine.errors import NotAllowed
from runtime.reading import in_thread

PATH = "/api/wizard/live"
ENDED, TOO_LARGE, LINE_DOWN = 4401, 4413, 4503
LARGEST_MESSAGE = 200  # characters
NAMED_WITHIN = 10.0  # seconds for the first message
CHECK_EVERY = 15.0


class WizardLive(AsyncJsonWebsocketConsumer):
    def __init__(self, broadcast: Broadcast) -> None:
        super().__init__()
        self.broadcast = broadcast
        self.watched: Watched | None = None
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        except Exception as error:
            if not type(error).__module__.startswith("redis."):
                raise
            with suppress(Exception):
                await self.close(LINE_DOWN)
        finally:
            await self._leave()

    async def dispatch(self, message: dict[str, Any]) -> None:
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        if handshake_of(self.scope) is None:
            await self.close()
            return
        await self.accept()
        self.tasks = [asyncio.create_task(self._close_unnamed())]

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        if text_data is None or len(text_data) > LARGEST_MESSAGE:
            await self.close(TOO_LARGE)
        elif self.watched is None and (session := await self._session(_token(text_data))):
            self.watched = (session.tenant_id, of_instance(session.instance_id))
            await self.channel_layer.group_add(group_of(self.watched), self.channel_name)
            await self.broadcast.watch(self.watched)
            self.tasks.append(asyncio.create_task(self._keep_watch(_token(text_data))))
            await self.send(text_data='{"event":"listening"}')

    async def live_told(self, message: dict[str, Any]) -> None:
        await self.send(text_data='{"event":"request.received"}')

    async def _session(self, token: str) -> WizardSession | None:
        try:
            return await in_thread(lambda: session_of(token, now=timezone.now()))
        except NotAllowed:
            await self.close(ENDED)
            return None

    async def _close_unnamed(self) -> None:
        await asyncio.sleep(NAMED_WITHIN)
        if self.watched is None:
            await self.close(ENDED)

    async def _keep_watch(self, token: str) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            if await self._session(token) is None:
                return
            await self.send(text_data='{"event":"ping"}')

    async def _leave(self) -> None:
        for task in self.tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        if self.watched:
            with suppress(Exception):  # the channel layer may be away
                await self.broadcast.unwatch(self.watched)
                await self.channel_layer.group_discard(group_of(self.watched), self.channel_name)


def _token(text: str) -> str:
    with suppress(orjson.JSONDecodeError):
        match orjson.loads(text):
            case {"session": str(token)}:
                return token
    return ""
