"""The steps of a flow, from a tree with branches inside steps to steps and links.

What stands after a branch there is linked to the end of each of its ways here. Where each of our steps came from is remembered by
the way to it in the file, for an export.
Not here: what a single step becomes (`step_reading`), where boxes stand (`layout`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic.branches import ELSE, outlet
from designer.importing.prismatic.flow_reading import Drawn, FlowReading
from designer.importing.prismatic.step_reading import draw_step

Way = tuple[str, str]  # a step of ours, and the outlet that leads on


@dataclass(slots=True)
class Level:
    """What a flow, or a loop, holds."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def link(self, ways: Sequence[Way], target: str) -> None:
        for source, out in ways:
            link = {"from": source, "to": target, **({"outlet": out} if out != "out" else {})}
            if link not in self.links:
                self.links.append(link)


def draw_flow(reading: FlowReading) -> Level:
    """All of the flow's steps: its triggers first."""
    level = Level()
    given = reading.flow.get("steps") or ()
    if not given:
        return level
    ways = _draw_trigger(reading, level, given[0])
    draw_sequence(reading, level, given[1:], ways)
    return level


def _draw_trigger(reading: FlowReading, level: Level, trigger: Mapping[str, Any]) -> list[Way]:
    drawn = reading.draw_trigger(trigger)
    level.steps += drawn.steps
    if drawn.stub is None:
        return [(step["id"], "out") for step in drawn.steps]
    level.link([(step["id"], "out") for step in drawn.steps], drawn.stub["id"])
    level.steps.append(drawn.stub)
    branches = trigger.get("branches") or ()
    return _draw_branches(reading, level, drawn.stub["id"], branches) if branches else [(drawn.stub["id"], "out")]


def draw_sequence(reading: FlowReading, level: Level, given: Sequence[Mapping[str, Any]], ways: list[Way]) -> list[Way]:
    """Steps one after another; gives the ways that lead on from their end, none when all of them stop."""
    for place, step in enumerate(given):
        drawn = draw_step(reading, step)
        if not ways:
            _draw_dead(reading, level, given[place:], place)
            return []
        ways = _place(reading, level, step, drawn, ways)
    return ways


def _place(reading: FlowReading, level: Level, step: Mapping[str, Any], drawn: Drawn, ways: list[Way]) -> list[Way]:
    for made in drawn.steps:
        level.steps.append(made)
        level.link(ways, made["id"])
        ways = [(made["id"], "out")]
    last = drawn.steps[-1]
    if step.get("steps") is not None and drawn.is_loop:
        inside = Level()
        draw_sequence(reading, inside, step["steps"] or (), [START])
        last["steps"] = inside.steps
        last["links"] = [link for link in inside.links if link["from"] != START[0]]
    if step.get("branches"):
        return _draw_branches(reading, level, last["id"], step["branches"], elses=drawn.has_else)
    return [] if drawn.ends else ways


START: Way = ("", "out")  # of a loop: its first steps have no link into them


def _draw_branches(
    reading: FlowReading, level: Level, source: str, branches: Sequence[Mapping[str, Any]], *, elses: bool = False
) -> list[Way]:
    """`elses`: the step has an outlet for what fits no branch, which leads on when the file says nothing of it."""
    ends: list[Way] = []
    outlets = [outlet(branch["name"]) for branch in branches]
    for out, branch in zip(outlets, branches, strict=True):
        ends += draw_sequence(reading, level, branch.get("steps") or (), [(source, out)])
    if elses and ELSE not in outlets:
        ends.append((source, ELSE))
    return list(dict.fromkeys(ends))


def _draw_dead(reading: FlowReading, level: Level, given: Sequence[Mapping[str, Any]], place: int) -> None:
    """Steps that nothing leads to: they never ran there, and stay disabled here."""
    ways = [(level.steps[-1]["id"], "out")] if level.steps else []
    before = len(level.steps)
    for step in given:
        ways = _place(reading, level, step, draw_step(reading, step), ways) or ways
    for made in level.steps[before:]:
        made["disabled"] = True
    count = f"{len(given)} {'step' if len(given) == 1 else 'steps'}"
    message = f"{count} behind one that always ends the run never ran, and stay disabled."
    reading.tell("changed", message, step=level.steps[before]["id"])
