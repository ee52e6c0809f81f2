"""Formulas that fetch and put together: `$var`, `$concat`, `$tpl`, `$iterate`, `$firstNotEmpty`, `$mergeObjects`, the quiet ones.

For: their meanings. Not here: what decides (`logic`), names and addresses of people (`people`), dates (`moments`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runtime.connectors.formulas import locators
from runtime.connectors.formulas.copies import Copy
from runtime.connectors.formulas.evaluation import Evaluation
from runtime.connectors.formulas.problems import problem
from runtime.connectors.formulas.values import UNDEFINED, is_nothing, truth

Variables = Mapping[str, Any]
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def var(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """Null for what is no locator, nothing for what is not there."""
    locator = node["$var"]
    steps = locators.parse(locator) if isinstance(locator, str) else None
    return None if steps is None else locators.read(steps, variables)


def concat(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    values, delimiter = node["$concat"], ""
    if isinstance(values, dict):
        delimiter = evaluation.text(evaluation.at("delimiter", values.get("delimiter"), variables))
        values = evaluation.at("values", values.get("values"), variables)
    elif isinstance(values, list):
        values = evaluation.value(values, variables)
    if not isinstance(values, list) or not values:
        return UNDEFINED
    parts = [evaluation.text(value) for value in values if not is_nothing(value) and value != ""]
    evaluation.grow(len(delimiter) * len(parts))
    return delimiter.join(parts)


def tpl(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """Placeholders are replaced once and as they are: what a value holds is never taken for a placeholder or a pattern."""
    template = node["$tpl"]
    if not isinstance(template, dict):
        return UNDEFINED
    text = evaluation.at("template", template.get("template", UNDEFINED), variables)
    if not isinstance(text, str):
        return text
    written = template.get("values")
    values = evaluation.at("values", written, variables) if isinstance(written, dict) else None
    named = set(written) if isinstance(written, dict) and next(iter(written), None) not in evaluation.formulas else set()
    known = values if isinstance(values, dict) else {}

    def filled(found: re.Match[str]) -> str:
        key = found[1]
        if key not in known:
            return "" if key in named else found[0]
        return evaluation.text(known[key])

    evaluation.grow(len(text))
    return _PLACEHOLDER.sub(filled, text)


def iterate(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """Each item of a list, made into something else; what comes out false (0, "", nothing) is left out."""
    loop = node["$iterate"]
    if not isinstance(loop, dict):
        return UNDEFINED
    source = evaluation.at("source", loop.get("source", UNDEFINED), variables)
    if not isinstance(source, list):
        return UNDEFINED
    made = loop.get("item", UNDEFINED)
    found = (
        evaluation.at("item", made, {"item": item, "index": index, "parent": variables}) for index, item in enumerate(source)
    )
    return [one for one in found if truth(one)] or UNDEFINED


def first_not_empty(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """The first that is there; an empty text, list or object is there."""
    values = evaluation.value(node["$firstNotEmpty"], variables)
    return next((value for value in values if not is_nothing(value)), UNDEFINED) if isinstance(values, list) else UNDEFINED


def merge_objects(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    values = evaluation.value(node["$mergeObjects"], variables)
    merged: dict[str, Any] = {}
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping):
            evaluation.grow(len(value))
            merged.update(value)
    return merged or UNDEFINED


def plain(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    return node["$plain"]


def copy(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    locator = node["$copy"]
    if not isinstance(locator, str) or locators.parse(locator) is None:
        raise problem("formula_locator_invalid", f"{locator!r} is no locator such as $.user.id.", evaluation.path)
    evaluation.copies = True
    return Copy(locator)


def jsonata(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    expression = node["$jsonata"]
    if not isinstance(expression, str) or not expression.strip():
        return UNDEFINED
    if evaluation.jsonata is None:
        raise problem("formula_not_here", "$jsonata cannot be evaluated in this place.", evaluation.path)
    found = evaluation.jsonata(expression, variables)
    evaluation.weigh(found)
    return found


def formula_(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """Leaves the formula as it is, with the values of the variables in it."""
    inner = node["$formula"]
    if isinstance(inner, dict) and next(iter(inner), None) == "$var":
        return inner
    return _filled(evaluation, inner, variables)


def _filled(evaluation: Evaluation, node: Any, variables: Variables) -> Any:
    evaluation.grow(1)
    if isinstance(node, dict) and next(iter(node), None) == "$var":
        value = evaluation.value(node, variables)
        return node if value is UNDEFINED else value
    if isinstance(node, dict):
        return {key: _filled(evaluation, inner, variables) for key, inner in node.items()}
    return [_filled(evaluation, inner, variables) for inner in node] if isinstance(node, list) else node


def record(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """A reference to a record is worth its id."""
    reference = node["$record"]
    if not isinstance(reference, dict) or "id" not in reference:
        return UNDEFINED
    return evaluation.at("id", reference["id"], variables)


def left(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """These ask a store that only the caller has: they stay, with what is inside them evaluated."""
    name = next(iter(node))
    inner = evaluation.value(node[name], variables)
    return UNDEFINED if inner is UNDEFINED else {name: inner}


def nothing(evaluation: Evaluation, node: dict[str, Any], variables: Variables) -> Any:
    """`$dataSchemaRef` means something in schemas alone."""
    return UNDEFINED
