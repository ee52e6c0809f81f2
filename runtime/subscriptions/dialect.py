"""The dialect in which triggers and connectors say what they take: JSON Schema with a few words more.

For: checking an input, and writing it out as typed values. Pure.
Not here: which triggers there are (`library`).

What is more: `advanced` on an object names the properties a form hides at first; `enum` may be pairs of text and value, or have
`enumLabels` beside it; `lookup` names an operation that lists choices; `default_jsonpath` fills in what callers never send.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema

from runtime.engine.wording import field_path, reason

Json = Any
OURS = frozenset({"advanced", "enumLabels", "lookup", "default_jsonpath", "datemask"})
MOST_PROBLEMS = 50


def problems_of(schema: Mapping[str, Json], given: Json) -> list[str]:
    """Everything wrong with an input, in words; fields that are filled in by us must not be sent."""
    filled = {name for name, field in schema.get("properties", {}).items() if "default_jsonpath" in field}
    sent = sorted(filled & set(given)) if isinstance(given, Mapping) else []
    return [f"{name}: it is filled in by itself; leave it out" for name in sent] + list(_violations(schema, given, set(sent)))


def _violations(schema: Mapping[str, Json], given: Json, sent: set[str]) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(as_json_schema(schema))
    for count, error in enumerate(validator.iter_errors(given)):
        if count == MOST_PROBLEMS:
            return
        if error.validator == "required" and not error.absolute_path:
            missing = [name for name in error.validator_value if name not in error.instance and repr(name) in error.message]
            yield from (f"required key [{name}] not found" for name in missing)
        elif not (error.absolute_path and error.absolute_path[0] in sent):
            yield f"{field_path(list(error.absolute_path)) or 'input'}: it {reason(error)}"


def as_json_schema(schema: Mapping[str, Json]) -> dict[str, Json]:
    """The same without our words, for validators that know the standard alone."""
    plain: dict[str, Json] = {}
    for word, told in schema.items():
        if word in OURS or (word == "format" and told in ("password", "code", "text", "datetime")):
            continue
        if word == "enum":
            plain[word] = [one["value"] if _is_choice(one) else one for one in told]
        elif word == "properties":
            plain[word] = {name: as_json_schema(field) for name, field in told.items()}
        elif word == "items" and isinstance(told, Mapping):
            plain[word] = as_json_schema(told)
        elif word == "required":
            fields = schema.get("properties", {})
            plain[word] = [name for name in told if "default_jsonpath" not in fields.get(name, {})]
        else:
            plain[word] = told
    return plain


def dialect_of(schema: Mapping[str, Json]) -> dict[str, Json]:
    """A schema of a connector in this dialect: each object says which of its properties are advanced, and takes no others."""
    told = {word: value for word, value in schema.items() if word != "advanced"}
    if told.get("type") == "array" and isinstance(told.get("items"), Mapping):
        told["items"] = dialect_of(told["items"])
    if told.get("type", "object") != "object" or ("properties" not in told and "type" not in told):
        return told
    fields = told.get("properties") or {}
    advanced = [name for name, field in fields.items() if field.get("advanced") is True]
    return {
        **told,
        "type": "object",
        "advanced": advanced,
        "additionalProperties": told.get("additionalProperties", not fields),
        "properties": {name: dialect_of(field) for name, field in fields.items()},
        "required": list(told.get("required", ())),
    }


def wrapped(schema: Mapping[str, Json], given: Mapping[str, Json]) -> dict[str, Json]:
    """An input as it is told back: each value says its type, and what is filled in by path stands among them."""
    told = {name: wrap(value) for name, value in given.items()}
    for name, field in schema.get("properties", {}).items():
        if name not in told and "default_jsonpath" in field:
            told[name] = {"type": "jsonpath", "value": field["default_jsonpath"]}
    return told


def wrap(value: Json) -> dict[str, Json]:
    match value:
        case None:
            return {"type": "null", "value": None}
        case bool():
            return {"type": "boolean", "value": value}
        case int():
            return {"type": "integer", "value": value}
        case float():
            return {"type": "number", "value": value}
        case str():
            return {"type": "string", "value": value}
        case list():
            return {"type": "array", "value": [wrap(one) for one in value]}
    return {"type": "object", "value": {name: wrap(one) for name, one in value.items()}}


def _is_choice(one: Json) -> bool:
    return isinstance(one, Mapping) and set(one) == {"text", "value"}
