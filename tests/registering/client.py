"""The port to that service, as a connector with `subscribe`, `unsubscribe` and, where it can, `list` would fulfil it."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from runtime.engine.errors import RemoteProblem
from runtime.listening.deciding import Listed
from runtime.listening.models import EventSubscription
from runtime.listening.ports import Polled, Selected, Subscribed
from tests.registering.service import Service


@dataclass
class Client:
    service: Service
    account: str
    kind: str = "webhook"
    refreshes: bool = False
    poll_seconds: int = 300
    dedupe_by: str = ""

    @property
    def lists(self) -> bool:
        return self.service.lists

    async def subscribe(self, uri: str) -> Subscribed:
        made = await self._ask("POST", f"/{self.account}/hooks", {"url": uri})
        return Subscribed({"id": made["id"]}, external_id=made["id"])

    async def unsubscribe(self, uri: str, state: Any) -> None:
        await self._ask("DELETE", f"/{self.account}/hooks/{state['id']}")

    async def refresh(self, uri: str, state: Any) -> Subscribed:
        return Subscribed(state)

    async def list(self) -> Sequence[Listed]:
        found = await self._ask("GET", f"/{self.account}/hooks")
        return [Listed(one["url"], one["id"], {"id": one["id"]}) for one in found["hooks"]]

    async def select(self) -> Selected:
        raise NotImplementedError

    async def poll(self, state: Any) -> Polled:
        raise NotImplementedError

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        return await asyncio.to_thread(self._call, method, path, body)

    def _call(self, method: str, path: str, body: Any) -> Any:
        connection = http.client.HTTPConnection(self.service.address, timeout=10)
        try:
            connection.request(method, path, json.dumps(body or {}), {"content-type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise RemoteProblem(f"The service could not be reached: {type(error).__name__}.") from None
        finally:
            connection.close()
        if answer.status >= 300:
            raise RemoteProblem(f"The service answered {answer.status}.", status=answer.status)
        return json.loads(content)


@dataclass
class Clients:
    service: Service

    async def open(self, subscription: EventSubscription) -> Client:
        return Client(self.service, subscription.instance_id)
