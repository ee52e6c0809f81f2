"""The one writer of the hot tables: one commit for everybody who waits.

For: making many concurrent requests durable with one transaction. There is no timer: while one batch is being committed the
next gathers, so a lone request waits for nobody and a crowd shares the disk's flush.
Not here: what is written (`tables`), who may read it.

A write is either a list of statements or a procedure that gets a cursor. Each write is all or nothing. When a shared
transaction fails, every write of it is tried alone, so that one bad row never fails its neighbours; a procedure may therefore
run twice and must leave nothing behind but rows.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any

import structlog
from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

from runtime.audience import NOBODY, Audience, announce
from runtime.journal.tables import Statement
from runtime.watching import meters

MOST_WRITES_PER_COMMIT = 512
log = structlog.get_logger(__name__)

Procedure = Callable[[CursorWrapper], Any]


class JournalRefused(Exception):
    """The database did not take the write: disk full, locked, away. Nothing of it was stored."""


@dataclass(slots=True)
class _Write:
    statements: Sequence[Statement]
    procedure: Procedure | None
    future: Future[Any] = field(default_factory=Future)
    error: Exception | None = None
    result: Any = None


class Journal:
    """Start it once a process. `write` and `call` may be used from any thread or event loop.

    `audience` hears the news of every statement that was committed. A procedure's news is for its caller to announce.
    """

    def __init__(self, audience: Audience = NOBODY) -> None:
        self._audience = audience
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="journal", daemon=True)
        self._closed = False
        self._closing = threading.Lock()  # so that no write comes after the one that ends the thread

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Commits what waits, then stops."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def submit(self, *statements: Statement) -> Future[None]:
        return self._put(_Write(statements, None))

    def submit_call(self, procedure: Procedure) -> Future[Any]:
        return self._put(_Write((), procedure))

    async def write(self, *statements: Statement) -> None:
        """Returns when the statements are on disk. Raises `JournalRefused`."""
        await asyncio.wrap_future(self.submit(*statements))

    async def call(self, procedure: Procedure) -> Any:
        """Runs `procedure(cursor)` inside a commit and returns what it returned. Raises `JournalRefused`."""
        return await asyncio.wrap_future(self.submit_call(procedure))

    def _put(self, write: _Write) -> Future[Any]:
        with self._closing:
            if self._closed:
                raise JournalRefused("the journal is closed")
            self._queue.put(write)
        return write.future

    def _serve(self) -> None:
        running = True
        while running:
            batch, running = self._gather()
            if batch:
                self._commit(batch)
                for write in batch:
                    _settle(write)
                if self._audience.topics:
                    self._announce(batch)
        connection.close()

    def _gather(self) -> tuple[list[_Write], bool]:
        """Waits for one write, then takes all that have come meanwhile."""
        batch: list[_Write] = []
        entry = self._queue.get()
        while entry is not None:
            batch.append(entry)
            if len(batch) == MOST_WRITES_PER_COMMIT:
                return batch, True
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _announce(self, batch: list[_Write]) -> None:
        for write in batch:
            for statement in () if write.error else write.statements:
                if statement.news:
                    announce(self._audience, statement.news)

    def _commit(self, batch: list[_Write]) -> None:
        begun = perf_counter_ns()
        try:
            _perform(batch)
            meters.committed(len(batch), (perf_counter_ns() - begun) // 1000)
        except Exception as error:
            if len(batch) == 1:
                batch[0].error = _refusal(error)
                return
            log.warning("journal.batch_failed", writes=len(batch), reason=type(error).__name__)
            connection.close_if_unusable_or_obsolete()
            for write in batch:
                self._commit([write])


def _perform(batch: Iterable[_Write]) -> None:
    """One transaction. Rows are inserted before anything is updated or claimed, as they may speak of each other."""
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    procedures: list[_Write] = []
    for write in batch:
        for statement in write.statements:
            grouped.setdefault(statement.sql, []).append(statement.parameters)
        if write.procedure:
            procedures.append(write)
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in sorted(grouped):  # INSERT sorts before UPDATE
            cursor.executemany(sql, grouped[sql])
        for write in procedures:
            assert write.procedure is not None  # noqa: S101 - gathered above
            write.result = write.procedure(cursor)


def _refusal(error: Exception) -> Exception:
    if not isinstance(error, Error):  # of the database; a bug of ours goes to whoever asked
        return error
    meters.commit_refused[0] += 1
    log.error("journal.refused", reason=str(error))
    connection.close_if_unusable_or_obsolete()
    refusal = JournalRefused(str(error))
    refusal.__cause__ = error
    return refusal


def _settle(write: _Write) -> None:
    if not write.future.set_running_or_notify_cancel():
        return
    if write.error:
        write.future.set_exception(write.error)
    else:
        write.future.set_result(write.result)
