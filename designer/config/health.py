"""`/healthz`: the process answers. `/readyz`: it can also write to its database, so requests would be accepted."""

from __future__ import annotations

import orjson
from django.db import DatabaseError

from runtime import wiring
from runtime.ingress.door import Send
from runtime.journal.journal import JournalRefused

PATHS = ("/healthz", "/readyz")


async def answer(path: str, send: Send) -> None:
    problem = await _not_ready() if path == "/readyz" else ""
    body = orjson.dumps({"status": "unavailable", "detail": problem} if problem else {"status": "ok"})
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503 if problem else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _not_ready() -> str:
    try:
        await wiring.process().journal.call(lambda cursor: cursor.execute("SELECT 1"))
    except (JournalRefused, DatabaseError) as error:
        return str(error)
    return ""
