"""The levels of a flow as validation walks them: the flow itself and the inside of each loop.

For: who comes before whom, who is seen from where.
Not here: what is wrong with any of it (`graph_rules`, `reference_rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from runtime.engine.definition import Flow, Link, Step


@dataclass(frozen=True)
class Level:
    """`container` is the loop whose inside this is, and `around` the level that loop stands in; None for the flow itself."""

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    container: Step | None = None
    around: Level | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def depth(self) -> int:
        return 0 if self.around is None else self.around.depth + 1

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """For each step the steps on any path to it; a step that is among them itself lies on a cycle."""
        sources: dict[str, list[str]] = {step.id: [] for step in self.steps}
        for link in self.links:
            if link.source in sources and link.target in sources:
                sources[link.target].append(link.source)
        return {step_id: _closure(step_id, sources) for step_id in sources}

    def visible_from(self, step: Step) -> frozenset[str]:
        """Ids of the steps whose results a step may read: those before it, and those before the loops it is in."""
        outer = self.around.visible_from(self.container) if self.around and self.container else frozenset()
        return self.before[step.id] | outer

    @cached_property
    def loops(self) -> frozenset[str]:
        """Ids of the loops that this level is inside of."""
        outer = self.around.loops if self.around else frozenset()
        return outer | {self.container.id} if self.container else outer


def levels_of(flow: Flow) -> Iterator[Level]:
    """The flow's own level first, then each loop's, outer before inner."""
    waiting = [Level(flow.steps, flow.links)]
    while waiting:
        level = waiting.pop(0)
        yield level
        waiting += [Level(step.steps, step.links, step, level) for step in level.steps if step.steps or step.links]


def _closure(start: str, sources: Mapping[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(sources[start])
    while waiting:
        step_id = waiting.pop()
        if step_id not in found:
            found.add(step_id)
            waiting += sources[step_id]
    return frozenset(found)
