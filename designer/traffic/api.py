"""Routes for requests as they came, and acting on them. Those for executions stand in `executions_api`."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.traffic import inbox
from designer.traffic.requests import show_request, show_requests
from designer.traffic.shapes import (
    MapShape,
    ReplayedShape,
    RequestDetailShape,
    RequestShape,
)
from runtime import control
from runtime.instances.models import Customer
from runtime.journal.models import Request

BY_ID = ("integration", "customer")


class RequestsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "Requests as they came", gives=page_shape(RequestShape), query=["status", "integration", "customer", "code", *PAGED]
    )
    def get(self, request: HttpRequest) -> Response:
        rows = Request.objects.of(self.tenant).defer("body", "trace", "headers")
        asked = self.filters("status", "integration", "customer", "code")
        if "code" in asked:
            rows = rows.extra(where=["runtime_request.code > ''"])  # as its index says it
        return Response(page_of(rows.filter(**_columns(asked)), request, show_requests))


class RequestView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("One request with the road it took", gives=RequestDetailShape)
    def get(self, request: HttpRequest, pk: str) -> Response:
        return Response(show_request(pick(Request.objects.of(self.tenant), pk)))


class ReplayView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send a kept request on its way again", gives=ReplayedShape, status=201)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant).only("pk"), pk)
        return created(control.replay(self.tenant, row.pk))


class MapView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Give the id it named to a customer, and replay", takes=MapShape, gives=ReplayedShape, status=201)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant).only("pk"), pk)
        given = self.read(MapShape)
        customer = pick(Customer.objects.of(self.tenant), given["customer"])
        return created(inbox.map_and_replay(self.tenant, row.pk, customer, given["alias"]))


class DismissView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Take a request out of the unrouted inbox", gives=RequestDetailShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant), pk)
        inbox.dismiss(self.tenant, row.pk)
        row.refresh_from_db()
        return Response(show_request(row))


def _columns(asked: dict[str, str]) -> dict[str, Any]:
    return {f"{name}_id" if name in BY_ID else name: value for name, value in asked.items()}
