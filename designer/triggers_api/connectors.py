"""Routes of connectors: which there are, what their operations take, and calling one."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.triggers_api import showing
from designer.triggers_api.shapes import (
    ConnectorAnswerShape,
    ConnectorCallShape,
    ConnectorListShape,
    ConnectorOperationListShape,
)
from designer.triggers_api.views import CoreView, core
from runtime.calling import calls, connectors


class ConnectorsView(CoreView):
    roles = {"GET": Role.VIEWER}

    @core("List connectors", gives=ConnectorListShape)
    def get(self, request: Request) -> Response:
        return Response({"elements": [showing.trigger(one) for one in connectors.connectors_of(self.tenant.pk)]})


class ConnectorOperationsView(CoreView):
    roles = {"GET": Role.VIEWER}

    @core("List connector operations", gives=ConnectorOperationListShape)
    def get(self, request: Request, name: str, version: str) -> Response:
        found = connectors.find_connector(self.tenant.pk, name, version)
        return Response({"elements": [showing.operation(one) for one in found.operations]})


class CallConnectorView(CoreView):
    """Where a server runs, `designer.triggers_api.waiting` awaits the call in place of a thread."""

    roles = {"POST": Role.OPERATOR}
    counts = False

    @core(
        "Call a connector",
        takes=ConnectorCallShape,
        gives=ConnectorAnswerShape,
        described="200 says that the call was made; outcome and output say what the service answered.",
    )
    def post(self, request: Request, name: str, version: str) -> Response:
        given: dict[str, Any] = self.read(ConnectorCallShape)
        begun = calls.begin(
            self.tenant,
            self.reach.customer,
            connector=name,
            version=version,
            operation=given["operation"],
            auth_id=str(given.get("auth_id") or ""),
            given=given["input"],
        )
        if awaited := getattr(request._request, "awaited", None):
            awaited(begun)
            return Response({})
        return Response(begun.result())
