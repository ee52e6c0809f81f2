"""Waiting before the next step.

For: the Sleep step, for a length of time or until a moment.
Not here: how an execution is put away meanwhile (`runtime.executions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.components.fields import choice, field, inputs_schema
from runtime.engine.component import Component, Kind, Outcome, StepContext
from runtime.engine.errors import StepProblem

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
UNITS = {unit: unit.capitalize() for unit in SECONDS}
LONGEST = timedelta(days=366)


async def sleep(ctx: StepContext, inputs: Mapping[str, Any]) -> Outcome:
    moment = _moment(inputs["until"]) if inputs.get("until") else ctx.now + _length(inputs)
    seconds = max(0.0, (moment - ctx.now).total_seconds())
    if seconds > LONGEST.total_seconds():
        raise StepProblem(
            f"{moment.isoformat()} is more than a year away; sleep at most {LONGEST.days} days.", code="sleep_too_long"
        )
    return Outcome({"until": moment.astimezone(UTC).isoformat(), "seconds": round(seconds, 3)}, after=seconds)


def _length(inputs: Mapping[str, Any]) -> timedelta:
    return timedelta(
        seconds=min((inputs.get("amount") or 0) * SECONDS[inputs.get("unit") or "seconds"], 10 * LONGEST.total_seconds())
    )


def _moment(text: str) -> datetime:
    """A time without an offset is in UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise StepProblem(f'"{text[:60]}" is no time; write it such as 2026-01-31T09:30:00Z.', code="input_invalid") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


SLEEP = Component(
    key="sleep",
    title="Sleep",
    summary="Waits before the next step runs.",
    docs=(
        "For a length of time, or until a moment such as a date in the request. Sleeping costs nothing and survives restarts: "
        "past two seconds the run is put away and taken up again when it is time. Branches beside it go on meanwhile.\n\n"
        "A moment in the past does not wait. A test of the editor waits one second at most."
    ),
    kind=Kind.ACTION,
    group="Logic",
    icon="clock",
    synonyms=("wait", "delay", "pause", "later", "timer", "until", "postpone"),
    inputs=inputs_schema(
        {
            "amount": field("How long", "Such as 10, in the unit below.", type="number", minimum=0, maximum=31_622_400),
            "unit": field(
                "Unit", "Of the number above.", default="seconds", **choice({unit: unit.capitalize() for unit in SECONDS})
            ),
            "until": field(
                "Until", "A moment instead, such as 2026-01-31T09:30:00Z; it wins over a length of time.", type="string"
            ),
        }
    ),
    example={"amount": {"value": 10}, "unit": {"value": "minutes"}},
    run=sleep,
    results_example={"until": "2026-01-31T09:30:00+00:00", "seconds": 600},
)
