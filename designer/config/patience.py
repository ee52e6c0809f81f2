"""The pages behind a buffer: no client, however slow, holds one of the few threads they run on.

For: reading a request's body whole, within a size and a time, before a thread sees it, and keeping the answer until the client
took it. Not here: the door, which bounds its own bodies by endpoint.
"""

from __future__ import annotations

import asyncio
from typing import Any

from designer.api.wire import MAX_BODY
from runtime.identifiers import new_id
from runtime.ingress.answers import Problem
from runtime.ingress.door import Receive, Scope, Send

SLOWEST_BODY = 20.0  # seconds for the whole body
TOO_LARGE = Problem("body_too_large", f"The body is larger than {MAX_BODY // 2**20} MiB.")
TOO_SLOW = Problem("request_too_slow", f"The body took over {SLOWEST_BODY:.0f} seconds.")


class Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class BufferedPages:
    """Wraps an ASGI application that answers ordinary HTTP requests, each with one whole answer."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await read_body(scope, receive)
        except TimeoutError:
            await refuse(TOO_SLOW, send)
        except Refused as refused:
            await refuse(refused.problem, send)
        else:
            for message in await self._answer(scope, body):
                await send(message)

    async def _answer(self, scope: Scope, body: bytes) -> list[Any]:
        answer: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Any) -> None:
            answer.append(message)

        await self._pages(scope, receive, keep)
        return answer


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Raises `Refused` as soon as more was announced or came than any page takes."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    if said.isdigit() and int(said) > MAX_BODY:
        raise Refused(TOO_LARGE)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(TOO_SLOW)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Refused(TOO_LARGE)
        if not message.get("more_body"):
            return bytes(body)


async def refuse(problem: Problem, send: Send) -> None:
    request_id = new_id()
    answer = problem.answer(request_id)
    headers = [*answer.headers, ("x-request-id", request_id), ("cache-control", "no-store")]
    encoded = [(name.encode(), value.encode()) for name, value in [*headers, ("content-length", str(len(answer.body)))]]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": answer.body})
