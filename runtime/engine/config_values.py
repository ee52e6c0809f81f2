"""Values of config variables: what each type takes.

For: everything that is wrong with one value, in words for whoever types it in. One table of types; the form of the pages
agrees with it through `fixtures/config_values/`.
Not here: which variables there are and who may set them (`config_rules`), storing values (`runtime.instances.config`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
from croniter import croniter

from runtime.engine.wording import field_path, reason

Variable = Mapping[str, Any]
Found = Iterator[tuple[str, str]]  # way into the value, such as `[2]` or `.street`; what is wrong there

LONGEST_TEXT = 65_536
MOST_ENTRIES = 1_000
LONGEST_CHOICE = 200
LISTABLE = ("string", "number", "boolean", "date", "picklist")


def value_problems(variable: Variable, value: Any) -> list[tuple[str, str]]:
    """`[(way into the value, sentence)]`. The sentences never repeat the value."""
    return list(_CHECKS[variable.get("type", "string")](variable, value))


def _string(variable: Variable, value: Any) -> Found:
    if not isinstance(value, str):
        yield "", "must be text"
    elif len(value) > LONGEST_TEXT:
        yield "", f"must have at most {LONGEST_TEXT} characters"


def _number(variable: Variable, value: Any) -> Found:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        yield "", "must be a number"
        return
    if (least := variable.get("minimum")) is not None and value < least:
        yield "", f"must be at least {least:g}"
    if (most := variable.get("maximum")) is not None and value > most:
        yield "", f"must be at most {most:g}"


def _boolean(variable: Variable, value: Any) -> Found:
    if not isinstance(value, bool):
        yield "", "must be true or false"


def _date(variable: Variable, value: Any) -> Found:
    try:
        # `fromisoformat` also reads 20260301 and 2026-W09-7, which no date picker writes.
        if len(value) == 10 and value[4] == "-":
            date.fromisoformat(value)
            return
    except (TypeError, ValueError):
        pass
    yield "", "must be a date such as 2026-03-01"


def _picklist(variable: Variable, value: Any) -> Found:
    if variable.get("choicesFrom"):  # which there are is known only when somebody asks the flow
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_CHOICE:
            yield "", "must be one of the choices"
        return
    choices = [choice["value"] for choice in variable.get("choices", ())]
    if value not in choices:
        yield "", f"must be one of {', '.join(choices)}" if choices else "has no choices yet"


def _list(variable: Variable, value: Any) -> Found:
    if not isinstance(value, list):
        yield "", "must be a list"
    elif len(value) > MOST_ENTRIES:
        yield "", f"must have at most {MOST_ENTRIES} entries"
    else:
        for index, item in enumerate(value):
            yield from ((f"[{index}]{way}", said) for way, said in _CHECKS[variable.get("of", "string")](variable, item))


def _key_value(variable: Variable, value: Any) -> Found:
    if not isinstance(value, dict):
        yield "", "must be an object of keys and values"
    elif len(value) > MOST_ENTRIES:
        yield "", f"must have at most {MOST_ENTRIES} entries"
    else:
        if "" in value:
            yield "", "must not have an empty key"
        for key, item in value.items():
            yield from ((f".{key[:80]}{way}", said) for way, said in _CHECKS[variable.get("of", "string")](variable, item))


def _object(variable: Variable, value: Any) -> Found:
    if not isinstance(value, dict):
        yield "", "must be an object"


def _json(variable: Variable, value: Any) -> Found:
    return iter(())


def _form(variable: Variable, value: Any) -> Found:
    """The schema is one of `definition.schema.json#/$defs/formSchema`: no pattern that could run for ever, nothing fetched."""
    schema = {"type": "object", **variable.get("schema", {})}
    for error in sorted(jsonschema.Draft202012Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.path))):
        way = field_path(error.absolute_path)
        if error.validator == "required":
            required: Any = error.validator_value
            instance: Any = error.instance
            name = next(name for name in required if name not in instance and error.message.startswith(repr(name)))
            way, said = f"{way}.{name}", "is required"
        else:
            said = reason(error)
        yield way if not way or way[0] in ".[" else f".{way}", said


def _schedule(variable: Variable, value: Any) -> Found:
    if not isinstance(value, dict) or not isinstance(value.get("cron"), str) or set(value) - {"cron", "timezone"}:
        yield "", 'must be a schedule such as {"cron": "0 9 * * 1-5", "timezone": "Europe/Berlin"}'
        return
    if not _is_cron(value["cron"]):
        yield ".cron", "must be five fields: minute, hour, day of month, month, day of week"
    if not is_time_zone(value.get("timezone", "UTC")):
        yield ".timezone", "must be a time zone such as Europe/Berlin"


def _connection(variable: Variable, value: Any) -> Found:
    if not isinstance(value, str) or not 0 < len(value) <= 40:
        yield "", "must be the id of a connection"


def _is_cron(text: str) -> bool:
    # H, R and @ are croniter's own: a moment by chance is no schedule.
    plain = len(text) <= 200 and len(text.split()) == 5 and not any(letter in text for letter in "HhRr@")
    return plain and croniter.is_valid(text)


def is_time_zone(name: Any) -> bool:
    try:
        return isinstance(name, str) and len(name) < 100 and bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


_CHECKS: dict[str, Callable[[Variable, Any], Found]] = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "picklist": _picklist,
    "list": _list,
    "keyValue": _key_value,
    "object": _object,
    "json": _json,
    "form": _form,
    "schedule": _schedule,
    "connection": _connection,
}
