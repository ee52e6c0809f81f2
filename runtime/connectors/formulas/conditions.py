"""The older filters: a list of `{field, operator, value}`, all of which must hold.

For: the conditions that `$case` of older packages holds. A field that crosses a list is asked of each item; one that holds is
enough. An operator that is not known holds, as it always did.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from runtime.connectors.formulas import locators
from runtime.connectors.formulas.evaluation import Evaluation
from runtime.connectors.formulas.problems import problem
from runtime.connectors.formulas.values import UNDEFINED, is_nothing, leading_number, loosely_same, same, text_of, truth

text = text_of


def _among(value: Any, operand: Any) -> bool:
    return isinstance(operand, list) and any(same(value, item) for item in operand)


def _contains(value: Any, operand: Any) -> bool:
    if isinstance(value, list):
        return _among(operand, value)
    return truth(value) and not isinstance(value, Mapping) and not is_nothing(operand) and text_of(operand) in text_of(value)


def _empty(value: Any) -> bool:
    return is_nothing(value) or value == ""


def _less(value: Any, operand: Any) -> bool:
    return leading_number(value) < leading_number(operand)


def _more(value: Any, operand: Any) -> bool:
    return leading_number(value) > leading_number(operand)


def _equal_numbers(value: Any, operand: Any) -> bool:
    number = leading_number(value)
    return not math.isnan(number) and number == leading_number(operand)


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": loosely_same,
    "is_not": lambda value, operand: not loosely_same(value, operand),
    "is_one_of": _among,
    "is_not_one_of": lambda value, operand: not _among(value, operand),
    "is_true": lambda value, _: value is True or (truth(value) and value != "false"),
    "is_false": lambda value, _: value is False or value == "false",
    "contains": _contains,
    "does_not_contain": lambda value, operand: not is_nothing(value) and not _contains(value, operand),
    "array_includes": lambda value, operand: isinstance(value, list) and _among(operand, value),
    "array_does_not_include": lambda value, operand: not (isinstance(value, list) and _among(operand, value)),
    "less_than": _less,
    "less_than_or_equal": lambda value, operand: _less(value, operand) or _equal_numbers(value, operand),
    "more_than": _more,
    "more_than_or_equal": lambda value, operand: _more(value, operand) or _equal_numbers(value, operand),
    "is_empty": lambda value, _: _empty(value),
    "is_not_empty": lambda value, _: not _empty(value),
}


def hold(evaluation: Evaluation, filters: list[Any], variables: Mapping[str, Any]) -> bool:
    return all(_holds(evaluation, one, place, variables) for place, one in enumerate(filters))


def _holds(evaluation: Evaluation, one: Any, place: int, variables: Mapping[str, Any]) -> bool:
    if not isinstance(one, dict) or (operator := OPERATORS.get(str(one.get("operator")))) is None:
        return True
    field = one.get("field")
    steps = locators.parse(field) if isinstance(field, str) else None
    if steps is None:
        raise problem(
            "formula_locator_invalid", f"{field!r} is no locator such as $.user.id.", (*evaluation.path, place, "field")
        )
    operand = evaluation.at(place, one.get("value", UNDEFINED), variables)
    evaluation.weigh(operand)
    for found in locators.read_all(steps, variables):
        evaluation.weigh(found)
        if operator(found, operand):
            return True
    return False
