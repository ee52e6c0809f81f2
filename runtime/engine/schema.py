"""Has a document the shape of a definition?

For: the check that everything else leans on: after it, the readers of `definition` meet no surprise.
Not here: whether it makes sense (`validation`).

A sound document costs one pass of the compiled schema (jsonschema-rs); only one that is refused is looked at again by
`jsonschema`, which has the words for what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

from runtime.engine.field_words import place_in_definition
from runtime.engine.problems import Problem
from runtime.engine.wording import field_path, reason

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("definition.schema.json").read_text(encoding="utf-8"))
DEEPEST = 64  # levels of lists and objects; what people draw stays below twenty
MOST_SHAPE_PROBLEMS = 50

_is_valid = jsonschema_rs.Draft202012Validator(SCHEMA).is_valid
_validator = jsonschema.Draft202012Validator(SCHEMA)


def check_shape(document: Any) -> list[Problem]:
    """`shape_invalid` for each place where the document is not shaped like a definition; the first fifty."""
    return sound_part(document)[1]


def sound_part(document: Any) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The document without the flows and settings that have no shape, so that the rest can still be looked at.

    None when nothing is left to look at. The problems are those of `check_shape`.
    """
    if _is_too_deep(document):
        return None, [Problem("shape_invalid", f"The definition is nested deeper than {DEEPEST} levels; make it flatter.")]
    if _is_valid(document):
        return document, []
    errors = list(_validator.iter_errors(document))
    problems = [_problem(document, _narrowed(error)) for error in errors[:MOST_SHAPE_PROBLEMS]]
    # The two validators could disagree about a corner of the standard; refusing is then the safe side.
    problems = problems or [Problem("shape_invalid", "The definition does not have the shape of one.")]
    broken = {
        tuple(error.absolute_path)[:2] if "flows" in error.absolute_path else tuple(error.absolute_path)[:1] for error in errors
    }
    return _without(document, broken), problems


def _without(document: Any, broken: set[tuple[str | int, ...]]) -> dict[str, Any] | None:
    if () in broken or not broken or broken & {("name",), ("key",)}:
        return None
    sound = {key: value for key, value in document.items() if (key,) not in broken}
    if "flows" in sound:
        sound["flows"] = [flow for index, flow in enumerate(sound["flows"]) if ("flows", index) not in broken]
    return sound


def _problem(document: Any, error: jsonschema.ValidationError) -> Problem:
    path = list(error.absolute_path)
    flow, step, rest = _where(document, path)
    field = field_path(rest if step else path) or None
    what = _subject(document, path, rest, step)
    return Problem("shape_invalid", f"{what} {reason(error)}.", flow=flow, step=step, field=field)


def _narrowed(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Of a part that may also be left out as null: what is wrong in it, not that it fits neither way."""
    meant = [inner for inner in error.context or () if inner.validator not in ("type", "const") or inner.relative_path]
    return _narrowed(meant[0]) if error.validator in ("oneOf", "anyOf") and meant else error


def _subject(document: Any, path: Sequence[str | int], rest: Sequence[str | int], step: str | None) -> str:
    if step is None:
        return place_in_definition(document, path) or "The definition"
    return place_in_definition(document, ["flows", 0, "steps", *rest]) if rest else "The step"


def _where(document: Any, path: Sequence[str | int]) -> tuple[str | None, str | None, Sequence[str | int]]:
    """Key of the flow and id of the innermost step on the way, and the way from there on."""
    here, flow, step, rest = document, None, None, path
    for place, part in enumerate(path):
        here = here[part]
        if isinstance(part, int) and isinstance(here, Mapping) and place and path[place - 1] in ("flows", "steps"):
            if place == 1:
                flow = _text(here.get("key"))
            elif path[0] == "flows" and "inputs" not in path[:place]:
                step, rest = _text(here.get("id")), path[place + 1 :]
    return flow, step, rest


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _is_too_deep(document: Any) -> bool:
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True
