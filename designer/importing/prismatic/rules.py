"""What a rule is that says which step of ours an action of theirs is.

For: the form in which the rule books are written, and reading and writing by it: each rule is used in both directions.
Not here: the rules (`rulebook`, `rulebook_data`), what needs more than a table (`branches`, `triggers`, `special`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic.inputs import Tagged, Their, Writing, as_text, read_input, write_input
from designer.importing.prismatic.pointing import Names

Literal = Callable[[Any], Any]


def same(value: Any) -> Any:
    return value


def number(value: Any) -> Any:
    """`"20"` is 20; what is no number stays and is marked by validation."""
    if not isinstance(value, str):
        return value
    try:
        found = float(value)
    except ValueError:
        return value
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


def seconds(value: Any) -> Any:
    found = number(value)
    return found / 1000 if isinstance(found, (int, float)) and not isinstance(found, bool) else found


def milliseconds(value: Any) -> Any:
    return round(value * 1000) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def boolean(value: Any) -> Any:
    return {"true": True, "false": False}.get(value.strip().lower(), value) if isinstance(value, str) else value


def structured(value: Any) -> Any:
    """Text that is an object or a list written as JSON."""
    if isinstance(value, str) and value.strip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def plural(value: Any) -> Any:
    """Units of time."""
    return value if not isinstance(value, str) or value.endswith("s") else f"{value}s"


def log_level(value: Any) -> Any:
    """They have three more than we."""
    if not isinstance(value, str):
        return value
    name = value.lower()
    return {"trace": "debug", "metric": "debug", "fatal": "error", "warning": "warn"}.get(name, name)


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name there and here, what a written-out value becomes. `least` drops what asks for nothing, such as 0."""

    theirs: str
    ours: str
    read: Literal = same
    write: Literal = same
    least: Any = None

    def read_from(self, given: Their, names: Names) -> Tagged | None:
        tagged = read_input(given, names)
        if tagged is None or "value" not in tagged:
            return tagged
        value = self.read(tagged["value"])
        return None if self.least is not None and value == self.least else {"value": value}

    def write_to(self, tagged: Mapping[str, Any], to: Writing) -> Their:
        if "value" in tagged:
            return {"type": "value", "value": as_text(self.write(tagged["value"]))}
        return write_input(tagged, to)


@dataclass(frozen=True, slots=True)
class Rule:
    """`constants` are inputs of ours that make the step this action. `quiet` are inputs of theirs that mean nothing here when
    they hold one of the values given, or whatever they hold when that is None. Without all that it `needs`, the step is one
    whose inputs we do not know."""

    component: str
    action: str
    ours: str
    fields: tuple[Field, ...] = ()
    constants: Mapping[str, Any] = field(default_factory=dict)
    quiet: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()  # constants that a step of ours need not have to be this action

    def read(self, given: Mapping[str, Their], names: Names) -> dict[str, Tagged]:
        inputs: dict[str, Tagged] = {name: {"value": value} for name, value in self.constants.items()}
        for one in self.fields:
            tagged = one.read_from(given.get(one.theirs), names)
            if tagged is not None:
                inputs.setdefault(one.ours, tagged)
        return inputs

    def unread(self, given: Mapping[str, Their], names: Names) -> Iterator[str]:
        """Names of inputs that hold something and have no place here."""
        known = {one.theirs for one in self.fields}
        for name, one in given.items():
            tagged = read_input(one, names)
            if name in known or tagged is None:
                continue
            fine = self.quiet.get(name, ())
            if fine is not None and not (tagged.get("value") in fine if "value" in tagged else False):
                yield name

    def fits(self, component: str, inputs: Mapping[str, Any]) -> bool:
        """Whether a step of ours is what this action does, and has no input that it could not say."""
        if component != self.ours:
            return False
        ours = {one.ours for one in self.fields}
        meant = {name: value for name, value in self.constants.items() if name not in self.usual}
        if any(inputs.get(name) != {"value": value} for name, value in meant.items()):
            return False
        return all(name in ours or name in self.constants for name in inputs)

    def write(self, inputs: Mapping[str, Any], to: Writing) -> dict[str, Their]:
        first = {one.ours: one for one in reversed(self.fields)}
        return {one.theirs: one.write_to(inputs[name], to) for name, one in first.items() if name in inputs}
