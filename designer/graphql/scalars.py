"""JSON as text, and moments.

Tray writes JSON values as JSON text, and programs send them either so or as they are. What a text means is known only where the
type of its place is, so reading it is left to who knows it (`json_of`, `value_for`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import orjson

from runtime.engine.errors import NotAllowed

TEXTUAL = frozenset({"string", "picklist", "date", "schedule", "connection"})  # types of config variables whose values are texts


def as_text(value: Any) -> str:
    """A value as the API writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_of(given: Any, field: str) -> Any:
    """What a text means that must be JSON; a value that is no text means itself. Raises `NotAllowed` `input_invalid`."""
    if not isinstance(given, str):
        return given
    try:
        return orjson.loads(given)
    except orjson.JSONDecodeError as error:
        raise NotAllowed(f"{field} is not JSON: {error}.", code="input_invalid", field=field) from None


def value_for(given: Any, type: str) -> Any:
    """A config value of a variable of this type: `7` is a text for one, a number for another, and `"7"` a text for both."""
    if not isinstance(given, str):
        return given
    try:
        read = orjson.loads(given)
    except orjson.JSONDecodeError:
        return given
    return given if type in TEXTUAL and not isinstance(read, str | None) else read


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
