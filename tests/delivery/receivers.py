"""Receivers of events, each with manners of its own, on one port of this machine.

For: tests and the command that deliver to what hangs, resets, redirects, dawdles, says no. The path says how it behaves; every
request is kept as it came.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import time

Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Heard:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receivers:
    """`script` may answer for a path: it is given the request and how often the path was called, and returns an answer, or a word
    of `MANNERS`."""

    script: Callable[[Heard, int], Answer | str] | None = None
    heard: list[Heard] = field(default_factory=list)
    port: int = 0
    _called: Counter[str] = field(default_factory=Counter)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def at(self, path: str) -> list[Heard]:
        return [one for one in self.heard if one.path == f"/{path}"]

    async def serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            heard = await _read(reader)
            self.heard.append(heard)
            self._called[heard.path] += 1
            manner = self.script(heard, self._called[heard.path]) if self.script else heard.path[1:].partition("/")[0]
            if isinstance(manner, str):
                await MANNERS.get(manner, _answer_ok)(writer)
            else:
                await _write(writer, *manner)
        with suppress(ConnectionError):
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Heard(head[0].split()[1], headers, body, time())


async def _write(writer: asyncio.StreamWriter, status: int, headers: dict[str, str], body: bytes) -> None:
    lines = [f"HTTP/1.1 {status} -", f"content-length: {len(body)}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
    await writer.drain()


async def _answer_ok(writer: asyncio.StreamWriter) -> None:
    await _write(writer, 200, {}, b"ok")


async def _hang(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(600)


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _redirect(writer: asyncio.StreamWriter) -> None:
    await _write(writer, 302, {"location": "/ok"}, b"")


async def _dribble(writer: asyncio.StreamWriter) -> None:
    """A byte of its body now and then, for ever."""
    writer.write(b"HTTP/1.1 200 -\r\ncontent-length: 1000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.2)


async def _flood(writer: asyncio.StreamWriter) -> None:
    """More body than anybody wants, yet a success."""
    writer.write(b"HTTP/1.1 200 -\r\ncontent-length: 10000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def _slow(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.3)
    await _answer_ok(writer)


async def _fail(writer: asyncio.StreamWriter) -> None:
    await _write(writer, 500, {}, b"no")


async def _busy(writer: asyncio.StreamWriter) -> None:
    await _write(writer, 429, {"retry-after": "120"}, b"later")


async def _gone(writer: asyncio.StreamWriter) -> None:
    await _write(writer, 410, {}, b"")


async def _garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01 this is no HTTP\r\n\r\n")
    await writer.drain()


MANNERS = {
    "ok": _answer_ok,
    "hang": _hang,
    "reset": _reset,
    "redirect": _redirect,
    "dribble": _dribble,
    "flood": _flood,
    "slow": _slow,
    "fail": _fail,
    "busy": _busy,
    "gone": _gone,
    "garbage": _garbage,
}


@contextmanager
def receiving(script: Callable[[Heard, int], Answer | str] | None = None) -> Iterator[Receivers]:
    """On a thread and loop of their own."""
    receivers, loop = Receivers(script), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(receivers.serve_one, "127.0.0.1", 0, backlog=1000), loop
    ).result()
    receivers.port = server.sockets[0].getsockname()[1]
    try:
        yield receivers
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
