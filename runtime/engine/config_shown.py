"""Which pages and elements of a wizard are shown for given answers, and which answers count for nothing.

For: `shownWhen` of an element or a page: another variable equals, is one of, or is set. What asks for a variable and is hidden
asks nothing: the variable is as if never answered, wherever it is read. The front end decides the same (`config/shown.ts`), held
to it by `fixtures/config_pages/`.
Not here: whether a condition makes sense (`condition_problems`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ASKS = ("configVariable", "connection")
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Shown:
    """By index; `hidden` are the keys of variables that only hidden elements ask for."""

    pages: list[bool] = field(default_factory=list)
    elements: list[list[bool]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)


def is_seen(variable: Mapping[str, Any]) -> bool:
    """Whether customers meet it at all, on whatever page; `isSeen` in the front end."""
    return bool(variable.get("visibility", "customer") == "customer")


def has_conditions(pages: Sequence[Mapping[str, Any]]) -> bool:
    return any("shownWhen" in one for page in pages for one in (page, *page.get("elements", ())))


def shown_of(pages: Sequence[Mapping[str, Any]], variables: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> Shown:
    """`values` by key of the variable; what is absent is answered by the default. One walk: a condition names only what stands
    before it."""
    shown, declared = Shown(), {variable["key"]: variable for variable in variables}

    def holds(one: Mapping[str, Any]) -> bool:
        condition = one.get("shownWhen")
        if condition is None:
            return True
        key = condition["variable"]
        return _holds(condition, None if key in shown.hidden else answer_of(declared.get(key, {"key": key}), values))

    for page in pages:
        page_shown = holds(page)
        shown.pages.append(page_shown)
        row: list[bool] = []
        shown.elements.append(row)
        for element in page.get("elements", ()):
            row.append(page_shown and holds(element))
            if not row[-1] and element["type"] in ASKS and element.get("variable"):
                shown.hidden.add(element["variable"])
    return shown


def conditions_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What `hidden_in` reads of a document; nothing where no page depends on answers."""
    read = ("configPages", "configVariables")
    return {name: document.get(name, ()) for name in read} if has_conditions(document.get("configPages", ())) else {}


def hidden_in(document: Mapping[str, Any], values: Mapping[str, Any]) -> set[str]:
    """Keys of the variables that are not asked for with these answers."""
    pages = document.get("configPages", ())
    return shown_of(pages, document.get("configVariables", ()), values).hidden if has_conditions(pages) else set()


def answer_of(variable: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """None where there is none. A switch that nobody touched is off."""
    value = values.get(variable["key"])
    if value is None or value == "":
        value = variable.get("default")
    return False if value is None and variable.get("type") == "boolean" else value


def _holds(condition: Mapping[str, Any], answer: Any) -> bool:
    if "isSet" in condition:
        return (answer not in EMPTY) is condition["isSet"]
    wanted = condition["oneOf"] if "oneOf" in condition else [condition.get("equals")]
    return answer is not None and any(_same(answer, one) for one in wanted)


def _same(answer: Any, wanted: Any) -> bool:
    """To Python True is 1; to JSON, and to whoever reads a condition, it is not."""
    return isinstance(answer, bool) is isinstance(wanted, bool) and answer == wanted
