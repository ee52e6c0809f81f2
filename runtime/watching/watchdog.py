"""Noticing what lives and does not work: a loop that is blocked, a worker that stopped looking.

For: asking each loop for a sign of life, starting a deaf worker anew, telling with the place where a blocked loop stands.
Not here: how far work is behind (`lag`), telling people (alerts, the system page).

A worker looks for work every second, also when it is full. One that has not for a minute, on a loop that answers and with a
journal that commits, hears nothing any more; what it had in hand is given back, or taken up when its leases end.
A blocked loop cannot be helped from inside: it is told, `/readyz` says no, and whoever supervises the process may end it.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

import structlog

from runtime.executions.loops import LoopThread
from runtime.journal.journal import Journal, JournalRefused
from runtime.watching import meters

EVERY = 5.0  # seconds
SIGN_OF_LIFE = 10.0  # seconds a loop, or the journal, may take to answer
DEAF_AFTER = 60.0  # seconds without a look
log = structlog.get_logger(__name__)


class Worker(Protocol):
    looked_at: float  # of `monotonic`

    async def serve(self) -> None: ...


@dataclass(slots=True)
class _Charge:
    loop: LoopThread
    make: Callable[[], Worker]
    worker: Worker
    serving: Future[None]
    blocked: bool = False


class Watchdog:
    """One a process. It needs a thread of its own, as what it watches is loops."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._charges: dict[str, _Charge] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="watchdog", daemon=True)

    def guard(self, name: str, loop: LoopThread, make: Callable[[], Worker]) -> None:
        """Starts the worker that `make` makes on that loop, and again whenever it has gone deaf."""
        worker = make()
        self._charges[name] = _Charge(loop, make, worker, loop.submit(worker.serve()))

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(2 * SIGN_OF_LIFE)

    @property
    def trouble(self) -> str:
        """What is wrong right now, for whoever asks whether this process works; empty when nothing is."""
        blocked = [name for name, charge in self._charges.items() if charge.blocked]
        return f"The loop of {', '.join(blocked)} executions does not answer." if blocked else ""

    def look(self) -> None:
        for name, charge in self._charges.items():
            answers = self._answers(charge.loop.submit(_nothing()))
            if not answers and not charge.blocked:
                meters.revivals[f"{name}_blocked"] += 1
                log.error("loop.blocked", loop=name, stands="".join(_stack(charge.loop)))
            charge.blocked = not answers
            deaf = charge.serving.done() or monotonic() - charge.worker.looked_at > DEAF_AFTER
            if answers and deaf and self._journal_commits():
                self._revive(name, charge)

    def _revive(self, name: str, charge: _Charge) -> None:
        meters.revivals[f"{name}_worker"] += 1
        log.error("worker.revived", worker=name, silent_for=round(monotonic() - charge.worker.looked_at))
        charge.serving.cancel()
        charge.worker = charge.make()
        charge.serving = charge.loop.submit(charge.worker.serve())

    def _journal_commits(self) -> bool:
        try:
            return self._answers(self._journal.submit_call(lambda cursor: cursor.execute("SELECT 1")))
        except JournalRefused:
            return False

    @staticmethod
    def _answers(asked: Future[Any]) -> bool:
        try:
            asked.result(SIGN_OF_LIFE)
        except (TimeoutError, asyncio.CancelledError, JournalRefused):
            return False
        return True

    def _serve(self) -> None:
        while not self._over.wait(EVERY):
            try:
                self.look()
            except Exception:
                log.exception("watchdog.failed")


async def _nothing() -> None:
    """What every loop that lives can do."""


def _stack(loop: LoopThread) -> list[str]:
    """Where the loop's thread stands."""
    frame = sys._current_frames().get(loop.thread_id)
    return traceback.format_stack(frame)[-12:] if frame else []
