"""`/healthz`: the process answers. `/readyz`: it can also write to its database, so requests would be accepted."""

from __future__ import annotations

from shutil import disk_usage

import orjson
from django.conf import settings
from django.db import DatabaseError, connection

from runtime import wiring
from runtime.ingress.door import Send
from runtime.journal.journal import JournalRefused
from runtime.journal.proof import write_something
from runtime.sandbox import standing

PATHS = ("/healthz", "/readyz")
LEAST_FREE = 16 * 1024 * 1024  # bytes; a full disk still takes a small write now and then, so writing alone proves too little


async def answer(path: str, send: Send) -> None:
    problem = await _not_ready() if path == "/readyz" else ""
    body = orjson.dumps({"status": "unavailable", "detail": problem} if problem else {"status": "ok"})
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503 if problem else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _not_ready() -> str:
    if connection.vendor == "sqlite" and (free := disk_usage(settings.DATA).free) < LEAST_FREE:
        return f"The disk of the data folder has {free // 1024} KiB left."
    if settings.SANDBOX_STRICT and (lacks := standing.words()):
        return f"The sandbox lacks {lacks}, and HOOKYARD_SANDBOX is strict."
    if trouble := wiring.process().watchdog.trouble:
        return trouble
    try:
        await wiring.process().journal.call(write_something)
    except (JournalRefused, DatabaseError) as error:
        return str(error)
    return ""
