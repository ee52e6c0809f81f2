"""The test bench: the whole road against a definition, with every stage told and nothing stored.

For: `test_endpoint` (verify, preprocess, pick, match, answer; the target flow too if asked) and `test_flow` (one flow).
Not here: live requests (`runtime.ingress`). A test runs as the designer's stand-in customer: it reaches no customer's instance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import Any

from runtime.engine.errors import HookyardError, NotAllowed
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run
from runtime.identifiers import new_id
from runtime.ingress.answers import Answer, Problem, accepted
from runtime.ingress.runs import make_run, static_answer, sync_answer
from runtime.ingress.visits import Visit, answered
from runtime.routing.inbound import Inbound, merged, parse_body, request_results
from runtime.routing.plans import EndpointPlan, webhook_step
from runtime.routing.road import Road, Routed
from runtime.sandbox.pool import SandboxPool


@dataclass(frozen=True, slots=True)
class Bench:
    runner: Runner
    road: Road
    sandbox: SandboxPool

    async def test_endpoint(self, plan: EndpointPlan, request: Mapping[str, Any], *, run_target: bool) -> dict[str, Any]:
        """A TestRun: {ok, stages, answer, result, execution: {steps} | None}."""
        visit = Visit(plan, make_inbound(request))
        trace = visit.trace
        trace.note("endpoint", f"{plan.type.capitalize()} endpoint of {plan.integration['name']}, draft.")
        try:
            self._admit(visit)
            visit.routed = await self.road.travel(plan, visit.inbound, trace)
        except HookyardError as error:
            return _report(visit, Problem(error.code, error.message).answer(visit.inbound.request_id))
        run = make_run(visit, visit.routed)
        trace.skip("store", "A test stores nothing.")
        if not run_target:
            return _report(visit, _answer_of(visit.routed, run))
        ended = await self.runner.run(run)
        return _report(visit, _answer_of(visit.routed, run, ended), ended)

    async def test_flow(self, plan: EndpointPlan, flow_key: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Runs one flow, the request as its trigger. Raises NotAllowed `flow_not_found`, `trigger_missing`, `body_malformed`."""
        flow = plan.release.plan_for(flow_key)
        if flow is None or plan.instance is None:
            raise NotAllowed(f'There is no flow "{flow_key}".', code="flow_not_found")
        inbound = make_inbound(request)
        visit = Visit(plan, inbound)
        with visit.trace.stage("parse", f"{len(inbound.body)} bytes of {inbound.content_type or 'no content type'}."):
            data = parse_body(inbound.content_type, inbound.body)
        step = webhook_step(flow.flow, inbound.method) or next(iter(flow.triggers), None)
        if step is None:
            raise NotAllowed(f"{flow.flow.name} has no trigger yet: add a Webhook step first.", code="trigger_missing")
        visit.routed = Routed(plan.instance, flow, step, request_results(inbound, data))
        run = make_run(visit, visit.routed)
        if webhook_step(flow.flow) is None:
            run = run.triggered_by({"data": data})
        ended = await self.runner.run(run)
        return _report(visit, _answer_of(visit.routed, run, ended), ended)

    async def check_code(self, tenant_id: str, source: str) -> dict[str, Any] | None:
        """The first syntax error: {message, line, column}."""
        return await self.sandbox.check(source, tenant=tenant_id)

    def _admit(self, visit: Visit) -> None:
        """Method, size and credential as the door judges them; a test without a credential is let through and told so."""
        plan, inbound, trace = visit.plan, visit.inbound, visit.trace
        allowed = ", ".join(sorted(plan.methods))
        with trace.stage("method", inbound.method):
            if inbound.method not in plan.methods:
                raise NotAllowed(f"This endpoint takes {allowed}.", code="method_not_allowed")
        with trace.stage("size", f"{len(inbound.body)} of at most {plan.max_body} bytes."):
            if len(inbound.body) > plan.max_body:
                raise NotAllowed(f"This endpoint takes at most {plan.max_body} bytes.", code="body_too_large")
        try:
            self.road.verify(plan, merged(inbound.headers), inbound.body, trace, time())
        except NotAllowed as refusal:
            if refusal.code != "credential_missing":
                raise
            trace.stages.pop()
            trace.skip("verify", "This test carries no credential. A live request without it is answered 401.")


def make_inbound(request: Mapping[str, Any]) -> Inbound:
    """A TestRequest as the door would have read it."""
    headers = [(str(name).lower(), str(value)) for name, value in request.get("headers") or ()]
    if request.get("contentType") and not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", request["contentType"]))
    fragment = str(request.get("path") or "").lstrip("/")
    return Inbound(
        request_id=new_id(),
        received_at=datetime.now(UTC),
        method=str(request.get("method") or "POST").upper(),
        path=f"/test/{fragment}",
        path_fragment=fragment,
        query=str(request.get("query") or "").lstrip("?"),
        headers=tuple(headers),
        body=str(request.get("body") or "").encode(errors="surrogatepass"),
    )


def _answer_of(routed: Routed, run: Run, ended: Ended | None = None) -> Answer:
    if routed.flow.flow.response == "sync":
        return sync_answer(ended, run.execution_id, run.execution_id) if ended else accepted(run.execution_id)
    return static_answer(run, routed)


def _report(visit: Visit, answer: Answer, ended: Ended | None = None) -> dict[str, Any]:
    visit.trace.stages.append(answered(answer))
    failed = ended is not None and ended.status == "failed"
    return {
        "ok": all(stage["ok"] for stage in visit.trace.stages) and not failed,
        "stages": visit.trace.stages,
        "answer": answer.as_json(),
        "result": ended.result if ended else None,
        "error": ended.error if ended else None,
        "execution": {"steps": [step.as_json() for step in ended.steps]} if ended else None,
    }
