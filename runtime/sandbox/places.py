"""Which child runs which call.

For: giving each tenant children of its own, making room fairly, and bringing calls through the death of a child.
Not here: how a child is started and watched (`process`), what it does inside (`child`), what its answers mean (`answers`).

A child serves one tenant in all its life. When another tenant needs its place, it is killed and a new one started (about 20 ms),
so nothing of one tenant can wait in memory for another. Tenants that find every place busy stand in line; for each of them one
child takes no new calls, finishes what it has, and makes room.

A place is for computing. Children whose calls all wait for answers take none from a tenant that has no child at all: that one
gets a spare child, so that calls which wait for a slow service keep nobody else waiting.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Iterable
from typing import Final

import structlog

from runtime.engine.errors import HookyardError, RemoteProblem, StepProblem
from runtime.sandbox import standing
from runtime.sandbox.answers import MEMORY, TIMEOUT
from runtime.sandbox.conversation import interrupted
from runtime.sandbox.frames import MOST_WAITING
from runtime.sandbox.process import Child, Death, PendingCall
from runtime.watching import meters

# With this many calls in flight a second child for the same tenant is worth its start, if there is room.
SPREAD_FROM: Final = 16
# A call is tried on this many children before it is held responsible for deaths that nobody can explain.
MOST_DEATHS: Final = 2
# Children to a place, spare ones included. One tenant alone never has more than the places there are: a quarter of these.
CHILDREN_PER_PLACE: Final = 4
# Calls that may wait in one child; the rest of what a child takes is for the calls that these make while they wait.
MOST_OUTER: Final = MOST_WAITING * 3 // 4

_log = structlog.get_logger(__name__)


class Places:
    """Belongs to the event loop that first calls it."""

    def __init__(self, size: int, *, strict: bool = False) -> None:
        self._size = size
        self._strict = strict
        self._children: list[Child] = []
        self._leaving: set[Child] = set()
        self._lines: dict[str, deque[PendingCall]] = {}  # tenants without a place, first come first
        self._closed = False
        self._gone = asyncio.Event()

    @property
    def children(self) -> tuple[Child, ...]:
        return tuple(self._children)

    def give(self, call: PendingCall) -> None:
        """Sends the call to a child, now or when there is room; its future tells the rest."""
        if self._closed:
            return _fail([call], sandbox_closed())
        if call.stays:
            return call.child.send(call) if call.child in self._children and call.child else _fail([call], interrupted())
        line = self._lines.setdefault(call.tenant, deque())
        if call.inner:
            line.appendleft(call)
        else:
            line.append(call)
        self._serve_lines()

    def release(self, child: Child) -> None:
        """A conversation that was begun in it is over."""
        child.kept_for -= 1
        self.on_rest(child)

    async def close(self) -> None:
        """Ends all children and waits until they are gone; what they owe fails with `sandbox_closed`."""
        self._closed = True
        for line in self._lines.values():
            _fail(line, sandbox_closed())
        self._lines.clear()
        for child in self.children:
            self._retire(child)
        while self._leaving:
            self._gone.clear()
            await self._gone.wait()

    def on_rest(self, child: Child) -> None:
        if child not in self._children:
            return
        if child.is_idle:
            is_spare = len(self._children) > self._size
            if child.tenant not in self._lines and (self._lines or is_spare):
                self._retire(child)
            child.draining = False
        if self._lines:
            self._serve_lines()

    def on_death(self, child: Child, death: Death) -> None:
        if child in self._children:
            self._children.remove(child)
        self._leaving.discard(child)
        self._gone.set()
        if self._closed:
            return _fail(child.in_flight, sandbox_closed())
        meters.sandbox[f"child_{death.value}"] += 1
        if death in (Death.NEVER_STARTED, Death.NO_MEMORY, Death.UNKNOWN):
            _log.warning("sandbox_child_died", why=death.value, tenant=child.tenant, calls_in_flight=len(child.in_flight))
        survivors = _judge(list(child.in_flight), death)
        if survivors:
            # They came before whoever stands in line now.
            self._lines[child.tenant] = deque([*survivors, *self._lines.get(child.tenant, ())])
        self._serve_lines()

    def _serve_lines(self) -> None:
        # First come, first served; who has a child of its own waits for nobody else.
        for tenant in list(self._lines):
            line = self._lines[tenant]
            while line:
                if line[0].answer.done():  # nobody waits for it any more
                    line.popleft()
                    continue
                try:
                    child = self._find_child(line[0])
                except OSError as error:
                    _log.error("sandbox_child_not_started", reason=str(error))
                    _fail(line, sandbox_unavailable())
                    line.clear()
                    break
                if child is None:
                    break
                child.send(line.popleft())
            if not line:
                del self._lines[tenant]
        self._ask_for_room()

    def _find_child(self, call: PendingCall) -> Child | None:
        """A child that this call may use right now, if there is one. Raises `OSError` when the machine gives no process."""
        most = (MOST_WAITING if call.inner else MOST_OUTER) if call.begins else math.inf
        own = [child for child in self._children if child.tenant == call.tenant]
        # For an inner call, a child that makes room waits: it cannot before this one is done.
        usable = [child for child in own if (call.inner or not child.draining) and child.kept_for < most]
        best = min(usable, key=_load, default=None)
        has_room = len(self._children) < self._size
        if best is not None and (_load(best) < SPREAD_FROM or not has_room):
            return best
        if not has_room:
            idle = [child for child in self._children if child.is_idle]
            if idle:
                self._retire(min(idle, key=lambda child: child.used_at))
            elif own or not self._may_have_a_spare():
                return None
        return self._start(call.tenant)

    def _may_have_a_spare(self) -> bool:
        computing = sum(bool(child.in_flight) for child in self._children)
        return computing < self._size and len(self._children) < self._size * CHILDREN_PER_PLACE

    def _ask_for_room(self) -> None:
        """One child makes room per tenant in line: of the tenant with the most children, else the one longest in its place."""
        if not self._lines.keys() - {child.tenant for child in self._children}:
            # Nobody is without a child; those in line wait for their own.
            draining = [child for child in self._children if child.draining]
            for child in draining:
                child.draining = False
            return self._serve_lines() if draining and self._lines else None
        staying = [child for child in self._children if not child.draining]
        without = self._lines.keys() - {child.tenant for child in staying}
        missing = len(without) - (len(self._children) - len(staying))
        for _ in range(min(missing, len(staying))):
            crowd = {child.tenant: sum(other.tenant == child.tenant for other in staying) for child in staying}
            chosen = max(staying, key=lambda child: crowd[child.tenant])  # the first of equals, and the list is in order of start
            chosen.draining = True
            staying.remove(chosen)

    def _start(self, tenant: str) -> Child:
        child = Child(tenant, self, asyncio.get_running_loop(), strict=self._strict)
        child.start()
        meters.sandbox["child_started"] += 1
        self._children.append(child)
        return child

    def _retire(self, child: Child) -> None:
        self._children.remove(child)
        self._leaving.add(child)
        child.end()


def _load(child: Child) -> int:
    return len(child.in_flight) + child.kept_for


def _judge(calls: list[PendingCall], death: Death) -> list[PendingCall]:
    """Fails the calls that are to blame and returns those that deserve another child.

    Answers leave a child one by one, so the first call without one is what it was working on.
    """
    blamed = calls if death in (Death.NEVER_STARTED, Death.WALLS_MISSING) else calls[:1]
    for call in blamed:
        call.deaths += 1
        if death in (Death.TOO_SLOW, Death.WALLS_MISSING) or call.deaths >= MOST_DEATHS:
            _fail([call], _VERDICTS[death]())
    # Those asked for things already; they are not begun again.
    _fail([call for call in calls if call.stays], interrupted())
    return [call for call in calls if not call.answer.done()]


def _fail(calls: Iterable[PendingCall], problem: HookyardError) -> None:
    for call in calls:
        if not call.answer.done():
            call.answer.set_exception(problem)


def sandbox_closed() -> RemoteProblem:
    return RemoteProblem("The server is stopping; the step runs again when it is back.", code="sandbox_closed")


def sandbox_unavailable() -> RemoteProblem:
    return RemoteProblem("No process could be started to run the code; see the server's log.", code="sandbox_unavailable")


def _walls_missing() -> RemoteProblem:
    message = (
        f"No code is run here: its sandbox lacks {standing.words()}, and HOOKYARD_SANDBOX is strict. Whoever runs this "
        "installation can give it what is missing, or allow less."
    )
    return RemoteProblem(message, code="sandbox_walls_missing")


def _crashed() -> StepProblem:
    return StepProblem("The JavaScript engine crashed on this code, twice. Write the step another way.", code="code_crashed")


_VERDICTS: Final = {
    Death.TOO_SLOW: lambda: StepProblem(TIMEOUT, code="code_timeout"),
    Death.NO_MEMORY: lambda: StepProblem(MEMORY, code="code_memory"),
    Death.NEVER_STARTED: sandbox_unavailable,
    Death.WALLS_MISSING: _walls_missing,
    Death.UNKNOWN: _crashed,
    Death.ASKED: sandbox_unavailable,
}
