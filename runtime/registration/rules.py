"""When a registration deserves attention. Pure: what was seen, and now.

Each rule is honest about how little can be known from here: it says what was seen, never why,
and nothing without enough to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

DAY = timedelta(hours=24)
FIRST_WITHIN = DAY  # after the set-up
LONGEST_SILENCE = timedelta(days=30)
TIMES_THE_LONGEST_GAP = 4
ENOUGH_FOR_GAPS = 5
TWICE_WITHIN = timedelta(seconds=60)
ENOUGH_FAILING, ENOUGH_DOUBLED = 3, 2
UNPROVEN = frozenset({"credential_missing", "signature_invalid", "timestamp_stale"})

Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request of the instance. `refusal` is the code it was refused with; `body` tells equal ones, empty: not compared."""

    at: datetime
    endpoint_id: str = ""
    refusal: str = ""
    body: str = ""


def problems(arrivals: Sequence[Arrival], *, registered_at: datetime, listening: bool, now: datetime) -> list[Problem]:
    """`arrivals` oldest first. A paused instance (`listening` false) is not missed by anybody."""
    rules: tuple[Callable[[Sequence[Arrival], datetime, datetime], Iterator[Problem]], ...] = (
        *((_silence,) if listening else ()),
        _failing,
        _doubled,
    )
    return [problem for rule in rules for problem in rule(arrivals, registered_at, now)]


def _silence(arrivals: Sequence[Arrival], registered_at: datetime, now: datetime) -> Iterator[Problem]:
    if not arrivals:
        if now - registered_at > FIRST_WITHIN:
            yield {"code": "never_seen", "since": registered_at.isoformat()}
        return
    last = arrivals[-1].at
    if len(arrivals) >= ENOUGH_FOR_GAPS and now - max(last, registered_at) > patience(arrivals):
        yield {"code": "silent", "since": last.isoformat()}


def patience(arrivals: Sequence[Arrival]) -> timedelta:
    """How long a silence is nothing unusual for this sender: a shop that sells once a week is not broken after two days."""
    longest = max(later.at - earlier.at for earlier, later in pairwise(arrivals))
    return min(max(DAY, TIMES_THE_LONGEST_GAP * longest), LONGEST_SILENCE)


def _failing(arrivals: Sequence[Arrival], registered_at: datetime, now: datetime) -> Iterator[Problem]:
    lately = [one for one in arrivals if one.at > max(now - DAY, registered_at)]
    failed = [one for one in lately if one.refusal in UNPROVEN]
    if len(failed) >= ENOUGH_FAILING and 2 * len(failed) > len(lately):
        yield {"code": "signatures_failing", "since": failed[0].at.isoformat(), "count": len(failed), "of": len(lately)}


def _doubled(arrivals: Sequence[Arrival], registered_at: datetime, now: datetime) -> Iterator[Problem]:
    earlier: dict[str, Arrival] = {}
    doubled: dict[str, Arrival] = {}
    urls = False
    for one in arrivals:
        if not one.body or one.refusal or one.at <= max(now - DAY, registered_at):
            continue
        before = earlier.get(one.body)
        if before and one.at - before.at <= TWICE_WITHIN:
            doubled.setdefault(one.body, before)
            urls = urls or one.endpoint_id != before.endpoint_id
        earlier[one.body] = one
    if len(doubled) >= ENOUGH_DOUBLED:
        first = min(one.at for one in doubled.values())
        yield {"code": "doubled_urls" if urls else "doubled", "since": first.isoformat(), "count": len(doubled)}
