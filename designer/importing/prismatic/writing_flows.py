"""A flow of ours as they write it: a tree of steps with the trigger first.

A flow that is as it came is written word for word; in one that changed, each step that did not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from designer.importing.prismatic.branches import ELSE, RESERVED_OUTLETS, THEIR_ELSE
from designer.importing.prismatic.dialects import walk
from designer.importing.prismatic.inputs import Writing, as_text, write_input
from designer.importing.prismatic.naming import reference_name
from designer.importing.prismatic.nesting import Nesting, Node
from designer.importing.prismatic.triggers import CALLED, DEPLOYED
from designer.importing.prismatic.writing_steps import (
    FlowWriting,
    Their,
    gives_whole,
    write_placeholder,
    write_step,
    writing_name,
)
from designer.importing.report import Report

TRIGGERS = ("webhook", "schedule", "instance.event", "manual")
Flow = Mapping[str, Any]


def write_flow(
    flow: Flow,
    *,
    source: Flow | None,
    became: Flow | None,
    ids: Mapping[int, str],
    shared: Writing,
    names: Mapping[str, str],
    report: Report,
) -> Their:
    """`source` is the flow as it came and `became` what it became; `ids` our ids by identity of their steps."""
    came = _came(source, became, ids)
    writing = FlowWriting(flow["key"], Writing({}, shared.variables), report, came, names)
    steps = list(_all(flow.get("steps", ())))
    whole = frozenset(step["id"] for step in steps if gives_whole(step))
    writing.to = Writing(_names(writing, steps), shared.variables, whole)
    level = flow.get("steps", ())
    writing.is_recursive = any(step["component"] in ("flow.again", "cursor.get", "cursor.set") for step in steps)
    writing.runs_when_deployed = any(step.get("name") == DEPLOYED for step in level)
    triggers = [step for step in level if step["component"] in TRIGGERS]
    nesting = Nesting(level, flow.get("links", ()))
    first = triggers[0] if triggers else None
    written = [_write_trigger(writing, first, source)] if first else []
    for other in triggers[1:]:
        if other.get("name") not in (CALLED, DEPLOYED):
            writing.tell(f"A flow has one trigger there, so {other.get('name') or other['id']} is left out.", other["id"])
    starts = [step["id"] for step in triggers] or nesting.entries
    nodes = [node for node in nesting.sequence(starts) if node.step["component"] not in TRIGGERS]
    written += _rest(writing, nodes, written[0] if written else None, source)
    kept = {key: value for key, value in (source or {}).items() if key not in ("name", "description", "isSynchronous", "steps")}
    return {
        "name": flow["name"],
        "description": flow.get("description", ""),
        "isSynchronous": flow.get("response") == "sync",
        "endpointSecurityType": "customer_optional",
        **kept,
        "steps": written,
    }


def _rest(writing: FlowWriting, nodes: list[Node], trigger: Their | None, source: Flow | None) -> list[Their]:
    """The check behind an outside service's trigger belongs to the trigger there."""
    if trigger and nodes and nodes[0].step["component"] == "placeholder" and _is_check(nodes[0].step):
        if not source:
            component, action, inputs = write_placeholder(writing, nodes[0].step.get("inputs", {}))
            trigger["action"] = {"key": action, "component": {"key": component, "version": "LATEST", "isPublic": True}}
            trigger["inputs"] = inputs
        if nodes[0].ways:
            trigger["branches"] = _branches(writing, nodes[0])
        nodes = nodes[1:]
    return _sequence(writing, nodes)


def _is_check(step: Mapping[str, Any]) -> bool:
    """Such a placeholder is called as what it stands for; one in place of a step keeps the step's name."""
    return bool(step.get("name")) and step.get("inputs", {}).get("standsFor", {}).get("value") == step["name"]


def _sequence(writing: FlowWriting, nodes: Sequence[Node]) -> list[Their]:
    written: list[Their] = []
    answer = None
    for place, node in enumerate(nodes):
        following = nodes[place + 1].step["component"] if place + 1 < len(nodes) else None
        if node.step["component"] == "respond" and following == "stop":
            answer = node.step
            continue
        made = write_step(writing, node.step, answer=answer)
        answer = None
        if node.step["component"] == "loop":
            inner = Nesting(node.step.get("steps", ()), node.step.get("links", ()))
            made["steps"] = _sequence(writing, inner.sequence(inner.entries))
        if node.ways or node.step["component"] in ("branch.value", "branch.expression"):
            made["branches"] = _branches(writing, node)
        written.append(made)
    return written


