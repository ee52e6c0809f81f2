"""One flow while it is read: its steps' ids, what they became, what is told of them.

For: names before references, triggers, placeholders; how keys change where our results have another shape.
Not here: what a single step becomes (`step_reading`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic import branches, special, triggers
from designer.importing.prismatic.dialects import component_of, walk
from designer.importing.prismatic.inputs import Tagged, read_input
from designer.importing.prismatic.naming import reference_name, short, step_id
from designer.importing.prismatic.pointing import Keys, Names
from designer.importing.report import Report

Step = Mapping[str, Any]

ALL_OF_IT = "includeFullResponse"


@dataclass(slots=True)
class Drawn:
    """Our steps, in a row; `ends` when nothing follows them."""

    steps: list[dict[str, Any]]
    is_loop: bool = False
    has_else: bool = False
    ends: bool = False
    stub: dict[str, Any] | None = None


@dataclass(slots=True)
class FlowReading:
    """One flow while it is read. `origin` is where each of our steps came from: the place of the flow's step, counted as `walk`
    goes."""

    flow: Mapping[str, Any]
    key: str
    names: Names
    report: Report
    called: frozenset[str]
    waits: frozenset[str]
    ids: dict[int, str] = field(default_factory=dict)  # by identity of their step
    taken: set[str] = field(default_factory=set)
    placeholders: int = 0

    @property
    def answers_when_done(self) -> bool:
        return self.flow.get("isSynchronous") is True

    def name_steps(self) -> None:
        """Every step of ours gets its id first, since references may go anywhere."""
        for step, _ in walk(self.flow.get("steps")):
            name = step["name"]
            own = step_id(name, self.taken)
            self.taken.add(own)
            self.ids[id(step)] = own
            told = reference_name(name)
            if told in self.names.steps:
                self.tell("changed", f'Two steps are called "{name[:80]}"; references read the first.', step=own)
            self.names.steps.setdefault(told, own)
            component, action = component_of(step)
            if component == "loop" and action != "breakLoop":
                self.names.loops.add(own)
            if (reshaped := _reshaped(step, self)) is not None:
                self.names.reshaped[own] = reshaped

    def tell(self, level: str, message: str, *, todo: str = "", step: str | None = None) -> None:
        self.report.add(level, message, todo=todo, flow=self.key, step=step)

    def another_id(self, wanted: str) -> str:
        made = step_id(wanted, self.taken)
        self.taken.add(made)
        return made

    def draw_trigger(self, given: Step) -> Drawn:
        begun = triggers.begin(given, self.names, called=self.flow["name"] in self.called)
        own = self.ids[id(given)]
        first = self.made(given, own, begun.component, begun.inputs)
        for level, message, todo in begun.remarks:
            self.tell(level, message, todo=todo, step=own)
        others = [
            {"id": self.another_id(name), "name": name, "component": component, "inputs": inputs}
            for component, name, inputs in begun.beside
        ]
        ways = [branches.outlet(branch["name"]) for branch in given.get("branches") or ()]
        stub = None
        if begun.stub or ways:
            was = begun.stub or ".".join(component_of(given))
            todo = "Check who calls with a credential of the Webhook, then delete or disable this step."
            if ways:
                todo = f"Replace it with a branch that tells {', '.join(ways)} apart, as the trigger did."
            inputs = placeholder(was, todo, given.get("inputs"), self.names, ways)
            stub = {
                "id": self.another_id(f"{given['name']} checks"),
                "name": short(was),
                "component": "placeholder",
                "inputs": inputs,
            }
            self.placeholders += 1
        return Drawn([first, *others], stub=stub)

    def made(self, given: Step, own: str, component: str, inputs: Mapping[str, Tagged]) -> dict[str, Any]:
        return {
            "id": own,
            "name": short(given["name"]),
            "component": component,
            **({"inputs": dict(inputs)} if inputs else {}),
            **({"notes": given["description"][:10_000]} if given.get("description") else {}),
        }


def placeholder(was: str, todo: str, given: Any, names: Names, ways: list[str]) -> dict[str, Tagged]:
    fields = {name: tagged for name, one in (given or {}).items() if (tagged := read_input(one, names)) is not None}
    return {
        "standsFor": {"value": was[:300]},
        "todo": {"value": todo[:2000]},
        **({"inputs": {"object": fields}} if fields else {}),
        **({"outlets": {"value": list(dict.fromkeys(ways))}} if ways else {}),
    }


def _reshaped(step: Step, reading: FlowReading) -> Any:
    """How the keys behind `results` change, where our results have another shape."""
    if special.called_by_name(step) is not None:
        named = special.called_by_name(step)
        if isinstance(named, Mapping) and isinstance(named.get("value"), str) and named["value"] in reading.waits:
            return _behind_result
    return _body_for_data if gives_all(step) else None


def gives_all(step: Step) -> bool:
    asked = (step.get("inputs") or {}).get(ALL_OF_IT)
    return component_of(step)[0] in special.HTTP and isinstance(asked, Mapping) and asked.get("value") in ("true", True)


def _body_for_data(keys: Keys) -> Keys:
    return ("body", *keys[1:]) if keys[:1] == ("data",) else keys


def _behind_result(keys: Keys) -> Keys:
    return ("result", *keys)
