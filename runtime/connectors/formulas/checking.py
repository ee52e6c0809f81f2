"""What can be found wrong with a mapping before it runs.

For: all findings at once, each with a code, the place and, where the lines are known, the line.
Not here: reading the file; what goes wrong with a value (`problems`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from runtime.connectors.formulas import conditions, locators, logic
from runtime.connectors.formulas.evaluation import Limits
from runtime.connectors.formulas.language import FORMULAS
from runtime.connectors.formulas.problems import Lines, Path, nearest_line, written


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is public API. An `error` keeps a package out; a `warning` tells what the author hardly meant."""

    code: str
    message: str
    severity: Literal["error", "warning"]
    path: str
    line: int | None = None


_ALIASES = {"$template": "$tpl", "$formulas": "$formula"}
_LIST_OR_OBJECT = {"$case": "cases", "$concat": "values"}
_OBJECTS = {"$map": ("value", "mapping"), "$tpl": ("template",), "$iterate": ("source", "item"), "$record": ("id",)}


def check(node: Any, *, lines: Lines | None = None, limits: Limits | None = None) -> list[Finding]:
    """Everything wrong with a document, in the order in which it stands there."""
    deepest = (limits or Limits()).depth
    return [
        Finding(code, message, severity, written(path), nearest_line(lines, path) if lines else None)
        for code, severity, message, path in _walk(node, (), deepest)
    ]


Found = tuple[str, Literal["error", "warning"], str, Path]


def _walk(node: Any, path: Path, deepest: int) -> Iterator[Found]:
    if len(path) > deepest:
        yield "formula_too_deep", "error", f"It is nested more than {deepest} deep.", path
    elif isinstance(node, list):
        for place, item in enumerate(node):
            yield from _walk(item, (*path, place), deepest)
    elif isinstance(node, dict) and node:
        yield from _object(node, path, deepest)


def _object(node: dict[Any, Any], path: Path, deepest: int) -> Iterator[Found]:
    keys = [str(key) for key in node]
    name = keys[0]
    if name in FORMULAS:
        extra = [key for key in keys[1:] if not (name == "$eval" and key == keys[1])]
        if extra:
            yield "formula_keys_ignored", "warning", f"{', '.join(extra)} beside {name} has no meaning.", path
        yield from _argument(name, keys, node, (*path, name))
        if name == "$plain":
            return
    elif name.startswith("$"):
        near = _ALIASES.get(name) or next(iter(get_close_matches(name, FORMULAS, 1, 0.7)), None)
        hint = f" Did you mean {near}?" if near else ""
        yield "formula_unknown", "warning", f"{name} is no formula and stays in the result as it is.{hint}", (*path, name)
    else:
        for late in keys[1:]:
            if late in FORMULAS:
                message = f"{late} counts as a formula only where it is the first key; here it is an ordinary key."
                yield "formula_not_first", "warning", message, (*path, late)
    for key, inner in node.items():
        yield from _walk(inner, (*path, str(key)), deepest)


def _argument(name: str, keys: list[str], node: dict[Any, Any], path: Path) -> Iterator[Found]:
    argument = node[name]
    if name in ("$var", "$copy") and (not isinstance(argument, str) or locators.parse(argument) is None):
        yield "formula_locator_invalid", "error", f"{argument!r} is no locator such as $.user.emails[0].", path
    if name == "$eval" and len(keys) > 1 and keys[1] not in logic.OPERATORS:
        near = next(iter(get_close_matches(keys[1], logic.OPERATORS, 1, 0.5)), None)
        hint = f" Did you mean {near}?" if near else f" There are: {', '.join(logic.OPERATORS)}."
        yield "formula_operator_unknown", "error", f"{keys[1]} is no operator; $eval would always be true.{hint}", path
    if name == "$eval" and len(keys) == 1:
        yield "formula_operator_missing", "warning", "Without an operator such as `is`, $eval is always true.", path
    if name in _OBJECTS:
        missing = [key for key in _OBJECTS[name] if not isinstance(argument, dict) or key not in argument]
        if missing:
            yield "formula_argument_invalid", "error", f"{name} needs {' and '.join(missing)}.", path
    if name in _LIST_OR_OBJECT and not isinstance(argument, list):
        inside = _LIST_OR_OBJECT[name]
        if not isinstance(argument, dict) or inside not in argument:
            yield "formula_argument_invalid", "error", f"{name} takes a list, or an object whose `{inside}` is one.", path
    if name in ("$and", "$or", "$firstNotEmpty", "$mergeObjects") and not isinstance(argument, (list, dict)):
        yield "formula_argument_invalid", "error", f"{name} takes a list.", path
    if name == "$jsonata" and not isinstance(argument, str):
        yield "formula_argument_invalid", "error", "$jsonata takes an expression as text.", path
    if name == "$case":
        cases = argument if isinstance(argument, list) else argument.get("cases") if isinstance(argument, dict) else ()
        yield from _filters(cases if isinstance(cases, list) else (), path)


def _filters(cases: Any, path: Path) -> Iterator[Found]:
    for place, one in enumerate(cases):
        for row in one["filter"] if isinstance(one, dict) and isinstance(one.get("filter"), list) else ():
            operator = row.get("operator") if isinstance(row, dict) else None
            if operator not in conditions.OPERATORS:
                message = f"{operator!r} is no operator of a filter; such a condition always holds."
                yield "formula_operator_unknown", "warning", message, (*path, place)
