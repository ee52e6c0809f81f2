"""What is wrong with the conditions (`shownWhen`) of config pages.

For: what they name, that it stands before them (so that no two can wait for each other), and that it can be so at all.
Not here: whether one holds (`config_shown`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runtime.engine.config_shown import ASKS
from runtime.engine.problems import Problem

WAYS = ("equals", "oneOf", "isSet")
_COMPARED: dict[str, type | tuple[type, ...]] = {
    **{"string": str, "date": str, "picklist": str},
    **{"number": (int, float), "boolean": bool},
}
_SAID = {"string": "a text", "date": "a date", "picklist": "one of its choices", "number": "a number", "boolean": "true or false"}


def condition_problems(document: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    variables = {variable["key"]: variable for variable in document.get("configVariables", ())}
    anywhere = {key for page in pages for element in page.get("elements", ()) if (key := _asked(element))}
    before: set[str] = set()
    for page_index, page in enumerate(pages):
        yield from _problems(page, f"configPages[{page_index}]", variables, before, anywhere)
        for index, element in enumerate(page.get("elements", ())):
            at = f"configPages[{page_index}].elements[{index}]"
            yield from _problems(element, at, variables, before, anywhere)
            if key := _asked(element):
                before.add(key)


def _asked(element: Mapping[str, Any]) -> str:
    return element.get("variable", "") if element["type"] in ASKS else ""


def _problems(
    one: Mapping[str, Any], at: str, variables: Mapping[str, Mapping[str, Any]], before: set[str], anywhere: set[str]
) -> Iterator[Problem]:
    condition = one.get("shownWhen")
    if condition is None:
        return
    field, key = f"{at}.shownWhen", condition["variable"]
    if key not in variables or key not in anywhere:
        message = f'No page asks for "{key}", so nobody could say when this is shown; choose a variable that stands before it.'
        yield Problem("config_page_condition_unknown", message, field=f"{field}.variable")
    elif key not in before:
        message = f"{variables[key]['name']} is asked for later; a condition looks only at what stands before it."
        yield Problem("config_page_condition_later", message, field=f"{field}.variable")
    if sum(way in condition for way in WAYS) != 1:
        yield Problem("config_page_condition_invalid", "Say one of equals, oneOf and isSet.", field=field)
    elif key in variables and "isSet" not in condition:
        wanted = condition["oneOf"] if "oneOf" in condition else [condition["equals"]]
        if message := _never(variables[key], wanted):
            yield Problem("config_page_condition_invalid", message, field=field)


def _never(variable: Mapping[str, Any], wanted: Sequence[Any]) -> str:
    """Why it could never hold; empty when it could."""
    name, kind = variable["name"], variable.get("type", "string")
    taken = _COMPARED.get(kind)
    if taken is None:
        return f"{name} is of type {kind}, which can only be set or not; use isSet."
    choices = {choice["value"] for choice in variable.get("choices", ())} if kind == "picklist" else set()
    for value in wanted:
        fits = isinstance(value, taken) and (kind == "boolean") is isinstance(value, bool)
        if not fits or (choices and value not in choices):
            return f"{name} is never {str(value)[:60]}; it is {_SAID[kind]}."
    return ""
