"""What the job costs where nothing else is done: read, walled JavaScript, three rows on disk, answer.

For: the floor under Hookyard's answer on one machine (`servers.floor` starts it). It takes the same web server, the same sandbox
and the same database with the same promise, an answer after its commit, many commits in one; and knows no endpoint, sender,
route, flow, trace or limit. Measured beside it, Hookyard's answer says what those cost.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from runtime.identifiers import new_id
from runtime.sandbox.pool import SandboxPool
from tests.benchmarks.servers.hookyard import CODE

TABLES = ("request", "execution", "step")
Message = MutableMapping[str, Any]
Waiting = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]", list[tuple[str, str, bytes]]]

_pool: list[SandboxPool] = []
_writes: queue.SimpleQueue[Waiting] = queue.SimpleQueue()


async def app(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    request, execution = new_id(), new_id()
    results = {"webhook_1": {"results": {"body": {"data": orjson.loads(body)}}}}
    answer = await _sandbox().run(
        CODE, tenant="floor", scope="floor", step_results={"trigger": results["webhook_1"], **results}, config={}, context={}
    )
    answered = orjson.dumps(answer.data)
    loop = asyncio.get_running_loop()
    stored = loop.create_future()
    _writes.put((loop, stored, [(request, "", body), (execution, request, answered), (new_id(), execution, answered)]))
    await stored
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": answered})


def _sandbox() -> SandboxPool:
    """Made on the loop that uses it."""
    if not _pool:
        _pool.append(SandboxPool(2))
        threading.Thread(target=_write, daemon=True).start()
    return _pool[0]


def _write() -> None:
    """One commit for all that wait, as the journal does."""
    database = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    for table in TABLES:
        database.execute(f"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, of TEXT, body BLOB)")
    while True:
        batch = [_writes.get()]
        while not _writes.empty():
            batch.append(_writes.get())
        database.execute("BEGIN IMMEDIATE")
        for place, table in enumerate(TABLES):
            database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", [rows[place] for _, _, rows in batch])
        database.execute("COMMIT")
        batch[0][0].call_soon_threadsafe(_settle, [stored for _, stored, _ in batch])


def _settle(stored: list[asyncio.Future[None]]) -> None:
    for one in stored:
        if not one.done():
            one.set_result(None)
