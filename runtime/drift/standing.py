"""What is known of one place after many requests, and whether it has changed. Pure.

For: adding up what processes saw, in whatever order they tell it; saying when a field that used to be there is gone or another.
Not here: rows (`keeping`), counting (`watch`).

Of each kind of value that stood there it keeps counts and ids of requests; these begin with their time, so they say when, too.
A run of a kind that no other kind interrupts is a spell. A field has drifted when one kind was usual, and a spell of another has
begun since: at once for another type, after a few requests for one that is gone. What came and went before must stay away for
longer than it ever did: a field that only some events have is no news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.drift.paths import NOTHING, SEVERAL

ENOUGH = 5  # requests make a kind usual
USUAL = 0.8  # of all that came before
GONE = 3  # requests in a row without it
LONGER = 3  # times the longest absence so far

Kinds = dict[str, dict[str, Any]]  # kind: {n, spell, longest, since, last}


@dataclass(slots=True)
class Count:
    """Of one kind in one place, while a process held it: how many requests, and the first and last of them."""

    n: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Drift:
    """`until` is the last request as it was, `since` the first as it is now; `count` came so since."""

    was: str
    until: str
    now: str
    since: str
    count: int


def added(kinds: Kinds, counts: Mapping[str, Count]) -> Kinds:
    kinds = {kind: dict(known) for kind, known in kinds.items()}
    for kind, count in sorted(counts.items(), key=lambda item: item[1].first):
        known = kinds.setdefault(kind, {"n": 0, "spell": 0, "longest": 0, "since": count.first, "last": ""})
        others = max((one["last"] for name, one in kinds.items() if name != kind), default="")
        if known["since"] > others and known["spell"]:
            known["spell"] += count.n
            if count.first > others:
                known["since"] = min(known["since"], count.first)
        else:
            known["longest"] = max(known["longest"], known["spell"])
            apart = count.first > others
            known["since"] = count.first if apart else count.last
            known["spell"] = count.n if apart else int(count.last > others)
        known["n"] += count.n
        known["last"] = max(known["last"], count.last)
    return kinds


def drift_of(kinds: Kinds) -> Drift | None:
    if len(kinds) < 2:
        return None
    now = max(kinds, key=lambda kind: kinds[kind]["last"])
    was = max((kind for kind in kinds if kind != now), key=lambda kind: kinds[kind]["n"])
    new, old = kinds[now], kinds[was]
    before = sum(one["n"] for one in kinds.values()) - new["spell"]
    if was in NOTHING or was == SEVERAL or old["n"] < ENOUGH or old["n"] < USUAL * before:
        return None
    patience = max(GONE if now in NOTHING or now == SEVERAL else 1, LONGER * new["longest"])
    if old["last"] >= new["since"] or new["spell"] < patience:
        return None
    return Drift(was, old["last"], now, new["since"], new["spell"])


def accepted(kinds: Kinds) -> Kinds:
    """As it is now is right: from here on that is what it is held against."""
    now = max(kinds, key=lambda kind: kinds[kind]["last"])
    return {now: kinds[now]}
