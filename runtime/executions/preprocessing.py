"""Running the preprocess flow of a routed endpoint.

It runs before anybody knows for whom the request is, so it sees no customer and no instance: only config defaults. The
sender waits for it, so it may take no longer than a sync flow.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.executions.runner import Runner
from runtime.executions.runs import Run
from runtime.routing.inbound import Inbound, trigger_results
from runtime.routing.plans import EndpointPlan, InstancePlan
from runtime.routing.road import Preprocessed
from runtime.storage.scratch import Scratch


@dataclass(frozen=True, slots=True)
class Preprocessing:
    runner: Runner
    limit: float  # seconds
    pins: Mapping[str, Any] = field(default_factory=dict)  # of a test: results given instead of running these steps
    scratch: Scratch | None = None  # of a test: where it keeps values

    async def __call__(self, plan: EndpointPlan, inbound: Inbound, request: dict[str, Any]) -> Preprocessed:
        flow = plan.preprocess
        pinned = next((name for name in flow.triggers if name in self.pins), None) if flow and self.pins else None
        step = pinned or (plan.release.fired_by(inbound.method, flow.flow) if flow else None)
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
        nobody = InstancePlan("", True, plan.release, None, plan.release.defaults)
        fired = self.pins.get(step, results)
        run = Run(
            inbound.request_id, plan.tenant_id, plan.integration, nobody, flow, step, fired, pins=self.pins, scratch=self.scratch
        )
        try:
            async with asyncio.timeout(self.limit):
                ended = await self.runner.run(run)
        except TimeoutError:
            message = f"It took over {self.limit:g} seconds and was stopped."
            return Preprocessed(None, [], {"code": "preprocess_too_slow", "message": message})
        steps = [step.as_json() for step in ended.steps]
        if not plan.is_draft:
            steps[0]["results"] = None  # the request itself, which stands beside its trace
        return Preprocessed(ended.result, steps, ended.error)
