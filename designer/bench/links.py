"""Which links of a flow a run took. Pure.

For: the coverage of saved tests. Not here: whose runs count (`coverage`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from runtime.engine.definition import Flow, Link, Step

Way = tuple[str, str, str]  # from, outlet, to; step ids are unique in a flow, also across its loops


def ways_of(flow: Flow) -> list[Way]:
    """Every link, those inside loops among them, in document order."""
    return list(dict.fromkeys((link.source, link.outlet, link.target) for link in _links(flow.links, flow.steps)))


def ways_taken(flow: Flow, steps: Iterable[Mapping[str, Any]]) -> list[Way]:
    """Links whose source ended with their outlet and whose target started for it; `steps` are step runs as JSON."""
    by_path = {step["path"]: step for step in steps}
    taken: dict[Way, None] = {}
    by_source: dict[str, list[Way]] = {}
    for way in ways_of(flow):
        by_source.setdefault(way[0], []).append(way)
    for path, step in by_path.items():
        level = path[: len(path) - len(step["stepId"])]
        for way in by_source.get(step["stepId"], ()):
            if step["outlet"] == way[1] and _came_to(by_path.get(level + way[2])):
                taken[way] = None
    return [way for way in ways_of(flow) if way in taken]


def _came_to(step: Mapping[str, Any] | None) -> bool:
    """A disabled step is skipped too, but a live link led to it: it passes on what it was given, by an outlet."""
    return step is not None and (step["status"] != "skipped" or bool(step["outlet"]))


def _links(links: Iterable[Link], steps: Iterable[Step]) -> Iterator[Link]:
    yield from links
    for step in steps:
        yield from _links(step.links, step.steps)
