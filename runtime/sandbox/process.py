"""One sandbox child, seen from the parent.

For: starting it, many calls in flight on one pipe, the clock that kills it, and finding out why it died.
Not here: which tenant gets which child and what happens to the calls of a dead one (`pool`).
"""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from runtime.sandbox import frames, standing

CHILD: Final = Path(__file__).with_name("child.py")
START_SECONDS: Final = 15.0
LONGEST_ANSWER: Final = 16 * 1024 * 1024
REAP_SECONDS: Final = 0.002


@dataclass(slots=True, eq=False)
class PendingCall:
    tenant: str
    frame: bytes
    wall_seconds: float
    answer: asyncio.Future[bytes]
    deaths: int = 0  # children that died while this call was the one they worked on
    begins: bool = False  # a conversation, for which its child is kept until it is released
    stays: bool = False  # part of a conversation: it goes on in `child` or nowhere
    child: Child | None = None  # whom it was sent to
    inner: bool = False  # a call that waits in a child waits for this one


class Death(Enum):
    """Why a child ended, as far as its parent can tell."""

    ASKED = "asked"  # we closed or replaced it
    TOO_SLOW = "too_slow"  # the clock on the wall, or the kernel's count of CPU time
    NO_MEMORY = "no_memory"
    NEVER_STARTED = "never_started"
    WALLS_MISSING = "walls_missing"  # it runs nothing without all of them, as it was told to
    UNKNOWN = "unknown"


class Owner(Protocol):
    def on_rest(self, child: Child) -> None:
        """It computes nothing any more; calls may wait in it for answers."""
        ...

    def on_death(self, child: Child, death: Death) -> None:
        """Called once, when the process is gone and reaped. `child.in_flight` holds what it owes, oldest first."""
        ...


@dataclass(eq=False)
class Child(asyncio.Protocol):
    """Belongs to one tenant and to one event loop for all its life. Made by `start`."""

    tenant: str
    owner: Owner
    loop: asyncio.AbstractEventLoop
    strict: bool = False  # runs nothing unless all walls stand
    in_flight: deque[PendingCall] = field(default_factory=deque)
    kept_for: int = 0  # conversations that wait in it for answers
    draining: bool = False  # takes no new calls, so that another tenant's turn comes
    used_at: float = 0.0
    ready: bool = False  # its walls stand

    def start(self) -> None:
        """Raises `OSError` when the machine gives no process.

        On the loop's own thread: the child asks the kernel to die with the thread that made it.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(  # noqa: S603 our own interpreter and our own file
                    [sys.executable, "-I", str(CHILD), *([frames.STRICT] if self.strict else [])],
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    stderr=subprocess.DEVNULL,
                    env={},
                    cwd="/",
                    start_new_session=True,
                )
            except OSError:
                ours.close()
                raise
        ours.setblocking(False)
        self._cutter = frames.Cutter(limit=LONGEST_ANSWER)
        self._transport: asyncio.WriteTransport | None = None
        self._unsent: list[bytes] = []
        self._flush_planned = False
        self._killed_for: Death | None = None
        self._head_since = self.used_at = self.loop.time()
        self._timer: asyncio.TimerHandle | None = self.loop.call_later(START_SECONDS, self._look_at_the_clock)
        self._connecting = self.loop.create_task(self.loop.create_unix_connection(lambda: self, sock=ours))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_idle(self) -> bool:
        return not self.in_flight and not self.kept_for

    def send(self, call: PendingCall) -> None:
        self.kept_for += call.begins
        call.child = self
        if not self.in_flight:
            self._head_since = self.loop.time()
        self.in_flight.append(call)
        self._unsent.append(call.frame)
        self._plan_flush()
        self._watch()

    def end(self, why: Death = Death.ASKED) -> None:
        """Kills it; `on_death` follows when it is reaped."""
        if self._killed_for is None:
            self._killed_for = why
            self._process.kill()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._plan_flush()

    def data_received(self, data: bytes) -> None:
        if self._killed_for is not None:
            # It is condemned for its oldest call; an answer that crossed the verdict must not move the blame to the next.
            return
        try:
            answers = self._cutter.cut(data)
        except ValueError:
            return self.end(Death.UNKNOWN)
        for answer in answers:
            if not self.ready:
                lacks = standing.tell(answer)
                if lacks and self.strict:
                    return self.end(Death.WALLS_MISSING)
                self.ready = True
            elif self.in_flight:
                pending = self.in_flight.popleft().answer
                if not pending.done():
                    pending.set_result(answer)
            else:
                return self.end(Death.UNKNOWN)
        if answers:
            self._head_since = self.used_at = self.loop.time()
            self._watch()
        if not self.in_flight:
            self.owner.on_rest(self)

    def connection_lost(self, error: Exception | None) -> None:
        # Whatever closed the pipe, nothing it does from here on is wanted.
        self._process.kill()
        self._reap()

    def _plan_flush(self) -> None:
        # All calls of one turn of the loop leave in one write.
        if not self._flush_planned and self._transport is not None:
            self._flush_planned = True
            self.loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_planned = False
        data, self._unsent = b"".join(self._unsent), []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _watch(self) -> None:
        """One timer at most: it looks when the oldest call could be late, and sleeps on when another has taken its place."""
        if not self.ready or not self.in_flight:
            return
        due = self._head_since + self.in_flight[0].wall_seconds
        if self._timer is not None:
            if self._timer.when() <= due:
                return
            # It was set for the start, or for a call that was given longer.
            self._timer.cancel()
        self._timer = self.loop.call_at(due, self._look_at_the_clock)

    def _look_at_the_clock(self) -> None:
        self._timer = None
        if not self.ready:
            return self.end(Death.NEVER_STARTED)
        if self.in_flight and self.loop.time() >= self._head_since + self.in_flight[0].wall_seconds:
            return self.end(Death.TOO_SLOW)
        self._watch()

    def _reap(self) -> None:
        status = self._process.poll()
        if status is None:
            # The pipe closes an instant before the kernel has an exit status to tell.
            self.loop.call_later(REAP_SECONDS, self._reap)
            return
        if self._timer is not None:
            self._timer.cancel()
        self.owner.on_death(self, self._killed_for or self._death_by(status))

    def _death_by(self, status: int) -> Death:
        if not self.ready:
            return Death.NEVER_STARTED
        if status == -signal.SIGPROF:
            return Death.TOO_SLOW
        if status in (frames.OUT_OF_MEMORY, -signal.SIGKILL):
            # Killed, and not by us: the machine ran out of memory and chose it.
            return Death.NO_MEMORY
        return Death.UNKNOWN
