"""Walking a document of formulas and building its value.

For: which object is a formula, what becomes of keys without a value, the limits of depth, work and size.
Not here: what each formula means (`language` lists them), `$copy`, which reads the result (`copies`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.connectors.formulas.problems import problem
from runtime.connectors.formulas.values import UNDEFINED, text_of

Formula = Callable[["Evaluation", dict[str, Any], Mapping[str, Any]], Any]
Jsonata = Callable[[str, Mapping[str, Any]], Any]
"""Evaluates a JSONata expression; `UNDEFINED` when it finds nothing or fails. Runs elsewhere: such code must be killable."""


EACH = 8  # what a value counts beside its text


@dataclass(frozen=True, slots=True)
class Limits:
    depth: int = 64  # as deep as bodies are taken at the door
    steps: int = 200_000  # values evaluated
    size: int = 20_000_000  # of what is built or compared: characters of text, and some for each value


@dataclass(slots=True)
class Evaluation:
    """One evaluation: where it is, and how much it may still do."""

    formulas: Mapping[str, Formula]
    limits: Limits
    jsonata: Jsonata | None
    path: list[str | int] = field(default_factory=list)
    steps: int = 0
    size: int = 0
    copies: bool = False

    def value(self, node: Any, variables: Mapping[str, Any]) -> Any:
        self.steps += 1
        if self.steps > self.limits.steps:
            raise problem("formula_too_much_work", f"It evaluates more than {self.limits.steps} values; do less.", self.path)
        if not isinstance(node, (dict, list)):
            return node
        if len(self.path) > self.limits.depth:
            raise problem("formula_too_deep", f"It is nested more than {self.limits.depth} deep.", self.path)
        if not node:
            return node
        if isinstance(node, list):
            items = [found for place, item in enumerate(node) if (found := self.at(place, item, variables)) is not UNDEFINED]
            return items or UNDEFINED
        name = next(iter(node))
        if (formula := self.formulas.get(name)) is not None:
            self.path.append(name)
            found = formula(self, node, variables)
            self.path.pop()
            return found
        keys = {key: found for key, inner in node.items() if (found := self.at(key, inner, variables)) is not UNDEFINED}
        return keys or UNDEFINED

    def at(self, step: str | int, node: Any, variables: Mapping[str, Any]) -> Any:
        """The value of a part, so that a problem in it names the place."""
        self.path.append(step)
        found = self.value(node, variables)
        self.path.pop()
        return found

    def text(self, value: Any) -> str:
        """The value as text; every text that a formula puts together passes here."""
        self.weigh(value)
        return text_of(value)

    def weigh(self, value: Any) -> None:
        """Counts a value as often as it will be written or compared: while it is built, its parts are shared."""
        left = [value]
        while left:
            one = left.pop()
            if isinstance(one, str):
                self.grow(len(one))
            elif isinstance(one, dict):
                self.grow(sum(map(len, one)))
                left.extend(one.values())
            elif isinstance(one, list):
                left.extend(one)
            self.grow(EACH)

    def grow(self, by: int) -> None:
        self.size += by
        if self.size > self.limits.size:
            raise problem(
                "formula_too_large", f"It builds more than it may ({self.limits.size} characters); build less.", self.path
            )
