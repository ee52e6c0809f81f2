"""Which items of a list stay, and which item of another list belongs to each.

For: filtering by rules and joining by a key, the two operations of `lists` that look at two values at once.
Not here: the comparisons (`operators`), the other operations (`lists`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runtime.components.fields import Schema, field
from runtime.components.operations import list_of, require_room, wrong
from runtime.components.operators import OPERATORS, WITH_RIGHT, against, as_text
from runtime.engine.component import Json
from runtime.engine.errors import StepProblem

MOST_PAIRS = 100_000  # each is a new object, so two short lists of one key would be a long one
MOST_FIELDS = 3_000_000  # of them together: one wide item may belong to all of the others

RULES: Schema = field(
    "Rules",
    "What an item must be to stay.",
    type="array",
    minItems=1,
    maxItems=50,
    items={
        "type": "object",
        "properties": {
            "by": field(
                "Field", "A field of each item, such as customer.id; empty for the item itself.", type="string", maxLength=200
            ),
            "operator": field(
                "Operator",
                "How to compare.",
                type="string",
                oneOf=[{"const": key, "title": operator.label} for key, operator in OPERATORS.items()],
            ),
            "right": field("Compared with", "What it is compared with: text, or a number given as JSON.", **WITH_RIGHT),
        },
        "required": ["operator"],
        "x-order": ["by", "operator", "right"],
        "additionalProperties": False,
    },
)


def field_of(way: str | None, item: Json) -> Json:
    """What stands at the end of a way such as `customer.id`, or the item itself; nothing where it breaks off."""
    for key in (way or "").split("."):
        if key:
            item = item.get(key) if isinstance(item, dict) else None
    return item


def fitting(items: list[Json], rules: list[Mapping[str, Any]], *, any_of_them: bool) -> list[Json]:
    tests: list[tuple[str | None, Callable[[Json], bool]]] = [
        (rule.get("by"), against(rule["operator"], rule.get("right"))) for rule in rules
    ]
    enough = any if any_of_them else all
    return [item for item in items if enough(test(field_of(by, item)) for by, test in tests)]


def joined(items: list[Json], inputs: Mapping[str, Any]) -> list[Json]:
    """Each item with the fields of those of the other list that have the same key: one for each, in the order of both.

    Its own fields win. What has no key, or one that the other list lacks, stays as it is, or goes when `unmatched` is false.
    """
    by = inputs["by"]
    others = _by_key(list_of(inputs.get("other"), "Other list"), inputs.get("otherBy") or by)
    found: list[Json] = []
    fields = 0
    for item in items:
        own = _object(item, "Each item of the list")
        matches = others.get(key, ()) if (key := as_text(field_of(by, own))) is not None else ()
        if len(found) + len(matches) > MOST_PAIRS:
            raise StepProblem(
                f"These lists make more than {MOST_PAIRS:,} pairs. Join by a field that tells items apart.",
                code="result_too_large",
            )
        fields += sum([len(own) + len(match) for match in matches])
        if fields > MOST_FIELDS:
            require_room(items=fields)
        if matches:
            found.extend(_together(own, match, inputs.get("as")) for match in matches)
        elif inputs.get("unmatched") is not False:
            found.append(own)
    return found


def _by_key(others: list[Json], by: str) -> dict[str, list[dict[str, Json]]]:
    found: dict[str, list[dict[str, Json]]] = {}
    for other in others:
        if (key := as_text(field_of(by, _object(other, "Each item of the other list")))) is not None:
            found.setdefault(key, []).append(other)
    return found


def _together(own: dict[str, Json], match: dict[str, Json], name: str | None) -> dict[str, Json]:
    return {**own, name: match} if name else {**match, **own}


def _object(value: Json, title: str) -> dict[str, Json]:
    if isinstance(value, dict):
        return value
    raise wrong(title, "an object", value)
