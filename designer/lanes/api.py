"""Routes for lanes: how they stand, holding and releasing one."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.views import ApiView, nothing, pick
from designer.lanes.services import lanes_of
from designer.lanes.shapes import LanesShape
from runtime.control import wake
from runtime.engine.definition import read_definition
from runtime.instances.models import Instance
from runtime.lanes import holding


class LanesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("How the lanes stand", gives=LanesShape, query=["customer", "integration"])
    def get(self, request: Request) -> Response:
        return Response(LanesShape({"lanes": lanes_of(self.tenant, self.filters("customer", "integration"))}).data)


class LaneView(ApiView):
    """Base of what is done to one lane."""

    def instance(self, pk: str, flow: str) -> Instance:
        """Raises InvalidInput for a flow that neither its version nor anything queued knows."""
        instance = pick(Instance.objects.of(self.tenant).select_related("version", "customer"), pk)
        if not any(known.key == flow for known in read_definition(instance.version.definition).flows):
            raise InvalidInput("Its version has no such flow.", code="flow_not_found", field="flow")
        return instance


class HoldLaneView(LaneView):
    roles = {"POST": Role.OPERATOR}

    @operation("Start nothing of it until it is released", status=204)
    def post(self, request: Request, pk: str, flow: str) -> Response:
        holding.hold(self.instance(pk, flow), flow, self.access.actor)
        return nothing()


class ReleaseLaneView(LaneView):
    roles = {"POST": Role.OPERATOR}

    @operation("Let it start again", status=204)
    def post(self, request: Request, pk: str, flow: str) -> Response:
        holding.release(self.instance(pk, flow), flow)
        wake()
        return nothing()
