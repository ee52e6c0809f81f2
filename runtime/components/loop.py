"""Loops: the container that repeats its inner steps, and the step that leaves it early.

For: declaring both.
Not here: running a loop; its turns are the interpreter's business (`runtime.engine`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import choice, field, inputs_schema
from runtime.engine.component import Component, Control, Kind, Outcome, StepContext

MODES = {"items": "Each item of a list", "times": "A number of times"}


async def container_run(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    raise RuntimeError(f"{ctx.step_id} is a container: the interpreter runs its inner steps and never the loop itself")


LOOP = Component(
    key="loop",
    title="Loop",
    summary="Runs its inner steps once for each item, or a number of times.",
    docs=(
        "Inner steps read `loop_1.currentItem` and `loop_1.index` (from 0). Turns run one after the other. The loop's result "
        "is the list of what each turn's last step gave. An object is looped over as `{key, value}` pairs; nothing is no turn."
    ),
    kind=Kind.CONTAINER,
    group="Logic",
    icon="repeat",
    synonyms=("for each", "foreach", "iterate", "repeat", "batch", "split in batches", "while", "times", "list", "items"),
    inputs=inputs_schema(
        {
            "mode": field("Mode", "What to repeat for.", default="items", **choice(MODES)),
            "items": field(
                "Items",
                "A list, or an object. Needed to repeat for each item.",
                type=["array", "object", "null"],
                **{"x-widget": "reference"},
            ),
            "times": field("Times", "How often. Needed to repeat a number of times.", type="integer", minimum=0, maximum=10_000),
        },
        rules={
            "if": {"properties": {"mode": {"const": "times"}}, "required": ["mode"]},
            "then": {"required": ["times"]},
            "else": {"required": ["items"]},
        },
    ),
    example={"items": {"reference": "webhook_1.results.body.data.data.items"}},
    run=container_run,
    results_example=[{"booked": True}],
)


async def break_loop(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    return Outcome(control=Control.BREAK)


BREAK = Component(
    key="loop.break",
    title="Break loop",
    summary="Leaves the loop it stands in after this turn.",
    docs="The loop ends as succeeded; what this turn gave is the last entry of its result. Put it behind a branch.",
    kind=Kind.ACTION,
    group="Logic",
    icon="log-out",
    synonyms=("end loop", "stop loop", "leave", "exit"),
    inputs=inputs_schema({}),
    example={},
    run=break_loop,
    outcome_of=lambda results: Outcome(results, control=Control.BREAK),
)
