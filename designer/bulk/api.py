"""Routes for doing something to many executions or requests: how many it would be, beginning, watching, stopping."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.bulk.shapes import BulkActionShape, BulkCountShape, BulkWishShape
from designer.traffic.finding import FILTERS, choice_of
from designer.traffic.finding_requests import FILTERS as REQUEST_FILTERS
from designer.traffic.finding_requests import request_choice_of
from runtime.bulk import beginning
from runtime.bulk.beginning import Plan
from runtime.bulk.models import BulkAction
from runtime.engine.errors import NotAllowed

ABOUT = OpenApiParameter("about", str, enum=["executions", "requests"], description="Only what was begun for these.")


class BulkView(ApiView):
    def plan(self) -> Plan:
        """Raises InvalidInput for a wish that names nothing: all there is must be asked for in words."""
        wish = self.read(BulkWishShape)
        filters = {name: value for name, value in wish.get("filters", {}).items() if value}
        of_requests = wish["action"] in beginning.OF_REQUESTS
        known = REQUEST_FILTERS if of_requests else FILTERS
        if unknown := sorted(filters.keys() - set(known)):
            raise InvalidInput(f"There is no filter {unknown[0][:60]}; there are {', '.join(known)}.", field="filters")
        if bool(wish.get("ids")) == bool(filters):
            raise InvalidInput("Give either ids or at least one filter.", field="filters")
        choice = request_choice_of(self.tenant, filters) if of_requests else choice_of(self.tenant, filters)
        choice |= {"ids": wish["ids"]} if wish.get("ids") else {}
        return Plan(wish["action"], choice, filters, wish["newest_version"], wish["per_second"])


class BulkPreviewView(BulkView):
    roles = {"POST": Role.OPERATOR}

    @operation("How many executions or requests it would be done to", takes=BulkWishShape, gives=BulkCountShape)
    def post(self, request: Request) -> Response:
        return Response(BulkCountShape(beginning.count(self.tenant, self.plan())).data)


class BulkActionsView(BulkView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("What was begun for many executions or requests", gives=page_shape(BulkActionShape), query=[ABOUT, *PAGED])
    def get(self, request: Request) -> Response:
        rows, about = BulkAction.objects.of(self.tenant), self.filters("about").get("about")
        if about == "requests":
            rows = rows.filter(action__in=beginning.OF_REQUESTS)
        elif about == "executions":
            rows = rows.exclude(action__in=beginning.OF_REQUESTS)
        return Response(page_of(rows, request, lambda rows: BulkActionShape(rows, many=True).data))

    @operation(
        "Cancel, run now or run again many executions; replay or dismiss many requests",
        takes=BulkWishShape,
        gives=BulkActionShape,
        status=201,
    )
    def post(self, request: Request) -> Response:
        return created(BulkActionShape(beginning.begin(self.tenant, self.plan(), self.access.actor)).data)


class StopBulkView(BulkView):
    roles = {"POST": Role.OPERATOR}

    @operation("Stop it; what was done stays done", gives=BulkActionShape)
    def post(self, request: Request, pk: str) -> Response:
        row = pick(BulkAction.objects.of(self.tenant), pk)
        if not beginning.stop(self.tenant, row.pk):
            raise NotAllowed("It was over before it could be stopped.", code="bulk_finished")
        row.refresh_from_db()
        return Response(BulkActionShape(row).data)
