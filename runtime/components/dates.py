"""Dates and times: now, moved, compared, written otherwise.

Not here: reading a moment (`times`), when a schedule is due (`moments`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from runtime.components.fields import choice, field
from runtime.components.operations import Operation, number_of, only_for, operations_schema, runner
from runtime.components.times import read_moment
from runtime.engine.component import Component, Kind, StepContext
from runtime.engine.errors import StepProblem

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}
CALENDAR = {"months": 1, "years": 12}
LAST = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}


def _moment(inputs: Any, ctx: StepContext) -> datetime:
    return ctx.now if inputs.get("date") is None else read_moment(inputs["date"])


def _zone(inputs: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(inputs.get("timezone") or "UTC"))
    except (ValueError, OSError, KeyError):
        name = str(inputs.get("timezone"))[:60]
        raise StepProblem(f'"{name}" is no time zone; write it such as Europe/Berlin.', code="input_invalid") from None


def _adjust(inputs: Any, ctx: StepContext) -> str:
    moment, unit = _moment(inputs, ctx), inputs.get("unit") or "days"
    amount = number_of(inputs.get("amount") or 0, "Amount")
    try:
        moved = (
            _by_months(moment, int(amount) * CALENDAR[unit])
            if unit in CALENDAR
            else moment + timedelta(seconds=amount * SECONDS[unit])
        )
    except (OverflowError, ValueError):
        raise StepProblem("The moved time lies outside the years 1 to 9999.", code="input_invalid") from None
    return written(moved)


def _by_months(moment: datetime, months: int) -> datetime:
    """The same day of another month, or its last when it has no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    last = 29 if month == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else LAST.get(month, 31)
    return moment.replace(year=year, month=month, day=min(moment.day, last))


def _difference(inputs: Any, ctx: StepContext) -> int | float:
    unit = inputs.get("unit") or "days"
    if unit not in SECONDS:
        raise StepProblem("A difference is counted in weeks, days, hours, minutes or seconds.", code="input_invalid")
    passed = (read_moment(inputs["other"]) - _moment(inputs, ctx)).total_seconds() / SECONDS[unit]
    return int(passed) if passed.is_integer() else passed


def _format(inputs: Any, ctx: StepContext) -> str:
    pattern = str(inputs.get("format") or "%Y-%m-%d")[:200]
    try:
        return _moment(inputs, ctx).astimezone(_zone(inputs)).strftime(pattern)
    except ValueError:
        raise StepProblem("This format cannot be written; use one such as %d.%m.%Y %H:%M.", code="input_invalid") from None


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


OPERATIONS = {
    "now": Operation("Now", lambda inputs, ctx: written(ctx.now)),
    "adjust": Operation("Move by an amount", _adjust, ("amount",)),
    "difference": Operation("Time until another", _difference, ("other",)),
    "format": Operation("Write in another form", _format, ("format",)),
    "unix": Operation("As seconds since 1970", lambda inputs, ctx: int(_moment(inputs, ctx).timestamp())),
    "iso": Operation("As ISO 8601, in UTC", lambda inputs, ctx: written(_moment(inputs, ctx))),
}

DATES = Component(
    key="date",
    title="Date and time",
    summary="Now, a time moved, compared or written otherwise.",
    docs=(
        "A time is ISO 8601 such as `2026-01-31T09:30:00Z`, or seconds since 1970; without an offset it is in UTC, and without "
        "one at all it is now. `date_1.results` is text, or a number for *Time until another* and *Seconds since 1970*. A month "
        "that has no such day gives its last. Formats are written such as `%d.%m.%Y %H:%M`."
    ),
    kind=Kind.ACTION,
    group="Data",
    icon="calendar-clock",
    synonyms=("time", "now", "today", "timestamp", "add days", "format date", "difference", "clock", "datetime"),
    inputs=operations_schema(
        OPERATIONS,
        {
            "date": field(
                "Time", "What to start from; now when left out.", **only_for(*(key for key in OPERATIONS if key != "now"))
            ),
            "amount": field("Amount", "How many of the unit; a negative one moves back.", **only_for("adjust")),
            "unit": field(
                "Unit",
                "Of the amount or the difference.",
                default="days",
                **choice({unit: unit.capitalize() for unit in (*SECONDS, *CALENDAR)}),
                **only_for("adjust", "difference"),
            ),
            "other": field("Other time", "For the time until another.", **only_for("difference")),
            "format": field("Format", "Such as %d.%m.%Y %H:%M.", **only_for("format")),
            "timezone": field("Time zone", "To write it in, such as Europe/Berlin.", type="string", **only_for("format")),
        },
    ),
    example={"operation": {"value": "adjust"}, "amount": {"value": 7}, "unit": {"value": "days"}},
    run=runner(OPERATIONS),
    results_example="2026-02-07T12:00:00.000Z",
)
