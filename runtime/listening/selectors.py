"""Selectors: the texts by which events of a global webhook find who waits for them. Pure.

For: refusing those that would match strangers, and the nearest of those that are known.
Not here: computing them (a connector's own code), the subscriptions (`models`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from runtime.engine.errors import NotAllowed

LONGEST = 500  # characters
MOST_TOLD = 3
ALIKE = 0.5
# What a JavaScript template or a formula leaves where there was no value. `nullable` and `annulled` are fine names.
HOLLOW = re.compile(r"(undefined|\[object Object\]|null(?![A-Za-z0-9])|NaN(?![A-Za-z0-9]))")


def check_selector(given: Any) -> str:
    """The selector. Raises `NotAllowed` `selector_refused`: an absent id must never make two strangers equal."""
    if not isinstance(given, str):
        kind = "nothing" if given is None else type(given).__name__
        raise _refused(f"A selector must be a text, not {kind}.")
    if not given.strip():
        raise _refused("A selector must not be empty.")
    if len(given) > LONGEST:
        raise _refused(f"A selector has at most {LONGEST} characters.")
    if "\0" in given:
        raise _refused("A selector cannot hold a NUL character.")
    if hollow := HOLLOW.search(given):
        raise _refused(
            f'The selector "{given}" contains {hollow[1]}, so an id was missing where it was made; '
            "it would match every other one made without."
        )
    return given


def _refused(message: str) -> NotAllowed:
    return NotAllowed(message, code="selector_refused")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A selector that somebody waits for, or would if it were not switched off."""

    selector: str
    customer: str
    event: str
    listening: bool


def nearest(wanted: str, known: Iterable[Waiting]) -> list[Waiting]:
    """Up to three, the most alike first; an equal one that does not listen comes before all."""
    matcher, folded = SequenceMatcher(b=wanted.lower()[:LONGEST]), wanted.lower()[:LONGEST]
    alike: list[tuple[float, str, Waiting]] = []
    for one in known:
        text = one.selector.lower()[:LONGEST]
        matcher.set_seq1(text)
        if text == folded:
            alike.append((-2.0, one.selector, one))
        elif matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
            alike.append((-ratio, one.selector, one))
    return [one for *_, one in sorted(alike, key=lambda entry: entry[:2])][:MOST_TOLD]
