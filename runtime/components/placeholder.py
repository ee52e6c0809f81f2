"""A step that stands for one that is yet to be built.

For: keeping the place, the name and the inputs of what has no equivalent here (an import, a plan), so that nothing is lost and
nothing runs by mistake.
Not here: refusing to publish while one is left (`runtime.engine.graph_rules`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Json, Kind, Outcome, StepContext
from runtime.engine.errors import StepProblem
from runtime.engine.graph_rules import PLACEHOLDER_KEY
from runtime.engine.inputs import literal


async def run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    _refuse(inputs)


def _refuse(inputs: Mapping[str, Any]) -> NoReturn:
    what = inputs.get("standsFor") or "a step that is yet to be built"
    todo = inputs.get("todo") or "Replace it with a step that does this, or disable it."
    raise StepProblem(f"This step stands for {what} and does nothing. {todo}", code="step_placeholder")


def ways_out(inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """The outlets that are named; disabled, it takes `else`, or the first of them when it has none."""
    named = literal(inputs.get("outlets"))
    names = tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name)) if isinstance(named, list) else ()
    return names or ("out",)


def _pinned_way(results: Json) -> str:
    """Pinned results may say which way to go, as those of a branch do."""
    way = results.get("branch") if isinstance(results, Mapping) else None
    return way if isinstance(way, str) and way else "out"


PLACEHOLDER = Component(
    key=PLACEHOLDER_KEY,
    title="Placeholder",
    summary="Stands for a step that is yet to be built.",
    docs=(
        "Keeps the place, the name and the inputs of a step that has no equivalent here, such as one that came with an import. "
        "It does nothing: a run that reaches it fails there, and publishing is refused while one is enabled. Replace it with a "
        "step that does the same, disable it, or, in a test, pin the results it would have."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="circle-dashed",
    synonyms=("stub", "todo", "mock", "missing", "later", "imported", "unknown"),
    inputs=inputs_schema(
        {
            "standsFor": field("Stands for", "What belongs here, such as dropbox.listChanges.", type="string", maxLength=300),
            "todo": field("What to do", "Said to whoever meets it in a failed run.", type="string", maxLength=2000),
            "inputs": field(
                "Inputs",
                "What it would be given, to copy from.",
                type="object",
                additionalProperties=True,
                **{"x-widget": "json"},
            ),
            "outlets": field(
                "Ways out",
                "Names of its outlets, where it would choose one; none for a single one.",
                type="array",
                items={"type": "string", "minLength": 1, "maxLength": 80},
            ),
        }
    ),
    example={"standsFor": {"value": "dropbox.listChanges"}, "todo": {"value": "Replace it with an HTTP request."}},
    run=run,
    outlets=ways_out,
    outcome_of=lambda results: Outcome(results, outlet=_pinned_way(results)),
    results_example=None,
)
