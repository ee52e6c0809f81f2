"""Routes for requests as they came, and acting on them. Those for executions stand in `executions_api`."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.traffic import inbox
from designer.traffic.finding_requests import FILTERS, looked_back_to, request_choice_of
from designer.traffic.requests import show_request, show_requests
from designer.traffic.shapes import (
    MapShape,
    OthersShape,
    ReplayedShape,
    RequestDetailShape,
    RequestPageShape,
)
from runtime import control
from runtime.ingress.choosing import choose_requests
from runtime.instances.models import Customer
from runtime.journal.models import Request

AGAIN = OpenApiParameter("again", bool, description="Also one of the inbox that was replayed or dismissed before.")


class RequestsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Requests as they came", gives=RequestPageShape, query=[*FILTERS, *PAGED])
    def get(self, request: HttpRequest) -> Response:
        choice = request_choice_of(self.tenant, self.filters(*FILTERS))
        rows = choose_requests(self.tenant.pk, choice).defer("body", "trace", "headers")
        told = {"lookedBackTo": looked_back_to(choice)}
        return Response(page_of(rows, request, show_requests) | told)


class RequestView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("One request with the road it took", gives=RequestDetailShape)
    def get(self, request: HttpRequest, pk: str) -> Response:
        return Response(show_request(pick(Request.objects.of(self.tenant), pk)))


class ReplayView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send a kept request on its way again", gives=ReplayedShape, status=201, query=[AGAIN])
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant).only("pk"), pk)
        return created(control.replay(self.tenant, row.pk, again=self.filters("again").get("again") == "true"))


class OthersView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("The other requests that wait for the same reason: what this one named is unknown there too", gives=OthersShape)
    def get(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Request.objects.of(self.tenant).defer("body"), pk)
        return Response(OthersShape(inbox.others_of(row)).data)


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
