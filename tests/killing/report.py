"""What a campaign tells: counts first, then each promise and whether it was kept."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass

from tests.killing.checker import Finding
from tests.killing.ledger import Entry
from tests.killing.trouble import Event

ON_ITS_WAY = 0.2  # seconds: an answer this soon after the event had been written before it


@dataclass(frozen=True)
class Report:
    seconds: float
    rest: float  # seconds from the last answer until everything had ended
    events: tuple[Event, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    @property
    def kept(self) -> bool:
        return all(finding.kept for finding in self.findings)

    @property
    def answers(self) -> Counter[int]:
        return Counter(entry.status for entry in self.entries)

    @property
    def back(self) -> dict[str, list[float]]:
        """Seconds from each event to the next 2xx, by what it was."""
        times = sorted(entry.at for entry in self.entries if entry.promised)
        found: defaultdict[str, list[float]] = defaultdict(list)
        for event in self.events:
            if (place := bisect_right(times, event.at + ON_ITS_WAY)) < len(times):
                found[event.what].append(times[place] - event.at)
        return dict(found)


def told(report: Report) -> str:
    answers = ", ".join(f"{count} {status or 'cut off'}" for status, count in sorted(report.answers.items()))
    lines = [f"{len(report.entries)} requests in {report.seconds:.0f} s; {len(report.events)} events", f"answers: {answers}"]
    for what, times in sorted(report.back.items()):
        lines.append(
            f"  {len(times):>3} x {what:<22} next 2xx after {statistics.median(times):.1f} s, at worst {max(times):.1f} s"
        )
    lines.append(f"everything had ended {report.rest:.1f} s after the last answer")
    for finding in report.findings:
        allowed = f" (at most {finding.most})" if finding.most else ""
        lines.append(f"  {'kept  ' if finding.kept else 'BROKEN'}  {finding.rule:<44} {finding.broken:>6}{allowed}")
        lines.extend(f"            {example}" for example in finding.examples if not finding.kept)
    return "\n".join(lines)
