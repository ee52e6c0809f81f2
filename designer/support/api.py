"""One route: whoever looks at a tenant as support ends it."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.views import ApiView, nothing
from designer.support import services
from runtime.engine.errors import NotAllowed


class SupportView(ApiView):
    roles = {"DELETE": Role.VIEWER}

    @operation("End one's own support visit to the tenant", status=204)
    def delete(self, request: Request) -> Response:
        visit = self.access.visit
        if visit is None:
            raise NotAllowed("You are a member here, not support.", code="no_visit")
        services.end(visit)
        return nothing()
