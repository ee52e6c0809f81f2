"""Inputs, from their way of writing to ours and back.

Theirs is `{type: value | reference | template | configVar | complex, value}`; complex is a list of inputs, of which all have a
`name` when it stands for an object. Ours is one of the tagged inputs of `runtime.engine.inputs`.
Not here: which input belongs to which component (`rules`), conditions of branches (`conditions`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.importing.prismatic.pointing import Names, read_reference, read_template, write_reference, write_template

Their = Any  # {type, value, name?, meta?}
Tagged = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writing:
    """What their names are, by ours."""

    steps: Mapping[str, str]
    variables: Mapping[str, str]
    whole: frozenset[str] = frozenset()  # our ids of steps that give a whole HTTP answer


def read_input(given: Their, names: Names) -> Tagged | None:
    """None for what is left open there: an empty text, an empty list, a config variable that is not chosen."""
    if not isinstance(given, Mapping):
        return None if given in (None, "") else {"value": given}
    value = given.get("value")
    match given.get("type"):
        case "reference" if isinstance(value, str):
            return {"reference": read_reference(value, names)} if value.strip() else None
        case "template" if isinstance(value, str):
            return {"template": read_template(value, names)} if value else None
        case "configVar" if isinstance(value, str):
            return {"configVariable": names.variable(value)} if value else None
        case "complex" if isinstance(value, Sequence) and not isinstance(value, str):
            return _read_complex(value, names)
    return None if value in (None, "") else {"value": value}


def _read_complex(items: Sequence[Any], names: Names) -> Tagged | None:
    if not items:
        return None
    keys = [_literal_name(item) for item in items]
    if all(key is not None for key in keys) and len(set(keys)) == len(keys):
        return {"object": {key: _kept(item, names) for key, item in zip(keys, items, strict=True)}}
    if any(isinstance(item, Mapping) and "name" in item for item in items):
        return {"list": [_pair(item, names) for item in items]}
    return {"list": [_kept(item, names) for item in items]}


def _kept(given: Their, names: Names) -> Tagged:
    """Within a list or an object, an empty text is a value like any other."""
    read = read_input(given, names)
    if read is not None:
        return read
    empty = given.get("value") if isinstance(given, Mapping) else given
    return {"value": empty if given and isinstance(given, Mapping) and given.get("type") in ("value", "template") else None}


def _pair(item: Their, names: Names) -> Tagged:
    """A key that is only known when it runs."""
    name = item.get("name") if isinstance(item, Mapping) else None
    key = read_input(name, names) if isinstance(name, Mapping) else {"value": name}
    return {"object": {"key": key or {"value": ""}, "value": _kept(item, names)}}


def _literal_name(item: Their) -> str | None:
    name = item.get("name") if isinstance(item, Mapping) else None
    if isinstance(name, Mapping) and name.get("type") == "value":
        name = name.get("value")
    return name if isinstance(name, str) and name else None


def value_in(inputs: Mapping[str, Their], name: str) -> Any:
    """What an input holds, whichever way it is written."""
    given = inputs.get(name)
    return given.get("value") if isinstance(given, Mapping) else given


def listed_in(inputs: Mapping[str, Their], name: str) -> list[Any]:
    found = value_in(inputs, name)
    return found if isinstance(found, list) else []


def write_input(tagged: Mapping[str, Any], to: Writing) -> Their:
    match tagged:
        case {"reference": str(text)}:
            return {"type": "reference", "value": write_reference(text, to.steps, to.whole)}
        case {"template": str(text)}:
            return {"type": "template", "value": write_template(text, to.steps, to.variables, to.whole)}
        case {"configVariable": str(key)}:
            return {"type": "configVar", "value": to.variables.get(key, key)}
        case {"list": list(items)}:
            return {"type": "complex", "value": [_write_item(item, to) for item in items]}
        case {"object": dict(fields)}:
            return {"type": "complex", "value": [{"name": key, **write_input(each, to)} for key, each in fields.items()]}
        case {"credential": str(key)}:
            return {"type": "value", "value": key}
    return {"type": "value", "value": as_text(tagged.get("value"))}


def _write_item(item: Mapping[str, Any], to: Writing) -> Their:
    match item:
        case {"object": {"key": dict(key), "value": dict(value), **rest}} if not rest:
            return {"name": write_input(key, to), **write_input(value, to)}
    return write_input(item, to)


def as_text(value: Any) -> str:
    """Values are text there; what has parts is written as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
