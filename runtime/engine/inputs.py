"""Inputs of a step: from what the builder wrote to the values a component gets.

For: the seven tagged inputs ({value}, {reference}, {template}, {configVariable}, {credential}, {list}, {object}), compiled
once per step and resolved once per run. A value is never looked into for references again: what a stranger sends stays data.
Not here: whether the values fit the component (`runtime.components.check`), whether the references make sense (`validation`).

Decision: a reference to something that is not there gives null and a warning. An absent optional field of a payload
must not fail a flow; an input that a component needs fails there, with the input's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from runtime.engine.component import Json
from runtime.engine.errors import InvalidDefinition, StepProblem
from runtime.engine.queries import MOST_NODES_VISITED
from runtime.engine.references import DOCUMENT, Scope, compile_reference
from runtime.engine.values import value

LONGEST_TEXT = 33 * 1024 * 1024  # characters, over what a step may be given: a step whose texts come to that is refused
MOST_VISITED = 5 * MOST_NODES_VISITED  # by all the JSONPaths of one step


class Notes(list[str]):
    """Warnings, and what the inputs of one step may still take: nothing else runs while they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.room = LONGEST_TEXT
        self.visits = [MOST_VISITED]


Read = Callable[[Scope, Notes], Json]

# Braces cannot occur in a reference, so text such as {"a":{{webhook_1.results.id}}} needs no escaping.
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@value
class Resolved:
    """`values` by input name; `warnings` name what was missing and what is near it. Values are shared: read, never change."""

    values: dict[str, Json]
    warnings: list[str]


class CompiledInputs:
    """The inputs of one step, ready to be read again and again."""

    __slots__ = ("_reads",)

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        """Raises `InvalidDefinition` `reference_malformed` or `input_malformed`."""
        self._reads = tuple((name, _compile(tagged)) for name, tagged in inputs.items())

    def resolve(self, scope: Scope, given: Mapping[str, Json] | None = None) -> Resolved:
        """`given` values, by the input's name, stand in for what the definition says; those inputs are not read."""
        warnings = Notes()
        if not given:
            return Resolved({name: read(scope, warnings) for name, read in self._reads}, warnings)
        values = {name: read(scope, warnings) for name, read in self._reads if name not in given}
        return Resolved({**values, **given}, warnings)


def resolve_inputs(inputs: Mapping[str, Any], scope: Scope) -> Resolved:
    """Compile and resolve in one go, for a caller who does it once. Config variables are read from `scope["$"]["config"]`."""
    return CompiledInputs(inputs).resolve(scope)


def _compile(tagged: Any) -> Read:
    match tagged:
        case {"value": value, **rest} if not rest:
            return lambda scope, warnings: value
        case {"reference": str(text), **rest} if not rest:
            return _reference(text)
        case {"template": str(text), **rest} if not rest:
            return _template(text)
        case {"configVariable": str(name), **rest} if not rest:
            return _config_variable(name)
        case {"credential": str(key), **rest} if not rest:
            return lambda scope, warnings: {"credential": key}
        case {"list": list(items), **rest} if not rest:
            reads = [_compile(item) for item in items]
            return lambda scope, warnings: [read(scope, warnings) for read in reads]
        case {"object": dict(fields), **rest} if not rest:
            named = [(key, _compile(field)) for key, field in fields.items()]
            return lambda scope, warnings: {key: read(scope, warnings) for key, read in named}
    raise InvalidDefinition(
        "An input is one of {value}, {reference}, {template}, {configVariable}, {credential}, {list}, {object}.",
        code="input_malformed",
    )


def _reference(text: str) -> Read:
    reference = compile_reference(text)

    def read(scope: Scope, warnings: Notes) -> Json:
        try:
            return reference.read(scope, warnings.visits)
        except StepProblem as problem:
            warnings.append(problem.message)
            return None

    return read


def _config_variable(name: str) -> Read:
    def read(scope: Scope, warnings: Notes) -> Json:
        config = scope[DOCUMENT]["config"] if DOCUMENT in scope else {}
        if name in config:
            return config[name]
        warnings.append(f'The config variable "{name}" has no value here.')
        return None

    return read


def _template(text: str) -> Read:
    pieces = PLACEHOLDER.split(text)
    if len(pieces) == 1:
        return lambda scope, warnings: text
    literals, reads = pieces[0::2], [placeholder(inner) for inner in pieces[1::2]]

    def read(scope: Scope, warnings: Notes) -> Json:
        written = [literals[0]]
        for read_one, literal in zip(reads, literals[1:], strict=True):
            if warnings.room < 0:
                break
            written.append(_as_text(read_one(scope, warnings)))
            written.append(literal)
            warnings.room -= len(written[-2]) + len(literal)
        return "".join(written)

    return read


def placeholder(inner: str) -> Read:
    """What stands between `{{` and `}}`: a reference, or `#` and the name of a config variable."""
    inner = inner.strip()
    return _config_variable(inner[1:].strip()) if inner.startswith("#") else _reference(inner)


def _as_text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value) if type(value) is int else _write(value)


def is_literal(tagged: Any) -> bool:
    """Whether the value is known before anything ran."""
    match tagged:
        case {"value": _}:
            return True
        case {"list": list(items)}:
            return all(is_literal(item) for item in items)
        case {"object": dict(fields)}:
            return all(is_literal(field) for field in fields.values())
    return False


def literal(tagged: Any, default: Json = None) -> Json:
    """The value of an input that is written out, else `default`."""
    return _compile(tagged)({}, Notes()) if is_literal(tagged) else default
