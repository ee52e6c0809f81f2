"""Running the preprocess flow of a routed endpoint.

It runs before anybody knows for whom the request is, so it sees no customer and no instance: only config defaults. The
sender waits for it, so it may take no longer than a sync flow.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from runtime.executions.runner import Runner
from runtime.executions.runs import Run
from runtime.routing.inbound import Inbound, trigger_results
from runtime.routing.loading import config_values
from runtime.routing.plans import EndpointPlan, InstancePlan, webhook_step
from runtime.routing.road import Preprocessed


@dataclass(frozen=True, slots=True)
class Preprocessing:
    runner: Runner
    limit: float  # seconds

    async def __call__(self, plan: EndpointPlan, inbound: Inbound, request: dict[str, Any]) -> Preprocessed:
        flow = plan.preprocess
        step = webhook_step(flow.flow, inbound.method) if flow else None
        if flow is None or step is None:
            return Preprocessed(None, [], {"code": "trigger_missing", "message": "The preprocess flow has no Webhook step."})
        results = trigger_results(
            request,
            execution_id=inbound.request_id,
            started_at=inbound.received_at,
            integration=plan.integration,
            flow={"id": flow.flow.key, "name": flow.flow.name},
            customer=None,
            instance=None,
            webhook_urls={},
        )
        nobody = InstancePlan("", True, plan.release, None, config_values(plan.release.definition, {}))
        run = Run(inbound.request_id, plan.tenant_id, plan.integration, nobody, flow, step, results)
        try:
            async with asyncio.timeout(self.limit):
                ended = await self.runner.run(run)
        except TimeoutError:
            message = f"It took over {self.limit:g} seconds and was stopped."
            return Preprocessed(None, [], {"code": "preprocess_too_slow", "message": message})
        return Preprocessed(ended.result, [step.as_json() for step in ended.steps], ended.error)
