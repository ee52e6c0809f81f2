"""One step of ours as they write it.

For: a step that is as it came, word for word; another by the rule that fits it; what has no rule under our own name, so that an
import brings it back.
Not here: which steps hold which (`writing_flows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.importing.prismatic import branches
from designer.importing.prismatic.flow_reading import ALL_OF_IT
from designer.importing.prismatic.inputs import Writing, write_input
from designer.importing.prismatic.pointing import renamed_in_code
from designer.importing.prismatic.rulebook import RULES
from designer.importing.prismatic.step_reading import OWN
from designer.importing.report import Report

OurStep = Mapping[str, Any]
Their = dict[str, Any]


@dataclass(slots=True)
class FlowWriting:
    """One flow while it is written. `came` holds, by our id, the step as it came and what it became."""

    key: str
    to: Writing
    report: Report
    came: Mapping[str, tuple[Mapping[str, Any], OurStep]] = field(default_factory=dict)
    flow_names: Mapping[str, str] = field(default_factory=dict)
    is_recursive: bool = False
    runs_when_deployed: bool = False

    def tell(self, message: str, step: str | None = None) -> None:
        self.report.add("changed", message, flow=self.key, step=step)


def write_step(writing: FlowWriting, step: OurStep, *, answer: OurStep | None = None) -> Their:
    """Without what it holds. `answer` is the Respond step right before a Stop."""
    earlier = writing.came.get(step["id"])
    if earlier and earlier[0] and _same(step, earlier[1]) and _same_answer(writing, answer):
        return {key: value for key, value in earlier[0].items() if key not in ("steps", "branches")}
    component, action, inputs = _written(writing, step, answer)
    made: Their = {
        "name": writing_name(writing, step),
        "description": step.get("notes", ""),
        "action": {"key": action, "component": {"key": component, "version": "LATEST", "isPublic": component != OWN}},
        "inputs": inputs,
    }
    if (config := _error_config(writing, step)) is not None:
        made["errorConfig"] = config
    if step.get("disabled"):
        writing.tell(f"{made['name']} is disabled here; there it would run.", step["id"])
    return made


def gives_whole(step: OurStep) -> bool:
    """Whether an HTTP step hands on status and headers too, as ours do unless told otherwise."""
    return step["component"] == "http.request" and step.get("inputs", {}).get("gives") != {"value": "body"}


def writing_name(writing: FlowWriting, step: OurStep) -> str:
    earlier = writing.came.get(step["id"])
    if earlier and earlier[0] and step.get("name") == earlier[1].get("name"):
        return str(earlier[0]["name"])
    return str(step.get("name") or step["id"])


def _same(step: OurStep, earlier: OurStep) -> bool:
    """What it holds, and where it stands, is looked at by itself."""
    ignored = ("steps", "links")
    return {k: v for k, v in step.items() if k not in ignored} == {k: v for k, v in earlier.items() if k not in ignored}


def _same_answer(writing: FlowWriting, answer: OurStep | None) -> bool:
    return answer is None or (answer["id"] in writing.came and _same(answer, writing.came[answer["id"]][1]))


def _written(writing: FlowWriting, step: OurStep, answer: OurStep | None) -> tuple[str, str, Their]:
    component, inputs = step["component"], step.get("inputs", {})
    match component:
        case "respond" | "stop":
            return ("stop-execution", "stopExecution", _stop(writing, step, answer))
        case "placeholder":
            return write_placeholder(writing, inputs)
        case "flow.call" | "flow.again":
            return _call(writing, component, inputs)
        case "branch.value" | "branch.expression":
            return _branch(writing, step, component)
        case "first":
            return ("branch", "selectExecutedStepResult", _all(writing, inputs))
    rule = next((rule for rule in RULES if rule.fits(component, inputs)), None)
    if rule is None:
        return _own(writing, step)
    written = rule.write(inputs, writing.to)
    if gives_whole(step):
        written[ALL_OF_IT] = {"type": "value", "value": "true"}
    if component == "code" and isinstance(source := written.get("code", {}).get("value"), str):
        written["code"]["value"] = renamed_in_code(source, writing.to.steps)
    return rule.component, rule.action, written


def _own(writing: FlowWriting, step: OurStep) -> tuple[str, str, Their]:
    """There is no such component there: it is named as ours, so that we know it again."""
    name = writing_name(writing, step)
    writing.tell(
        f"{name}: nothing there does what {step['component']} does; it is written as a component of its own.", step["id"]
    )
    return OWN, step["component"], _all(writing, step.get("inputs", {}))


def _all(writing: FlowWriting, inputs: Mapping[str, Any]) -> Their:
    return {name: write_input(tagged, writing.to) for name, tagged in inputs.items()}


def _stop(writing: FlowWriting, step: OurStep, answer: OurStep | None) -> Their:
    said = (answer or step).get("inputs", {})
    body = said.get("body", said.get("result"))
    headers = said.get("headers")
    written: Their = {
        "statusCode": write_input(said.get("status", {"value": 200}), writing.to),
        "contentType": {"type": "value", "value": "application/json"},
        "jsonBody": write_input(body, writing.to) if body else {"type": "value", "value": ""},
        "headers": {"type": "complex", "value": []},
    }
    if headers:
        plain = {name: {"value": value} for name, value in (headers.get("value") or {}).items()}
        listed = headers if "object" in headers else {"object": plain}
        written["headers"] = write_input(listed, writing.to)
    return written


def write_placeholder(writing: FlowWriting, inputs: Mapping[str, Any]) -> tuple[str, str, Their]:
    stands = inputs.get("standsFor", {}).get("value") or ""
    component, _, action = str(stands).rpartition(".")
    given = inputs.get("inputs", {})
    fields = given.get("object", {name: {"value": value} for name, value in (given.get("value") or {}).items()})
    return component or OWN, action or "placeholder", _all(writing, fields)


def _call(writing: FlowWriting, component: str, inputs: Mapping[str, Any]) -> tuple[str, str, Their]:
    if component == "flow.again":
        return "recursive-flow", "invokeRecursive", {}
    named = inputs.get("flow", {"value": ""})
    if isinstance(named.get("value"), str):
        named = {"value": writing.flow_names.get(named["value"], named["value"])}
    data = inputs.get("data", {"value": ""})
    return "cross-flow", "invokeFlow", {"flowName": write_input(named, writing.to), "data": write_input(data, writing.to)}


def _branch(writing: FlowWriting, step: OurStep, component: str) -> tuple[str, str, Their]:
    inputs = step.get("inputs", {})
    try:
        if component == "branch.value":
            return "branch", "branchOnValue", branches.write_cases(inputs, writing.to)
        return "branch", "branchOnExpression", branches.write_conditions(inputs, writing.to)
    except branches.Unsayable as problem:
        writing.tell(f"{writing_name(writing, step)} cannot be said there: {problem}.", step["id"])
        return OWN, component, _all(writing, inputs)


def _error_config(writing: FlowWriting, step: OurStep) -> Their | None:
    match step.get("onError", "fail"):
        case "ignore":
            return {"errorHandlerType": "ignore"}
        case "retry":
            retry = step.get("retry") or {}
            return {
                "errorHandlerType": "retry",
                "maxAttempts": max(0, min(retry.get("maxAttempts", 3) - 1, 5)),
                "delaySeconds": max(0, min(retry.get("delaySeconds", 2), 60)),
                "usesExponentialBackoff": retry.get("exponential", True),
                "ignoreFinalError": False,
            }
        case "branch":
            message = f"{writing_name(writing, step)} branches on its error; there it goes on, and what it leads to is left out."
            writing.tell(message, step["id"])
            return {"errorHandlerType": "ignore"}
    return None
