"""Reading a body, bounded in bytes and in time.

For: what an ASGI server hands over of one request, as bytes; nothing is read past the limit.
Not here: what the bytes mean (`runtime.routing.bodies`), the limits of the head (`door`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator, MutableMapping
from typing import Any

from django.conf import settings

from runtime.ingress.answers import Problem

SLOWEST_BODY: float = settings.SLOWEST_BODY  # seconds for the whole of it

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class Refused(Exception):
    """A request that is answered before anything of it is looked into."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


async def read_body(receive: Receive, *, said: str, most: int) -> bytes:
    """`said` is its Content-Length. Raises Refused `body_too_large`, `request_too_slow`.

    Most bodies come with their head and are there when they are asked for: only one that is not pays for a clock.
    """
    if said.isascii() and said.isdigit() and (len(said) > 18 or int(said) > most):
        raise _too_large(most)
    steps = receive().__await__()
    try:
        blocked = next(steps)
    except StopIteration as given:
        body = _body_of(given.value)
        if len(body) <= most and not given.value.get("more_body"):
            return body
        first = given.value
    else:
        first = None
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            return await _gather(receive, first or await _Begun(steps, blocked), most)
    except TimeoutError:
        raise Refused(Problem("request_too_slow", f"The body took over {SLOWEST_BODY:g} seconds.")) from None


async def _gather(receive: Receive, message: Message, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        chunk = _body_of(message)
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()


def _body_of(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise Refused(Problem("request_too_slow", "The sender hung up before the body ended."))
    return message.get("body", b"")


def _too_large(most: int) -> Refused:
    return Refused(Problem("body_too_large", f"This endpoint takes at most {most} bytes."))


class _Begun:
    """Goes on awaiting what was begun by hand and waits for `blocked`."""

    def __init__(self, steps: Iterator[Any], blocked: Any) -> None:
        self._steps, self._blocked = steps, blocked

    def __await__(self) -> Generator[Any, None, Message]:
        steps: Any = self._steps
        try:
            while True:
                try:
                    yield self._blocked
                except BaseException as error:
                    self._blocked = steps.throw(error)
                else:
                    self._blocked = next(steps)
        except StopIteration as given:
            return given.value
