"""What a package's JSON Schemas may not say, because validating by them would do more than compare values.

For: references, which validators fetch from wherever they lead, this machine's files and neighbours too; patterns that can be
tried in endlessly many ways. Pure.
Not here: whether it is JSON Schema at all (`specs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

REFERENCES: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor"})
NAMES: Final = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})  # what builders choose
KNOWN: Final = ("http://json-schema.org/", "https://json-schema.org/")
DATA: Final = frozenset({"default", "example", "examples", "const", "enum"})  # values, whatever they look like
LONGEST_PATTERN: Final = 500  # characters
REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_parse: Final = re._parser.parse  # type: ignore[attr-defined]

Path = tuple[str | int, ...]


def hazards(schema: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Where, and what to write instead."""
    if isinstance(schema, list):
        for place, inner in enumerate(schema):
            yield from hazards(inner, (*path, place))
    if not isinstance(schema, dict):
        return
    for word, told in schema.items():
        at = (*path, word)
        if word in REFERENCES and isinstance(told, str):
            yield at, f"{word} is not taken: nothing is looked up elsewhere. Write out what it stands for."
        elif word == "$schema" and not str(told).startswith(KNOWN):
            yield at, "$schema names a dialect of json-schema.org, or is left out."
        elif word == "pattern" and isinstance(told, str):
            yield from ((at, message) for message in _of_pattern(told))
        elif word == "patternProperties" and isinstance(told, dict):
            yield from ((at, message) for pattern in told for message in _of_pattern(str(pattern)))
        if word in NAMES and isinstance(told, dict):
            for name, inner in told.items():
                yield from hazards(inner, (*at, name))
        elif word not in DATA:
            yield from hazards(told, at)


def _of_pattern(pattern: str) -> Iterator[str]:
    if len(pattern) > LONGEST_PATTERN:
        yield f"A pattern has at most {LONGEST_PATTERN} characters."
        return
    try:
        parsed = _parse(pattern)
    except (re.error, OverflowError, RecursionError):
        yield "This pattern cannot be read."
        return
    if _multiplies(parsed, inside=False):
        yield "In this pattern something that repeats holds another repetition or a choice, which may never end. Write it flat."


def _multiplies(part: Any, *, inside: bool) -> bool:
    """Whether a repetition without end holds another repetition or a choice: one text then fits in ever more ways."""
    if isinstance(part, tuple) and part and str(part[0]) in REPEATS:
        low, high, body = part[1]
        endless = str(high) == "MAXREPEAT" or high > 100
        return (inside and high != low) or _multiplies(body, inside=inside or endless)
    if isinstance(part, tuple) and part and str(part[0]) == "BRANCH" and inside:
        return True
    if isinstance(part, tuple) and part and str(part[0]) == "IN":
        return False  # one letter of several is no choice
    parts = part if isinstance(part, list | tuple) else getattr(part, "data", ())
    return any(_multiplies(one, inside=inside) for one in parts)
