"""What JSON Schema found, in words a builder can act on.

For: one sentence per error, and the way to the field as people write it.
Not here: values. A payload or a literal may hold what no message should repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import ValidationError

from runtime.engine.field_words import in_words

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def field_path(parts: Iterable[str | int]) -> str:
    """`flows[0].steps[1].id`"""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")


def reason(error: ValidationError) -> str:
    """What follows the name of the field: "must be one of GET, POST"."""
    wanted: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    match error.validator:
        case "type":
            return f"must be {' or '.join(_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted))}"
        case "enum":
            return f"must be one of {', '.join(map(str, wanted))}"
        case "oneOf" if all("const" in option for option in wanted):
            return f"must be one of {', '.join(str(option['const']) for option in wanted)}"
        case "required":
            return f"needs {', '.join(in_words(name) for name in wanted if name not in instance)}"
        case "additionalProperties":
            known = schema.get("properties", {})
            unknown = [str(name)[:40] for name in instance if name not in known]
            return f"knows no {', '.join(unknown[:5])}; it knows {', '.join(known)}"
        case "minLength" | "minItems" | "minProperties":
            return "must not be empty" if wanted == 1 else f"must have at least {wanted} entries"
        case "maxProperties" if wanted == 1:
            return f"must have exactly one of {', '.join(schema.get('properties', {}))}"
        case "maxLength" | "maxItems" | "maxProperties":
            return f"must have at most {wanted} {'characters' if error.validator == 'maxLength' else 'entries'}"
        case "minimum" | "maximum":
            return f"must be at {'least' if error.validator == 'minimum' else 'most'} {wanted}"
        case "uniqueItems":
            return "must not hold the same entry twice"
        case "not" if isinstance(wanted, Mapping) and "enum" in wanted:
            return f"must not be {', '.join(map(str, wanted['enum']))}: these names have a meaning of their own"
    description = schema.get("description") if isinstance(schema, Mapping) else None
    return f"does not fit: {description.rstrip('.')}" if description else f"does not fit its rule `{error.validator}`"
