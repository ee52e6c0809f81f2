"""How much a flow may hand on and leave behind.

For: stopping what grows before it is written out: ten steps that each name the one before twice hold little in memory and
a thousand times as much as JSON.
Not here: the limits of single doors, such as code or answers of services, which are far lower.
"""

from __future__ import annotations

from typing import Any

from runtime.engine.errors import StepProblem
from runtime.journal.encoding import JsonText, NotStorable, encode

LARGEST_VALUE = 32 * 1024 * 1024  # bytes, roughly: what one step is given, or returns
LARGEST_EXECUTION = 64 * 1024 * 1024  # bytes of JSON: the results of all its steps together
LARGEST_TOLD = 32 * 1024 * 1024  # bytes, roughly: what is kept of its steps for people to read, inputs and logs
LARGEST_KEPT = 256 * 1024  # bytes, roughly: the inputs of one step
MOST_STEPS = 150_000  # rows
DEEPEST = 200  # levels; code and outside services can nest deeper than JSON readers follow


def weigh(value: Any, most: int) -> int:
    """Roughly its bytes as JSON; it stops counting once past `most`. Raises `StepProblem` `value_too_deep`."""
    weight, level = 0, [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for entry in level:
            kind = type(entry)
            if kind is str:
                weight += 4 + len(entry)
            elif kind is dict:
                weight += 4 + 4 * len(entry) + _letters(entry)
                below += entry.values()
            elif kind is list:
                weight += 4 + len(entry)
                below += entry
            else:
                weight += 4
            if weight > most:
                return weight
        if not below:
            return weight
        level = below
    raise StepProblem(f"This nests lists and objects over {DEEPEST} deep.", code="value_too_deep")


def _letters(names: dict[Any, Any]) -> int:
    try:
        return sum(map(len, names))
    except TypeError:  # a name that is no text
        return sum(len(name) for name in names if type(name) is str)


def require_modest(value: Any, what: str) -> int:
    """What it weighs. Raises `StepProblem` `value_too_large`, `value_too_deep`."""
    weight = weigh(value, LARGEST_VALUE)
    if weight > LARGEST_VALUE:
        size = LARGEST_VALUE // 2**20
        raise StepProblem(f"{what} is over {size} MiB. Hand on only what later steps need.", code="value_too_large")
    return weight


class Room:
    """What one execution may still leave behind: what it goes on from, and what people read."""

    __slots__ = ("left", "told")

    def __init__(self) -> None:
        self.left = LARGEST_EXECUTION
        self.told = LARGEST_TOLD

    def take(self, results: Any, weight: int | None = None) -> JsonText:
        """The results of a step, whose weight may be known, as they will be kept.

        Raises `StepProblem` `execution_too_large`, `value_too_deep`, `value_not_json`.
        """
        if (weigh(results, self.left) if weight is None else weight) <= self.left:
            try:
                written = encode(results)
            except NotStorable as error:
                raise StepProblem(str(error), code="value_not_json") from None
            self.left -= len(written)
            return written
        size = LARGEST_EXECUTION // 2**20
        raise StepProblem(
            f"The results of its steps are over {size} MiB together; send less at once.", code="execution_too_large"
        )

    def tell(self, weight: int) -> bool:
        """Whether people may read that much more of it."""
        self.told -= weight
        return self.told >= 0


def too_many_steps() -> StepProblem:
    return StepProblem(
        f"It ran over {MOST_STEPS:,} steps, all turns of its loops counted; split the work over executions.",
        code="execution_too_large",
    )
