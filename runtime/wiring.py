"""The one place that picks who fulfils a port.

For: putting journal, route book, loops, sandboxes and the door together into one process.
Not here: any decision about requests or flows; what runs beside them (`serving`).

Three loops, so that none waits for another: the server's own takes requests and runs what their callers wait for; `live` runs
what was queued; `bench` runs drafts and tests. Each has sandbox children of its own.

One process does all of it, or many share it: web processes take requests, workers work off what was queued (`works`).
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections, connection

from runtime import reading
from runtime.alone import only_process
from runtime.audience import NOBODY, Audience
from runtime.bench.bench import Bench
from runtime.connectors.functions import Functions
from runtime.credentials.calls import Call
from runtime.credentials.certificates import Certificates
from runtime.credentials.uses import Uses
from runtime.delivery import waking
from runtime.delivery.courier import Courier
from runtime.executions import records
from runtime.executions.arrivals import Arrivals
from runtime.executions.carrier import Carrier
from runtime.executions.leases import Leases
from runtime.executions.loading import environment
from runtime.executions.loops import LoopThread
from runtime.executions.pace import Crowd
from runtime.executions.ports import Ports
from runtime.executions.preprocessing import Preprocessing
from runtime.executions.runner import Runner
from runtime.executions.siblings import Siblings
from runtime.executions.worker import Worker
from runtime.identifiers import new_id
from runtime.ingress.answers import Answer
from runtime.ingress.door import Door
from runtime.ingress.doorkeeper import Doorkeeper
from runtime.ingress.limits import RateLimits, Shared
from runtime.ingress.reception import Reception
from runtime.ingress.status import StatusPage
from runtime.ingress.visits import Visit
from runtime.journal.journal import Journal, JournalRefused
from runtime.listening.fitting import arriving
from runtime.outbound.client import OutboundClient
from runtime.pace import keep_pace
from runtime.queueing.bell import DELIVERIES, DRAFTS, LIVE, Bell, NoBell
from runtime.routing import epoch
from runtime.routing.book import RouteBook
from runtime.routing.road import Road
from runtime.sandbox.pool import SandboxPool
from runtime.serving import background
from runtime.subscriptions import loops
from runtime.subscriptions.arriving import Arrivals as Subscriptions
from runtime.watching import keeping, tracing
from runtime.watching.beat import Beat
from runtime.watching.watchdog import Watchdog

LONGEST_WAIT_OF_A_TEST = 1.0  # seconds
LAST_CALLS = 8.0  # seconds in which steps and deliveries that are under way may end when the process does
EVERYTHING = frozenset({LIVE, DRAFTS})


@dataclass(frozen=True, slots=True)
class Lane:
    """What one event loop needs to take requests and run flows."""

    sandbox: SandboxPool
    http: OutboundClient
    runner: Runner
    road: Road
    reception: Reception
    functions: Functions

    async def close(self) -> None:
        await self.reception.close()
        await self.sandbox.close()
        await self.functions.close()
        await self.http.aclose()


class Process:
    """Everything that runs in this process. `serves` says whether it takes part in serving, or only tests drafts; `works`
    which queues it then works off; `audience` hears what happens."""

    def __init__(self, *, serves: bool, works: Set[str] = EVERYTHING, audience: Audience = NOBODY) -> None:
        self.audience = audience
        self.works = works if serves else frozenset()
        self.bell: Bell = NoBell()
        self.name = f"{os.getpid()}-{new_id()[-8:]}"
        self._alone: IO[str] | None = None
        self._closed = False
        self.journal = Journal(audience)
        self.book = RouteBook()
        self.certificates, self.uses = Certificates(), Uses()
        self.crowd = Crowd()
        self.status_page = StatusPage(settings.PUBLIC_URL, settings.SECRET_KEY)
        self.journal.start()
        self.leases = Leases(self.name, self.journal)
        self.watchdog = Watchdog(self.journal)
        self.beat = Beat(self.name, settings.DATA, settings.VERSION, self._count_sandboxes)
        self.follower = epoch.Follower(self.book.forget)
        self.courier = Courier(self.name, self.journal)
        self._unlisten_deliveries = waking.listen(self.wake_deliveries)
        if serves:
            tracing.start()
            if connection.vendor == "sqlite":
                self._alone = only_process(settings.DATA / "serving.lock")
            if settings.BROKER_URL and LIVE not in works:
                self.bell = _bell()
            # When nobody else can serve this data, whatever stands as running was cut off with the last process. A server
            # of databases may have other processes, which no file of ours tells of: there leases alone decide.
            self.journal.submit_call(records.take_back(datetime.now(UTC), everything=self._alone is not None)).result()
        self.bench = LoopThread("bench")
        self.bench_wake = asyncio.Event()
        self.bench_lane = self.bench.call(self._build_lane(self.wake_bench))
        self.tests = self.bench.call(self._build_tests(self.bench_lane))
        self.live: LoopThread | None = None
        self.live_wake = asyncio.Event()
        self.live_lane: Lane | None = None
        self.arrivals: Arrivals | None = None
        self.door_lane: Lane | None = None
        self.limits = RateLimits()
        if serves:
            self.live = LoopThread("live")
            self.live_lane = self.live.call(self._build_lane(self.wake_live))
            if LIVE in works:
                live, live_lane = self.live, self.live_lane
                carrier = Carrier(self.journal, live_lane.runner, self.leases, self.live_wake.set)
                self.arrivals = Arrivals(carrier, self.crowd, live.loop.call_soon_threadsafe)
                self.watchdog.guard("live", live, lambda: self._worker(live_lane, self.live_wake, drafts=False))
            for service in background(self, self.live_lane):
                self.live.submit(service)
            if LIVE in works:
                self.live.submit(self.courier.serve(alone=self._alone is not None))
            if DRAFTS in works:
                self.watchdog.guard("draft", self.bench, lambda: self._worker(self.bench_lane, self.bench_wake, drafts=True))
            self.watchdog.start()

    def wake_live(self) -> None:
        self._wake(LIVE, self.live_wake)

    def wake_deliveries(self) -> None:
        self._wake(DELIVERIES, self.courier.wake)

    def _wake(self, queue: str, event: asyncio.Event) -> None:
        if LIVE not in self.works:
            self.bell.ring(queue)
        elif self.live:
            self.live.loop.call_soon_threadsafe(event.set)

    def wake_bench(self) -> None:
        self.bench.loop.call_soon_threadsafe(self.bench_wake.set)

    def retell(self, execution_id: str) -> None:
        """Whoever began to watch this execution hears how it stands. Call it on the loop that serves requests."""
        for thread, lane in ((self.live, self.live_lane), (self.bench, self.bench_lane)):
            if thread and lane:
                thread.loop.call_soon_threadsafe(lane.runner.retell, execution_id)
        if self.door_lane:
            self.door_lane.runner.retell(execution_id)

    async def open_door(self) -> Door:
        """Call it on the loop that serves requests."""
        self.door_lane = await self._build_lane(self.wake_live)
        self.door_lane.reception.arrivals = self.arrivals
        limits = self.limits = RateLimits(_shared_buckets() if settings.REDIS_URL else None)
        subscriptions = Subscriptions(self.journal, self.certificates, self.door_lane.http, limits)
        return Door(self.book, self.door_lane.reception, self._on_bench, self.status_page, limits, self.crowd, subscriptions)

    async def close_door(self) -> None:
        if self.door_lane:
            await self.door_lane.close()
            await self.limits.aclose()

    def close(self) -> None:
        """Stops what runs between two of its steps, gives it back for the next process to take up, and commits what waits.

        Closing twice is once.
        """
        if self._closed:
            return
        self._closed = True
        self.watchdog.close()
        self.bell.close()
        if self.live and self.live_lane:
            self.live.call(self._leave(self.live_lane.runner))
        for thread, lane in ((self.live, self.live_lane), (self.bench, self.bench_lane)):
            if thread and lane:
                thread.close(last=lane.close)
        self.follower.close()
        self._unlisten_deliveries()
        with suppress(JournalRefused):
            self.journal.submit_call(self.courier.giving_back()).result()
            self.journal.submit_call(records.give_back(self.name)).result()
            self.journal.submit_call(keeping.write(self.beat, datetime.now(UTC))).result()
        self.journal.close()
        tracing.stop()
        if self._alone:
            self._alone.close()

    async def _leave(self, runner: Runner) -> None:
        await asyncio.gather(runner.leave(LAST_CALLS), self.courier.leave(LAST_CALLS))

    def _count_sandboxes(self) -> int:
        lanes = (self.door_lane, self.live_lane, self.bench_lane)
        pools = (pool for lane in lanes if lane for pool in (lane.sandbox, lane.functions.sandbox))
        return sum(len(ids) for pool in pools for ids in pool.process_ids.values())

    async def _on_bench(self, visit: Visit, call: Call) -> Answer:
        return await asyncio.wrap_future(self.bench.submit(self.bench_lane.reception.receive(visit, call)))

    async def _build_lane(self, wake: Callable[[], None]) -> Lane:
        sandbox = SandboxPool(settings.SANDBOXES, strict=settings.SANDBOX_STRICT)
        http = OutboundClient(allow=settings.OUTBOUND_ALLOW, own_hosts=[urlsplit(settings.PUBLIC_URL).hostname or ""])
        functions = Functions(SandboxPool(settings.SANDBOXES, strict=settings.SANDBOX_STRICT), http)
        loops.keep(functions, http)
        siblings = Siblings(self.journal, wake)
        runner = Runner(Ports(http, sandbox, self.book, siblings, functions).context, environment(), self.audience)
        siblings.run_here = runner.run
        road = Road(self.book, Preprocessing(runner, settings.SYNC_LIMIT))
        doorkeeper = Doorkeeper(self.certificates, http)
        reception = Reception(
            road, runner, self.journal, self.leases, settings.SYNC_LIMIT, wake, self.status_page, doorkeeper, self.uses
        )
        reception.hooks = arriving(self.book, self.journal, runner, functions, http, wake)
        return Lane(sandbox, http, runner, road, reception, functions)

    async def _build_tests(self, lane: Lane) -> Bench:
        """Runs on the bench lane's sandboxes, but nothing it does is stored."""
        siblings = Siblings(self.journal, self.wake_bench, stores=False)
        context = Ports(lane.http, lane.sandbox, self.book, siblings, lane.functions).context
        runner = Runner(context, environment(), self.audience, longest_wait=LONGEST_WAIT_OF_A_TEST)
        siblings.run_here = runner.run
        return Bench(runner, self.book, Preprocessing(runner, settings.SYNC_LIMIT), lane.sandbox, lane.reception.doorkeeper)

    def _worker(self, lane: Lane, wake: asyncio.Event, *, drafts: bool) -> Worker:
        carrier = Carrier(self.journal, lane.runner, self.leases, wake.set)
        return Worker(drafts, carrier, self.book, wake, self.crowd, None if drafts else self.arrivals)


def _bell() -> Bell:
    from runtime.queueing.over_celery import celery_bell  # a fifth of a second, which one process alone need not pay

    return celery_bell()


def _shared_buckets() -> Shared:
    from runtime.ingress.shared_buckets import SharedBuckets  # a tenth of a second, which one process alone need not pay

    return SharedBuckets(settings.REDIS_URL)


_lock = threading.Lock()
_current: list[Process] = []


def process(*, serves: bool = False, works: Set[str] = EVERYTHING, audience: Audience = NOBODY) -> Process:
    """The process's own; made when first asked for. The server asks first, says what it serves and who listens."""
    with _lock:
        if not _current:
            _current.append(Process(serves=serves, works=works, audience=audience))
            if serves:
                keep_pace()
        return _current[0]


def shut_down() -> None:
    with _lock:
        while _current:
            _current.pop().close()
    reading.close()
    close_old_connections()
