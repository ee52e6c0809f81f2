"""Routes of what was delivered to a subscription's endpoint: look, send again, recover, try out."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.triggers_api import showing
from designer.triggers_api.paging import PAGED, page
from designer.triggers_api.shapes import (
    DeliveryListShape,
    DeliveryShape,
    RecoveredShape,
    RecoverShape,
    SentShape,
    TestEventBodyShape,
)
from designer.triggers_api.subscriptions import CONFLICT, SubscriptionView
from designer.triggers_api.views import core, uuid_or_problem
from runtime.delivery import redelivering, sending
from runtime.delivery.models import Delivery
from runtime.engine.errors import NotAllowed
from runtime.identifiers import as_uuid
from runtime.subscriptions import keeping, library
from runtime.subscriptions.models import Subscription

STATUSES = Delivery.Status.values


class DeliveriesView(SubscriptionView):
    roles = {"GET": Role.VIEWER}

    @core(
        "List deliveries to a subscription",
        gives=DeliveryListShape,
        query=[*PAGED, OpenApiParameter("status", str, enum=STATUSES)],
    )
    def get(self, request: Request, pk: str) -> Response:
        rows, asked = deliveries_of(self.find(pk)), self.filters("status")
        if asked:
            if asked["status"] not in STATUSES:
                raise InvalidInput(f"It is one of {', '.join(STATUSES)}.", field="status")
            rows = rows.filter(**asked)
        return Response(page(rows, request.query_params, showing.deliveries))


class RedeliverView(SubscriptionView):
    roles = {"POST": Role.OPERATOR}

    @core("Send a delivery again", gives=DeliveryShape, also=CONFLICT)
    def post(self, request: Request, pk: str, delivery: str) -> Response:
        rows = deliveries_of(self.find(pk))
        found = rows.filter(pk=uuid_or_problem(delivery, "delivery-id")).first()
        if found is None:
            raise NotAllowed("There is no delivery with this id.", code="not_found")
        return Response(showing.deliveries([redelivering.redeliver(found)])[0])


class RecoverView(SubscriptionView):
    roles = {"POST": Role.OPERATOR}

    @core("Send again what failed since a time", takes=RecoverShape, gives=RecoveredShape, also=CONFLICT)
    def post(self, request: Request, pk: str) -> Response:
        given = self.read(RecoverShape)
        return Response({"deliveries": redelivering.recover(keeping.destination_of(self.find(pk)), **given)})


class TestSubscriptionView(SubscriptionView):
    roles = {"POST": Role.OPERATOR}

    @core("Send a test event to the endpoint", takes=TestEventBodyShape, gives=SentShape)
    def post(self, request: Request, pk: str) -> Response:
        row, given = self.find(pk), self.read(TestEventBodyShape)
        body = given["body"] if "body" in given else _sample(row)
        told = sending.Event(body, type="test", customer_id=row.customer_id or "")
        return Response({"deliveryId": as_uuid(sending.send(keeping.destination_of(row), told))})


def deliveries_of(row: Subscription) -> QuerySet[Delivery]:
    """Of its events alone; those of its state go elsewhere."""
    return Delivery.of(row.tenant_id).filter(destination_id=row.pk)


def _sample(row: Subscription) -> object:
    return library.find_operation(row.tenant_id, row.trigger_name, row.trigger_version, row.operation)[1].sample
