"""What values are to a formula: nothing at all, truth, text, numbers, and when two are equal.

For: JavaScript's own rules, since the language was made in it and packages count on them ("5" equals 5, null is nothing).
Not here: what the formulas do with them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

import orjson


class _Undefined:
    __slots__ = ()

    def __repr__(self) -> str:
        return "undefined"

    def __bool__(self) -> bool:
        return False


UNDEFINED: Final = _Undefined()
"""No value: a key that has it is left out, a place in a list is not taken."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Infinity)", re.ASCII)
_BASED = re.compile(r"0(?:[xX][0-9a-fA-F]{1,300}|[oO][0-7]{1,300}|[bB][01]{1,300})")
_LONGEST_NUMBER = 400  # characters of digits that are looked at: a float has no use for more
_FLOAT = float("1e16")


def is_nothing(value: Any) -> bool:
    return value is None or value is UNDEFINED


def is_empty(value: Any) -> bool:
    """Nothing, an empty text, list or object. 0 and false are something."""
    return is_nothing(value) or value == "" or value == [] or value == {}


def truth(value: Any) -> bool:
    """Empty lists and objects are true, as in JavaScript; 0, NaN, "" and nothing are not."""
    if isinstance(value, (list, Mapping)):
        return True
    return not (isinstance(value, float) and math.isnan(value)) and bool(value)


def text_of(value: Any) -> str:
    """Objects are written as JSON: "[object Object]" would help nobody."""
    match value:
        case str():
            return value
        case None | _Undefined():
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number_text(value)
        case list():
            return ",".join(map(text_of, value))
    return orjson.dumps(value, default=str).decode()


def _number_text(value: int | float) -> str:
    if isinstance(value, int) and abs(value) < 10**21:
        return str(value)
    try:
        number = float(value)
    except OverflowError:
        return "Infinity" if value > 0 else "-Infinity"
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number.is_integer() and abs(number) < 1e21:
        return str(int(number))
    digits, _, exponent = repr(number).partition("e")
    if not exponent:
        return digits
    size = int(exponent)
    if -7 < size < 0:  # Python turns to exponents sooner than JavaScript does
        return f"{number:.{len(digits.replace('.', '').lstrip('-')) - 1 - size}f}"
    return f"{digits}e{'+' if size > 0 else '-'}{abs(size)}"


def leading_number(value: Any) -> float:
    """The number a text begins with ("5px" is 5), NaN without one."""
    found = _NUMBER.match(text_of(value)[:_LONGEST_NUMBER].lstrip()) if not isinstance(value, bool) else None
    return float(found[0]) if found else math.nan


def whole_number(value: Any) -> float:
    """What a value is worth where a number is needed: "" is 0, "x" is NaN."""
    if isinstance(value, (bool, int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    text = text_of(value).strip()
    if not text:
        return 0.0
    if _BASED.fullmatch(text):
        return float(int(text, 0))
    return float(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else math.nan


def same(left: Any, right: Any) -> bool:
    """Strictly equal: `"1"` is not 1, true is not 1. Lists and objects are compared by what they hold."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    return bool(left == right) and isinstance(left, (int, float)) == isinstance(right, (int, float))


def loosely_same(left: Any, right: Any) -> bool:
    """As `==` of JavaScript; two lists or objects are equal when they hold the same."""
    if is_nothing(left) or is_nothing(right):
        return is_nothing(left) and is_nothing(right)
    inside = (list, Mapping)
    if (isinstance(left, inside) and isinstance(right, inside)) or (isinstance(left, str) and isinstance(right, str)):
        return same(left, right)
    if isinstance(left, inside) != isinstance(right, inside):
        held, other = (left, right) if isinstance(left, inside) else (right, left)
        if isinstance(other, str):
            return text_of(held) == other
    return whole_number(left) == whole_number(right)
