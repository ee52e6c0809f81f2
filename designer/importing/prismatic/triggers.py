"""Which trigger of ours each of theirs is.

For: webhooks, schedules, deploy and remove, called and recursive flows; the trigger of an outside service becomes a Webhook,
with a placeholder behind it that says what the service's own did.
Not here: actions (`rulebook`), what the steps behind do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from croniter import croniter

from designer.importing.prismatic.dialects import component_of
from designer.importing.prismatic.inputs import Tagged, read_input, value_in
from designer.importing.prismatic.pointing import Names
from designer.importing.prismatic.rules import boolean, number, structured

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
WEBHOOKS = (("webhook-triggers", "webhook"), ("http", "webhook"), ("customHttp", "webhook"))
TITLES = {"webhook": "Webhook", "schedule": "Schedule", "instance.event": "trigger for instance events"}
CALLED = "Called by another flow"
DEPLOYED = "When deployed"


@dataclass(slots=True)
class Begun:
    """`component` and `inputs` of the trigger; `beside` are further triggers, as (component, name, inputs). `stub` says what an
    outside service's own trigger was; `remarks` are (level, message, todo)."""

    component: str
    inputs: dict[str, Tagged] = field(default_factory=dict)
    beside: list[tuple[str, str, dict[str, Tagged]]] = field(default_factory=list)
    stub: str = ""
    remarks: list[tuple[str, str, str]] = field(default_factory=list)


def begin(step: Mapping[str, Any], names: Names, *, called: bool) -> Begun:
    """`called` when another flow calls this one."""
    component, action = component_of(step)
    given = step.get("inputs") or {}
    if (component, action) in WEBHOOKS:
        begun = _webhook(given, names)
    elif (component, action) == ("schedule-triggers", "schedule"):
        begun = _schedule(step, names)
    elif component == "management-triggers":
        begun = _managed(action)
    elif component == "cross-flow":
        return Begun("manual", {"shape": {"value": "request"}})
    elif (component, action) == ("recursive-flow", "recursiveTrigger"):
        return _recursive(given)
    else:
        begun = _outside(step, component, action, names)
    if called:
        begun.beside.append(("manual", CALLED, {"shape": {"value": "request"}}))
    return begun


def _webhook(given: Mapping[str, Any], names: Names) -> Begun:
    answer: dict[str, Tagged] = {}
    for theirs, ours, read in (
        ("statusCode", "status", number),
        ("contentType", "contentType", str),
        ("headers", "headers", str),
        ("body", "body", structured),
    ):
        tagged = read_input(given.get(theirs), names)
        if tagged is not None:
            answer[ours] = {"value": read(tagged["value"])} if "value" in tagged else tagged
    begun = Begun("webhook", {"methods": {"value": METHODS}})
    if "body" in answer:  # an answer without a body is the usual one there
        begun.inputs["response"] = {"object": answer}
    return begun


def _schedule(step: Mapping[str, Any], names: Names) -> Begun:
    schedule = step.get("schedule") or {}
    meta = schedule.get("meta") or {}
    value, zone = schedule.get("value"), meta.get("timeZone") or ""
    if schedule.get("type") == "configVar" and isinstance(value, str) and value:
        inputs: dict[str, Tagged] = {"mode": {"value": "cron"}, "cron": {"configVariable": names.variable(value)}}
    elif meta.get("scheduleType") == "once" or not value:
        todo = "Check that once per deployment is meant; else choose a schedule."
        message = f"{step['name']} fired once, when its instance was deployed, and so it does here."
        return Begun("instance.event", {"events": {"value": ["deployed"]}}, remarks=[("changed", message, todo)])
    else:
        inputs = {"mode": {"value": "cron"}, "cron": {"value": str(value).strip()}}
        if len(str(value).split()) == 6 and croniter.is_valid(str(value)):
            inputs["cron"] = {"value": " ".join(str(value).split()[1:])}
    return Begun("schedule", {**inputs, **({"timezone": {"value": zone}} if zone else {})})


def _managed(action: str) -> Begun:
    if action == "instanceRemove":
        return Begun("instance.event", {"events": {"value": ["deleted"]}})
    return Begun("instance.event", {"events": {"value": ["deployed", "updated"]}})


def _recursive(given: Mapping[str, Any]) -> Begun:
    begun = Begun("manual")
    if boolean(value_in(given, "runOnDeploy")) is True:
        begun.beside.append(("instance.event", DEPLOYED, {"events": {"value": ["deployed", "updated"]}}))
    return begun


def _outside(step: Mapping[str, Any], component: str, action: str, names: Names) -> Begun:
    """A poll keeps its times; whatever else an outside service starts comes in by a Webhook."""
    was = f"{component}.{action}"
    if step.get("schedule"):
        begun = _schedule(step, names)
        begun.stub, what = was, "asked the service for what is new, at set times"
        todo = "Ask the service in the steps behind the schedule, and remember in a stored value how far you were."
    else:
        begun = Begun("webhook", {"methods": {"value": METHODS}}, stub=was)
        what = "registered its URL at the service and checked what came"
        todo = "Choose a credential with the service's preset, register the URL there, then delete or disable the placeholder."
    begun.remarks.append(
        ("stubbed", f"The trigger {was} {what}; a {TITLES.get(begun.component, begun.component)} stands in its place.", todo)
    )
    return begun
