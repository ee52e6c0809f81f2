"""How many connections are open, for each address and together.

For: one client that opens connections without end gets no more of them, and the process always keeps files to work with.
Not here: how long a connection may take for anything (`bounded_http`), how many requests a second (`runtime.ingress.limits`).
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Callable

from designer.config.proxies import network_of

KEPT_FOR_WORK = 256  # files: database, sandboxes, calls to the world
MOST_FILES = 65_536


class Crowd:
    """`trusts` names addresses that bring the requests of many, and so are not counted alone. `each` 0 counts nobody alone."""

    def __init__(self, *, each: int, together: int, trusts: Callable[[str], bool]) -> None:
        self._each = each
        self._together = together
        self._trusts = trusts
        self._open: Counter[str] = Counter()
        self._all = 0

    def enter(self, address: str) -> bool:
        """Whether one more is let in; who is must `leave`."""
        if self._all >= self._together:
            return False
        network = network_of(address)
        if self._each and self._open[network] >= self._each and not self._trusts(address):
            return False
        self._open[network] += 1
        self._all += 1
        return True

    def leave(self, address: str) -> None:
        network = network_of(address)
        self._all -= 1
        self._open[network] -= 1
        if not self._open[network]:
            del self._open[network]

    def __len__(self) -> int:
        return self._all


def files_for_connections() -> int:
    """Raises the process's own limit of open files as far as the system lets it, and leaves some of them for work."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    most = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    return max(most - KEPT_FOR_WORK, 16)
