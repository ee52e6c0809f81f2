"""One live socket: a page says what it watches and hears it as it happens.

For: the protocol of `/api/live`, its limits, and closing what its member may not see any more.
Not here: who may open one (`admission`), where events come from (`broadcast`).

The page sends `{"subscribe": topic}` and `{"unsubscribe": topic}`. It hears `{topic, event, ...}`: `subscribed` (from here on
nothing is missed silently), `refused` with a `code`, `missed` (look for yourself), and what `runtime.audience` and
`runtime.executions.commentary` tell. `{"event": "ping"}` says that the line is alive.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import orjson
import structlog
from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.core.handlers.asgi import ASGIRequest

from designer.accounts.access import Access
from designer.live.admission import NotSignedIn, access_of, handshake_of
from designer.live.broadcast import Broadcast
from designer.live.outbox import Outbox
from designer.live.sockets import Socket, open_by
from designer.live.topics import execution_of, group_of, is_topic
from runtime.audience import Watched
from runtime.engine.errors import NotAllowed
from runtime.journal.models import Execution
from runtime.reading import in_thread

PATH = "/api/live"
# Of those that are free for applications: Daphne refuses to send any other.
NOT_SIGNED_IN, NOT_ALLOWED, TOO_LARGE, NOT_TEXT, TOO_MANY, LINE_DOWN = 4401, 4403, 4413, 4415, 4429, 4503
LARGEST_MESSAGE = 1024  # characters
CHECK_EVERY = 15.0  # seconds between pings, and between looks whether its member still may
HEARD_WITHIN = 0.5  # seconds
MOST_TOPICS = 20
MOST_SOCKETS = 24  # of one member
MOST_MESSAGES, MESSAGES_WITHIN = 100, 10.0  # seconds
log = structlog.get_logger(__name__)


class LiveConsumer(AsyncJsonWebsocketConsumer):
    def __init__(self, broadcast: Broadcast, *, check_every: float = CHECK_EVERY) -> None:
        super().__init__()
        self.broadcast = broadcast
        self.check_every = check_every
        self.open: Socket | None = None
        self.topics: dict[str, Watched] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.heard, self.heard_since = 0, monotonic()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        except Exception as error:
            if not _is_of_the_line(error):
                raise
            # The page asks every few seconds then, and tries again.
            log.warning("live.line_down", reason=f"{type(error).__name__}: {error}")
            with suppress(Exception):
                await self.close(LINE_DOWN, "Live news are not to be had just now.")
        finally:
            await self._leave()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' hop to a thread before each message: queries here run on threads that look after themselves."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        request = handshake_of(self.scope)
        if request is None:
            await self.close()
            return
        self.request: ASGIRequest = request
        # Accepted before it is judged: a browser tells its page the reason only of a socket that was open.
        await self.accept()
        if access := await self._admit():
            if open_by(access) >= MOST_SOCKETS:
                await self.close(TOO_MANY, "This member has too many live pages open.")
                return
            self.open, self.outbox = Socket(access), Outbox()
            self.open.open()
            self.tasks = [asyncio.create_task(self._send_on()), asyncio.create_task(self._keep_watch(self.open))]

    async def _admit(self) -> Access | None:
        """Closes with the reason when it may not, or may not any more."""
        try:
            return await in_thread(lambda: access_of(self.request))
        except NotSignedIn:
            await self.close(NOT_SIGNED_IN, "Sign in first.")
        except NotAllowed as refusal:
            await self.close(NOT_ALLOWED, refusal.code)
        return None

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        if self.open is None:
            return
        if text_data is None:
            await self.close(NOT_TEXT, "Send text.")
        elif len(text_data) > LARGEST_MESSAGE:
            await self.close(TOO_LARGE, "This message is too long.")
        elif self._is_flood():
            await self.close(TOO_MANY, "Too many messages; slow down.")
        else:
            await self._obey(self.open.access, text_data)

    def _is_flood(self) -> bool:
        now = monotonic()
        if now - self.heard_since > MESSAGES_WITHIN:
            self.heard, self.heard_since = 0, now
        self.heard += 1
        return self.heard > MOST_MESSAGES

    async def _obey(self, access: Access, text: str) -> None:
        try:
            asked = orjson.loads(text)
        except orjson.JSONDecodeError:
            asked = None
        match asked:
            case {"subscribe": str(topic)}:
                await self._subscribe(access, topic)
            case {"unsubscribe": str(topic)}:
                await self._unsubscribe(topic)
            case _:
                self.outbox.put({"event": "refused", "code": "message_malformed"})

    async def _subscribe(self, access: Access, topic: str) -> None:
        if topic not in self.topics:
            if code := await self._objection(access, topic):
                self.outbox.put({"topic": topic, "event": "refused", "code": code})
                return
            watched = (access.tenant.pk, topic)
            self.topics[topic] = watched
            await self.channel_layer.group_add(group_of(watched), self.channel_name)
            await self.broadcast.watch(watched)
        self.outbox.put({"topic": topic, "event": "subscribed"})
        if self.broadcast.neighbours:
            # The others hear of it in some milliseconds; what they did not tell meanwhile, the page looks for once.
            asyncio.get_running_loop().call_later(HEARD_WITHIN, self._look_once, topic)
        if execution_id := execution_of(topic):
            self.broadcast.retelling.want(access.tenant.pk, execution_id)

    def _look_once(self, topic: str) -> None:
        if topic in self.topics:
            self.outbox.put({"topic": topic, "event": "missed"})

    async def _objection(self, access: Access, topic: str) -> str:
        """Why not, as a code; empty when it may."""
        if not is_topic(topic):
            return "topic_unknown"
        if len(self.topics) >= MOST_TOPICS:
            return "too_many_topics"
        execution_id = execution_of(topic)
        rows = Execution.of(access.tenant).filter(pk=execution_id)
        return "not_found" if execution_id and not await in_thread(rows.exists) else ""

    async def _unsubscribe(self, topic: str) -> None:
        if watched := self.topics.pop(topic, None):
            await self.broadcast.unwatch(watched)
            await self.channel_layer.group_discard(group_of(watched), self.channel_name)

    async def live_told(self, message: dict[str, Any]) -> None:
        topic = message["topic"]
        if topic in self.topics:  # or it was told while this page left
            for event in message["events"]:
                self.outbox.put({"topic": topic, **event})

    async def _send_on(self) -> None:
        while True:
            message = await self.outbox.next()
            await self.send(text_data=orjson.dumps(message).decode())

    async def _keep_watch(self, socket: Socket) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.check_every):
                    await socket.doubt.wait()
            socket.doubt.clear()
            if await self._admit() is None:
                return
            self.outbox.put({"event": "ping"})

    async def _leave(self) -> None:
        """However it ended: nothing is watched for a page that is gone."""
        for task in self.tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        for topic in list(self.topics):
            with suppress(Exception):  # the channel layer may be away
                await self._unsubscribe(topic)
        if self.open:
            self.open.close()
            self.open = None


def _is_of_the_line(error: Exception) -> bool:
    """Of Redis, by its name: a single process never imports it."""
    return type(error).__module__.startswith("redis.")
