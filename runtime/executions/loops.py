"""An event loop on a thread of its own, for work that must not share the door's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import structlog
import uvloop

LONGEST_END = 10.0  # seconds
CANCEL_AGAIN = 2.0  # seconds
T = TypeVar("T")
log = structlog.get_logger(__name__)


class LoopThread:
    """Runs until `close`. `submit` may be called from any thread."""

    def __init__(self, name: str) -> None:
        self.loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    @property
    def thread_id(self) -> int:
        return self._thread.ident or 0

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def call(self, work: Coroutine[Any, Any, T], *, timeout: float = 60.0) -> T:
        """Waits for it. Raises TimeoutError after `timeout` seconds and cancels the work."""
        future = self.submit(work)
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise

    def close(self, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        """Cancels what still runs, does `last` on the loop, and ends the thread."""
        try:
            self.submit(self._end(last)).result(LONGEST_END)
        except TimeoutError:
            log.warning("loop.ended_hard", loop=self._thread.name)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(LONGEST_END)
        if not self._thread.is_alive():
            self.loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _end(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        while tasks:
            for task in tasks:
                task.cancel()
            # Who meets a failure in the very moment of being cancelled may take the one for the other and go on.
            _, tasks = await asyncio.wait(tasks, timeout=CANCEL_AGAIN)
        if last:
            await last()
        await self.loop.shutdown_default_executor()
