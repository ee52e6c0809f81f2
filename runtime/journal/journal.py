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
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

from runtime.audience import NOBODY, Audience, announce
from runtime.journal import rows
from runtime.journal.tables import Statement
from runtime.watching import meters

MOST_WRITES_PER_COMMIT = 512
log = structlog.get_logger(__name__)

Procedure = Callable[[CursorWrapper], Any]


class JournalRefused(Exception):
    """The database did not take the write: disk full, locked, away. Nothing of it was stored."""


@dataclass(slots=True)
class _Write:
    """`loop` is whose `future` it is; None for one of a thread."""

    statements: Sequence[Statement]
    procedure: Procedure | None
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    error: Exception | None = None
    result: Any = None


@dataclass(slots=True)
class _Turn:
    """What one turn of an event loop wants written: all of it is handed over at once, and wakes the journal once."""

    loop: asyncio.AbstractEventLoop
    writes: list[_Write] = field(default_factory=list)


class Journal:
    """Start it once a process. `write` and `call` may be used from any thread or event loop.

    `audience` hears the news of every statement that was committed. A procedure's news is for its caller to announce.
    """

    def __init__(self, audience: Audience = NOBODY) -> None:
        self._audience = audience
        self._queue: queue.SimpleQueue[list[_Write] | None] = queue.SimpleQueue()
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Turn] = WeakKeyDictionary()
        self._thread = threading.Thread(target=self._serve, name="journal", daemon=True)
        self._closed = False
        self._prepared: object = None  # the connection that was told how to look things up
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
        return self._put(_Write(statements, None, Future()))

    def submit_call(self, procedure: Procedure) -> Future[Any]:
        return self._put(_Write((), procedure, Future()))

    async def write(self, *statements: Statement) -> None:
        """Returns when the statements are on disk. Raises `JournalRefused`."""
        loop = asyncio.get_running_loop()
        await self._add(_Write(statements, None, loop.create_future(), loop), loop)

    async def call(self, procedure: Procedure) -> Any:
        """Runs `procedure(cursor)` inside a commit and returns what it returned. Raises `JournalRefused`."""
        loop = asyncio.get_running_loop()
        return await self._add(_Write((), procedure, loop.create_future(), loop), loop)

    def _put(self, write: _Write) -> Any:
        self._hand_over([write])
        return write.future

    def _add(self, write: _Write, loop: asyncio.AbstractEventLoop) -> Any:
        turn = self._turns.get(loop)
        if turn is None:
            turn = self._turns[loop] = _Turn(loop)
        if not turn.writes:
            loop.call_soon(self._end_turn, turn)
        turn.writes.append(write)
        return write.future

    def _end_turn(self, turn: _Turn) -> None:
        writes, turn.writes = turn.writes, []
        try:
            self._hand_over(writes)
        except JournalRefused as refusal:
            for write in writes:
                write.error = refusal
            _settle_all(writes)

    def _hand_over(self, writes: list[_Write]) -> None:
        with self._closing:
            if self._closed:
                raise JournalRefused("the journal is closed")
            self._queue.put(writes)

    def _serve(self) -> None:
        running = True
        while running:
            batch, running = self._gather()
            if batch:
                self._commit(batch)
                _tell(batch)
                if self._audience.topics:
                    self._announce(batch)
        connection.close()

    def _gather(self) -> tuple[list[_Write], bool]:
        """Waits for one write, then takes all that have come meanwhile."""
        batch: list[_Write] = []
        writes = self._queue.get()
        while writes is not None:
            batch += writes
            if len(batch) >= MOST_WRITES_PER_COMMIT:
                return batch, True
            try:
                writes = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _announce(self, batch: list[_Write]) -> None:
        for write in batch:
            for statement in () if write.error else write.statements:
                if statement.news:
                    announce(self._audience, statement.news)

    def _commit(self, batch: list[_Write], *, again: bool = True) -> None:
        begun, held = perf_counter_ns(), connection.connection
        try:
            self._prepare()
            _perform(batch)
            meters.committed(len(batch), (perf_counter_ns() - begun) // 1000)
        except Exception as error:
            lost = _lost(held)
            if lost and (away := _cannot_connect()):
                for write in batch:  # none of them would fare better alone
                    write.error = _refusal(away)
            elif len(batch) > 1:
                log.warning("journal.batch_failed", writes=len(batch), reason=type(error).__name__)
                for write in batch:
                    self._commit([write])
            elif again and (lost or _met_another(error)):
                self._commit(batch, again=False)
            else:
                batch[0].error = _refusal(error)

    def _prepare(self) -> None:
        """Outside of any transaction, whose end could take it back."""
        connection.ensure_connection()
        if connection.connection is not self._prepared:
            if connection.vendor == "postgresql":
                connection.keep_to_indexes()  # type: ignore[attr-defined]
            self._prepared = connection.connection


def _perform(batch: Iterable[_Write]) -> None:
    """One transaction. Rows are inserted before anything is updated or claimed, as they may speak of each other."""
    grouped: dict[str, rows.Group] = {}
    procedures: list[_Write] = []
    for write in batch:
        for statement in write.statements:
            group = grouped.get(statement.sql)
            if group is None:
                group = grouped[statement.sql] = rows.Group(statement.together)
            group.rows.append(statement.parameters)
        if write.procedure:
            procedures.append(write)
    if not procedures:
        rows.commit(grouped)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        rows.carry_out(grouped)
        for write in procedures:
            assert write.procedure is not None  # noqa: S101 - gathered above
            write.result = write.procedure(cursor)


def _lost(held: object) -> bool:
    """After an error: whether the database went away, or came again, so that what it was told through `held` did not count."""
    connection.close_if_unusable_or_obsolete()
    return connection.connection is not held  # Django may have connected anew already


def _cannot_connect() -> Exception | None:
    try:
        connection.ensure_connection()
    except Error as error:
        return error
    return None


def _met_another(error: Exception) -> bool:
    """Two processes wrote the same rows in another order, and PostgreSQL let the other one go first."""
    return getattr(error.__cause__, "sqlstate", None) in ("40P01", "40001")


def _refusal(error: Exception) -> Exception:
    if not isinstance(error, Error):  # of the database; a bug of ours goes to whoever asked
        return error
    meters.commit_refused[0] += 1
    log.error("journal.refused", reason=str(error))
    connection.close_if_unusable_or_obsolete()
    refusal = JournalRefused(str(error))
    refusal.__cause__ = error
    return refusal


def _tell(batch: list[_Write]) -> None:
    """Those who wait hear how it went; each event loop is woken once."""
    waiting: dict[asyncio.AbstractEventLoop, list[_Write]] = {}
    for write in batch:
        if write.loop is None:
            _settle(write)
        else:
            waiting.setdefault(write.loop, []).append(write)
    for loop, writes in waiting.items():
        with suppress(RuntimeError):  # it was closed meanwhile, and whoever waited with it
            loop.call_soon_threadsafe(_settle_all, writes)


def _settle_all(writes: list[_Write]) -> None:
    for write in writes:
        if not write.future.done():
            _settle(write)


def _settle(write: _Write) -> None:
    if write.error:
        write.future.set_exception(write.error)
    else:
        write.future.set_result(write.result)
