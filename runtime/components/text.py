"""Text: taking it apart, putting it together, changing it.

Not here: comparing (`operators`), other forms of data (`convert`).
"""

from __future__ import annotations

from typing import Any

from runtime.components.fields import field
from runtime.components.operations import (
    Operation,
    list_of,
    only_for,
    operations_schema,
    require_room,
    runner,
    text_of,
    whole_of,
)
from runtime.engine.component import Component, Kind


def _text(inputs: Any) -> str:
    return text_of(inputs.get("text"), "Text")


def _split(inputs: Any) -> list[str]:
    text, separator = _text(inputs), text_of(inputs.get("separator"), "Separator")
    require_room(items=text.count(separator))
    return text.split(separator) if separator else list(text)


def _join(inputs: Any, separator: str) -> str:
    parts = [text_of(one, "Each item of the list") for one in list_of(inputs.get("list"), "List")]
    require_room(characters=sum(map(len, parts)) + len(separator) * (len(parts) - 1))
    return separator.join(parts)


def _replace(inputs: Any) -> str:
    text, found = _text(inputs), text_of(inputs.get("find"), "Find")
    if not found:
        return text
    replacement = text_of(inputs.get("replacement"), "Replacement")
    require_room(characters=len(text) + text.count(found) * (len(replacement) - len(found)))
    return text.replace(found, replacement)


def _part(inputs: Any) -> str:
    start, length = whole_of(inputs.get("start") or 0, "Start"), inputs.get("length")
    return _text(inputs)[start : None if length is None else start + whole_of(length, "Length")]


OPERATIONS = {
    "split": Operation("Split into a list", lambda inputs, ctx: _split(inputs), ("text",)),
    "join": Operation("Join a list", lambda inputs, ctx: _join(inputs, text_of(inputs.get("separator"), "Separator")), ("list",)),
    "joinLines": Operation("Join a list with line breaks", lambda inputs, ctx: _join(inputs, "\n"), ("list",)),
    "replace": Operation("Replace", lambda inputs, ctx: _replace(inputs), ("text", "find")),
    "part": Operation("Take a part", lambda inputs, ctx: _part(inputs), ("text",)),
    "upperCase": Operation("In capital letters", lambda inputs, ctx: _text(inputs).upper(), ("text",)),
    "lowerCase": Operation("In small letters", lambda inputs, ctx: _text(inputs).lower(), ("text",)),
    "capitalize": Operation("First letter large", lambda inputs, ctx: _text(inputs)[:1].upper() + _text(inputs)[1:], ("text",)),
    "trim": Operation("Without blanks at the ends", lambda inputs, ctx: _text(inputs).strip(), ("text",)),
    "length": Operation("Number of characters", lambda inputs, ctx: len(_text(inputs)), ("text",)),
}

TEXT = Component(
    key="text",
    title="Text",
    summary="Splits, joins, replaces or changes text.",
    docs=(
        "`text_1.results` is what comes of it: a list for *Split*, a number for *Number of characters*, else text. Find is "
        "looked for letter by letter, not as a pattern, and every place is replaced. A number is taken as it is written."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="type",
    synonyms=("string", "split", "join", "replace", "upper", "lower", "trim", "substring", "concat", "format"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "text": field(
                "Text",
                "What to change, for all but joining.",
                **only_for(*(key for key in OPERATIONS if not key.startswith("join"))),
            ),
            "list": field("List", "What to join.", **only_for("join", "joinLines")),
            "separator": field(
                "Separator", "What stands between the parts, to split at or to join with.", **only_for("split", "join")
            ),
            "find": field("Find", "What to replace.", **only_for("replace")),
            "replacement": field("Replacement", "What to put in its place; nothing takes it out.", **only_for("replace")),
            "start": field("Start", "Of the part, from 0.", **only_for("part")),
            "length": field("Length", "Of the part; to the end when left out.", **only_for("part")),
        },
    ),
    example={
        "operation": {"value": "split"},
        "text": {"reference": "webhook_1.results.body.data.type"},
        "separator": {"value": "_"},
    },
    run=runner(OPERATIONS),
    results_example=["create", "order"],
)
