"""The route of the what-if. For: the border only; what it does: `what_if`."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.bench.drafted import definition_of
from designer.bench.what_if import what_if
from designer.bench.what_if_shapes import AskWhatIfShape, WhatIfShape
from designer.integrations.api import IntegrationView


class WhatIfView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation(
        "Go over the newest real requests with the draft; nothing is carried out outside", takes=AskWhatIfShape, gives=WhatIfShape
    )
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(AskWhatIfShape)
        return Response(what_if(integration, definition_of(integration, given.get("definition")), most=given["requests"]))
