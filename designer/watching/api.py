"""Routes for watching: traffic as it comes, the state of the installation."""

from __future__ import annotations

from datetime import UTC, datetime

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.views import ApiView
from designer.watching.shapes import SystemShape, TrafficShape
from designer.watching.system import system
from designer.watching.traffic import MOST_MINUTES, traffic_of
from runtime.engine.errors import NotAllowed


class TrafficView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What came in the last minutes, by ten seconds", gives=TrafficShape, query=["integration", "minutes"])
    def get(self, request: Request) -> Response:
        asked = self.filters("integration", "minutes")
        minutes = asked.get("minutes", "15")
        if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 9 and 1 <= int(minutes) <= MOST_MINUTES):
            raise InvalidInput(f"Ask for 1 to {MOST_MINUTES} minutes.", field="minutes")
        found = traffic_of(self.tenant, integration=asked.get("integration", ""), minutes=int(minutes), now=datetime.now(UTC))
        return Response(TrafficShape(found).data)


class SystemView(ApiView):
    roles = {"GET": Role.OWNER}

    @operation("Processes, lag and room of the installation", gives=SystemShape)
    def get(self, request: Request) -> Response:
        user = self.access.user
        if user is not None and not user.is_staff:
            raise NotAllowed("Only who may enter the admin sees the installation.", code="staff_only")
        return Response(SystemShape(system(datetime.now(UTC))).data)
