"""What a campaign tells: counts first, then each promise and whether it was kept."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections import Counter
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
    def back(self) -> list[float]:
        """Seconds from each event to the next 2xx."""
        times = sorted(entry.at for entry in self.entries if entry.promised)
        places = ((event, bisect_right(times, event.at + ON_ITS_WAY)) for event in self.events)
        return [times[place] - event.at for event, place in places if place < len(times)]


def told(report: Report) -> str:
    answers = ", ".join(f"{count} {status or 'cut off'}" for status, count in sorted(report.answers.items()))
    events = ", ".join(f"{count} {what}" for what, count in Counter(event.what for event in report.events).items())
    lines = [f"{len(report.entries)} requests in {report.seconds:.0f} s; {events}", f"answers: {answers}"]
    if report.back:
        lines.append(f"next 2xx after each: median {statistics.median(report.back):.1f} s, worst {max(report.back):.1f} s")
    lines.append(f"everything had ended {report.rest:.1f} s after the last answer")
    for finding in report.findings:
        allowed = f" (at most {finding.most})" if finding.most else ""
        lines.append(f"  {'kept  ' if finding.kept else 'BROKEN'}  {finding.rule:<44} {finding.broken:>6}{allowed}")
        lines.extend(f"            {example}" for example in finding.examples if not finding.kept)
    return "\n".join(lines)
