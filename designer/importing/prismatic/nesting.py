"""Steps and links as the tree they are written in there: what stands behind a branch follows it, what it chooses stands in it.

Pure graph work. Ways that come together do so at the first step that every one of them must pass.
Not here: what a single step is there (`writing_steps`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

END = ""  # past the last step
ENDING = ("stop", "loop.break")  # nothing follows them, whatever is linked

OurStep = Mapping[str, Any]


@dataclass(slots=True)
class Node:
    """A step, and where it branches the sequence behind each outlet, by the outlet's name."""

    step: OurStep
    ways: dict[str, list[Node]] = field(default_factory=dict)


class Nesting:
    """One level: a flow, or what a loop holds."""

    def __init__(self, steps: Sequence[OurStep], links: Sequence[Mapping[str, Any]]) -> None:
        self._steps = {step["id"]: step for step in steps}
        self._out: dict[str, dict[str, list[str]]] = {step["id"]: {} for step in steps}
        into: dict[str, int] = dict.fromkeys(self._steps, 0)
        for link in links:
            if link["from"] in self._steps and link["to"] in self._steps:
                self._out[link["from"]].setdefault(link.get("outlet", "out"), []).append(link["to"])
                into[link["to"]] += 1
        self.entries = [step_id for step_id, count in into.items() if count == 0]
        self._rank = self._ranks(into)
        self._reached = self._reachable()
        self._after = self._must_pass()
        self._written: set[str] = set()

    def sequence(self, starts: Sequence[str], stop: str = END) -> list[Node]:
        """From those steps on, until the one where others come together. Several at once follow one another."""
        nodes: list[Node] = []
        waiting = sorted(set(starts), key=self._rank.__getitem__)
        while waiting:
            current = waiting.pop(0)
            if current == stop or current in self._written:
                continue
            self._written.add(current)
            node, onwards = self._node(current, stop)
            nodes.append(node)
            waiting = sorted({*waiting, *onwards}, key=self._rank.__getitem__)
        return nodes

    def _node(self, step_id: str, stop: str) -> tuple[Node, list[str]]:
        node, out = Node(self._steps[step_id]), self._out[step_id]
        chosen = {outlet: targets for outlet, targets in out.items() if outlet != "out"}
        if not chosen:
            onwards = out.get("out", [])
            if node.step["component"] in ENDING:  # what never runs stands behind it all the same
                onwards = [target for target in onwards if self._steps[target].get("disabled")]
            return node, onwards
        join = self._join(step_id, stop)
        node.ways = {outlet: self.sequence(targets, join) for outlet, targets in chosen.items()}
        return node, [*out.get("out", []), *([join] if join not in (END, stop) else [])]

    def _join(self, step_id: str, stop: str) -> str:
        """The first step that all its ways must pass; what lies past the place where this level is left counts as that place."""
        passed = (self._after[step_id] or frozenset()) & self._reached[step_id]
        inside = [other for other in passed if stop == END or self._rank[other] <= self._rank[stop]]
        return min(inside, key=self._rank.__getitem__, default=stop)

    def _reachable(self) -> dict[str, frozenset[str]]:
        reached: dict[str, frozenset[str]] = {}
        for step_id in sorted(self._steps, key=self._rank.__getitem__, reverse=True):
            targets = [target for targets in self._out[step_id].values() for target in targets if target in reached]
            reached[step_id] = frozenset(targets).union(*(reached[target] for target in targets))
        return reached

    def _must_pass(self) -> dict[str, frozenset[str] | None]:
        """What every way from a step must pass, itself among it; None where every way ends, which has no say in where others
        meet."""
        after: dict[str, frozenset[str] | None] = {}
        for step_id in sorted(self._steps, key=self._rank.__getitem__, reverse=True):
            step, out = self._steps[step_id], self._out[step_id]
            ways = [after[target] for targets in out.values() for target in targets if target in after]
            met = [way for way in ways if way is not None]
            open_end = not ways or bool(_outlets_of(step) - out.keys())
            if step["component"] in ENDING or (not met and not open_end):
                after[step_id] = None
                continue
            after[step_id] = (frozenset.intersection(*met) if met and not open_end else frozenset()) | {step_id}
        return after

    def _ranks(self, into: Mapping[str, int]) -> dict[str, int]:
        left, order = dict(into), [step_id for step_id, count in into.items() if count == 0]
        for step_id in order:  # grows while we walk it
            for target in (target for targets in self._out[step_id].values() for target in targets):
                left[target] -= 1
                if left[target] == 0:
                    order.append(target)
        order += [step_id for step_id in self._steps if step_id not in order]  # what stands in a circle
        return {step_id: rank for rank, step_id in enumerate(order)}


def _outlets_of(step: OurStep) -> set[str]:
    """Those of a branch that something must follow, or the way ends there."""
    return {"else"} if step["component"] in ("branch.value", "branch.expression") else set()
