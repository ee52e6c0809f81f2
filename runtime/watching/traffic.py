"""What comes in for each integration, by ten seconds, and by the hour.

For: counting requests and the ends of executions by tenant and integration in memory, and what of it is still to be written down.
Hours hold requests alone, and are told from the spans when these are taken: the hot path counts once.
Not here: the table and who writes it (`keeping`), the process's own figures (`meters`).

A process counts for itself and writes its counts as rows of its own; whoever reads adds the processes up. So many processes need
no lock between them, and a busy second costs the same one row as a quiet one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import time

from runtime.watching.histograms import BUCKETS

SPAN, HOUR = 10, 3600  # seconds
OUTCOMES = ("accepted", "duplicate", "unrouted", "refused", "limited")
NO_REQUEST = frozenset({"limited", "succeeded", "failed"})  # what is counted and left no row of a request
ENDS = ("succeeded", "failed")


@dataclass(slots=True)
class Tally:
    """Of one integration in one span. `stages` are summed microseconds, `took` counts answers by the bits of their duration;
    `told` is how many requests the hour knows of."""

    counts: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    took: list[int] = field(default_factory=lambda: [0] * BUCKETS)
    told: int = 0

    def as_json(self) -> dict[str, object]:
        return {"counts": self.counts, "codes": self.codes, "stages": self.stages, "took": self.took}


Spot = tuple[str, str, int]  # tenant, integration, begin of the span or hour in Unix seconds


Changed = list[tuple[Spot, Tally]]


class Traffic:
    def __init__(self) -> None:
        self._tallies: dict[Spot, Tally] = {}
        self._changed: set[Spot] = set()
        self._hours: dict[Spot, int] = {}

    def answered(self, tenant: str, integration: str, outcome: str, code: str, us: int, stages: list[tuple[str, int]]) -> None:
        tally = self._at(tenant, integration)
        tally.counts[outcome] = tally.counts.get(outcome, 0) + 1
        if code:
            tally.codes[code] = tally.codes.get(code, 0) + 1
        tally.took[min(us.bit_length(), BUCKETS - 1)] += 1
        sums = tally.stages
        for name, took in stages:
            sums[name] = sums.get(name, 0) + took

    def ended(self, tenant: str, integration: str, status: str) -> None:
        tally = self._at(tenant, integration)
        tally.counts[status] = tally.counts.get(status, 0) + 1

    def take_changed(self) -> Changed:
        """What changed since it was last asked; spans that are over are handed out for the last time."""
        changed, self._changed = self._changed, set()
        taken = [(spot, self._tallies[spot]) for spot in changed if spot in self._tallies]
        over = int(time()) // SPAN * SPAN - SPAN
        for spot in [spot for spot in self._tallies if spot[2] < over and spot not in self._changed]:
            del self._tallies[spot]
        return taken

    def put_back(self, taken: Changed) -> None:
        """It could not be written: it is handed out once more."""
        for spot, tally in taken:
            self._tallies.setdefault(spot, tally)
            self._changed.add(spot)

    def by_hour(self, taken: Changed) -> list[tuple[Spot, int]]:
        """Requests of the hours that `taken` spans lie in, as they stand now. Each span may be told any number of times."""
        touched: dict[Spot, int] = {}
        for (tenant, integration, begins), tally in taken:
            hour = tenant, integration, begins // HOUR * HOUR
            requests = sum([number for name, number in tally.counts.items() if name not in NO_REQUEST])
            touched[hour] = self._hours[hour] = self._hours.get(hour, 0) + requests - tally.told
            tally.told = requests
        over = int(time()) - HOUR - 2 * SPAN
        for hour in [hour for hour in self._hours if hour[2] < over]:
            del self._hours[hour]
        return list(touched.items())

    def _at(self, tenant: str, integration: str) -> Tally:
        spot = (tenant, integration, int(time()) // SPAN * SPAN)
        tally = self._tallies.get(spot)
        if tally is None:
            tally = self._tallies[spot] = Tally()
        self._changed.add(spot)
        return tally


TRAFFIC = Traffic()
