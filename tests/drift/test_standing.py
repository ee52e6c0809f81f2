"""When a field counts as gone or as another, whatever processes tell in which order."""

from __future__ import annotations

import random

import pytest

from runtime.drift.standing import Count, Drift, Kinds, accepted, added, drift_of

SHORT = {"n": "number", "t": "text", "-": "missing", "0": "null", "s": "several"}


def after(came: str, kinds: Kinds | None = None, first: int = 0) -> Kinds:
    """Requests one by one, each told for itself: `n` with a number there, `-` without anything."""
    kinds = kinds or {}
    for place, letter in enumerate(came):
        kinds = added(kinds, {SHORT[letter]: Count(1, f"{first + place:06}", f"{first + place:06}")})
    return kinds


@pytest.mark.parametrize(
    ("came", "drift"),
    [
        ("nnnnn", None),
        ("nnnnnt", ("number", "text", 1)),
        ("nnnnt", None),
        ("nnnnnttt", ("number", "text", 3)),
        ("nnnnntn", None),
        ("nnnnn--", None),
        ("nnnnn---", ("number", "missing", 3)),
        ("nnnnn0000", ("number", "null", 4)),
        ("nnnnnss", None),
        ("nnnnnsss", ("number", "several", 3)),
        ("-----n", None),
        ("ntntntntnt", None),
        ("nnnnn-nnnnn---", ("number", "missing", 3)),
        ("nnnnnnn--nnnnn-----", None),
        ("nnnnnnn--nnnnn------", ("number", "missing", 6)),
        ("nnn--nnn--nnn-----------", None),
    ],
)
def test_a_field_has_drifted_when_another_kind_stays(came: str, drift: tuple[str, str, int] | None) -> None:
    found = drift_of(after(came))
    assert (found and (found.was, found.now, found.count)) == drift


def test_it_says_since_which_request_and_until_which() -> None:
    assert drift_of(after("nnnnnnttt")) == Drift("number", "000005", "text", "000006", 3)


def test_what_is_right_now_is_what_the_next_change_is_held_against() -> None:
    kinds = accepted(after("nnnnnnttttt"))
    assert drift_of(kinds) is None
    assert drift_of(after("n", kinds, 11)) == Drift("text", "000010", "number", "000011", 1)


def test_many_processes_that_tell_late_and_out_of_order_come_to_the_same() -> None:
    """A hundred times: two hundred numbers, then fifty texts, over four processes, each telling of windows of its own."""
    rng = random.Random(7)
    for _ in range(100):
        came = [("number" if at < 200 else "text", f"{at:06}") for at in range(250)]
        windows: list[tuple[int, dict[str, Count]]] = []
        for process in range(4):
            mine = came[process::4]
            at = 0
            while at < len(mine):
                size = rng.randint(1, 20)
                counts: dict[str, Count] = {}
                for kind, request in mine[at : at + size]:
                    count = counts.setdefault(kind, Count(0, request, request))
                    count.n, count.last = count.n + 1, request
                at += size
                windows.append((int(mine[min(at, len(mine)) - 1][1]) + rng.randint(0, 30), counts))
        kinds: Kinds = {}
        for _, counts in sorted(windows, key=lambda one: one[0]):
            kinds = added(kinds, counts)
        found = drift_of(kinds)
        assert found is not None
        assert (found.was, found.until, found.now) == ("number", "000199", "text")
        assert found.since >= "000200"
        assert {kind: one["n"] for kind, one in kinds.items()} == {"number": 200, "text": 50}
