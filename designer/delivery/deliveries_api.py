"""Routes for deliveries: what was sent, what came back, when next; send one again; publish an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, pick
from designer.delivery import telling
from designer.delivery.shapes import EventDeliveryDetailShape, EventDeliveryShape, PublishedEventShape, PublishEventShape
from runtime.delivery import redelivering
from runtime.delivery.envelope import envelope
from runtime.delivery.models import Attempt, Delivery, DeliveryEvent, Destination
from runtime.delivery.sending import Event, publish, send
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of
from runtime.instances.models import Customer

MOST_ATTEMPTS_SHOWN = 100


class DeliveryView(ApiView):
    """Base of what is about deliveries."""

    def delivery(self, pk: str) -> Delivery:
        return pick(Delivery.of(self.tenant), pk)

    def show(self, rows: Iterable[Delivery]) -> list[dict[str, Any]]:
        return EventDeliveryShape(telling.deliveries(self.tenant, rows), many=True).data


class EventDeliveriesView(DeliveryView):
    roles = {"GET": Role.VIEWER}

    @operation("Deliveries", gives=page_shape(EventDeliveryShape),
               query=["destination", "status", "type", "since", "messageId", *PAGED])  # fmt: skip
    def get(self, request: Request) -> Response:
        names = {"destination": "destination_id", "status": "status", "type": "event_type"}
        asked: dict[str, Any] = {names[name]: value for name, value in self.filters(*names).items()}
        if since := self.filters("since").get("since"):
            asked["created_at__gte"] = _moment(since)
        if message := self.filters("messageId").get("messageId"):
            asked["pk"] = id_of(message.strip())
        return Response(page_of(Delivery.of(self.tenant).filter(**asked), request, self.show))


class OneEventDeliveryView(DeliveryView):
    roles = {"GET": Role.VIEWER}

    @operation("A delivery: what is sent, and every attempt", gives=EventDeliveryDetailShape)
    def get(self, request: Request, pk: str) -> Response:
        row = self.delivery(pk)
        event = DeliveryEvent.of(self.tenant).filter(pk=row.event_id).first()
        tries = Attempt.of(self.tenant).filter(delivery_id=row.pk).order_by("-number", "-pk")
        body = _envelope(row, event) if event else ""
        told = telling.detailed(self.tenant, row, body=body, tries=tries[:MOST_ATTEMPTS_SHOWN])
        return Response(EventDeliveryDetailShape(told).data)


class RedeliverEventView(DeliveryView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send a delivery again, with the whole schedule before it", gives=EventDeliveryShape)
    def post(self, request: Request, pk: str) -> Response:
        return Response(self.show([redelivering.redeliver(self.delivery(pk))])[0])


class DiscardDeliveryView(DeliveryView):
    roles = {"POST": Role.OPERATOR}

    @operation("Do not try a delivery again", gives=EventDeliveryShape)
    def post(self, request: Request, pk: str) -> Response:
        return Response(self.show([redelivering.discard(self.delivery(pk))])[0])


class EventsView(ApiView):
    roles = {"POST": Role.OPERATOR}

    @operation("Publish an event: to one destination, or all that want it", takes=PublishEventShape, gives=PublishedEventShape,
               status=202)  # fmt: skip
    def post(self, request: Request) -> Response:
        given = self.read(PublishEventShape)
        customer_id = given["customer"] or ""
        if customer_id and not Customer.objects.of(self.tenant).filter(pk=customer_id).exists():
            raise InvalidInput("There is no such customer.", code="customer_not_found", field="customer")
        event = Event(given["data"], type=given["type"], outcome=given["outcome"], customer_id=customer_id)
        if given["destination"]:
            row = Destination.of(self.tenant).filter(pk=given["destination"]).first()
            if row is None:
                raise NotAllowed("There is no such destination.", code="destination_not_found")
            return Response(PublishedEventShape({"deliveries": [send(row, event)]}).data, status=202)
        return Response(PublishedEventShape({"deliveries": publish(self.tenant.pk, event)}).data, status=202)


def _envelope(row: Delivery, event: DeliveryEvent) -> str:
    return envelope(
        delivery_id=row.pk,
        subscription=row.subscription,
        outcome=event.outcome,
        body=event.body,
        happened_at=event.happened_at,
        type=event.type,
    ).decode()


def _moment(given: str) -> Any:
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput("Give a moment with its time zone, such as 2026-11-02T10:00:00Z.", field="since")
    return moment
