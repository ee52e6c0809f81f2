"""References: how an input points at what earlier steps returned.

For: parsing `webhook_1.results.body.data.type` once and reading it quickly; saying what is missing and what is near.
Not here: templates and the other kinds of input (`inputs`), which steps come before (`validation`), JSONPath itself (`queries`).

Only own keys of objects and places of lists are ever read: a reference cannot reach an attribute or a method.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import ClassVar

from runtime.engine.component import Json
from runtime.engine.errors import InvalidDefinition, StepProblem
from runtime.engine.queries import Query

Scope = Mapping[str, Json]
"""What references read from: `{step id: {"results": ...}, "trigger": ..., loop id: {"currentItem": ..., "index": ...}}`.

Under the key `$` (no step can be called that) it may hold the document of JSONPath: `{steps, trigger, config, env, customer,
instance}`; without it, a JSONPath reads the scope itself.
"""

DOCUMENT = "$"
LONGEST = 1000  # characters; a longer text is no reference that somebody wrote

_ROOT = re.compile(r"[^\s.\[\]{}\"'$]+")
_SEGMENT = re.compile(
    r"""\.(?P<name>[^\s.\[\]{}"']+)|\[(?P<index>\d{1,9})\]|\[(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]"""
)
_ESCAPED = re.compile(r"\\(.)")


class ReferenceMissing(StepProblem):
    """`details`: reference, missing (the first key that is not there), nearest (a key that is, or None)."""

    default_code: ClassVar[str] = "reference_not_found"


class Reference:
    """A parsed reference. `root` is the step (or loop, or `trigger`) it begins with; `keys` the rest."""

    __slots__ = ("_query", "_steps", "keys", "root", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._query: Query | None = None
        if text.startswith(DOCUMENT):
            self._query = Query(text)
            self.root, self.keys = DOCUMENT, self._query.names
        else:
            self.root, self.keys = _parse(text)
        # (key, its place if it may be one in a list, whether it names a header)
        keys = (self.root, *self.keys)
        self._steps = tuple(
            (key, int(key) if key.isdecimal() and key.isascii() and len(key) < 10 else -1, before == "headers")
            for before, key in zip(("", *keys), keys, strict=False)
        )

    @property
    def is_query(self) -> bool:
        return self._query is not None

    def read(self, scope: Scope, visits: list[int] | None = None) -> Json:
        """The value; for a JSONPath one match is the value and several are a list. `visits` are those left to several of them.

        Raises `ReferenceMissing`, or `StepProblem` `reference_too_wide` for a JSONPath that matches without end.
        """
        if self._query is not None:
            return self._read_query(self._query, scope, visits)
        value: Json = scope
        for place, (key, index, is_header) in enumerate(self._steps):
            if type(value) is list:
                if not 0 <= index < len(value):
                    raise self._missing(place, value)
                value = value[index]
                continue
            try:
                if type(value) is dict or isinstance(value, Mapping):
                    value = value[key]
                    continue
            except KeyError:
                if is_header and (name := _header_name(value, key)) is not None:
                    value = value[name]
                    continue
            raise self._missing(place, value)
        return value

    def _read_query(self, query: Query, scope: Scope, visits: list[int] | None) -> Json:
        found = query.find(scope.get(DOCUMENT, scope), visits)
        if not found:
            raise ReferenceMissing(f"{self.text} matches nothing.", reference=self.text, missing=self.text, nearest=None)
        return found[0] if len(found) == 1 else found

    def _missing(self, place: int, value: Json) -> ReferenceMissing:
        key = self._steps[place][0]
        if place == 0:
            nearest = nearest_name(key, value)
            message = f'{self.text}: "{key}" has no results here; it did not run, or does not come before.'
        else:
            nearest = nearest_name(key, value) if isinstance(value, Mapping) else None
            where = ".".join(known for known, _, _ in self._steps[:place])
            message = f'{self.text}: there is no "{key}" in {where}, {_described(value)}.'
        if nearest is not None:
            message += f' Did you mean "{nearest}"?'
        return ReferenceMissing(message, reference=self.text, missing=key, nearest=nearest)


@lru_cache(maxsize=8192)
def compile_reference(text: str) -> Reference:
    """Parses a dotted reference or, with a leading `$`, a JSONPath. Raises `InvalidDefinition` `reference_malformed`."""
    if not text.strip():
        raise InvalidDefinition(
            "No result is chosen yet. Pick one, or write it like webhook_1.results.body.data.type.",
            code="reference_malformed",
            reference=text,
        )
    if len(text) > LONGEST:
        raise _malformed(text[:40] + "...", f"it is longer than {LONGEST} characters")
    return Reference(text)


def _parse(text: str) -> tuple[str, tuple[str, ...]]:
    root = _ROOT.match(text)
    if root is None:
        raise _malformed(text, "it begins with no step id")
    keys: list[str] = []
    at = root.end()
    while at < len(text):
        segment = _SEGMENT.match(text, at)
        if segment is None:
            raise _malformed(text, f'"{text[at : at + 20]}" is neither .key, [0] nor ["odd key"]')
        quoted = segment["quoted"]
        keys.append(_ESCAPED.sub(r"\1", quoted[1:-1]) if quoted is not None else segment["name"] or str(int(segment["index"])))
        at = segment.end()
    return root.group(), tuple(keys)


def _malformed(text: str, why: str) -> InvalidDefinition:
    return InvalidDefinition(
        f'"{text}" is not a reference: {why}. Write it like webhook_1.results.body.data.type.',
        code="reference_malformed",
        reference=text,
    )


def _header_name(headers: Mapping[str, Json], wanted: str) -> str | None:
    """Header names are compared without case (RFC 9110 5.1)."""
    folded = wanted.lower()
    if folded in headers:
        return folded
    return next((name for name in headers if name.lower() == folded), None)


def nearest_name(key: str, among: Iterable[str]) -> str | None:
    """The name that was probably meant; among the first two hundred, since a payload may be an object of any size."""
    close = get_close_matches(key[:60], [name for name, _ in zip(among, range(200), strict=False) if len(name) <= 60], n=1)
    return close[0] if close else None


def _described(value: Json) -> str:
    match value:
        case None:
            return "which is null"
        case list():
            return f"a list of {len(value)}"
        case Mapping():
            return "an object with other keys" if value else "an empty object"
        case _:
            return f"which is a {'text' if isinstance(value, str) else 'boolean' if isinstance(value, bool) else 'number'}"
