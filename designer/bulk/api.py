"""Routes for doing something to many executions: how many it would be, beginning, watching, stopping."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.bulk.shapes import BulkActionShape, BulkCountShape, BulkWishShape
from designer.traffic.finding import FILTERS, choice_of
from runtime.bulk import beginning
from runtime.bulk.beginning import Plan
from runtime.bulk.models import BulkAction
from runtime.engine.errors import NotAllowed


class BulkView(ApiView):
    def plan(self) -> Plan:
        """Raises InvalidInput for a wish that names nothing: all there is must be asked for in words."""
        wish = self.read(BulkWishShape)
        filters = {name: value for name, value in wish.get("filters", {}).items() if value}
        if unknown := sorted(filters.keys() - set(FILTERS)):
            raise InvalidInput(f"There is no filter {unknown[0][:60]}; there are {', '.join(FILTERS)}.", field="filters")
        if bool(wish.get("ids")) == bool(filters):
            raise InvalidInput("Give either ids or at least one filter.", field="filters")
        choice = choice_of(self.tenant, filters) | ({"ids": wish["ids"]} if wish.get("ids") else {})
        return Plan(wish["action"], choice, filters, wish["newest_version"], wish["per_second"])


class BulkPreviewView(BulkView):
    roles = {"POST": Role.OPERATOR}

    @operation("How many executions it would be done to", takes=BulkWishShape, gives=BulkCountShape)
    def post(self, request: Request) -> Response:
        return Response(BulkCountShape(beginning.count(self.tenant, self.plan())).data)


class BulkActionsView(BulkView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("What was begun for many executions", gives=page_shape(BulkActionShape), query=PAGED)
    def get(self, request: Request) -> Response:
        return Response(page_of(BulkAction.objects.of(self.tenant), request, lambda rows: BulkActionShape(rows, many=True).data))

    @operation("Cancel, run now or run again many executions", takes=BulkWishShape, gives=BulkActionShape, status=201)
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
