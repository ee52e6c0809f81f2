"""`{$copy: $.other}`: takes another field of the finished result.

For: the pass after the evaluation. Meant copies are objects of our own, so that a payload holding `{"$copy": ...}` is only data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from runtime.connectors.formulas import locators
from runtime.connectors.formulas.problems import Path, problem
from runtime.connectors.formulas.values import UNDEFINED


@dataclass(frozen=True, slots=True)
class Copy:
    locator: str

    def __str__(self) -> str:
        return ""  # inside a text there is no result yet to copy from


def copied(result: Any, weigh: Callable[[Any], None]) -> Any:
    """`weigh` counts what is walked over, and stops a result that copies itself large."""

    def inside(value: Any, path: Path) -> Any:
        if isinstance(value, Copy):
            found = locators.read(locators.parse(value.locator) or (), result)
            weigh(found)
            if _holds_copy(found):
                raise problem("formula_copies_a_copy", f"{value.locator} holds a $copy itself; copy what that one copies.", path)
            return found
        if isinstance(value, list) and value:
            items = [found for place, item in enumerate(value) if (found := inside(item, (*path, place))) is not UNDEFINED]
            return items or UNDEFINED
        if isinstance(value, dict) and value:
            keys = {key: found for key, item in value.items() if (found := inside(item, (*path, key))) is not UNDEFINED}
            return keys or UNDEFINED
        return value

    return inside(result, ())


def _holds_copy(value: Any) -> bool:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, Copy):
            return True
        left.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
    return False
