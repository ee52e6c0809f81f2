"""What a saved test expects, held against what its run gave. Pure.

For: the comparison and its rules, and what is no expectation at all.
Not here: running (`running`), shapes on the wire (`shapes`).

An expectation names what must hold: {outcome, code, result, answerStatus, answerBody, flow, customer}, all optional; `match` is
for result and answerBody:

- `contains` (usual): objects may hold more keys, lists more items; the expected items stand in the same order.
- `equals`: nothing may be added.

In both numbers compare by value (1 is 1.0, never true), null differs from a key that is absent, and `{"$any": true}` stands for
a value that may vary, such as an id or a time; `{"$any": "text"}` (number, boolean, list, object, null) says of which kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import orjson

from runtime.engine.component import Json

ANY = "$any"
KINDS = ("text", "number", "boolean", "list", "object", "null")
COMPARED = ("outcome", "code", "flow", "customer", "answerStatus", "result", "answerBody")
MOST_DIFFERENCES = 50
LONGEST_SHOWN = 4096  # bytes of a value as JSON, in a difference
LONGEST_PATH = 400  # characters; keys may be as long as a request
DEEPEST_TOLD = 6  # lists in lists; each takes another look at all that is in it
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` begins with what was compared: `result.items[0].id`."""

    path: str
    kind: str  # missing, changed, extra
    expected: Json = None
    got: Json = None

    def as_json(self) -> dict[str, Json]:
        path = self.path if len(self.path) <= LONGEST_PATH else f"{self.path[:LONGEST_PATH]}…"
        return {"path": path, "kind": self.kind, "expected": _shown(self.expected), "got": _shown(self.got)}


def differences(expected: Mapping[str, Json], run: Mapping[str, Json]) -> list[Difference]:
    """How a TestRun falls short of an expectation; none at all when it does not. At most fifty."""
    got = observed(run)
    equals = expected.get("match") == "equals"
    asked = [name for name in COMPARED if name in expected]
    if "outcome" in asked and expected["outcome"] != got["outcome"]:
        asked = [name for name in asked if name in ("outcome", "code")]  # all else follows from it
    found = (difference for name in asked for difference in _compare(name, expected[name], got[name], equals))
    return list(islice(found, MOST_DIFFERENCES))


def unlike(path: str, before: Json, after: Json) -> Iterator[Difference]:
    """How one value differs from another, place by place; `expected` is what was before."""
    return _compare(path, before, after, equals=True)


def observed(run: Mapping[str, Json]) -> dict[str, Json]:
    """What of a TestRun expectations are about. A body that is JSON is compared as data, any other as text."""
    answer = run.get("answer") or {}
    return {
        **{name: run.get(name) for name in ("outcome", "code", "flow", "customer", "result")},
        "answerStatus": answer.get("status"),
        "answerBody": _as_data(answer.get("body")),
    }


def mistakes_in(expected: Mapping[str, Json]) -> dict[str, str]:
    """By path: what about an expectation can never hold, or says nothing."""
    if not any(name in expected for name in COMPARED):
        return {"": "Say what is expected: an outcome, a code, a result, an answer, a flow or a customer."}
    found: dict[str, str] = {}
    for name in ("result", "answerBody"):
        for path, kind in _wildcards(expected.get(name), name):
            if kind is not True and kind not in KINDS:
                found[path] = f"{ANY} is true, or one of {', '.join(KINDS)}."
    return found


def _compare(path: str, expected: Json, got: Json, equals: bool, lists: int = 0) -> Iterator[Difference]:
    """`lists`: how many stand around it."""
    if _is_wildcard(expected):
        if got is _ABSENT:
            yield Difference(path, "missing", expected)
        elif expected[ANY] is not True and _kind(got) != expected[ANY]:
            yield Difference(path, "changed", expected, got)
    elif got is _ABSENT:
        yield Difference(path, "missing", expected)
    elif isinstance(expected, dict) and isinstance(got, dict):
        yield from _compare_objects(path, expected, got, equals, lists)
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _compare_lists(path, expected, got, equals, lists)
    elif _kind(expected) != _kind(got) or expected != got:
        yield Difference(path, "changed", expected, got)


def _compare_objects(
    path: str, expected: dict[str, Json], got: dict[str, Json], equals: bool, lists: int
) -> Iterator[Difference]:
    for key, value in expected.items():
        yield from _compare(_below(path, key), value, got.get(key, _ABSENT), equals, lists)
    if equals:
        yield from (Difference(_below(path, key), "extra", None, value) for key, value in got.items() if key not in expected)


def _compare_lists(path: str, expected: list[Json], got: list[Json], equals: bool, lists: int) -> Iterator[Difference]:
    if not equals and _stand_in_order(expected, got):
        return
    if not equals and lists >= DEEPEST_TOLD:
        yield Difference(path, "changed", expected, got)
        return
    # Told place by place: what shifted shows as changed, which is what people look for in a list.
    for place, value in enumerate(expected):
        yield from _compare(f"{path}[{place}]", value, got[place] if place < len(got) else _ABSENT, equals, lists + 1)
    if equals:
        yield from (Difference(f"{path}[{place}]", "extra", None, got[place]) for place in range(len(expected), len(got)))


def _stand_in_order(expected: list[Json], got: list[Json]) -> bool:
    remaining = iter(got)
    return all(any(_holds(value, each) for each in remaining) for value in expected)


def _holds(expected: Json, got: Json) -> bool:
    """Whether `_compare` would find nothing, under `contains`. It looks at each value once, where telling how would not."""
    if _is_wildcard(expected):
        return expected[ANY] is True or _kind(got) == expected[ANY]
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(key in got and _holds(value, got[key]) for key, value in expected.items())
    if isinstance(expected, list) and isinstance(got, list):
        return _stand_in_order(expected, got)
    return _kind(expected) == _kind(got) and expected == got


def _is_wildcard(value: Json) -> bool:
    return isinstance(value, dict) and len(value) == 1 and ANY in value


def _wildcards(value: Json, path: str) -> Iterator[tuple[str, Json]]:
    if _is_wildcard(value):
        yield path, value[ANY]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _wildcards(inner, _below(path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _wildcards(inner, f"{path}[{place}]")


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
    return "object"


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if key.replace("-", "_").isidentifier() else f'{path}["{key}"]'


def _as_data(body: Json) -> Json:
    if not isinstance(body, str) or not body:
        return body or None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return body


def _shown(value: Json) -> Json:
    """A value short enough for a list of differences; a long one as the beginning of its JSON."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # whole numbers past 64 bits
        return str(value)[:LONGEST_SHOWN]
    return value if len(text) <= LONGEST_SHOWN else f"{text[:400].decode(errors='ignore')}… ({len(text) // 1024} KiB)"
