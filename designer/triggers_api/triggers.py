"""Routes of the library: triggers and their operations."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.triggers_api import showing
from designer.triggers_api.shapes import PublicConnectorEventsTriggerListShape, PublicConnectorEventsTriggerOperationListShape
from designer.triggers_api.views import CoreView, core
from runtime.subscriptions import library


class TriggersView(CoreView):
    roles = {"GET": Role.VIEWER}

    @core("List triggers", gives=PublicConnectorEventsTriggerListShape)
    def get(self, request: Request) -> Response:
        return Response({"elements": [showing.trigger(one) for one in library.triggers_of(self.tenant.pk)]})


class TriggerOperationsView(CoreView):
    roles = {"GET": Role.VIEWER}

    @core("List trigger operations", gives=PublicConnectorEventsTriggerOperationListShape)
    def get(self, request: Request, name: str, version: str) -> Response:
        found = library.find(self.tenant.pk, name, version)
        return Response({"elements": [showing.operation(one) for one in found.operations]})
