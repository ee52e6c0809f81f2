"""Places in a request, and which kind of value stands there.

For: `body.data.orders[].total` as a value that is compiled once and looked up in each request. Pure; never keeps a value.
Not here: which places flows read (`reads`), what to make of it (`standing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

EACH = "[]"  # each item of a list; no key of an object that somebody reads looks like this
MISSING, NULL, SEVERAL, UNSEEN = "missing", "null", "several", ""
NOTHING = frozenset({MISSING, NULL})
KINDS: dict[type, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    dict: "object",
    list: "list",
    type(None): NULL,
}
MOST_ITEMS = 5  # of a list are looked at: what changes, changes in all of them; of lists within it fewer, as that multiplies

Keys = tuple[str, ...]
Probe = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Place:
    """`kind_in` says the kind of what stands there, `UNSEEN` when a list on the way is empty."""

    keys: Keys

    def __str__(self) -> str:
        return "".join(_written(key) for key in self.keys).removeprefix(".")

    def is_within(self, other: Place) -> bool:
        return len(self.keys) > len(other.keys) and self.keys[: len(other.keys)] == other.keys

    def kind_in(self, request: Mapping[str, Any]) -> str:
        return _kind(request, self.keys)


def _kind(value: Any, keys: Keys, most: int = MOST_ITEMS) -> str:
    for at, key in enumerate(keys):
        if type(value) is dict:
            if key in value:
                value = value[key]
                continue
            if key == EACH:
                # A loop goes over an object as pairs.
                value = [{"key": name, "value": item} for name, item in islice(value.items(), most)]
            else:
                return MISSING
        if type(value) is not list:
            return MISSING
        if key == EACH:
            kinds = {_kind(item, keys[at + 1 :], max(1, most // 2)) for item in value[:most]} - {UNSEEN}
            return SEVERAL if len(kinds) > 1 else kinds.pop() if kinds else UNSEEN
        if not key.isdecimal() or not key.isascii() or len(key) > 9 or int(key) >= len(value):
            return MISSING
        value = value[int(key)]
    return KINDS.get(type(value), "object")


def place(keys: Keys) -> Place | None:
    """From what comes after `results`; None for what is no part of what a sender chooses."""
    match keys:
        case ("body", "data", *rest):
            return Place(("body", "data", *rest))
        case ("headers", str(name)):
            return Place(("headers", name.lower()))
        case ("queryParameters", str(name)):
            return Place(("queryParameters", name))
    return None


def _written(key: str) -> str:
    if key == EACH:
        return EACH
    if key.isdecimal():
        return f"[{key}]"
    return f".{key}" if key and not set(key) & set(" .[]{}\"'") else f'["{key}"]'
