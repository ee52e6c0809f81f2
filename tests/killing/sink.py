"""The outside service: an HTTP server on the loopback address that writes down each call it acts on.

It answers a little late, so that kills find calls under way, and refuses every path `/patient` once for each key.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass

SLOWEST = 0.03  # seconds until it answers, where nothing else is asked
OK, LATER = b"HTTP/1.1 200 OK", b"HTTP/1.1 503 Service Unavailable"


@dataclass(frozen=True, slots=True)
class Effect:
    """One call that was acted on. A service that knows the key acts once on each `key`."""

    key: str
    number: int
    kind: str


class Sink:
    def __init__(self, seed: int, *, slowest: float = SLOWEST) -> None:
        self._slowest = slowest
        self.effects: list[Effect] = []
        self.refused: defaultdict[str, int] = defaultdict(int)
        self.port = 0
        self._random = random.Random(seed)
        self._up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="sink", daemon=True)
        self._thread.start()
        self._up.wait()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._converse, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._up.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._hang_up(server))
        self._loop.close()

    async def _hang_up(self, server: asyncio.Server) -> None:
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").splitlines()
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status = self._act(first.split()[1].strip("/"), headers["idempotency-key"], body)
                await asyncio.sleep(self._random.uniform(0, self._slowest))
                writer.write(status + b"\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the product was killed while it spoke, or we stop
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _act(self, kind: str, key: str, body: bytes) -> bytes:
        """An effect stands before its answer leaves: the worst moment for the product to die is just after."""
        if kind == "patient" and not self.refused[key]:
            self.refused[key] += 1
            return LATER
        self.effects.append(Effect(key, json.loads(body)["n"], kind))
        return OK
