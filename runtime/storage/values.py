"""What may be stored, and under which keys: the same for the table and for the scratch of a test.

For: refusing what some database or JSON reader could not keep. Pure.
"""

from __future__ import annotations

import math
import re
from typing import Any

import orjson

from runtime.engine.errors import StepProblem

MAX_KEY = 200  # characters
MAX_VALUE = 256 * 1024  # bytes, as compact JSON
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# An escaped NUL, not an escaped backslash before "u0000": PostgreSQL's jsonb can hold anything but this.
NUL_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def summed(stored: Any, amount: float) -> float:
    if isinstance(stored, bool) or not isinstance(stored, (int, float, type(None))):
        raise _no_number("What is stored under this key is no number, so nothing can be added. Set it first.")
    total: float = (stored or 0) + amount
    # Whole numbers beyond 64 bits are no longer the same number in every database and every JSON reader.
    if not math.isfinite(total) or (isinstance(total, int) and abs(total) >= 2**63):
        raise _no_number("The sum is too large to be stored.")
    return total


def lengthened(stored: Any, item: Any) -> list[Any]:
    """Raises `StepProblem` `storage_not_a_list`, and what `check_value` raises."""
    if not isinstance(stored, list | None):
        message = "What is stored under this key is no list, so nothing can be put behind it. Remove it first."
        raise StepProblem(message, code="storage_not_a_list", field="key")
    items = [*(stored or ()), item]
    check_value(items)
    return items


def _no_number(message: str) -> StepProblem:
    return StepProblem(message, code="storage_not_a_number", field="key")


def check_key(key: str) -> None:
    # Neither NUL nor half a surrogate pair can be stored as text everywhere.
    if not 0 < len(key) <= MAX_KEY or UNSTORABLE.search(key):
        raise StepProblem(f"A storage key is text of 1 to {MAX_KEY} characters.", code="storage_key_invalid", field="key")


def check_value(value: Any) -> None:
    try:
        encoded = orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise _unstorable(str(error)[:80]) from None
    if len(encoded) > MAX_VALUE:
        raise StepProblem(
            f"The value is {len(encoded) // 1024} KiB as JSON; at most {MAX_VALUE // 1024} KiB can be stored under one key.",
            code="storage_value_too_large",
            field="value",
        )
    if NUL_ESCAPE.search(encoded):
        raise _unstorable("it holds a NUL character")


def _unstorable(why: str) -> StepProblem:
    return StepProblem(f"The value cannot be stored: {why}.", code="storage_value_invalid", field="value")
