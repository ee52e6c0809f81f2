"""Arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from runtime.components.fields import field
from runtime.components.operations import Operation, list_of, number_of, only_for, operations_schema, runner, whole_of
from runtime.engine.component import Component, Json, Kind
from runtime.engine.errors import StepProblem

Numbers = list[int | float]


def _over(fold: Callable[[Numbers], Json]) -> Callable[[Any, Any], Json]:
    def do(inputs: Any, ctx: Any) -> Json:
        numbers = [number_of(one, "Each of the numbers") for one in list_of(inputs.get("numbers"), "Numbers")]
        if not numbers:
            raise StepProblem("There is no number to work with; give at least one.", code="input_invalid")
        return _within(lambda: fold(numbers))

    return do


def _within(work: Callable[[], int | float]) -> int | float:
    """A whole result is a whole number, as JSON would write it."""
    try:
        value = work()
        if not math.isfinite(value):
            raise OverflowError
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
    except OverflowError:
        raise StepProblem("The result is too large for a number.", code="number_too_large") from None


def _divide(numbers: Numbers) -> float:
    result: float = numbers[0]
    for one in numbers[1:]:
        if one == 0:
            raise StepProblem("Nothing can be divided by 0.", code="divided_by_zero")
        result /= one
    return result


def _product(numbers: Numbers) -> float:
    return math.prod(float(one) for one in numbers)


def _remainder(numbers: Numbers) -> float:
    if len(numbers) < 2 or numbers[1] == 0:
        raise StepProblem("A remainder needs two numbers, the second not 0.", code="divided_by_zero")
    return numbers[0] % numbers[1]


def _round(inputs: Any) -> int | float:
    places = whole_of(inputs.get("places") or 0, "Places")
    number = number_of((list_of(inputs.get("numbers"), "Numbers") or [None])[0], "The number")
    scale = 10 ** min(places, 15)
    # Half goes up, as people round, and not to the even neighbour.
    return _within(lambda: math.floor(number * scale + 0.5) / scale)


OPERATIONS = {
    "add": Operation("Add", _over(lambda numbers: math.fsum(numbers) if any(map(_is_float, numbers)) else sum(numbers))),
    "subtract": Operation("Subtract the others from the first", _over(lambda numbers: numbers[0] - sum(numbers[1:]))),
    "multiply": Operation("Multiply", _over(_product)),
    "divide": Operation("Divide the first by the others", _over(_divide)),
    "remainder": Operation("Remainder of the first two", _over(_remainder)),
    "round": Operation("Round the first", lambda inputs, ctx: _round(inputs)),
    "smallest": Operation("Smallest", _over(min)),
    "largest": Operation("Largest", _over(max)),
    "average": Operation("Average", _over(lambda numbers: math.fsum(numbers) / len(numbers))),
    "absolute": Operation("First without its sign", _over(lambda numbers: abs(numbers[0]))),
}


def _is_float(number: int | float) -> bool:
    return isinstance(number, float)


NUMBERS = Component(
    key="math",
    title="Numbers",
    summary="Adds, multiplies, rounds and the like.",
    docs=(
        "`math_1.results` is the number. Numbers written as text, as query parameters are, are taken as numbers. "
        "*Round* rounds half up, to the places you give."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="calculator",
    synonyms=("math", "sum", "add", "plus", "minus", "multiply", "divide", "round", "calculate", "total"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "numbers": field("Numbers", "What to work with, in order.", type="array"),
            "places": field("Places", "After the point, for rounding.", **only_for("round")),
        },
        required=("numbers",),
    ),
    example={
        "operation": {"value": "add"},
        "numbers": {"list": [{"reference": "webhook_1.results.body.data.data.total"}, {"value": 5}]},
    },
    run=runner(OPERATIONS),
    results_example=54.9,
)
