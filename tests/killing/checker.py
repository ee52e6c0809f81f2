"""Compares what was promised with what the database and the sink hold.

Every check yields one `Finding`: how many broke the rule, and the first of them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.killing.ledger import BROKEN, Entry, Ledger
from tests.killing.sink import Effect, Sink
from tests.killing.stands import Stand
from tests.killing.trouble import Trouble
from tests.killing.work import WITHOUT_EFFECT

OVER = ("succeeded", "failed", "cancelled", "duplicate")
EXPECTED = (200, 202, BROKEN, 503)  # 503: it says itself that nothing was stored


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    broken: int
    examples: tuple[str, ...] = ()
    most: int = 0  # how many may break it

    @property
    def kept(self) -> bool:
        return self.broken <= self.most


def finding(rule: str, broken: Iterable[Any], *, most: int = 0) -> Finding:
    found = list(broken)
    return Finding(rule, len(found), tuple(str(one)[:300] for one in found[:5]), most)


@dataclass(frozen=True, slots=True)
class Held:
    """An execution as the database holds it."""

    id: str
    status: str
    result: Any
    number: int | None  # none when it was called
    flow: str
    parent: str


class Checker:
    """`in_flight` is how many calls to the sink may be under way at one moment; flows `without` call it never."""

    def __init__(
        self,
        stand: Stand,
        ledger: Ledger,
        sink: Sink,
        trouble: Trouble,
        *,
        in_flight: int,
        without: Collection[str] = WITHOUT_EFFECT,
    ) -> None:
        self.without = without
        self.stand, self.ledger, self.sink, self.trouble = stand, ledger, sink, trouble
        self.most_repeats = sum(event.cut for event in trouble.events) * in_flight
        rows = stand.rows(
            "SELECT e.id, e.status, e.result, r.body, e.flow_key, e.parent_id FROM runtime_execution e "
            "LEFT JOIN runtime_request r ON r.id = e.request_id"
        )
        held = [
            Held(id, status, _decoded(result), _number(body), flow, parent) for id, status, result, body, flow, parent in rows
        ]
        self.held = {one.id: one for one in held}
        self.requests = {row[0] for row in stand.rows("SELECT id FROM runtime_request")}

    def findings(self) -> Iterator[Finding]:
        promises = self.ledger.promises
        yield finding("answered 2xx, request not stored", (one for one in promises if one.request not in self.requests))
        yield finding("answered 2xx, execution not stored", (one for one in promises if one.execution not in self.held))
        yield finding("answered 2xx, no outcome", (one for one in promises if self._status(one) not in OVER))
        yield finding("answered 2xx, outcome not succeeded", self._unsuccessful(promises))
        yield finding("execution never ended", (one for one in self.held.values() if one.status not in OVER))
        yield finding("wrong result", self._wrong_results())
        yield finding("sync answer is not the result", self._false_answers(promises))
        yield finding("unexpected answer", (one for one in self.ledger.entries if one.status not in EXPECTED))
        yield finding("one event id, two executions", self._twice())
        yield finding("succeeded without its effect", self._without_effect())
        yield finding("effect of nothing sent", self._unknown_effects())
        yield finding("two keys for one execution's effect", self._two_keys())
        yield finding("calls repeated with the same key", self._repeats(), most=self.most_repeats)
        sound = self.stand.is_sound()
        yield finding("database not sound", [] if sound == "ok" else [sound])
        yield finding("sandbox child outlived its parent", self.stand.orphans)
        yield finding("did not behave while it lasted", self.trouble.complaints)

    def _status(self, entry: Entry) -> str:
        held = self.held.get(entry.execution)
        return held.status if held else ""

    def _unsuccessful(self, promises: list[Entry]) -> Iterator[str]:
        for entry in promises:
            if (status := self._status(entry)) in OVER and status != "succeeded":
                yield f"{entry.kind} {entry.execution} {status} {self._error(entry.execution)}"

    def _error(self, execution: str) -> str:
        return str(self.stand.rows(f"SELECT error FROM runtime_execution WHERE id = '{execution}'"))

    def _false_answers(self, promises: list[Entry]) -> Iterator[Entry]:
        for entry in promises:
            if entry.kind in ("ask", "pure") and entry.status == 200 and entry.body != str(entry.number):
                yield entry

    def _twice(self) -> Iterator[str]:
        told: defaultdict[int, set[str]] = defaultdict(set)
        for entry in self.ledger.promises:
            if entry.kind == "once":
                told[entry.number].add(entry.execution)
        stored = Counter(one.number for one in self.held.values() if one.flow == "once")
        yield from (f"event-{number} was answered {names}" for number, names in told.items() if len(names) > 1)
        yield from (f"event-{number} has {count} executions" for number, count in stored.items() if count > 1)

    def _wrong_results(self) -> Iterator[Held]:
        for one in self.held.values():
            if one.number is not None and one.result not in (one.number, None):
                yield one

    def _first(self, execution: str) -> Held | None:
        """The execution that a request began and that this one was called for, or itself."""
        held = self.held.get(execution)
        while held and held.parent:
            held = self.held.get(held.parent)
        return held

    def _without_effect(self) -> Iterator[Held]:
        firsts = (self._first(execution_of(effect)) for effect in self.sink.effects)
        acted = {first.id for first in firsts if first}
        for one in self.held.values():
            if one.status == "succeeded" and not one.parent and one.flow not in self.without and one.id not in acted:
                yield one

    def _unknown_effects(self) -> Iterator[str]:
        for effect in self.sink.effects:
            first = self._first(execution_of(effect))
            if first is None or first.number != effect.number:
                yield f"{effect} {first}"

    def _two_keys(self) -> Iterator[str]:
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for effect in self.sink.effects:
            if first := self._first(execution_of(effect)):
                keys[first.id].add(effect.key)
        yield from (f"{execution}: {names}" for execution, names in keys.items() if len(names) > 1)

    def _repeats(self) -> Iterator[str]:
        calls = Counter((effect.kind, effect.key) for effect in self.sink.effects)
        for call, count in calls.items():
            yield from [" ".join(call)] * (count - 1)


def execution_of(effect: Effect) -> str:
    return effect.key.partition(":")[0]


def _number(body: Any) -> int | None:
    return None if body is None else json.loads(bytes(body))["n"]


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
