"""Values as JSON text.

For: one way to write what flows hold, whoever keeps or sends it.
Not here: how large it may be (`runtime.executions.sizes`), the columns it goes to (`tables`).
"""

from __future__ import annotations

import json
from typing import Any

import orjson


class JsonText(str):
    """JSON that was written already; a JSON column takes it as it is."""

    __slots__ = ()


class NotStorable(ValueError):
    """It nests deeper than JSON can be written and read again, or mixes NaN with numbers beyond 64 bits."""


def encode(value: Any) -> JsonText:
    """Compact JSON. Raises `NotStorable`."""
    return JsonText(written(value))


def written(value: Any) -> str:
    """The same as plain text, for who wants no mark on it. Raises `NotStorable`."""
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        pass
    # Whole numbers beyond 64 bits and lone surrogates are JSON all the same; the slower writer takes them.
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False, default=str)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotStorable(f"This cannot be written as JSON: {error}") from None
