"""A real server on this machine that misbehaves in chosen ways, and a client that may call it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from runtime.outbound.client import OutboundClient

Handler = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Hands the raw request to a handler that writes whatever it likes; remembers what came."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = 0

    @asynccontextmanager
    async def running(self, handler: Handler) -> AsyncIterator[Server]:
        under_way: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            under_way.add(task)
            self.connections += 1
            try:
                raw = await reader.readuntil(b"\r\n\r\n")
                head = raw.lower()
                if b"content-length: " in head:
                    raw += await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
                self.requests.append(raw)
                await handler(raw, writer)
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                under_way.discard(task)
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in under_way:  # a handler that waits for ever ends here, or its writer would be found unclosed later
                task.cancel()


@pytest.fixture
def server() -> Server:
    return Server()


def answer(raw: bytes) -> Handler:
    """A handler that sends these bytes and hangs up."""

    async def send(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return send


@pytest.fixture
def answering():
    return answer


@pytest.fixture
async def http() -> AsyncIterator[OutboundClient]:
    """May call this machine, since the operator's list says so."""
    client = OutboundClient(allow=["127.0.0.0/8"], connect_timeout=2)
    yield client
    await client.aclose()
