"""Routes of the test bench: run the saved draft, or one handed along, with a request of your own.

For: the border only. A test runs on a process's bench, apart from live traffic (`runtime.bench`).
"""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape, camel
from designer.integrations.api import IntegrationView
from designer.integrations.drafts import draft_of
from designer.integrations.storable import require_storable
from designer.traffic.shapes import StageShape, StepRunShape
from runtime import control
from runtime.engine.errors import InvalidDefinition
from runtime.engine.schema import check_shape


class TestRequestShape(Shape):
    method = serializers.CharField(max_length=10, required=False, default="POST")
    headers = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True), min_length=2, max_length=2),
        required=False,
        default=list,
    )
    query = serializers.CharField(required=False, allow_blank=True, default="")
    body = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    content_type = serializers.CharField(required=False, allow_blank=True, default="application/json")
    path = serializers.CharField(required=False, allow_blank=True, allow_null=True, default="")
    customer = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, help_text="External id, where the URL would say whose it is."
    )


class FlowTestShape(Shape):
    flow = serializers.CharField(help_text="Key of the flow.")
    request = TestRequestShape(required=False)
    data = serializers.JSONField(required=False, help_text="For a manual trigger: what it is called with.")


class EndpointTestShape(Shape):
    request = TestRequestShape()
    run_target = serializers.BooleanField(required=False, default=True, help_text="Also run the flow that was found.")
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")


class TestAnswerShape(Shape):
    status = serializers.IntegerField()
    headers = serializers.JSONField()
    body = serializers.JSONField(allow_null=True)


class TestExecutionShape(Shape):
    steps = StepRunShape(many=True)


class TestRunShape(Shape):
    ok = serializers.BooleanField()
    stages = StageShape(many=True)
    answer = TestAnswerShape(allow_null=True)
    result = serializers.JSONField(allow_null=True)
    execution = TestExecutionShape(allow_null=True)


class TestFlowView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Run one flow of the draft", takes=FlowTestShape, gives=TestRunShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(FlowTestShape)
        asked = as_sent(given.get("request") or self.read(TestRequestShape, data={}))
        if given.get("data") is not None:
            asked |= {"body": orjson.dumps(given["data"]).decode(), "contentType": "application/json"}
        definition = runnable(draft_of(integration).definition)
        return Response(control.test_flow(self.tenant, integration, definition, given["flow"], asked))


class TestEndpointView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("Walk a request's whole road in the draft", takes=EndpointTestShape, gives=TestRunShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(EndpointTestShape)
        if given.get("definition") is not None:
            definition = runnable(require_storable(given["definition"]))
        else:
            definition = runnable(draft_of(integration).definition)
        asked = as_sent(given["request"])
        return Response(control.test_endpoint(self.tenant, integration, definition, asked, given["run_target"]))


def as_sent(checked: dict[str, Any]) -> dict[str, Any]:
    """A TestRequest in the words of the wire again, as the bench takes it."""
    words = {camel(name): value for name, value in checked.items()}
    return {**words, "path": words["path"] or ""}


def runnable(definition: dict[str, Any]) -> dict[str, Any]:
    """Problems elsewhere do not keep a flow from being tried, but one that cannot be read cannot run."""
    problems = check_shape(definition)
    if problems:
        raise InvalidDefinition(
            "The draft cannot be read: see problems.", code="definition_invalid", problems=[each.as_json() for each in problems]
        )
    return definition
