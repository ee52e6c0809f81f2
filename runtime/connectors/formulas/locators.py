"""Locators: `$.user.emails[0].address`, the way a formula points at a value.

For: parsing one, and reading own keys and places only.
Not here: references of flows (`engine.references`), which differ: here `.length` of a list works, a list has no keys of its
items, and a false element of a list counts as not there. Packages depend on each of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from runtime.connectors.formulas.values import UNDEFINED, truth

LONGEST = 2000  # characters
Step = str | int

_PART = re.compile(r"\.(?P<key>(?:[^.\[\]\\]|\\.)*)\\?|\[\s*(?P<index>\d{1,9})\s*\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Step, ...] | None:
    """The keys and places on the way; None when it is no locator. `$`, `$.` and `$[` at the beginning may be left out."""
    if not text or len(text) > LONGEST:
        return None
    if text.startswith("$"):
        rest = text[1:]
        if rest and rest[0] not in ".[":
            return None
    else:
        rest = text if text.startswith("[") else "." + text
    steps: list[Step] = []
    while rest:
        part = _PART.match(rest)
        if part is None or part.end() == 0:
            return None
        steps.append(int(part["index"]) if part["index"] is not None else _ESCAPED.sub(r"\1", part["key"]))
        rest = rest[part.end() :]
        if rest and rest[0] not in ".[":
            return None
    return tuple(steps)


def read(steps: tuple[Step, ...], variables: Any) -> Any:
    value = variables
    for step in steps:
        value = _read_one(step, value)
        if value is UNDEFINED:
            return UNDEFINED
    return value


def _read_one(step: Step, value: Any) -> Any:
    if isinstance(value, list):
        if isinstance(step, int):
            # A false element (0, "", false, null) reads as if it were not there; `.0` reads it as it is.
            return value[step] if step < len(value) and truth(value[step]) else UNDEFINED
        if step == "length":
            return len(value)
        if step.isdecimal() and step.isascii() and len(step) < 10:
            return value[int(step)] if int(step) < len(value) else UNDEFINED
        return UNDEFINED
    return value.get(step, UNDEFINED) if isinstance(step, str) and isinstance(value, Mapping) else UNDEFINED


def read_all(steps: tuple[Step, ...], value: Any) -> list[Any]:
    """What a filter's field points at: where a list is crossed by a key, the values of all of its items."""
    for place, step in enumerate(steps):
        if isinstance(value, list) and isinstance(step, str) and step != "length" and not step.isdecimal():
            return [found for item in value for found in read_all(steps[place:], item)]
        if isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else UNDEFINED
        else:
            value = _read_one(step, value)
        if value is UNDEFINED:
            break
    return [value]
