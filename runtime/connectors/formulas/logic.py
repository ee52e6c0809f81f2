"""Formulas that decide: `$eval`, `$and`, `$or`, `$case`, `$map`.

For: their meanings. Not here: the older lists of conditions that `$case` may hold (`conditions`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from runtime.connectors.formulas import conditions
from runtime.connectors.formulas.evaluation import Evaluation
from runtime.connectors.formulas.values import UNDEFINED, is_empty, is_nothing, leading_number, loosely_same, same, truth

Variables = Mapping[str, Any]


def _among(value: Any, operand: Any) -> bool:
    return isinstance(operand, list) and any(same(value, item) for item in operand)


def _contains(value: Any, operand: Any) -> bool:
    if isinstance(value, list):
        return _among(operand, value)
    if not truth(value) or isinstance(value, Mapping) or is_nothing(operand):
        return False
    # Texts are compared without case, unlike in the older conditions.
    return conditions.text(operand).lower() in conditions.text(value).lower()


def _numbers(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def both(value: Any, operand: Any) -> bool:
        left, right = leading_number(value), leading_number(operand)
        return not math.isnan(left) and not math.isnan(right) and compare(left, right)

    return both


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": loosely_same,
    "isNot": lambda value, operand: not loosely_same(value, operand),
    "oneOf": _among,
    "noneOf": lambda value, operand: not _among(value, operand),
    "contains": _contains,
    "doesNotContain": lambda value, operand: not _contains(value, operand),
    "gt": _numbers(lambda left, right: left > right),
    "gte": _numbers(lambda left, right: left >= right),
    "lt": _numbers(lambda left, right: left < right),
    "lte": _numbers(lambda left, right: left <= right),
    # Both ask about the value alone: `isEmpty: false` is true of an empty one.
    "isEmpty": lambda value, _: is_empty(value),
    "isNotEmpty": lambda value, _: not is_empty(value),
}


def eval_(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """The second key is the operator; without one, or with one that is not known, the answer is true."""
    value = evaluation.value(node["$eval"], variables)
    name = next(iter(list(node)[1:2]), None)
    if name is None or (operator := OPERATORS.get(name)) is None:
        return True
    operand = evaluation.value(node[name], variables)
    evaluation.weigh(value)
    evaluation.weigh(operand)
    return operator(value, operand)


def _members(evaluation: Evaluation, node: Any, variables: Variables) -> list[Any]:
    found = evaluation.value(node, variables)
    return [item for item in found if not is_nothing(item)] if isinstance(found, list) else []


def and_(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    members = _members(evaluation, node["$and"], variables)
    return all(map(truth, members)) if members else UNDEFINED


def or_(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    members = _members(evaluation, node["$or"], variables)
    return any(map(truth, members)) if members else UNDEFINED


def case(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """The first case whose filter does not say no."""
    cases, default = node["$case"], UNDEFINED
    where: tuple[str, ...] = ()
    if isinstance(cases, dict):
        default, cases, where = cases.get("default", UNDEFINED), cases.get("cases"), ("cases",)
    if not isinstance(cases, list):
        return UNDEFINED
    for place, one in enumerate(cases):
        if isinstance(one, dict) and _holds(evaluation, one.get("filter"), variables, (*where, place, "filter")):
            return evaluation.at(place, one.get("value", UNDEFINED), variables)
    return evaluation.at("default", default, variables)


def _holds(evaluation: Evaluation, filter_: Any, variables: Variables, where: tuple[str | int, ...]) -> bool:
    # A filter that stands there as a bare value ("x", false) was never a question; only what is evaluated can say no.
    if not isinstance(filter_, (dict, list)):
        return True
    depth = len(evaluation.path)
    evaluation.path.extend(where)
    answer = (
        conditions.hold(evaluation, filter_, variables) if isinstance(filter_, list) else evaluation.value(filter_, variables)
    )
    del evaluation.path[depth:]
    return is_nothing(answer) or truth(answer)


def map_(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    table = node["$map"]
    if not isinstance(table, dict):
        return UNDEFINED
    value = evaluation.at("value", table.get("value", UNDEFINED), variables)
    rows = table.get("mapping")
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict):
            continue
        known = evaluation.at(place, row.get("from", UNDEFINED), variables)
        evaluation.weigh(value)
        evaluation.weigh(known)
        if loosely_same(value, known):
            return evaluation.at(place, row.get("to", UNDEFINED), variables)
    return evaluation.at("default", table.get("default", UNDEFINED), variables)