def _branches(writing: FlowWriting, node: Node) -> list[Their]:
    """In the order of the step's own names, what fits none last."""
    inputs = node.step.get("inputs", {})
    listed = inputs.get("cases") or inputs.get("branches") or {}
    named = [one.get("object", {}).get("name", {}).get("value") for one in listed.get("list", ())]
    named += inputs.get("outlets", {}).get("value") or []
    outlets = list(dict.fromkeys([*(name for name in named if isinstance(name, str)), *node.ways]))
    is_branch = node.step["component"].startswith("branch.")
    ordered = [*(name for name in outlets if name not in (ELSE, "error")), *([ELSE] if is_branch or ELSE in outlets else [])]
    return [{"name": _their_name(name), "steps": _sequence(writing, node.ways.get(name, []))} for name in ordered]


def _their_name(outlet: str) -> str:
    if outlet == ELSE:
        return THEIR_ELSE
    plain = outlet.removesuffix(" branch")
    return plain if plain in RESERVED_OUTLETS else outlet


def _write_trigger(writing: FlowWriting, step: Mapping[str, Any], source: Flow | None) -> Their:
    earlier = writing.came.get(step["id"])
    if earlier and step == earlier[1]:
        return {key: value for key, value in earlier[0].items() if key not in ("steps", "branches")}
    component, action, inputs, more = _trigger(writing, step)
    return {
        "name": writing_name(writing, step),
        "description": step.get("notes", ""),
        "isTrigger": True,
        "action": {"key": action, "component": {"key": component, "version": "LATEST", "isPublic": True}},
        "inputs": inputs,
        **more,
    }


def _trigger(writing: FlowWriting, step: Mapping[str, Any]) -> tuple[str, str, Their, Their]:
    inputs = step.get("inputs", {})
    match step["component"]:
        case "schedule":
            return "schedule-triggers", "schedule", {}, {"schedule": _schedule(writing, inputs)}
        case "instance.event":
            events = inputs.get("events", {}).get("value") or ["deployed"]
            if events == ["deployed"]:
                once = {"type": "value", "value": "", "meta": {"scheduleType": "once", "timeZone": ""}}
                return "schedule-triggers", "schedule", {}, {"schedule": once}
            action = "instanceRemove" if events == ["deleted"] else "instanceDeploy"
            if not set(events) <= {"deployed", "updated", "deleted"}:
                writing.tell("There, flows start when an instance is deployed or removed, and on nothing else.", step["id"])
            return "management-triggers", action, {}, {}
        case "manual" if writing.is_recursive:
            runs = {"type": "value", "value": "true" if writing.runs_when_deployed else "false"}
            return "recursive-flow", "recursiveTrigger", {"runOnDeploy": runs}, {}
        case "manual":
            return "cross-flow", "crossFlow", {}, {}
    answer = inputs.get("response", {})
    said = answer.get("object") or {name: {"value": value} for name, value in (answer.get("value") or {}).items()}
    empty = {"type": "value", "value": ""}
    written = {
        "body": write_input(said["body"], writing.to) if "body" in said else dict(empty),
        "contentType": write_input(said["contentType"], writing.to) if "contentType" in said else dict(empty),
        "statusCode": write_input(said["status"], writing.to) if "status" in said else dict(empty),
        "headers": write_input(said["headers"], writing.to) if "headers" in said else {"type": "complex", "value": []},
    }
    return "webhook-triggers", "webhook", written, {}


def _schedule(writing: FlowWriting, inputs: Mapping[str, Any]) -> Their:
    cron, zone = inputs.get("cron"), inputs.get("timezone", {}).get("value") or ""
    if cron and "configVariable" in cron:
        return {**write_input(cron, writing.to), "meta": {"scheduleType": "custom", "timeZone": zone}}
    text = as_text((cron or {}).get("value")) or _every(inputs)
    return {"type": "value", "value": text, "meta": {"scheduleType": "custom", "timeZone": zone}}


def _every(inputs: Mapping[str, Any]) -> str:
    every, unit = inputs.get("every", {}).get("value", 1), inputs.get("unit", {}).get("value", "hours")
    crons = {"minutes": f"*/{every} * * * *", "hours": f"0 */{every} * * *", "days": f"0 0 */{every} * *"}
    return crons.get(str(unit), "0 * * * *")


def _names(writing: FlowWriting, steps: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Under which name references read each step there; two of one name get numbers."""
    names: dict[str, str] = {}
    for step in steps:
        name = reference_name(writing_name(writing, step))
        names[step["id"]] = name
    return names


def _came(source: Flow | None, became: Flow | None, ids: Mapping[int, str]) -> dict[str, tuple[Flow, Mapping[str, Any]]]:
    if source is None or became is None:
        return {}
    ours = {step["id"]: step for step in _all(became.get("steps", ()))}
    came = {ids[id(step)]: (step, ours[ids[id(step)]]) for step, _ in walk(source.get("steps")) if ids.get(id(step)) in ours}
    # The answer before a Stop is part of the same step there.
    answers = {step_id: step for step_id, step in ours.items() if step["component"] == "respond"}
    return came | {step_id: ({}, step) for step_id, step in answers.items() if step_id not in came}


def _all(steps: Any) -> Any:
    for step in steps:
        yield step
        yield from _all(step.get("steps", ()))
