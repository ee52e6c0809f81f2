"""What it costs to hold data against a schema, before it is done.

For: a bound to looking, and one to saying what does not fit, from the schema and the data alone. Pure.
Not here: whether data fits (`checking`).

Forty alternatives of two within each other are a short schema and a million million ways to look at one value. And all misfits
are found before the first can be told, each with a copy of what misfits: three thousand missing fields of one large object
would be gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_LOOKS: Final = 20_000_000  # a third of a second
MOST_TO_TELL: Final = 40_000_000  # bytes, roughly
OF_ONE: Final = 1_500  # bytes of one misfit, beside what it copies
TOO_MANY: Final = 10**9
MOST_COUNTED: Final = 20_000  # parts of schemas, each at each depth
SAME_PLACE: Final = frozenset({"not", "if", "then", "else", "propertyNames", "unevaluatedItems", "unevaluatedProperties"})
SEVERAL: Final = frozenset({"allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies"})
BELOW: Final = frozenset({"additionalProperties", "items", "contains", "additionalItems", "prefixItems", "properties"})
REFERENCES: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})


@dataclass(frozen=True, slots=True)
class Costs:
    can_look: bool
    can_tell: bool


def costs(schema: Any, data: Any) -> Costs:
    parts, weight, depth = _measured(data)
    try:
        ways = _Ways(schema).of(schema, depth)
    except RecursionError:
        return Costs(can_look=False, can_tell=False)
    return Costs(ways * parts <= MOST_LOOKS, ways * (OF_ONE * parts + depth * weight) <= MOST_TO_TELL)


def _measured(data: Any) -> tuple[int, int, int]:
    """How many values there are in it, roughly how many bytes, and how many levels."""
    parts = weight = depth = 0
    level = [data]
    while level:
        depth += 1
        parts += len(level)
        below: list[Any] = []
        for each in level:
            if isinstance(each, str):
                weight += len(each)
            elif isinstance(each, Mapping):
                weight += sum(map(len, each))
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        level = below
    return parts, weight + 8 * parts, depth


class _Ways:
    """How often one value is looked at, at most, and what stands below it on one way down."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._known: dict[tuple[int, int], int] = {}

    def of(self, schema: Any, depth: int) -> int:
        if not isinstance(schema, Mapping):
            return 1
        known = self._known.get((id(schema), depth))
        if known is not None:
            return known
        if len(self._known) >= MOST_COUNTED:
            return TOO_MANY
        self._known[id(schema), depth] = 1  # one that names itself goes round once
        required = schema.get("required")
        ways = len(schema) + (len(required) if isinstance(required, list) else 0)
        for keyword, part in schema.items():
            ways += self._of_keyword(keyword, part, depth)
        self._known[id(schema), depth] = min(ways, TOO_MANY)
        return min(ways, TOO_MANY)

    def _of_keyword(self, keyword: str, part: Any, depth: int) -> int:
        if keyword in REFERENCES:
            return self.of(self._named(part), depth)
        if keyword in SAME_PLACE:
            return self.of(part, depth)
        if keyword in SEVERAL:
            return sum(self.of(each, depth) for each in _each(part))
        if keyword == "patternProperties" and depth:
            return sum(self.of(each, depth - 1) for each in _each(part))
        if keyword in BELOW and depth:
            those = _each(part) if keyword in ("properties", "prefixItems") or isinstance(part, list) else [part]
            return max((self.of(each, depth - 1) for each in those), default=0)
        return 0

    def _named(self, reference: Any) -> Any:
        """Within the schema; what is named otherwise counts as all of it."""
        found = self._root
        for key in str(reference).removeprefix("#").split("/")[1:]:
            key = key.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, Mapping) else None
        return self._root if found is None else found


def _each(part: Any) -> Iterable[Any]:
    return part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
