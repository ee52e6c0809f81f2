"""From where a request goes to a run of that flow, and from the run to the answer.

Pure, and the same for live requests, replays and the test bench.
"""

from __future__ import annotations

from collections.abc import Mapping

from runtime.engine.inputs import resolve_inputs
from runtime.executions.runs import Ended, Run
from runtime.executions.time_limits import deadline_of
from runtime.identifiers import new_id
from runtime.ingress import answers
from runtime.ingress.answers import Answer, Problem
from runtime.ingress.visits import Visit
from runtime.routing.inbound import trigger_results
from runtime.routing.road import Routed


def make_run(visit: Visit, routed: Routed) -> Run:
    execution_id = new_id()
    instance, flow = routed.instance, routed.flow.flow
    integration = {**visit.plan.integration, "versionSequenceId": instance.release.number}
    results = trigger_results(
        routed.request,
        execution_id=execution_id,
        started_at=visit.inbound.received_at,
        integration=integration,
        flow={"id": flow.key, "name": flow.name},
        customer=instance.customer,
        instance=instance.as_json(),
        webhook_urls=instance.webhook_urls,
    )
    tenant_id, deadline = visit.plan.tenant_id, deadline_of(flow, visit.inbound.received_at)
    return Run(execution_id, tenant_id, integration, instance, routed.flow, routed.trigger_step, results, deadline=deadline)


def static_answer(run: Run, routed: Routed) -> Answer:
    """The Webhook step's own static response, which may quote the request, or the execution's id."""
    step = next(step for step in routed.flow.flow.steps if step.id == routed.trigger_step)
    if "response" not in step.inputs:
        return answers.accepted(run.execution_id)
    fired = {"results": run.trigger_results}
    scope = {"trigger": fired, "integrationTrigger": fired, step.id: fired}
    response = resolve_inputs({"response": step.inputs["response"]}, scope).values["response"]
    return answers.custom(response) if isinstance(response, Mapping) else answers.accepted(run.execution_id)


def sync_answer(ended: Ended, execution_id: str, request_id: str) -> Answer:
    """What a Respond step gave, else the flow's result; a failed flow tells its code, not its data."""
    if ended.response is not None:
        answer = answers.custom(ended.response)
    elif ended.error is not None:
        detail = f"The flow failed ({ended.error.get('code')}). Execution {execution_id} has the details."
        answer = Problem("flow_failed", detail).answer(request_id)
    else:
        answer = answers.custom(None, fallback=ended.result)
    return answer.with_headers(("x-hookyard-execution", execution_id))
