"""The application a server runs: the door for webhooks first, the product's pages behind it.

Requests for endpoints never reach Django. The pages run as plain WSGI on a few threads, which is several times quicker for
them than Django under ASGI. Only live sockets run as Channels means them.
"""

from __future__ import annotations

import asyncio
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from designer.config import health, metrics
from designer.config.patience import BufferedPages
from designer.config.proxies import TrustedProxies
from designer.live.broadcast import Broadcast
from designer.live.consumer import PATH as LIVE_PATH
from designer.live.consumer import LiveConsumer
from designer.triggers_api import waiting
from designer.wizard.live import PATH as WIZARD_LIVE_PATH
from designer.wizard.live import WizardLive
from runtime import wiring
from runtime.ingress.door import Door, Receive, Scope, Send
from runtime.queueing.bell import DRAFTS, LIVE


class Application:
    """One a server process. Opens the door with the server, or with the first request where the server tells no start."""

    def __init__(self, pages: Any) -> None:
        self._pages = BufferedPages(WSGIMiddleware(pages, workers=8))
        self._door: Door | None = None
        self._broadcast: Broadcast | None = None
        self._proxies = TrustedProxies(settings.TRUSTED_PROXIES)
        self._opening = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "lifespan":
            await self._live(receive, send)
            return
        if self._proxies:
            scope = self._proxies.caller(scope)
        if kind == "http":
            door = self._door or await self._open()
            path = scope["path"]
            if Door.takes(path):
                await door(scope, receive, send)
            elif path in health.PATHS:
                await health.answer(path, send)
            elif path == metrics.PATH:
                await metrics.answer(scope, send)
            elif waiting.takes(scope):
                await waiting.answer(scope, receive, send)
            else:
                await self._pages(scope, receive, send)
        elif scope["path"] == LIVE_PATH:
            await self._open()
            await LiveConsumer.as_asgi(broadcast=self._broadcast)(scope, receive, send)
        elif scope["path"] == WIZARD_LIVE_PATH:
            await self._open()
            await WizardLive.as_asgi(broadcast=self._broadcast)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 4404})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await wiring.process().close_door()
                if self._broadcast:
                    self._broadcast.close()
                await asyncio.to_thread(wiring.shut_down)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _open(self) -> Door:
        async with self._opening:
            if self._door is None:
                self._broadcast = broadcast = Broadcast(shared=bool(settings.REDIS_URL))
                works = {LIVE, DRAFTS} if settings.WORK_HERE else {DRAFTS}
                process = await asyncio.to_thread(lambda: wiring.process(serves=True, works=works, audience=broadcast))
                self._door = await process.open_door()
                broadcast.retell = process.retell
        return self._door
