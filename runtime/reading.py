"""Looking into the database without holding up an event loop.

For: `in_thread`, which runs a query on one of a few threads that all loops of the process share. Each keeps its connection, so
their number bounds what one process asks of a PostgreSQL server.
Not here: what is read; writing what happens, which is the journal's.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

THREADS = 6
T = TypeVar("T")

_lock = threading.Lock()
_threads: list[ThreadPoolExecutor] = []
_connections: list[BaseDatabaseWrapper] = []


async def in_thread(load: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool(), _with_fresh_connection, load)


def close() -> None:
    """Ends the threads and their connections; who asks later gets new ones."""
    with _lock:
        while _threads:
            _threads.pop().shutdown()
        while _connections:
            _connections.pop().close()


def _pool() -> ThreadPoolExecutor:
    with _lock:
        if not _threads:
            _threads.append(ThreadPoolExecutor(THREADS, thread_name_prefix="reader", initializer=_keep_connection))
        return _threads[0]


def _keep_connection() -> None:
    own = connections["default"]
    own.inc_thread_sharing()  # so that `close` may close it
    _connections.append(own)


def _with_fresh_connection(load: Callable[[], T]) -> T:
    close_old_connections()
    return load()
