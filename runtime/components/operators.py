"""The comparisons a branch can make: each label beside its predicate, so the menu and the meaning cannot disagree.

For: pure predicates over JSON values.
Not here: choosing an outlet (`branch`).

JSON decides what is equal: 1 and 1.0 are, 1 and "1" are not, true is not 1. Ordering reads a number written as text ("10") as
a number when the other side is one, since query parameters and form fields are always text. Nothing (null or absent) is
smaller than, equal to and part of nothing but itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
import re2

from runtime.components.times import read_moment
from runtime.engine.errors import StepProblem

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Operator:
    """`takes_right` is false when the left side alone decides."""

    label: str
    test: Predicate
    takes_right: bool = True


def json_equal(left: Any, right: Any) -> bool:
    """Equality of JSON values; Python alone would call true and 1 the same."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(json_equal(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(json_equal, left, right))
    return bool(left == right)


def as_text(value: Any) -> str | None:
    """What a value looks like in a form field or a query: 1 and "1" look alike, and so do true and "true"."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str).decode()


def equal_as_text(left: Any, right: Any) -> bool:
    return as_text(left) == as_text(right)


def moments(test: Callable[[datetime, datetime], bool]) -> Predicate:
    """ISO 8601 in any offset, or seconds since 1970; a time without an offset is in UTC."""

    def compare(left: Any, right: Any) -> bool:
        return left is not None and right is not None and test(read_moment(left), read_moment(right))

    return compare


def holds(left: Any, right: Any) -> bool:
    """Text in text, an item in a list, a key in an object."""
    if left is None:
        return False
    if right is None:
        return isinstance(left, list) and None in left
    if isinstance(left, str):
        return _text(right, "the right side") in left
    if isinstance(left, list):
        return any(json_equal(item, right) for item in left)
    if isinstance(left, dict):
        return right in left if isinstance(right, str) else False
    raise _cannot_compare(left, right)


def against(operator: str, right: Any) -> Callable[[Any], bool]:
    """The test of many left sides, where `right` is prepared once: thousands of ids are looked for among thousands."""
    if operator == "in" and isinstance(right, list):
        known = set(map(_frozen, right))
        return lambda left: _frozen(left) in known
    if operator in ("equalsAsText", "notEqualsAsText"):
        text, is_wanted = as_text(right), operator == "equalsAsText"
        return lambda left: (as_text(left) == text) is is_wanted
    test = OPERATORS[operator].test
    return lambda left: test(left, right)


def _frozen(value: Any) -> Any:
    """What can be looked up: two are equal where `json_equal` says so."""
    if isinstance(value, list):
        return ("list", *map(_frozen, value))
    if isinstance(value, dict):
        return "object", frozenset((key, _frozen(inner)) for key, inner in value.items())
    return ("boolean", value) if isinstance(value, bool) else value


def begins(left: Any, right: Any) -> bool:
    return left is not None and _text(left, "the left side").startswith(_text(right, "the right side"))


def ends(left: Any, right: Any) -> bool:
    return left is not None and _text(left, "the left side").endswith(_text(right, "the right side"))


def ordered(test: Callable[[Any, Any], bool]) -> Predicate:
    """Numbers by size, text by its characters (so ISO dates in one time zone sort by time)."""

    def compare(left: Any, right: Any) -> bool:
        if left is None or right is None:
            return False
        if isinstance(left, str) and isinstance(right, str):
            return test(left, right)
        return test(_number(left, right), _number(right, left))

    return compare


def matches(left: Any, right: Any) -> bool:
    """Finds the pattern anywhere in the text. RE2 syntax: no backtracking, so no pattern can hang a run."""
    return left is not None and _pattern(_text(right, "the pattern")).search(_text(left, "the left side")) is not None


@lru_cache(maxsize=256)
def _pattern(source: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(source, options)
    except re2.error as error:
        raise StepProblem(
            f"The pattern {source[:80]!r} cannot be used ({_reason(error)}). Write it in RE2 syntax: no lookaround.",
            code="pattern_invalid",
        ) from None


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else "not a pattern"
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _number(value: Any, other: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise _cannot_compare(value, other)


def _text(value: Any, side: str) -> str:
    if isinstance(value, str):
        return value
    raise StepProblem(
        f"This comparison needs text, but {side} is {kind_of(value)}. Choose another field or another operator.",
        code="not_comparable",
    )


def _cannot_compare(left: Any, right: Any) -> StepProblem:
    return StepProblem(
        f"{kind_of(left).capitalize()} cannot be compared with {kind_of(right)} this way. Choose another field or operator.",
        code="not_comparable",
    )


def kind_of(value: Any) -> str:
    """What to call a JSON value in a message; never the value itself."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


OPERATORS: dict[str, Operator] = {
    "equals": Operator("equals", json_equal),
    "notEquals": Operator("does not equal", lambda left, right: not json_equal(left, right)),
    "equalsAsText": Operator("equals as text", equal_as_text),
    "notEqualsAsText": Operator("does not equal as text", lambda left, right: not equal_as_text(left, right)),
    "greaterThan": Operator("is greater than", ordered(lambda left, right: left > right)),
    "greaterThanOrEqual": Operator("is greater than or equal to", ordered(lambda left, right: left >= right)),
    "lessThan": Operator("is less than", ordered(lambda left, right: left < right)),
    "lessThanOrEqual": Operator("is less than or equal to", ordered(lambda left, right: left <= right)),
    "contains": Operator("contains", holds),
    "notContains": Operator("does not contain", lambda left, right: not holds(left, right)),
    "startsWith": Operator("starts with", begins),
    "doesNotStartWith": Operator("does not start with", lambda left, right: not begins(left, right)),
    "endsWith": Operator("ends with", ends),
    "doesNotEndWith": Operator("does not end with", lambda left, right: not ends(left, right)),
    "isAfter": Operator("is after", moments(lambda left, right: left > right)),
    "isBefore": Operator("is before", moments(lambda left, right: left < right)),
    "isSameMoment": Operator("is the same moment as", moments(lambda left, right: left == right)),
    "in": Operator("is one of", lambda left, right: holds(right, left)),
    "exists": Operator("exists", lambda left, right: left is not None, takes_right=False),
    "doesNotExist": Operator("does not exist", lambda left, right: left is None, takes_right=False),
    "isEmpty": Operator("is empty", lambda left, right: left is None or left in ("", [], {}), takes_right=False),
    "isNotEmpty": Operator("is not empty", lambda left, right: left is not None and left not in ("", [], {}), takes_right=False),
    "isTrue": Operator("is true", lambda left, right: left is True, takes_right=False),
    "isFalse": Operator("is false", lambda left, right: left is False, takes_right=False),
    "matches": Operator("matches the pattern", matches),
}

# The form asks for a right side only where one is looked at.
WITH_RIGHT: dict[str, Any] = {"x-when": {"operator": [key for key, operator in OPERATORS.items() if operator.takes_right]}}
