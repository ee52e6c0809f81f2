"""One campaign: set up, load, trouble, let it come to rest, check.

For: what the command and the tests in the suite both run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.killing.checker import OVER, Checker, Finding
from tests.killing.clock import JumpingClock, library
from tests.killing.disk import FileSizes, FullDisk, SmallDisk, small_folder
from tests.killing.killer import Killer
from tests.killing.ledger import Ledger
from tests.killing.report import Report
from tests.killing.rolling import Rolling
from tests.killing.scaled import scaled
from tests.killing.sender import Crowd
from tests.killing.sink import Sink
from tests.killing.stands import Stand, embedded
from tests.killing.trouble import Trouble
from tests.killing.work import SHARES, WITHOUT_EFFECT, install

SENDERS = 16
AT_ONCE = 4 * 64  # runs of all workers that may be calling the sink
STUCK_AFTER = 60.0  # seconds in which nothing ended: six leases
LONGEST_LOAD = 3600.0


@dataclass(frozen=True)
class House:
    """What is called: URLs by kind, how often each, which kinds call the sink never, and what is looked at besides at the end."""

    urls: Mapping[str, str]
    shares: Mapping[str, int] = field(default_factory=lambda: SHARES)
    without_effect: Collection[str] = WITHOUT_EFFECT
    findings: Callable[[], Iterable[Finding]] = tuple


def killing(*, kills: int, requests: int, seed: int) -> Report:
    """Everything in one process, on SQLite."""
    with _sink(seed) as sink, embedded(HOOKYARD_OUTBOUND_ALLOW=sink.address) as stand:
        return run(stand, sink, lambda: Killer(stand, kills, seed), requests=requests, seed=seed)


def killing_scaled(*, kills: int, requests: int, seed: int) -> Report:
    """Two web processes, two workers, PostgreSQL and Redis."""
    with _sink(seed) as sink, scaled(HOOKYARD_OUTBOUND_ALLOW=sink.address) as stand:
        return run(stand, sink, lambda: Killer(stand, kills, seed), requests=requests, seed=seed)


def rolling(*, rounds: int, requests: int, seed: int) -> Report:
    """The same, and nobody dies: each process is asked to end and started again."""
    with _sink(seed) as sink, scaled(HOOKYARD_OUTBOUND_ALLOW=sink.address) as stand:
        return run(stand, sink, lambda: Rolling(stand, rounds), requests=requests, seed=seed)


def full_disk(*, requests: int, seed: int, mounted: bool = True) -> Report:
    """`mounted` false limits the size of files instead, also where a file system could be mounted."""
    with ExitStack() as stack:
        sink = stack.enter_context(_sink(seed))
        folder = stack.enter_context(small_folder()) if mounted else None
        stand = stack.enter_context(embedded(folder, HOOKYARD_OUTBOUND_ALLOW=sink.address))
        disk = SmallDisk(folder) if folder else FileSizes(stand)
        return run(stand, sink, lambda: FullDisk(stand, disk), requests=requests, seed=seed)


def jumping_clock(*, requests: int, seed: int) -> Report:
    faketime = library()
    if faketime is None:
        raise SystemExit("This needs libfaketime: apt install faketime.")
    with ExitStack() as stack:
        sink = stack.enter_context(_sink(seed))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hookyard-clock-")))
        clock = JumpingClock(folder / "clock", seed)
        stand = stack.enter_context(embedded(HOOKYARD_OUTBOUND_ALLOW=sink.address, **clock.environment(faketime)))
        return run(stand, sink, lambda: clock, requests=requests, seed=seed)


def run(
    stand: Stand, sink: Sink, make_trouble: Callable[[], Trouble], *, requests: int, seed: int, house: House | None = None
) -> Report:
    house = house or House(install(stand.product, sink.address).urls())
    with TemporaryDirectory(prefix="hookyard-ledger-") as folder:
        ledger = Ledger(Path(folder) / "answers.jsonl")
        crowd = Crowd(house.urls, ledger, requests, SENDERS, seed, house.shares)
        trouble = make_trouble()
        began = time.monotonic()
        crowd.start()
        try:
            trouble.run(crowd)
            crowd.trouble_is_over = True
            crowd.join(LONGEST_LOAD)
        finally:
            crowd.stop()
        ended = time.monotonic()
        _come_to_rest(stand)
        rest = time.monotonic() - ended
        checker = Checker(stand, ledger, sink, trouble, in_flight=AT_ONCE + SENDERS, without=house.without_effect)
        findings = (*checker.findings(), *house.findings())
        ledger.close()
    return Report(ended - began, rest, tuple(trouble.events), tuple(ledger.entries), findings)


def _come_to_rest(stand: Stand) -> None:
    """Waits as long as executions end; the checker names what is left when none does any more."""
    left, since = _under_way(stand), time.monotonic()
    while left and time.monotonic() - since < STUCK_AFTER:
        time.sleep(0.2)
        before, left = left, _under_way(stand)
        if left < before:
            since = time.monotonic()


def _under_way(stand: Stand) -> int:
    ended = ", ".join(f"'{status}'" for status in OVER)
    return stand.rows(f"SELECT count(*) FROM runtime_execution WHERE status NOT IN ({ended})")[0][0]


@contextmanager
def _sink(seed: int) -> Iterator[Sink]:
    sink = Sink(seed)
    try:
        yield sink
    finally:
        sink.close()
