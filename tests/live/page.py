"""A page at its end of a live socket, without a browser and without a network."""

from __future__ import annotations

import json
from typing import Any

from channels.testing import WebsocketCommunicator
from django.test import Client

from designer.accounts.models import User
from designer.live.broadcast import Broadcast
from designer.live.consumer import LiveConsumer

HOST = "testserver"
ORIGIN = f"http://{HOST}"


def signed_in(user: User) -> str:
    """The cookie of a new session."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


class Page:
    def __init__(self, socket: WebsocketCommunicator) -> None:
        self.socket = socket

    async def says(self, message: Any) -> None:
        await self.socket.send_to(text_data=message if isinstance(message, str) else json.dumps(message))

    async def hears(self) -> dict[str, Any]:
        return await self.socket.receive_json_from(timeout=5)

    async def asks(self, topic: str) -> dict[str, Any]:
        """The answer to a subscription."""
        await self.says({"subscribe": topic})
        return await self.hears()

    async def closed_with(self) -> int:
        """Once the server closes it; what it still said is passed over."""
        while (message := await self.socket.receive_output(5))["type"] != "websocket.close":
            pass
        return message["code"]

    async def leaves(self) -> None:
        await self.socket.disconnect(timeout=5)


class Line:
    """What the server holds: one broadcast, and every page that was opened to it."""

    def __init__(self, *, check_every: float = 15.0) -> None:
        self.broadcast = Broadcast()
        self.check_every = check_every
        self.pages: list[Page] = []

    async def page(
        self, cookie: str = "", *, query: str = "", host: str = HOST, origin: str | None = ORIGIN, **headers: str
    ) -> Page:
        """Opened and accepted. Fails when the handshake is refused."""
        page, accepted = await self.knock(cookie, query=query, host=host, origin=origin, **headers)
        assert accepted
        return page

    async def knock(
        self, cookie: str = "", *, query: str = "", host: str = HOST, origin: str | None = ORIGIN, **headers: str
    ) -> tuple[Page, bool]:
        named = {"host": host, **({"cookie": cookie} if cookie else {}), **({"origin": origin} if origin else {}), **headers}
        encoded = [(name.encode(), value.encode()) for name, value in named.items()]
        app = LiveConsumer.as_asgi(broadcast=self.broadcast, check_every=self.check_every)
        page = Page(WebsocketCommunicator(app, f"/api/live{query}", headers=encoded))
        self.pages.append(page)
        accepted, _ = await page.socket.connect(timeout=5)
        return page, accepted

    async def close(self) -> None:
        self.broadcast.close()
        for page in self.pages:
            page.socket.stop(exceptions=False)
