"""Routes for what happened: requests and executions, and acting on them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, pick
from designer.traffic import inbox
from designer.traffic.executions import show_execution, show_executions
from designer.traffic.requests import show_request, show_requests
from designer.traffic.shapes import (
    ExecutionDetailShape,
    ExecutionShape,
    MapShape,
    ReplayedShape,
    RequestDetailShape,
    RequestShape,
)
from runtime import control
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer
from runtime.journal.models import Execution, Request

BY_ID = ("integration", "customer", "instance")


class RequestsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "Requests as they came", gives=page_shape(RequestShape), query=["status", "integration", "customer", "code", *PAGED]
    )
    def get(self, request: HttpRequest) -> Response:
        rows = Request.objects.of(self.tenant).defer("body", "trace", "headers")
        asked = self.filters("status", "integration", "customer", "code")
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


class ExecutionsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Executions", gives=page_shape(ExecutionShape), query=["status", *BY_ID, "flow", *PAGED])
    def get(self, request: HttpRequest) -> Response:
        rows = Execution.objects.of(self.tenant).defer("trigger", "result", "response")
        asked = self.filters("status", *BY_ID, "flow")
        return Response(page_of(rows.filter(**_columns(asked)), request, show_executions))


class ExecutionView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("One execution with its steps", gives=ExecutionDetailShape)
    def get(self, request: HttpRequest, pk: str) -> Response:
        return Response(show_execution(pick(Execution.objects.of(self.tenant), pk)))


class CancelView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Stop an execution that has not ended", gives=ExecutionDetailShape)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Execution.objects.of(self.tenant), pk)
        if not control.cancel(self.tenant, row.pk):
            raise NotAllowed("It ended before it could be stopped.", code="execution_finished")
        return Response(show_execution(pick(Execution.objects.of(self.tenant), pk)))


class RetryView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Run an execution again from its trigger", gives=ExecutionDetailShape, status=201)
    def post(self, request: HttpRequest, pk: str) -> Response:
        row = pick(Execution.objects.of(self.tenant), pk)
        fresh = control.retry(self.tenant, row.pk)
        return created(show_execution(pick(Execution.objects.of(self.tenant), fresh)))


def _columns(asked: dict[str, str]) -> dict[str, Any]:
    names = {**{name: f"{name}_id" for name in BY_ID}, "flow": "flow_key"}
    return {names.get(name, name): value for name, value in asked.items()}
