"""A component that does one of several small things to a value, chosen by name.

For: declaring such a family in one table, so that the menu, the form and what runs cannot disagree.
Not here: the things themselves (`text`, `numbers`, `dates`, `lists`, `objects`, `convert`, `hashing`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from math import inf, isfinite
from typing import Any

from runtime.components.fields import Schema, field, inputs_schema
from runtime.components.operators import kind_of
from runtime.engine.component import Outcome, StepContext
from runtime.engine.errors import StepProblem

Inputs = Mapping[str, Any]
MOST_ITEMS = 1_000_000
LONGEST = 16 * 1024 * 1024  # characters


@dataclass(frozen=True, slots=True)
class Operation:
    """`do` gives the results, or something to wait for that does. `needs` are inputs it cannot do without, beside the ones that
    every operation needs."""

    label: str
    do: Callable[[Inputs, StepContext], Any]
    needs: tuple[str, ...] = ()


Operations = Mapping[str, Operation]


def operation_field(operations: Operations) -> Schema:
    choices = [{"const": key, "title": operation.label} for key, operation in operations.items()]
    return field("Operation", "What to do.", type="string", oneOf=choices)


def only_for(*operations: str) -> Schema:
    """Of an input: which operations it is of use to. The form leaves it out for the others."""
    return {"x-when": {"operation": list(operations)}}


def operations_schema(operations: Operations, properties: Mapping[str, Schema], *, required: tuple[str, ...] = ()) -> Schema:
    """The inputs of a family; which operation needs which is said as rules between them."""
    rules = [
        {
            "if": {"properties": {"operation": {"const": key}}, "required": ["operation"]},
            "then": {"required": list(operation.needs)},
        }
        for key, operation in operations.items()
        if operation.needs
    ]
    whole = {"operation": operation_field(operations), **properties}
    return inputs_schema(whole, required=["operation", *required], rules={"allOf": rules} if rules else None)


def runner(operations: Operations) -> Callable[[StepContext, Inputs], Awaitable[Outcome]]:
    async def run(ctx: StepContext, inputs: Inputs) -> Outcome:
        results = operations[inputs["operation"]].do(inputs, ctx)
        if isawaitable(results):
            results = await results
        if isinstance(results, str):
            require_room(characters=len(results))
        elif isinstance(results, list):
            require_room(items=len(results))
        return Outcome(results)

    return run


def require_room(*, characters: int = 0, items: int = 0) -> None:
    """Asked before something is made that may be far larger than what it is made of. Raises `StepProblem` `result_too_large`."""
    if characters > LONGEST or items > MOST_ITEMS:
        raise StepProblem("What comes of this is too large to be kept; work on smaller parts.", code="result_too_large")


def text_of(value: Any, title: str) -> str:
    """Text as it is, a number as it is written; nothing is an empty text. Raises `StepProblem` `input_invalid`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
    raise wrong(title, "text", value)


def list_of(value: Any, title: str) -> list[Any]:
    """Nothing is an empty list."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise wrong(title, "a list", value)


def number_of(value: Any, title: str) -> int | float:
    """A number, or text that is one, as query parameters are."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            number = int(value) if value.strip().lstrip("+-").isdecimal() and len(value) < 19 else float(value)
        except ValueError:
            number = inf
        if isfinite(number):  # text may say nan
            return number
    raise wrong(title, "a number", value)


def whole_of(value: Any, title: str, *, least: int = 0) -> int:
    found = number_of(value, title)
    if found != found or found in (float("inf"), float("-inf")) or found != int(found) or found < least:
        raise wrong(title, f"a whole number from {least}", value)
    return int(found)


def wrong(title: str, wanted: str, value: Any) -> StepProblem:
    return StepProblem(f"{title} must be {wanted}, but is {kind_of(value)}.", code="input_invalid")
