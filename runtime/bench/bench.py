"""The whole road against a definition, with every stage told and nothing stored.

For: `test_endpoint` (verify, preprocess, pick, match, answer; the target flow too if asked), `test_flow` (one flow, or a part).
Not here: live requests (`runtime.ingress`). A test runs as the designer's stand-in customer: it reaches no customer's instance.
What it does outside it really does, unless the step is pinned or a stand-in answers for it (`standing_in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import time
from typing import Any

from runtime.bench import reports
from runtime.bench.standing_in import StandIns
from runtime.bench.trials import Part, Pins, Trial, make_inbound, not_connected, part_of
from runtime.components import BY_KEY
from runtime.components.schedule import WHERE
from runtime.components.triggers import MANUAL, handed_over
from runtime.credentials.calls import Call
from runtime.credentials.debugging.explain import Subject, explain
from runtime.credentials.redaction import REDACTED, redact_headers, redact_query
from runtime.engine.endpoint_rules import WEBHOOK
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.engine.interpreter import compile_flow
from runtime.executions.preprocessing import Preprocessing
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended
from runtime.ingress.answers import Answer
from runtime.ingress.doorkeeper import Doorkeeper
from runtime.ingress.runs import make_run
from runtime.ingress.visits import Visit
from runtime.routing.inbound import merged, read_request, request_results
from runtime.routing.plans import Directory, EndpointPlan
from runtime.routing.road import Road, Routed
from runtime.sandbox.pool import SandboxPool


@dataclass(frozen=True, slots=True)
class Bench:
    runner: Runner
    directory: Directory
    preprocessing: Preprocessing
    sandbox: SandboxPool
    doorkeeper: Doorkeeper

    async def test_endpoint(
        self, plan: EndpointPlan, trial: Trial, *, run_target: bool, flow_pins: Mapping[str, Pins] | None = None
    ) -> dict[str, Any]:
        """A TestRun. `flow_pins` are pins by flow key, since preprocess and target may use the same step ids.

        Raises NotAllowed as `part_of` does, when `up_to` names no step of the flow that was found.
        """
        flow_pins = flow_pins or {}
        plan = as_customer(plan, trial)
        visit = Visit(plan, make_inbound(trial.request))
        visit.trace.note("endpoint", f"{plan.type.capitalize()} endpoint of {plan.integration['name']}, draft.")
        preprocess = plan.release.definition.endpoint.preprocess_flow or ""
        road = Road(self.directory, replace(self.preprocessing, pins=flow_pins.get(preprocess, {}), scratch=trial.scratch))
        try:
            if answer := await admit(visit, road, self.doorkeeper, strict=trial.strict):
                return reports.greeted(visit, answer)
            visit.routed = await road.travel(plan, visit.inbound, visit.trace)
        except HookyardError as error:
            return reports.stopped(visit, error)
        flow = visit.routed.flow.flow
        visit.trace.skip("store", "A test stores nothing.")
        if not run_target:
            return reports.routed_only(visit, visit.routed, make_run(visit, visit.routed))
        trial = replace(trial, pins=flow_pins.get(flow.key, {}))
        part = part_of(plan.release, flow, trial, visit.inbound.method)
        visit.routed = replace(visit.routed, flow=part.plan, trigger_step=part.trigger)
        return await self._run(visit, visit.routed, part, trial)

    async def test_flow(self, plan: EndpointPlan, flow_key: str, trial: Trial) -> dict[str, Any]:
        """A TestRun of one flow, the request as its trigger.

        Raises NotAllowed `flow_not_found`, `body_malformed`, and as `part_of` does.
        """
        flow = plan.release.definition.flow(flow_key)
        plan = as_customer(plan, trial)
        if flow is None or plan.instance is None:
            raise NotAllowed(f'There is no flow "{flow_key}".', code="flow_not_found")
        inbound = make_inbound(trial.request)
        visit = Visit(plan, replace(inbound, headers=redact_headers(inbound.headers, plan.secret_headers)))
        part = part_of(plan.release, flow, trial, inbound.method)
        if part.trigger in part.pins:
            visit.trace.skip("parse", f"{part.trigger} is pinned: the request is not read.")
            request = request_results(visit.inbound, None)
        else:
            with visit.trace.stage("parse", f"{len(inbound.body)} bytes of {inbound.content_type or 'no content type'}."):
                request = read_request(visit.inbound, most=plan.max_body)
        visit.routed = Routed(plan.instance, part.plan, part.trigger, request)
        return await self._run(visit, visit.routed, part, trial)

    async def check_code(self, tenant_id: str, source: str) -> dict[str, Any] | None:
        """The first syntax error: {message, line, column}."""
        return await self.sandbox.check(source, tenant=tenant_id)

    async def _run(self, visit: Visit, routed: Routed, part: Part, trial: Trial) -> dict[str, Any]:
        run = replace(make_run(visit, routed), pins=part.pins, until=part.until, scratch=trial.scratch)
        trigger = next(step for step in part.plan.flow.steps if step.id == part.trigger)
        if part.trigger in part.pins:
            run = run.triggered_by(part.pins[part.trigger])
        elif trigger.component not in (WEBHOOK, MANUAL.key):
            example = BY_KEY[trigger.component].results_example
            run = run.triggered_by({**example, **{name: run.trigger_results[name] for name in WHERE}})
        elif trigger.component != WEBHOOK:
            run = run.triggered_by(handed_over(trigger.inputs, routed.request["body"]["data"]))
        ended: Ended = await self.runner.run(run)
        warnings = [*part.warnings, *not_connected(routed.instance, part.plan.flow)]
        return reports.ran(visit, routed, run, ended, warnings)


def as_customer(plan: EndpointPlan, trial: Trial) -> EndpointPlan:
    """The stand-in, called as the request says; where a picker finds a customer, that one counts."""
    if trial.stand_in:
        plan = sparing(plan, trial.stand_in)
    external_id = trial.request.get("customer")
    if not external_id or plan.instance is None or not plan.is_draft:
        return plan
    customer = {"id": "", "externalId": external_id, "name": "the test customer"}
    return replace(plan, instance=replace(plan.instance, customer=customer))


def sparing(plan: EndpointPlan, stand_in: StandIns) -> EndpointPlan:
    """The same road, where stand-ins answer for steps that are not carried out."""
    release = plan.release
    flows = {flow.key: flow for flow in release.definition.flows if flow.key in release.flows}
    spared = {key: compile_flow(flow, stand_in.over(key, release.components)) for key, flow in flows.items()}
    release = replace(release, flows=spared)
    return replace(plan, release=release, instance=plan.instance and plan.instance.pinned_to(release))


async def admit(visit: Visit, road: Road, doorkeeper: Doorkeeper, *, strict: bool = False) -> Answer | None:
    """Method, size and credential as the door judges them; without a credential a test is let in and told so, if not `strict`.

    Gives the answer to a handshake, which goes no further. From here on the visit holds no secret. Raises NotAllowed with the
    code of the answer.
    """
    plan, inbound, trace = visit.plan, visit.inbound, visit.trace
    kept = redact_headers(inbound.headers, plan.secret_headers)
    visit.inbound = replace(inbound, headers=kept, query=redact_query(inbound.query))
    url = "?".join(filter(None, ("/".join(filter(None, (plan.public_url or plan.origin, inbound.path_fragment))), inbound.query)))
    require_taken(visit)
    as_sent = merged(tuple((name, value) for name, value in inbound.headers if value != REDACTED))
    call, now = Call(as_sent, inbound.body, inbound.method, url), time()
    try:
        admitted = await doorkeeper.admit(road, visit, call, now)
    except NotAllowed as refusal:
        lenient = not strict and refusal.code == "credential_missing"
        if lenient:
            trace.stages.pop()
            trace.skip("verify", "This test carries no right credential. A live request without one is answered 401.")
        if plan.gate:
            trace.stages[-1]["data"] = {"report": explain(Subject(plan.gate, call, now))}
        if lenient:
            return None
        raise
    return admitted if isinstance(admitted, Answer) else None


def require_taken(visit: Visit) -> None:
    """Method, type and size as the door judges them. Raises NotAllowed with the code of its answer."""
    plan, inbound, trace = visit.plan, visit.inbound, visit.trace
    allowed = ", ".join(sorted(plan.methods))
    with trace.stage("method", inbound.method):
        asks = plan.gate is not None and plan.gate.asks_unproven(inbound.method, inbound.query)
        if inbound.method not in plan.methods and not asks:
            raise NotAllowed(f"This endpoint takes {allowed}.", code="method_not_allowed")
    if plan.access and inbound.body:
        with trace.stage("parse"):
            plan.access.check_type(inbound.content_type)
        trace.stages.pop()
    with trace.stage("size", f"{len(inbound.body)} of at most {plan.max_body} bytes."):
        if len(inbound.body) > plan.max_body:
            raise NotAllowed(f"This endpoint takes at most {plan.max_body} bytes.", code="body_too_large")
