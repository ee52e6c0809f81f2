"""What stood where in the requests of the last minutes, counted in memory.

For: the one call that each routed request pays for, and handing out what is worth writing down.
Not here: rows and who writes them (`keeping`).

Requests of one sender look alike, so what is counted is the whole list of kinds of a request, once each. While all of a spot
look alike, that is no news and waits for minutes; a list that differs is told within seconds, and what a new version reads, too.
So neither a busy endpoint nor a thousand quiet ones cost a row a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from runtime.drift.paths import UNSEEN
from runtime.drift.reads import Watched
from runtime.drift.standing import Count

MOST_SPOTS = 20_000
MOST_LISTS = 50  # of kinds, of one spot between two writes
NEWS = 3  # requests with a list that differs, until which each of them is worth a write
HELD = 300.0  # seconds
MOST_A_SECOND = 100  # requests of a spot that are looked at: what changes, changes in those, too

Kinds = tuple[str, ...]
ByPlace = dict[str, dict[str, Count]]  # by place and kind


@dataclass(frozen=True, slots=True)
class Spot:
    """`instance_id` is empty for what a shared URL reads before it knows whose request it is."""

    tenant_id: str
    integration_id: str
    instance_id: str
    watched: Watched


@dataclass(slots=True)
class Tally:
    begun: float
    supersedes: bool = False  # an earlier version's, of which nothing was handed out yet
    lists: dict[Kinds, Count] = field(default_factory=dict)
    told: dict[Kinds, int] = field(default_factory=dict)  # how many requests were handed out
    second: float = 0.0  # when the one ends in which `left` may still be looked at
    left: int = 0

    def is_due(self, now: float) -> bool:
        if not self.lists:
            return False
        differs = len(self.told.keys() | self.lists.keys()) > 1
        return (
            self.supersedes
            or now - self.begun >= HELD
            or (differs and any(self.told.get(kinds, 0) < NEWS for kinds in self.lists))
        )

    def hand_out(self, now: float) -> dict[Kinds, Count]:
        lists, self.lists, self.begun, self.supersedes = self.lists, {}, now, False
        for kinds, count in lists.items():
            self.told[kinds] = self.told.pop(kinds, 0) + count.n
        for kinds in list(self.told)[:-MOST_LISTS]:
            del self.told[kinds]
        return lists


def by_place(watched: Watched, lists: Mapping[Kinds, Count]) -> ByPlace:
    places: ByPlace = {}
    for kinds, seen in lists.items():
        for where, kind in zip(watched.places, kinds, strict=True):
            if kind == UNSEEN:
                continue
            counts = places.setdefault(str(where), {})
            if (count := counts.get(kind)) is None:
                counts[kind] = Count(seen.n, seen.first, seen.last)
            else:
                count.n += seen.n
                count.first, count.last = min(count.first, seen.first), max(count.last, seen.last)
    return places


class Watch:
    """`note` is called on the loop that takes requests, `take` on a thread: a count that falls between them is lost, no more."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, Watched], tuple[Spot, Tally]] = {}
        self._newest: dict[tuple[str, str], Watched] = {}  # by whose flow

    def note(self, watched: Watched, whose: tuple[str, str, str], request: Mapping[str, Any], request_id: str) -> None:
        """`whose`: tenant, integration, instance. Costs a request 1 µs at most times, and 0.5 µs for each place at others."""
        key, now = (whose[2] or whose[1], watched), monotonic()
        held = self._tallies.get(key)
        if held is None:
            if len(self._tallies) >= MOST_SPOTS:
                return
            earlier = self._newest.get((key[0], watched.flow_key))
            self._newest[key[0], watched.flow_key] = watched
            held = self._tallies[key] = (Spot(*whose, watched), Tally(now, earlier is not None and earlier is not watched))
        tally = held[1]
        if now >= tally.second:
            tally.second, tally.left = now + 1.0, MOST_A_SECOND
        if not tally.left:
            return
        tally.left -= 1
        kinds = tuple([place.kind_in(request) for place in watched.places])
        seen = tally.lists.get(kinds)
        if seen is not None:
            seen.n += 1
            seen.last = request_id
        elif len(tally.lists) < MOST_LISTS:
            if not tally.lists:
                tally.begun = now
            tally.lists[kinds] = Count(1, request_id, request_id)

    def take(self, now: float, *, everything: bool = False) -> Iterator[tuple[Spot, ByPlace]]:
        """Of each spot that is due. What nothing came for since the last write is let go after a while."""
        for key, (spot, tally) in list(self._tallies.items()):
            if tally.lists and (everything or tally.is_due(now)):
                yield spot, by_place(spot.watched, tally.hand_out(now))
            elif not tally.lists and now - tally.begun > HELD:
                del self._tallies[key]
                if self._newest.get((key[0], spot.watched.flow_key)) is spot.watched:
                    del self._newest[key[0], spot.watched.flow_key]


WATCH = Watch()
