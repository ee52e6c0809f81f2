"""Which links of the draft some saved test took, by its last run.

For: one list a flow, for the canvas to draw. Not here: what taking a link means (`links`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from designer.bench.links import ways_of
from designer.bench.models import SavedTest
from runtime.engine.definition import read_definition


def coverage(definition: dict[str, Any], tests: Iterable[SavedTest]) -> list[dict[str, Any]]:
    """By flow: {flow, name, links: [{from, outlet, to, taken, tests}]}; a test that never ran took nothing."""
    took: dict[tuple[str, ...], list[str]] = {}
    for test in tests:
        for link in (test.last or {}).get("taken", ()):
            took.setdefault((link["flow"], link["from"], link["outlet"], link["to"]), []).append(test.pk)
    return [
        {"flow": flow.key, "name": flow.name, "links": [_told(way, took.get((flow.key, *way), [])) for way in ways_of(flow)]}
        for flow in read_definition(definition).flows
    ]


def _told(way: tuple[str, str, str], tests: list[str]) -> dict[str, Any]:
    source, outlet, target = way
    return {"from": source, "outlet": outlet, "to": target, "taken": bool(tests), "tests": tests}
