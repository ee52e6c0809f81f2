"""Branches, from their way of writing to ours and back.

Theirs: mappings of names to values, or a tree of conditions per branch, `[and | or, [operator, left, right] | tree, ...]`.
Ours: a list of cases, or of branches whose conditions all, or any, hold. Two branches of one name share an outlet, so an `or`
of `and`s is several branches of one name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from designer.importing.prismatic.inputs import Tagged, Their, Writing, listed_in, read_input, write_input
from designer.importing.prismatic.pointing import Names

ELSE, THEIR_ELSE = "else", "Else"
RESERVED_OUTLETS = ("error", "out", ELSE)
MOST_ROWS = 64

# Theirs to ours, and whether the sides change places: "left in right" and "left starts right" are said of the left one there.
OPERATORS: dict[str, tuple[str, bool]] = {
    "equal": ("equalsAsText", False),
    "notEqual": ("notEqualsAsText", False),
    "greaterThan": ("greaterThan", False),
    "greaterThanOrEqual": ("greaterThanOrEqual", False),
    "lessThan": ("lessThan", False),
    "lessThanOrEqual": ("lessThanOrEqual", False),
    "in": ("in", False),
    "notIn": ("notContains", True),
    "exactlyMatches": ("equals", False),
    "doesNotExactlyMatch": ("notEquals", False),
    "startsWith": ("startsWith", True),
    "doesNotStartWith": ("doesNotStartWith", True),
    "endsWith": ("endsWith", True),
    "doesNotEndWith": ("doesNotEndWith", True),
    "dateTimeAfter": ("isAfter", False),
    "dateTimeBefore": ("isBefore", False),
    "dateTimeSame": ("isSameMoment", False),
    "isTrue": ("isTrue", False),
    "isFalse": ("isFalse", False),
    "exists": ("exists", False),
    "doesNotExist": ("doesNotExist", False),
    "isEmpty": ("isEmpty", False),
    "isNotEmpty": ("isNotEmpty", False),
}
_OURS = {ours: (theirs, swapped) for theirs, (ours, swapped) in OPERATORS.items()} | {
    # Said the other way round, so that nothing is lost on the way out.
    "contains": ("in", True),
}
ONE_SIDED = ("isTrue", "isFalse", "exists", "doesNotExist", "isEmpty", "isNotEmpty")


class Unsayable(Exception):
    """The message says what has no equivalent."""


def outlet(name: str) -> str:
    """The outlet a branch of theirs is here."""
    if name.strip() == THEIR_ELSE:
        return ELSE
    return f"{name[:70]} branch" if name in RESERVED_OUTLETS else name[:80]


def read_cases(inputs: Mapping[str, Their], names: Names) -> dict[str, Tagged]:
    """Values compare as text there: a form's `"0"` is a number's 0."""
    mappings = [one for one in listed_in(inputs, "branchValueMappings") if isinstance(one, Mapping)]
    cases = [_case(mapping, names) for mapping in mappings]
    value = read_input(inputs.get("inputValue"), names)
    return {
        **({"value": value} if value else {}),
        "cases": {"list": cases},
        "compare": {"value": "text"},
    }


def _case(mapping: Mapping[str, Any], names: Names) -> Tagged:
    equals = read_input(mapping, names) or {"value": ""}
    return {"object": {"name": {"value": outlet(_text_of(mapping.get("name")))}, "equals": equals}}


def _text_of(name: Any) -> str:
    value = name.get("value") if isinstance(name, Mapping) else name
    return value if isinstance(value, str) else ""


def read_conditions(inputs: Mapping[str, Their], names: Names) -> dict[str, Tagged]:
    """Raises `Unsayable` for an operator nobody knows, or a tree that would need too many branches."""
    given = listed_in(inputs, "conditions")
    branches = [row for one in given if isinstance(one, Mapping) for row in _rows(one, names)]
    return {"branches": {"list": branches}}


def _rows(branch: Mapping[str, Any], names: Names) -> list[Tagged]:
    name, tree = outlet(_text_of(branch.get("name"))), branch.get("value")
    if _is_flat(tree):
        joint, *terms = tree  # type: ignore[misc]
        match = "any" if joint == "or" and len(terms) > 1 else "all"
        return [_row(name, match, [_condition(term, names) for term in terms])] if terms else []
    return [_row(name, "all", [_condition(term, names) for term in terms]) for terms in _disjuncts(tree)]


def _row(name: str, match: str, conditions: list[Tagged]) -> Tagged:
    return {"object": {"name": {"value": name}, "match": {"value": match}, "conditions": {"list": conditions}}}


def _is_flat(tree: Any) -> bool:
    return _is_tree(tree) and not any(_is_tree(term) for term in tree[1:])


def _is_tree(term: Any) -> bool:
    return isinstance(term, list) and bool(term) and term[0] in ("and", "or")


def _disjuncts(term: Any) -> list[list[Any]]:
    """The tree as an or of ands."""
    if not _is_tree(term):
        return [[term]]
    parts = [_disjuncts(inner) for inner in term[1:]]
    if term[0] == "or":
        rows = [row for part in parts for row in part]
    else:
        rows = [[one for row in rows for one in row] for rows in product(*parts)] if _count(parts) <= MOST_ROWS else []
    if not rows or len(rows) > MOST_ROWS:
        raise Unsayable("its conditions are nested too widely")
    return rows


def _count(parts: Sequence[Sequence[Any]]) -> int:
    count = 1
    for part in parts:
        count *= len(part)
    return count


def _condition(term: Any, names: Names) -> Tagged:
    if not isinstance(term, list) or not term or not isinstance(term[0], str):
        raise Unsayable("one of its conditions has no operator")
    operator, *sides = term
    if operator not in OPERATORS:
        raise Unsayable(f"nothing here compares as {operator[:60]} does")
    ours, swapped = OPERATORS[operator]
    left, right = ([read_input(side, names) or {"value": ""} for side in sides] + [{"value": ""}] * 2)[:2]
    if swapped:
        left, right = right, left
    compared = {} if ours in ONE_SIDED else {"right": right}
    return {"object": {"left": left, "operator": {"value": ours}, **compared}}


def write_cases(inputs: Mapping[str, Any], to: Writing) -> dict[str, Their]:
    """Raises `Unsayable` when its cases are not written out."""
    mappings = []
    for case in _entries(inputs.get("cases")):
        name, equals = case.get("name", {}).get("value"), case.get("equals", {"value": None})
        mappings.append({"name": _their_outlet(name), **write_input(equals, to)})
    if inputs.get("compare") != {"value": "text"} and any(case["type"] != "value" for case in mappings):
        raise Unsayable("it compares as JSON, and values compare as text there")
    value = inputs.get("value")
    return {
        "branchValueMappings": {"type": "complex", "value": mappings},
        "inputValue": write_input(value, to) if value else {"type": "value", "value": ""},
    }


def write_conditions(inputs: Mapping[str, Any], to: Writing) -> dict[str, Their]:
    """Raises `Unsayable`."""
    trees: dict[str, list[Any]] = {}
    for branch in _entries(inputs.get("branches")):
        name = branch.get("name", {}).get("value")
        joint = "or" if branch.get("match", {}).get("value") == "any" else "and"
        terms = [_write_condition(one, to) for one in _entries(branch.get("conditions"))]
        trees.setdefault(name, []).append([joint, *terms])
    value = [
        {"name": _their_outlet(name), "type": "complex", "value": rows[0] if len(rows) == 1 else ["or", *rows]}
        for name, rows in trees.items()
    ]
    return {"conditions": {"type": "complex", "value": value}}


def _write_condition(condition: Mapping[str, Any], to: Writing) -> list[Any]:
    ours = condition.get("operator", {}).get("value")
    if ours not in _OURS:
        raise Unsayable(f"nothing there compares as {ours} does")
    operator, swapped = _OURS[ours]
    nothing = {"value": ""}
    left, right = condition.get("left", nothing), condition.get("right", nothing)
    sides = (right, left) if swapped else (left, right)
    return [operator, *({"name": "", **write_input(side, to)} for side in sides)]


def _their_outlet(name: Any) -> str:
    plain = str(name).removesuffix(" branch")
    return plain if plain in RESERVED_OUTLETS else str(name)


def _entries(tagged: Any) -> list[dict[str, Any]]:
    """The items of a list of objects, each input tagged. Raises `Unsayable` when the list is only known when it runs."""
    match tagged:
        case None:
            return []
        case {"list": list(items)}:
            return [_fields(item) for item in items]
        case {"value": list(items)}:
            return [_fields({"value": item}) for item in items]
    raise Unsayable("its branches are only known when it runs")


def _fields(item: Any) -> dict[str, Any]:
    match item:
        case {"object": dict(fields)}:
            return fields
        case {"value": dict(fields)}:
            return {
                name: {"list": [{"value": one} for one in value]} if isinstance(value, list) else {"value": value}
                for name, value in fields.items()
            }
    raise Unsayable("its branches are only known when it runs")
