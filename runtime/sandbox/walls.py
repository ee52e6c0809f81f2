"""The walls of the operating system around a sandbox child.

For: giving up, for good, everything that running JavaScript does not need; called once, before the first call is read.
Not here: the engine's own limits (`warm`), the clock on the wall (`process`, in the parent).

Each wall stands alone: code that breaks the engine still finds no descriptor to open, no process to start, no address to
reach, no file it could write, nothing secret to read. What the kernel may refuse to an unprivileged or nested process (another
user, a network of its own, the filter of system calls) is raised where possible and named where not, so that the parent can
tell; without the others the child ends.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import Final

from runtime.sandbox.seccomp import keep_few_system_calls

ADDRESS_SPACE: Final = 512 * 1024 * 1024
# Of a whole life. Each call has its own limit; this one ends a child that works although nobody asked it to.
CPU_SECONDS: Final = 900
NOBODY: Final = 65534

NETWORK: Final = "network"
USER: Final = "user"
SYSTEM_CALLS: Final = "system_calls"
MEMORY: Final = "memory"
RIGHTS: Final = "rights"

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000


def raise_walls() -> list[str]:
    """The walls that this system does not give: of `NETWORK`, `USER`, `SYSTEM_CALLS`, `MEMORY`, `RIGHTS`.

    Raises `OSError` or `ValueError` when one that must stand does not.
    """
    # Ctrl-C in a terminal goes to the whole group; the parent decides when a child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        stands = {NETWORK: _leave_the_network(libc), USER: _become_nobody()}
        _limit_resources()
        _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")
        # A change of user clears both of these, so they come after it.
        _must(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "PR_SET_DUMPABLE")
        _must(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "PR_SET_PDEATHSIG")
        stands[SYSTEM_CALLS] = keep_few_system_calls(libc)
    else:
        _limit_resources()
        stands = {NETWORK: False, USER: os.geteuid() != 0, SYSTEM_CALLS: False, MEMORY: False, RIGHTS: False}
    return [wall for wall, is_up in stands.items() if not is_up]


def _leave_the_network(libc: ctypes.CDLL) -> bool:
    """An empty network of our own. A user namespace is what the kernel asks of those who are not root."""
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    return os.geteuid() != 0 and libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def _become_nobody() -> bool:
    """Who is not root can become nobody else, and has no rights to lay down."""
    if os.geteuid() != 0:
        return True
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except PermissionError:
        # Root of a container without CAP_SETUID: it has no more rights than the container, and the other walls stand.
        return False
    return True


def _limit_resources() -> None:
    limits = [
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        # Lower than what is open: what is open stays usable, and no new descriptor of any kind can be had.
        (resource.RLIMIT_NOFILE, 0),
    ]
    if sys.platform == "linux":
        limits.append((resource.RLIMIT_AS, ADDRESS_SPACE))
    for which, most in limits:
        resource.setrlimit(which, (most, most))


def _must(result: int, wall: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{wall} was refused")
