"""Routes of the test bench: run the saved draft, or one handed along, with a request of your own.

For: the border only. A test runs on a process's bench, apart from live traffic (`runtime.bench`).
Not here: tests that are kept (`saved_api`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.bench.drafted import as_sent, definition_of
from designer.bench.shapes import EndpointTestShape, FlowTestShape, TestRequestShape, TestRunShape, WhoShape, WouldGetShape
from designer.integrations.api import IntegrationView
from runtime import control
from runtime.bench.standing_in import StandIns
from runtime.bench.trials import Trial
from runtime.bench.who import Question, reaches_outside
from runtime.instances.models import Integration


class TestFlowView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Run one flow of the draft, or a part of it", takes=FlowTestShape, gives=TestRunShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(FlowTestShape)
        asked = as_sent(given.get("request") or self.read(TestRequestShape, data={}))
        if given.get("data") is not None:
            asked |= {"body": orjson.dumps(given["data"]).decode(), "contentType": "application/json"}
        trial = Trial(asked, given["pins"], given.get("up_to") or "", given.get("only") or "", given["live"])
        trial = replace(trial, stand_in=_stand_in(integration, given))
        definition = definition_of(integration, given.get("definition"))
        return Response(control.test_flow(self.tenant, integration, definition, given["flow"], trial))


class TestEndpointView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Walk a request's whole road in the draft", takes=EndpointTestShape, gives=TestRunShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(EndpointTestShape)
        definition = definition_of(integration, given.get("definition"))
        trial = Trial(as_sent(given["request"]), up_to=given.get("up_to") or "", live=given["live"], strict=given["strict"])
        trial = replace(trial, stand_in=_stand_in(integration, given))
        run = control.test_endpoint(
            self.tenant, integration, definition, trial, run_target=given["run_target"], flow_pins=given["pins"]
        )
        return Response(run)


def _stand_in(integration: Integration, given: dict[str, Any]) -> StandIns | None:
    return None if given["calls_out"] else StandIns(integration.tenant_id, integration.pk)


class WhoView(IntegrationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Who would get this request now? Asks live routing alone", takes=WhoShape, gives=WouldGetShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)  # before the body: who has no business here learns nothing
        given = self.read(WhoShape)
        if reaches_outside(integration):
            # With a body of one's own, as when a step is re-run with other inputs.
            self.access.require(Role.BUILDER)
        asked = as_sent(given["request"])
        return Response(control.who(integration, Question(asked, asked.get("customer") or "", given.get("flow") or "")))
