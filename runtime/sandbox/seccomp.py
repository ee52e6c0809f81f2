"""The system calls a sandbox child keeps.

For: a seccomp filter that refuses everything but memory, reading and writing what is already open, and ending.
Not here: the other walls (`walls`). Numbers are those of the kernel's `syscall.tbl` (x86-64) and `unistd.h` (generic, arm64).
"""

from __future__ import annotations

import ctypes
import platform
import struct
from typing import Final

_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_RET_KILL_PROCESS: Final = 0x80000000
_RET_EPERM: Final = 0x00050001
_RET_ALLOW: Final = 0x7FFF0000
_LOAD_WORD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_IF_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_NUMBER_OFFSET: Final = 0  # struct seccomp_data { int nr; __u32 arch; ... }
_ARCH_OFFSET: Final = 4

# machine: (audit architecture, numbers)
_KEPT: Final[dict[str, tuple[int, dict[str, int]]]] = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
            "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "setitimer": 38,
            "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "futex": 202,
            "restart_syscall": 219, "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "close": 57, "read": 63, "write": 64, "exit": 93, "exit_group": 94, "futex": 98, "setitimer": 103,
            "clock_gettime": 113, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132, "rt_sigaction": 134,
            "rt_sigprocmask": 135, "rt_sigreturn": 139, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "brk": 214,
            "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278,
        },
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def keep_few_system_calls(libc: ctypes.CDLL) -> bool:
    """Installs the filter for good; needs PR_SET_NO_NEW_PRIVS first. False where kernel or machine know none."""
    if platform.machine() not in _KEPT:
        return False
    instructions = _instructions(*_KEPT[platform.machine()])
    program = _Program(len(instructions), b"".join(instructions))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _instructions(architecture: int, kept: dict[str, int]) -> list[bytes]:
    numbers = sorted(kept.values())
    checks = [
        # The jump skips the checks that are left and the refusal behind them.
        _instruction(_JUMP_IF_EQUAL, number, if_true=len(numbers) - position, if_false=0)
        for position, number in enumerate(numbers)
    ]
    return [
        _instruction(_LOAD_WORD, _ARCH_OFFSET),
        _instruction(_JUMP_IF_EQUAL, architecture, if_true=1, if_false=0),
        _instruction(_RETURN, _RET_KILL_PROCESS),
        _instruction(_LOAD_WORD, _NUMBER_OFFSET),
        *checks,
        _instruction(_RETURN, _RET_EPERM),
        _instruction(_RETURN, _RET_ALLOW),
    ]


def _instruction(code: int, value: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
