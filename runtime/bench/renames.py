"""Which step of a flow is the one that had another name before. Pure.

A renamed step answers for itself: without this, each rename would look like a call that never ran and one that is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from runtime.engine.definition import Flow

Renames = Mapping[str, str]  # what it is called now to what it was called then


def renames(then: Flow | None, now: Flow | None) -> dict[str, str]:
    """A step that is gone and one that is new are the same when nothing else of that component is gone or new."""
    if then is None or now is None:
        return {}
    old, new = ({step.id: step.component for step in flow.walk()} for flow in (then, now))
    gone, fresh = _by_component(old, new), _by_component(new, old)
    return {fresh[one][0]: gone[one][0] for one in fresh if len(fresh[one]) == len(gone.get(one, ())) == 1}


def path_then(path: str, known: Renames) -> str:
    """`loop_9[2].code_9` as it was called then: `loop_1[2].code_1`."""
    if not known:
        return path
    parts = (part.partition("[") for part in path.split("."))
    return ".".join(f"{known.get(name, name)}{bracket}{turn}" for name, bracket, turn in parts)


def _by_component(steps: Mapping[str, str], others: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for step_id, component in steps.items():
        if step_id not in others:
            found[component].append(step_id)
    return found
