"""What was promised of deliveries, held against what happened."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from runtime.delivery.envelope import message_id
from tests.delivering.campaign import WAITS, Outcome, number_of
from tests.delivering.manners import WORKING

UNDER_WAY = 0.25  # seconds in which an answer is written down, on a machine that others use as well


@dataclass(frozen=True)
class Finding:
    promise: str
    kept: bool
    said: str


def findings(outcome: Outcome) -> Iterator[Finding]:
    yield from _nothing_lost(outcome)
    yield _order(outcome)
    yield from _attempts(outcome)
    yield _rest(outcome)
    yield _gone(outcome)
    yield _others(outcome)


def _served(outcome: Outcome) -> dict[str, list[float]]:
    by_id: defaultdict[str, list[float]] = defaultdict(list)
    for at, heard in outcome.manners.served:
        by_id[heard.id].append(at)
    return by_id


def _nothing_lost(outcome: Outcome) -> Iterator[Finding]:
    served = _served(outcome)
    wanted = [one for one in outcome.sent if one.where != "dead"]
    lost = [one for one in wanted if message_id(one.delivery) not in served]
    wheres = dict(Counter(one.where for one in lost))
    yield Finding("nothing accepted is lost", not lost, f"{len(wanted)} accepted, {len(lost)} never arrived {wheres or ''}")
    told = [one for one in wanted if outcome.deliveries.get(one.delivery, {}).get("status") != "succeeded"]
    yield Finding("and the record says so", not told, f"{len(told)} arrived that are not told as succeeded")
    twice = [id for id, times in served.items() if len(times) > 1]
    # What was under way when the process died goes again, with the same id; nothing else does.
    yield Finding(
        "twice only after a kill", len(twice) <= outcome.kills * 128, f"{len(twice)} arrived twice, {outcome.kills} kills"
    )


def _order(outcome: Outcome) -> Finding:
    first: dict[str, int] = {}
    for _, heard in sorted(outcome.manners.served, key=lambda one: one[0]):
        if heard.path == "/ordered":
            first.setdefault(heard.id, number_of(heard.body))
    numbers = [*first.values()]
    wrong = sum(later < earlier for earlier, later in pairwise(numbers))
    return Finding("order is kept where it is asked for", not wrong, f"{len(numbers)} in order, {wrong} out of it")


def _attempts(outcome: Outcome) -> Iterator[Finding]:
    told = []
    for pk, tries in outcome.dead_attempts.items():
        real = [one for one in reversed(tries) if one["code"] != "cut_off"]
        told.append(len(real))
        delivery = outcome.deliveries[pk]
        if delivery["status"] != "failed" or delivery["code"] != "retries_exhausted":
            told.append(-1)
    yield Finding("as many attempts as published", set(told) == {len(WAITS) + 1}, f"{told} of {len(WAITS) + 1}")
    early = gaps = 0
    for tries in outcome.dead_attempts.values():
        ended = None
        for place, one in enumerate(reversed(tries)):
            began = datetime.fromisoformat(one["beganAt"])
            if ended is not None and one["code"] != "cut_off":
                gaps += 1
                early += (began - ended).total_seconds() < WAITS[min(place, len(WAITS)) - 1] - 0.01
            ended = began
    yield Finding("none earlier than published", not early, f"{gaps} waits, {early} too short")


def _rest(outcome: Outcome) -> Finding:
    """After `Retry-After: 1` nothing begins for a second but what was under way, what died before it could be told, and what
    somebody asked for by hand."""
    asked = outcome.manners.asked_to_rest
    heard = [one.at for one in outcome.receivers.at("busy")]
    settled = [at for at in heard if not any(began <= at <= ended for began, ended in outcome.unsettled)]
    wrong = sum(any(one + UNDER_WAY < at < one + 0.95 for one in asked) for at in settled)
    said = f"asked {len(asked)} times, {wrong} came all the same"
    return Finding("Retry-After is kept", not wrong and bool(asked), said)


def _gone(outcome: Outcome) -> Finding:
    """Between its 410 and being enabled it hears nothing but what was under way."""
    served = sum(heard.path == "/gone" for _, heard in outcome.manners.served)
    turned_away = len(outcome.receivers.at("gone")) - served
    return Finding("410 disables at once", 1 <= turned_away <= 8, f"{turned_away} tries were answered 410")


def _others(outcome: Outcome) -> Finding:
    """How long steady destinations wait for their events, all well and beside troubled ones."""
    arrived = {id: min(times) for id, times in _served(outcome).items()}
    waits: defaultdict[str, list[float]] = defaultdict(list)
    taking: defaultdict[str, list[float]] = defaultdict(list)
    for one in outcome.sent:
        if one.where in WORKING and (at := arrived.get(message_id(one.delivery))):
            waits[one.phase].append(1000 * (at - one.at))
            taking[one.phase].append(1000 * (one.accepted - one.at))
    well, troubled = (_spread(waits[phase]) for phase in ("well", "manners"))
    # Of a machine that others use as well, a second's twentieth says nothing.
    kept = troubled[1] <= max(2 * well[1], well[1] + 50)
    said = "; ".join(
        f"{phase} p50 {_spread(times)[0]:.0f} p95 {_spread(times)[1]:.0f} p99 {_spread(times)[2]:.0f} ms "
        f"(of which being accepted p95 {_spread(taking[phase])[1]:.0f})"
        for phase, times in waits.items()
        if phase in ("well", "manners", "killed")
    )
    return Finding("other endpoints are not delayed", kept, said)


def _spread(times: list[float]) -> tuple[float, float, float]:
    if len(times) < 2:
        return (0.0, 0.0, 0.0)
    cuts = statistics.quantiles(times, n=100)
    return cuts[49], cuts[94], cuts[98]


def told(outcome: Outcome) -> str:
    wheres = Counter(one.where for one in outcome.sent)
    attempts = sum(one["attempts"] for one in outcome.deliveries.values())
    lines = [
        f"{len(outcome.sent)} events in {outcome.seconds:.0f} s, {attempts} attempts, {outcome.kills} kills",
        "  " + ", ".join(f"{name} {count}" for name, count in wheres.items()),
    ]
    lines += [f"{'kept  ' if one.kept else 'BROKEN'} {one.promise}: {one.said}" for one in findings(outcome)]
    return "\n".join(lines)
