"""What is asked of one test, and the part of a flow it runs.

For: a request written by hand as the door would have read it; run to here, run this step, pins, and what to warn of.
Not here: running it (`bench`), telling what came of it (`reports`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from runtime.bench.standing_in import StandIns
from runtime.components import BY_KEY
from runtime.engine.component import Kind
from runtime.engine.definition import Flow
from runtime.engine.errors import NotAllowed
from runtime.engine.excerpt import Way, alone, names_read, up_to, way_to
from runtime.engine.interpreter import FlowPlan, compile_flow
from runtime.engine.uses import uses_in
from runtime.executions.runs import StepRun
from runtime.identifiers import new_id
from runtime.routing.inbound import Inbound
from runtime.routing.plans import InstancePlan, Release, webhook_step
from runtime.storage.scratch import Scratch

Pins = Mapping[str, Any]  # results by step id


@dataclass(frozen=True, slots=True)
class Trial:
    """`request` is a TestRequest: {method, headers, query, path, contentType, body, customer}.

    A pinned step does not run, its results are the given ones; a pinned trigger's replace the request. `up_to` runs this step
    and what leads to it, `only` this step alone, with what is pinned; of a loop around it as many turns as it takes to run.
    Pages may watch it as the test `live`.
    `strict` refuses a request without credential as the door does, instead of letting it in and saying so.
    `scratch` is where it keeps values instead of the draft's own storage; `stand_in` answers for steps that are not carried out.
    """

    request: Mapping[str, Any]
    pins: Pins = field(default_factory=dict)
    up_to: str = ""
    only: str = ""
    live: str = ""
    scratch: Scratch | None = None
    stand_in: StandIns | None = None
    strict: bool = False

    @property
    def until(self) -> str:
        return self.only or self.up_to


@dataclass(frozen=True, slots=True)
class Part:
    """What of a flow runs in a trial. `warnings` say what about it may surprise."""

    plan: FlowPlan
    trigger: str
    pins: Pins
    until: str
    warnings: list[str]


def part_of(release: Release, flow: Flow, trial: Trial, method: str) -> Part:
    """Raises NotAllowed `step_not_found`, `step_not_reached`, `trigger_missing`; InvalidDefinition for what cannot run."""
    known = {step.id for step in flow.walk()}
    warnings = [f"{flow.name} has no step {name} any more, so its pin was left out." for name in trial.pins if name not in known]
    pins = {name: results for name, results in trial.pins.items() if name in known}
    if not trial.until:
        plan = release.plan(flow)
        return Part(plan, _trigger(plan, pins, method), pins, "", warnings)
    way, starts = way_to(flow, trial.until), triggers_of(flow)
    for loop in way[:-1]:
        if pins.pop(loop.id, None) is not None:
            warnings.append(f"{loop.id} is pinned, and runs all the same: {trial.until} stands in it.")
    if trial.only:
        pins.pop(trial.only, None)
        cut = alone(flow, trial.only, triggers=starts, pins=pins)
        given = {*pins, *starts, *(step.id for step in way)}
        absent = [name for name in _read_on(way) if name in known and name not in given]
        warnings += [f"{name} has no results here, so what reads it gets null. Pin {name}." for name in absent]
    else:
        cut = up_to(flow, trial.up_to)
    plan = compile_flow(cut, trial.stand_in.over(flow.key, release.components) if trial.stand_in else release.components)
    if starts and not plan.triggers:
        raise NotAllowed(
            f"Nothing leads from a trigger to {trial.until}. Link it, or run this step alone.", code="step_not_reached"
        )
    return Part(plan, _trigger(plan, pins, method), pins, trial.until, warnings)


def _read_on(way: Way) -> list[str]:
    """Ids of steps that are read by the last on the way, or by the loops around it for their own inputs."""
    loops = [replace(loop, steps=()) for loop in way[:-1]]
    return list(dict.fromkeys(name for step in (*loops, way[-1]) for name in names_read(step)))


def triggers_of(flow: Flow) -> list[str]:
    """Ids of the enabled ones; a draft may hold components that nobody knows."""
    known = ((step, BY_KEY.get(step.component)) for step in flow.steps if not step.disabled)
    return [step.id for step, component in known if component and component.kind is Kind.TRIGGER]


def _trigger(plan: FlowPlan, pins: Pins, method: str) -> str:
    """A pinned one, else the Webhook step that takes the method, else the first."""
    pinned = (name for name in plan.triggers if name in pins)
    found = next(pinned, None) or webhook_step(plan.flow, method) or next(iter(plan.triggers), None)
    if found is None:
        raise NotAllowed(f"{plan.flow.name} has no trigger yet: add a Webhook step first.", code="trigger_missing")
    return found


def not_reached(until: str, steps: Sequence[StepRun]) -> list[str]:
    """A warning when the step that was asked for never ran."""
    if not until or any(step.step_id == until and step.status != "skipped" for step in steps):
        return []
    return [f"{until} did not run: this request took another way, or the loop around it had nothing to run over."]


def not_connected(instance: InstancePlan, flow: Flow) -> list[str]:
    """A warning for each connection that steps of the flow use and tests have none for: their requests go out without proof."""
    used = {use.text for step in flow.walk() for use in uses_in(step.inputs) if use.kind == "configVariable"}
    lacking = [one for one in instance.release.definition.config_variables if one.type == "connection"]
    return [
        f"{one.name} has no test connection, so requests go without one. Connect tests to {one.service} under Services."
        for one in lacking
        if {one.key, one.name} & used and not instance.config.get(one.key)
    ]


def make_inbound(request: Mapping[str, Any]) -> Inbound:
    """A TestRequest as the door would have read it, with its secrets still in it."""
    headers = [(str(name).lower(), str(value)) for name, value in request.get("headers") or ()]
    if request.get("contentType") and not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", request["contentType"]))
    fragment = str(request.get("path") or "").lstrip("/")
    body = str(request.get("body") or "").encode(errors="surrogatepass")
    if b"\r" not in body and any(name == "content-type" and value.startswith("multipart/") for name, value in headers):
        body = body.replace(b"\n", b"\r\n")  # a field to type in holds no other ends of lines
    return Inbound(
        request_id=new_id(),
        received_at=datetime.now(UTC),
        method=str(request.get("method") or "POST").upper(),
        path=f"/test/{fragment}",
        path_fragment=fragment,
        query=str(request.get("query") or "").lstrip("?"),
        headers=tuple(headers),
        body=body,
    )
