"""What starts a flow without anybody calling: the time, and what happens to the instance itself.

For: declaring the Schedule and Instance event triggers.
Not here: the arithmetic of time (`moments`), firing (`runtime.schedules`), noticing events (`runtime.instances`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from runtime.components.fields import choice, field, inputs_schema
from runtime.components.moments import UNITS, Unsound, read_timing
from runtime.components.triggers import WEBHOOK_RESULTS, trigger_run
from runtime.engine.component import Component, Kind

MODES = {"every": "In equal distances", "cron": "By a cron expression"}
INSTANCE_EVENTS = ("deployed", "updated", "enabled", "disabled", "deleted")
WHERE = {name: WEBHOOK_RESULTS[name] for name in ("executionId", "customer", "instance", "flow", "integration", "startedAt")}


def timing_problems(inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the schema cannot tell."""
    try:
        read_timing(inputs).next_after(datetime(2026, 1, 1, tzinfo=UTC))
    except Unsound as problem:
        yield problem.field, problem.message


SCHEDULE = Component(
    key="schedule",
    title="Schedule",
    summary="Starts the flow at set times.",
    docs=(
        "For each instance by itself, in the time zone you choose; a config variable may hold the settings. Times go on across "
        "restarts. When several were missed while nothing ran, the flow starts once, and `schedule_1.results.missed` "
        "counts the others. While an instance is paused its times pass.\n\n"
        "Cron is minute, hour, day of the month, month, weekday; months and weekdays may be named, as in MON-FRI. Where clocks "
        "change, an hour that is left out is made up for right after it, and a fixed hour that comes twice counts once."
    ),
    kind=Kind.TRIGGER,
    group="Triggers",
    icon="calendar-clock",
    synonyms=("cron", "timer", "every", "interval", "poll", "daily", "hourly", "time", "clock", "recurring"),
    inputs=inputs_schema(
        {
            "mode": field("When", "In equal distances, or by a cron expression.", default="every", **choice(MODES)),
            "every": field("Every", "How many of the unit below.", type="integer", minimum=1, maximum=10_000, default=1),
            "unit": field("Unit", "Of the distance.", default="hours", **choice({unit: unit.capitalize() for unit in UNITS})),
            "cron": field(
                "Cron expression",
                "Such as 0 9 * * 1-5 for weekdays at nine; or a config variable of type schedule.",
                type=["string", "object"],
            ),
            "timezone": field("Time zone", "Such as Europe/Berlin, for cron.", type="string", default="UTC"),
        }
    ),
    example={"mode": {"value": "cron"}, "cron": {"value": "0 9 * * 1-5"}, "timezone": {"value": "Europe/Berlin"}},
    run=trigger_run,
    problems=timing_problems,
    results_example={"scheduledFor": "2026-01-31T08:00:00+00:00", "missed": 0, "timezone": "Europe/Berlin", **WHERE},
)

INSTANCE_EVENT = Component(
    key="instance.event",
    title="Instance event",
    summary="Starts the flow when its own instance is deployed, changed or removed.",
    docs=(
        "To register a webhook when a customer switches the integration on, and to remove it again: `event` says what happened. "
        "Updated means another version or other config values; enabled and disabled, resumed and paused.\n\n"
        "`previous` and `current` are the instance before and after it, each with its version, config values and whether it is "
        "enabled; what was deployed has no previous, what was deleted no current. `changed` lists which of the three differ. A "
        "connection among the config values is only its id.\n\n"
        "Each change starts the flow once, whatever is restarted meanwhile. The events of one instance are taken one after "
        "another over all its flows, so one that sleeps or is tried again keeps the next waiting. What starts on deleted still "
        "reads the config values and stored values the instance had; they go when it has ended."
    ),
    kind=Kind.TRIGGER,
    group="Triggers",
    icon="plug",
    synonyms=("deploy", "install", "uninstall", "enabled", "disabled", "lifecycle", "register", "created", "removed"),
    inputs=inputs_schema(
        {
            "events": field(
                "Events",
                "Which of them start the flow.",
                type="array",
                items=choice({event: event.capitalize() for event in INSTANCE_EVENTS}),
                uniqueItems=True,
                minItems=1,
                default=["deployed"],
            )
        }
    ),
    example={"events": {"value": ["deployed", "updated", "deleted"]}},
    run=trigger_run,
    results_example={
        "event": "updated",
        "previous": {"version": 1, "enabled": True, "config": {"region": "eu"}},
        "current": {"version": 2, "enabled": True, "config": {"region": "us"}},
        "changed": ["version", "config"],
        "config": {"region": "us"},
        "webhookUrls": WEBHOOK_RESULTS["webhookUrls"],
        **WHERE,
    },
)
