"""A flow that works through something long in several runs: where it is, and going on from there.

Each run begins at the cursor it was handed, moves it on, and starts the next run with *Run again*. Nothing of it outlives the
last run, so that a fresh start begins at the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.components.fields import field, inputs_schema
from runtime.engine.component import Component, Json, Kind, Outcome, StepContext

SCOPE, KEY = "execution", "cursor"


async def get_cursor(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    moved = await ctx.storage.get(SCOPE, KEY)
    handed = _handed(ctx) if moved is None else moved
    return Outcome(inputs.get("default") if handed is None else handed)


def _handed(ctx: StepContext) -> Json:
    """What the run before handed over with *Run again*."""
    data = ((ctx.step_results.get("trigger") or {}).get("results") or {}).get("data")
    return data.get("cursor") if isinstance(data, Mapping) else None


async def set_cursor(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    await ctx.storage.set(SCOPE, KEY, inputs["cursor"])
    return Outcome(inputs["cursor"])


async def run_again(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    moved = await ctx.storage.get(SCOPE, KEY)
    cursor = _handed(ctx) if moved is None else moved
    return Outcome(await ctx.flows.call(inputs["flow"], {"cursor": cursor}, wait=False, again=True))


GET_CURSOR = Component(
    key="cursor.get",
    title="Get cursor",
    summary="Reads how far a long job has come.",
    docs=(
        "`cursor_get_1.results` is what *Set cursor* last set in this run, else what the run before handed over with *Run "
        "again*, else the default: the first page, the earliest date."
    ),
    kind=Kind.ACTION,
    group="Storage",
    icon="bookmark",
    synonyms=("page", "offset", "position", "recursive", "pagination", "progress", "resume"),
    inputs=inputs_schema({"default": field("Default", "Where a job begins.", **{"x-widget": "json"})}),
    example={"default": {"value": 1}},
    run=get_cursor,
    results_example=1,
)

SET_CURSOR = Component(
    key="cursor.set",
    title="Set cursor",
    summary="Remembers how far a long job has come.",
    docs="For this run, and for the next one when *Run again* starts it. `cursor_set_1.results` is the cursor.",
    kind=Kind.ACTION,
    group="Storage",
    icon="bookmark",
    synonyms=("page", "offset", "position", "recursive", "pagination", "progress", "next"),
    inputs=inputs_schema({"cursor": field("Cursor", "A page, an offset, a date.")}, required=["cursor"]),
    example={"cursor": {"value": 2}},
    run=set_cursor,
    effect=True,
    results_example=2,
)

RUN_AGAIN = Component(
    key="flow.again",
    title="Run again",
    summary="Starts the next run of a long job, from the cursor.",
    docs=(
        "Starts the flow you name, usually the one it stands in, for the same customer, and hands it the cursor; it must begin "
        "with *Manual or called*. The next run is queued and this one goes on. Put it behind a branch, or the job never ends: "
        "runs that start each other are bounded. A test in the editor ends with its first run."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="repeat",
    synonyms=("recursive", "next page", "continue", "loop flow", "restart", "repeat", "self"),
    inputs=inputs_schema(
        {"flow": field("Flow", "Key or name of the flow.", type="string", minLength=1, **{"x-widget": "flow"})},
        required=["flow"],
    ),
    example={"flow": {"value": "fetch-pages"}},
    run=run_again,
    effect=True,
    results_example={"executionId": "01JD8Z5W3Q4R5T6Y7U8I9O0P1E"},
)
