"""Values as JSON text.

For: one way to write what flows hold, whoever keeps or sends it.
Not here: how large it may be (`runtime.executions.sizes`), the columns it goes to (`tables`).
"""

from __future__ import annotations

import json
from typing import Any

import orjson

REPLACEMENT = "\ufffd"


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


def plain_text(value: str) -> str:
    """Text that every database takes: NUL and lone surrogates become U+FFFD."""
    if "\0" in value:
        value = value.replace("\0", REPLACEMENT)
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain(value: Any) -> Any:
    """The same for all text in a value, where SQL looks into its JSON."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {plain(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
