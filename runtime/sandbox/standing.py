"""Which walls do not stand around the code that this process runs.

For: hearing it from the children, telling it once in the log, and to whoever asks how this process is.
Not here: raising them (`walls`), refusing to run without them (`process`, for a `strict` pool).

All children of a process meet the same kernel, so what one lacks they all lack.
"""

from __future__ import annotations

from threading import Lock
from typing import Final

import structlog

WORDS: Final = {
    "network": "a network of its own",
    "user": "a user without rights",
    "system_calls": "the filter of system calls",
    "memory": "the limit of memory",
    "rights": "the ban on gaining rights",
}
HINTS: Final = {
    "network": "allow unprivileged user namespaces, or start the server with CAP_SYS_ADMIN or as an ordinary user",
    "user": "start the server as an ordinary user, or with CAP_SETUID and CAP_SETGID",
    "system_calls": "run on Linux on x86-64 or arm64, with a kernel that has seccomp",
    "memory": "run on Linux",
    "rights": "run on Linux",
}

_log = structlog.get_logger(__name__)
_lock = Lock()  # each loop has children of its own
_lacking: set[str] = set()


def tell(first_frame: bytes) -> tuple[str, ...]:
    """What a child told first; the log hears of each wall once."""
    lacks = tuple(name for name in first_frame.decode("ascii", "replace").split(",") if name)
    if lacks:
        with _lock:
            new = [name for name in lacks if name not in _lacking]
            _lacking.update(new)
        if new:
            hints = list(dict.fromkeys(HINTS.get(name, "see the documentation of the sandbox") for name in new))
            _log.warning("sandbox_walls_missing", lacks=new, hints=hints)
    return lacks


def lacking() -> list[str]:
    """The names of the walls that children of this process were found without."""
    return sorted(_lacking)


def words() -> str:
    return ", ".join(WORDS.get(name, name) for name in lacking())
