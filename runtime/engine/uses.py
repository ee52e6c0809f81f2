"""What the inputs of a step use: references, config variables, credentials.

For: finding them wherever they stand, with the way there.
Not here: whether they make sense (`reference_rules`, `input_rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from runtime.engine.inputs import PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Use:
    """`field` is the way to it: `cases[0].equals`."""

    kind: Literal["reference", "configVariable", "credential"]
    text: str
    field: str


def uses_in(inputs: Mapping[str, Any]) -> Iterator[Use]:
    for name, tagged in inputs.items():
        yield from _uses(tagged, name)


def _uses(tagged: Mapping[str, Any], field: str) -> Iterator[Use]:
    match tagged:
        case {"reference": str(text)}:
            yield Use("reference", text, field)
        case {"configVariable": str(text)}:
            yield Use("configVariable", text, field)
        case {"credential": str(text)}:
            yield Use("credential", text, field)
        case {"template": str(text)}:
            for inner in (found.strip() for found in PLACEHOLDER.findall(text)):
                yield Use("configVariable", inner[1:].strip(), field) if inner.startswith("#") else Use("reference", inner, field)
        case {"list": list(items)}:
            for index, item in enumerate(items):
                yield from _uses(item, f"{field}[{index}]")
        case {"object": dict(fields)}:
            for key, inner_field in fields.items():
                yield from _uses(inner_field, f"{field}.{key}")
