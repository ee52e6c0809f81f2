"""What a tree of processes uses, as the kernel counts it.

For: memory and CPU time of a server with all its children. CPU time means something also while others use the machine; requests
per second do not, so that others can be made to stand still.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(pid: int) -> list[int]:
    """The process and all that it started and that still live."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(folder.name)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:  # grows while we walk it
        found.extend(children.get(one, ()))
    return found


def cpu_seconds(*pids: int) -> float:
    """Of the trees, with the children that ended and were waited for."""
    return sum(sum(map(int, fields[11:15])) for one in _trees(pids) if (fields := _fields(one))) / TICKS


def resident_mb(*pids: int) -> float:
    """Sum over the trees; memory that processes share counts in each."""
    return sum(int(fields[21]) for one in _trees(pids) if (fields := _fields(one))) * PAGE / 2**20


@contextmanager
def standing_still(*pids: int) -> Iterator[None]:
    """Stops the trees, and lets them go on afterwards. Whoever talks to them meanwhile waits."""
    stopped = _trees(pids)
    _signal(stopped, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(stopped, signal.SIGCONT)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _trees(pids: tuple[int, ...]) -> list[int]:
    return [one for pid in pids for one in tree(pid)]


def _fields(pid: int) -> list[str]:
    """Behind the name, which may hold anything: state, parent, ... (man 5 proc)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
