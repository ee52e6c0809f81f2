"""Which known names are most like one that nobody has.

For: the hint that a sender's unknown customer gets. Pure.
Not here: where the names come from (`loading`), how long they are kept (`book`).

A name that was mistyped still begins or ends as it should, so it is looked up in the alphabet, read from the front and from
behind, and only what stands near it there is compared: the price is the same for ten names and for ten thousand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

NEIGHBOURS = 12  # on each side, in each of both orders
ALIKE = 0.5
LONGEST = 60  # characters that are compared
MOST_TOLD = 3


class Known(NamedTuple):
    """A name that a customer goes by: its external id, or an alias."""

    known_as: str
    name: str
    external_id: str


class Names:
    def __init__(self, known: Iterable[Known]) -> None:
        folded = [(one.known_as.lower()[:LONGEST], one) for one in known]
        self._forward = sorted(folded)
        self._backward = sorted((text[::-1], one) for text, one in folded)

    def nearest(self, wanted: str) -> list[Mapping[str, str]]:
        """Up to three customers: `{externalId, name, knownAs}`, the most alike first."""
        wanted = wanted.lower()[:LONGEST]
        near = {one for order, text in ((self._forward, wanted), (self._backward, wanted[::-1])) for one in _around(order, text)}
        matcher = SequenceMatcher(b=wanted)
        alike: list[tuple[float, Known]] = []
        for one in near:
            matcher.set_seq1(one.known_as.lower()[:LONGEST])
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
                alike.append((-ratio, one))
        best: dict[str, Mapping[str, str]] = {}
        for _, one in sorted(alike):
            best.setdefault(one.external_id, {"externalId": one.external_id, "name": one.name, "knownAs": one.known_as})
        return list(best.values())[:MOST_TOLD]


def _around(order: list[tuple[str, Known]], text: str) -> Iterable[Known]:
    place = bisect_left(order, (text,))
    return [one for _, one in order[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]]
