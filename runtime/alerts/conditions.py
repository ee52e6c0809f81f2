"""What a rule can watch, and when that is too much. Pure.

For: the one table of conditions: what is counted, in which unit, compared how, said in which words.
Not here: reading the numbers (`looking`), telling people (`sending`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LEAST_FOR_A_RATE = 5  # executions; one failure of one is no rate
SIGNATURE_CODES = frozenset({"signature_invalid", "credential_missing", "timestamp_stale"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What came in the rule's minutes: counts of outcomes and ends, codes, and how long the oldest ready execution waits; how
    deliveries fare; and in how many places payloads changed."""

    counts: Mapping[str, int]
    codes: Mapping[str, int]
    oldest_seconds: float
    disabled_destinations: int = 0
    dead_letters: int = 0
    oldest_delivery_seconds: float = 0.0
    drifted: int = 0

    def of(self, *names: str) -> int:
        return sum(self.counts.get(name, 0) for name in names)


@dataclass(frozen=True, slots=True)
class Condition:
    """`below` turns it round: it fires when there is too little. `words` are filled with value and minutes; `one` is what they
    are of a single one. `of_now` does not look back; `of_tenant` knows no integrations."""

    label: str
    measure: Callable[[Seen], float | None]
    words: str
    suggested: float
    unit: str = ""
    below: bool = False
    of_now: bool = False
    of_tenant: bool = False
    one: str = ""

    def breached(self, value: float | None, threshold: float) -> bool:
        if value is None:
            return False
        return value < threshold if self.below else value >= threshold

    def say(self, value: float | None, minutes: int) -> str:
        number = "no" if value is None else f"{value:,.1f}".removesuffix(".0")
        words = self.one if self.one and number == "1" else self.words
        return words.format(value=number, minutes=f"{minutes} {'minute' if minutes == 1 else 'minutes'}")


def _failure_rate(seen: Seen) -> float | None:
    ended = seen.of("succeeded", "failed")
    return 100 * seen.of("failed") / ended if ended >= LEAST_FOR_A_RATE else None


CONDITIONS: dict[str, Condition] = {
    "failures": Condition(
        "Executions fail",
        lambda seen: seen.of("failed"),
        "{value} executions failed in {minutes}",
        10,
        "executions",
        one="1 execution failed in {minutes}",
    ),
    "failure_rate": Condition(
        "Share of executions that fail", _failure_rate, "{value} % of executions failed in {minutes}", 20, "%"
    ),
    "lag": Condition(
        "Executions wait too long",
        lambda seen: seen.oldest_seconds,
        "the oldest execution has waited {value} seconds",
        60,
        "seconds",
        of_now=True,
    ),
    "unrouted": Condition(
        "Requests find no customer or flow",
        lambda seen: seen.of("unrouted"),
        "{value} unrouted requests in {minutes}",
        1,
        "requests",
        one="1 unrouted request in {minutes}",
    ),
    "signatures": Condition(
        "Signatures or credentials are wrong",
        lambda seen: sum(count for code, count in seen.codes.items() if code in SIGNATURE_CODES),
        "{value} requests with a wrong signature or credential in {minutes}",
        5,
        "requests",
        one="1 request with a wrong signature or credential in {minutes}",
    ),
    "refused": Condition(
        "Requests are refused or turned away",
        lambda seen: seen.of("refused", "limited"),
        "{value} requests refused or turned away in {minutes}",
        50,
        "requests",
        one="1 request refused or turned away in {minutes}",
    ),
    "silence": Condition(
        "Too few requests come",
        lambda seen: seen.of("accepted", "duplicate", "unrouted", "refused", "limited"),
        "{value} requests came in {minutes}",
        1,
        "requests",
        below=True,
        one="1 request came in {minutes}",
    ),
    "drift": Condition(
        "Payloads change under flows that read them",
        lambda seen: seen.drifted,
        "fields that flows read and that changed: {value}",
        1,
        "fields",
        of_now=True,
    ),
    "destinations": Condition(
        "Destinations are disabled",
        lambda seen: seen.disabled_destinations,
        "{value} destinations are disabled and get no events",
        1,
        "destinations",
        of_now=True,
        of_tenant=True,
        one="1 destination is disabled and gets no events",
    ),
    "dead_letters": Condition(
        "Deliveries are given up",
        lambda seen: seen.dead_letters,
        "{value} deliveries were given up in {minutes}",
        1,
        "deliveries",
        of_tenant=True,
        one="1 delivery was given up in {minutes}",
    ),
    "delivery_lag": Condition(
        "Deliveries wait too long",
        lambda seen: round(seen.oldest_delivery_seconds / 60, 1),
        "the oldest delivery has waited {value} minutes",
        15,
        "minutes",
        of_now=True,
        of_tenant=True,
    ),
}
