"""One campaign: set up, load, kill, let it come to rest, check.

For: what the command and the test in the suite both run.
"""

from __future__ import annotations

import statistics
import time
from bisect import bisect_right
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.killing.checker import OVER, Checker, Finding
from tests.killing.killer import Kill, Killer
from tests.killing.ledger import Ledger
from tests.killing.sender import Crowd
from tests.killing.sink import Sink
from tests.killing.stands import Stand, embedded
from tests.killing.work import install
from tests.product import eventually

SENDERS = 16
AT_ONCE = 2 * 64  # runs of the workers in one process, live and drafts, that may be calling the sink
REST_WITHIN = 180.0  # seconds until everything has ended: three leases
LONGEST_LOAD = 3600.0


@dataclass(frozen=True)
class Report:
    seed: int
    seconds: float
    kills: tuple[Kill, ...]
    answers: dict[int, int]
    findings: tuple[Finding, ...]
    back: tuple[float, ...]  # seconds from a kill to the next 2xx
    rest: float  # seconds from the last answer until everything had ended

    @property
    def kept(self) -> bool:
        return all(finding.kept for finding in self.findings)


def embedded_campaign(*, kills: int, requests: int, seed: int) -> Report:
    sink = Sink(seed)
    with ExitStack() as stack:
        stack.callback(sink.close)
        folder = stack.enter_context(TemporaryDirectory(prefix="hookyard-ledger-"))
        stand = stack.enter_context(embedded(HOOKYARD_OUTBOUND_ALLOW=sink.address))
        return run(stand, sink, Path(folder), kills=kills, requests=requests, seed=seed)


def run(stand: Stand, sink: Sink, folder: Path, *, kills: int, requests: int, seed: int) -> Report:
    urls = install(stand.product, sink.address).urls()
    ledger = Ledger(folder / "answers.jsonl")
    crowd = Crowd(urls, ledger, requests, SENDERS, seed)
    killer = Killer(stand, crowd, kills, seed)
    began = time.monotonic()
    crowd.start()
    try:
        killer.run()
        crowd.join(LONGEST_LOAD)
    finally:
        crowd.stop()
    ended = time.monotonic()
    eventually(lambda: not _under_way(stand), within=REST_WITHIN)
    rest = time.monotonic() - ended
    checker = Checker(stand, ledger, sink, kills=len(killer.done), in_flight=AT_ONCE + SENDERS)
    findings = tuple(checker.findings())
    ledger.close()
    answers = dict(Counter(entry.status for entry in ledger.entries))
    return Report(seed, ended - began, tuple(killer.done), answers, findings, tuple(_back(killer.done, ledger)), rest)


def _under_way(stand: Stand) -> int:
    ended = ", ".join(f"'{status}'" for status in OVER)
    return stand.rows(f"SELECT count(*) FROM runtime_execution WHERE status NOT IN ({ended})")[0][0]


def _back(kills: list[Kill], ledger: Ledger) -> list[float]:
    times = sorted(entry.at for entry in ledger.promises)
    # Answers that were on their way at the kill do not say that it is back.
    places = ((kill, bisect_right(times, kill.at + 0.2)) for kill in kills)
    return [times[place] - kill.at for kill, place in places if place < len(times)]


def told(report: Report) -> str:
    answers = ", ".join(f"{count} {status or 'cut off'}" for status, count in sorted(report.answers.items()))
    kinds = Counter(f"{kill.what} {kill.how}" for kill in report.kills)
    kills = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    requests = sum(report.answers.values())
    lines = [f"{requests} requests in {report.seconds:.0f} s; {len(report.kills)} kills: {kills}", f"answers: {answers}"]
    if report.back:
        lines.append(f"next 2xx after a kill: median {statistics.median(report.back):.1f} s, worst {max(report.back):.1f} s")
    lines.append(f"everything had ended {report.rest:.1f} s after the last answer")
    for finding in report.findings:
        allowed = f" (at most {finding.most})" if finding.most else ""
        lines.append(f"  {'kept  ' if finding.kept else 'BROKEN'}  {finding.rule:<44} {finding.broken:>6}{allowed}")
        lines.extend(f"            {example}" for example in finding.examples if not finding.kept)
    return "\n".join(lines)
