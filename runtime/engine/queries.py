"""JSONPath references: those that begin with `$`.

For: compiling RFC 9535 queries once, running them within bounds, and the document they look at.
Not here: dotted references (`references`), how a missing value is reported.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, cast

import re2
from jsonpath import JSONPath, JSONPathEnvironment
from jsonpath.exceptions import JSONPathError
from jsonpath.filter import FilterQuery, walk
from jsonpath.function_extensions import ExpressionType, FilterFunction
from jsonpath.match import JSONPathMatch

from runtime.engine.component import Json
from runtime.engine.errors import InvalidDefinition, StepProblem

MOST_MATCHES = 10_000
MOST_NODES_VISITED = 400_000
LONGEST_PATTERN = 1_000  # characters; it may come from the payload


# An escape, a class with whatever stands in it, or a dot by itself.
_PIECES = re2.compile(r"\\(?s:.)|\[\^?(?:\\(?s:.)|[^\\\]])*\]|\.")


@lru_cache(maxsize=512)
def as_re2(pattern: str) -> str:
    """An I-Regexp for RE2: its dot is anything but a line feed or a carriage return (RFC 9485 section 5.2)."""
    return str(_PIECES.sub(lambda piece: r"[^\n\r]" if piece.group() == "." else piece.group(), pattern))


class _SafeRegex(FilterFunction):
    """`match()` and `search()` on RE2: a builder's pattern meets a stranger's payload, so it must not backtrack."""

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]
    return_type = ExpressionType.LOGICAL

    def __init__(self, *, whole: bool) -> None:
        self._run = re2.fullmatch if whole else re2.search

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN:
            return False
        try:
            return self._run(as_re2(pattern), value) is not None
        except (re2.error, UnicodeEncodeError):  # RFC 9535 2.4.6: a pattern that is no regular expression matches nothing
            return False


class _CountedMatch(JSONPathMatch):
    """A node that pays from the budget of its query, for each child and for each test of a filter: `$..[*]..[*]` cannot run away.

    It knows neither its path nor its children. The library would write the path out for each node, which under one long key is
    that key times the nodes, and would keep them all.
    """

    __slots__ = ()

    def new_child(self, obj: object, key: int | str) -> JSONPathMatch:
        return _CountedMatch(filter_context=self.filter_context(), obj=obj, parent=None, path="", parts=(), root=self.root)

    def add_child(self, *children: JSONPathMatch) -> None:
        """Nobody asks for them."""

    def filter_context(self) -> Mapping[str, Any]:
        """Asked for by each child and each test."""
        context = self._filter_context
        context["budget"][0] -= 1
        if context["budget"][0] < 0:
            raise StepProblem("A JSONPath reference visits too many values; make it more exact.", code="reference_too_wide")
        return context


class _CountedPath(JSONPath):
    """A path within a filter, which pays from the same budget: `$..[?$..x]` walks the whole document at each of its nodes."""

    __slots__ = ()

    def finditer(self, data: Any, *, filter_context: Mapping[str, Any] | None = None) -> Iterable[JSONPathMatch]:
        return _resolve(self, data, filter_context or {})


def _resolve(path: JSONPath, document: Any, context: Mapping[str, Any]) -> Iterable[JSONPathMatch]:
    matches: Iterable[JSONPathMatch] = [
        _CountedMatch(filter_context=context, obj=document, parent=None, path="", parts=(), root=document)
    ]
    for segment in path.segments:
        matches = segment.resolve(matches)
    return matches


def _count_within_filters(path: JSONPath) -> None:
    for segment in path.segments:
        for selector in segment.selectors:
            for part in walk(selector.expression) if hasattr(selector, "expression") else ():
                if isinstance(part, FilterQuery):
                    _count_within_filters(part.path)
                    part.path = _CountedPath(env=part.path.env, segments=part.path.segments)


def _environment() -> JSONPathEnvironment:
    environment = JSONPathEnvironment(strict=True)
    environment.function_extensions["match"] = _SafeRegex(whole=True)
    environment.function_extensions["search"] = _SafeRegex(whole=False)
    return environment


_ENVIRONMENT = _environment()


class Query:
    """A compiled JSONPath."""

    __slots__ = ("_path", "names")

    def __init__(self, text: str) -> None:
        """Raises `InvalidDefinition` `reference_malformed`."""
        try:
            path = _ENVIRONMENT.compile(text)
        except (JSONPathError, RecursionError, ValueError) as error:
            raise InvalidDefinition(
                f'"{text}" is not a JSONPath (RFC 9535): {_first_line(error)}', code="reference_malformed", reference=text
            ) from error
        self._path = cast(JSONPath, path)  # strict mode knows no compound paths
        _count_within_filters(self._path)
        self.names = tuple(_leading_names(self._path.segments))

    def find(self, document: Mapping[str, Json], visits: list[int] | None = None) -> list[Json]:
        """The matches in document order; what it visits is taken from `visits`. Raises `StepProblem` `reference_too_wide`."""
        most = min(MOST_NODES_VISITED, visits[0]) if visits else MOST_NODES_VISITED
        budget = [most]
        matches = _resolve(self._path, document, {"budget": budget})
        try:
            found = [_plain(match.obj, document) for match in islice(matches, MOST_MATCHES + 1)]
        except JSONPathError as error:
            raise StepProblem(f"A JSONPath reference cannot be read: {_first_line(error)}", code="reference_too_wide") from error
        finally:
            if visits:
                visits[0] -= most - max(budget[0], 0)
        if len(found) > MOST_MATCHES:
            raise StepProblem(
                f"A JSONPath reference finds more than {MOST_MATCHES} values; make it more exact.", code="reference_too_wide"
            )
        return found


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _leading_names(segments: Iterable[Any]) -> Iterator[str]:
    """`$.steps.code_1[0]` begins with the names steps, code_1: what validation can check without data."""
    for segment in segments:
        selectors = segment.selectors
        if type(segment).__name__ != "JSONPathChildSegment" or len(selectors) != 1 or not hasattr(selectors[0], "name"):
            return
        yield selectors[0].name


class StepView(Mapping[str, Json]):
    """One step in the `$` document: `{results: ...}` to whoever lists it, and its results' own keys by name.

    So `$.steps.http_1.results.body` and `$.steps.http_1.body` (as builders coming from Tray write it) read the same value,
    while `$..id` finds each value once.
    """

    __slots__ = ("_entry",)

    def __init__(self, entry: Mapping[str, Json]) -> None:
        self._entry = entry

    def __getitem__(self, key: str) -> Json:
        if key in self._entry:
            return self._entry[key]
        results = self._entry.get("results")
        if isinstance(results, dict):
            return results[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entry)

    def __len__(self) -> int:
        return len(self._entry)


class StepsView(Mapping[str, Json]):
    """All steps in the `$` document. The two names of the trigger are there to be asked for, yet not listed beside its own id."""

    __slots__ = ("_entries", "_unlisted")

    def __init__(self, entries: Mapping[str, Json], unlisted: Container[str]) -> None:
        self._entries = entries
        self._unlisted = unlisted

    def __getitem__(self, key: str) -> Json:
        return StepView(self._entries[key])

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._entries if key not in self._unlisted)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _plain(value: Json, document: Mapping[str, Json]) -> Json:
    """JSON without our views in it: a query may match a whole step, all steps, or the document itself."""
    if isinstance(value, StepView):
        return dict(value.items())
    if isinstance(value, StepsView) or (value is document and isinstance(value, Mapping)):
        return {key: _plain(inner, document) for key, inner in value.items()}
    return value
