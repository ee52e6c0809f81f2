"""Routes for destinations: make, change, pause, enable, a new key, a test, send again what failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.delivery import telling
from designer.delivery.shapes import (
    DeliveryScheduleShape,
    DestinationChangeShape,
    DestinationDetailShape,
    DestinationShape,
    EnableShape,
    KeptDestinationShape,
    NewDestinationShape,
    RecoverDestinationShape,
    RotateDestinationShape,
    SentAgainShape,
)
from designer.delivery.telling import MOST_COUNTED
from runtime.deeds import done
from runtime.delivery import destinations, keys, redelivering, retention, schedule, signing
from runtime.delivery.courier import schedule_in_force
from runtime.delivery.models import Delivery, Destination
from runtime.delivery.quota import WAITING
from runtime.delivery.sending import Event, send
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer

LONGEST_SEARCH = 200
FAILING = "failing"
STATUS = OpenApiParameter(
    "status", str, enum=[FAILING, "active", "paused", "disabled"], description="failing: active, and the last attempt failed."
)


class DestinationView(ApiView):
    """Base of what is about destinations. Closed ones are only found by their deliveries."""

    def rows(self) -> Any:
        return Destination.of(self.tenant).exclude(status=Destination.Status.CLOSED)

    def destination(self, pk: str) -> Destination:
        return pick(self.rows(), pk)

    def show(self, rows: Iterable[Destination], shape: Any = DestinationShape, **beside: Any) -> list[dict[str, Any]]:
        return shape(telling.destinations(self.tenant, rows, **beside), many=True).data

    def one(self, row: Destination) -> Response:
        return Response(self.show([row])[0])

    def kept(self, row: Destination, key: str) -> dict[str, Any]:
        told = {"signing_key": key, "secret": signing.standard_secret(key), "public_key": keys.public(row)}
        return self.show([row], KeptDestinationShape, **told)[0]

    def customer_id(self, given: str | None) -> str:
        if given and not Customer.objects.of(self.tenant).filter(pk=given).exists():
            raise InvalidInput("There is no such customer.", code="customer_not_found", field="customer")
        return given or ""


class DestinationsView(DestinationView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Destinations", gives=page_shape(DestinationShape), query=["customer", STATUS, "search", *PAGED])
    def get(self, request: Request) -> Response:
        asked = self.filters("customer", "status", "search")
        rows = self.rows()
        if customer := asked.get("customer"):
            rows = rows.filter(customer_id=customer)
        if status := asked.get("status"):
            rows = rows.filter(status="active", failures_in_row__gt=0) if status == FAILING else rows.filter(status=status)
        if text := asked.get("search", "")[:LONGEST_SEARCH].strip():
            rows = rows.filter(Q(name__icontains=text) | Q(url__icontains=text) | Q(external_id__icontains=text))
        return Response(page_of(rows, request, self.show))

    @operation("Make a destination; its signing key is told this once", takes=NewDestinationShape, gives=KeptDestinationShape,
               status=201)  # fmt: skip
    def post(self, request: Request) -> Response:
        given = self.read(NewDestinationShape)
        customer_id = self.customer_id(given.pop("customer"))
        return created(self.kept(*destinations.make(self.tenant, customer_id=customer_id, **given)))


class DeliveryScheduleView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What is promised: when a failed delivery is tried again, and when it is over", gives=DeliveryScheduleShape)
    def get(self, request: Request) -> Response:
        told = schedule_in_force()
        days = {"disable_after_days": schedule.DISABLE_AFTER.days, "kept_days": retention.days_kept(self.tenant.pk)}
        promise = {"waits": told.waits, "jitter": schedule.JITTER, "attempts": told.attempts, **days}
        return Response(DeliveryScheduleShape(promise).data)


class OneDestinationView(DestinationView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("A destination and how it stands", gives=DestinationDetailShape)
    def get(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        mine = Delivery.of(self.tenant).filter(destination_id=row.pk)
        counts = {
            "waiting": mine.filter(status__in=WAITING)[:MOST_COUNTED].count(),
            "in_line": mine.filter(status="pending", in_line=True, due_at=None)[:MOST_COUNTED].count(),
            "dead": mine.filter(status="failed")[:MOST_COUNTED].count(),
        }
        return Response(self.show([row], DestinationDetailShape, public_key=keys.public(row), **counts)[0])

    @operation("Change a destination", takes=DestinationChangeShape, gives=DestinationShape)
    def patch(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        return self.one(destinations.change(row, self.read(DestinationChangeShape, partial=True)))

    @operation("Close a destination: what waits is discarded, its history stays", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        if row.subscription_id:
            raise NotAllowed("A subscription owns it. Delete the subscription.", code="destination_in_use")
        destinations.close(row)
        return nothing()


class PauseDestinationView(DestinationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send nothing there until it is enabled; what comes waits", gives=DestinationShape)
    def post(self, request: Request, pk: str) -> Response:
        return self.one(destinations.pause(self.destination(pk)))


class EnableDestinationView(DestinationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send there again", takes=EnableShape, gives=DestinationShape)
    def post(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        return self.one(destinations.enable(row, send_waiting=self.read(EnableShape)["send_waiting"]))


class RotateDestinationView(DestinationView):
    roles = {"POST": Role.BUILDER}

    @operation("New signing keys, the shared one told this once; the old ones sign on until the overlap ends",
               takes=RotateDestinationShape, gives=KeptDestinationShape)  # fmt: skip
    def post(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        return Response(self.kept(*destinations.rotate_key(row, **self.read(RotateDestinationShape))))


class EndPreviousKeyView(DestinationView):
    roles = {"POST": Role.BUILDER}

    @operation("Only the new keys sign from now on", gives=DestinationShape)
    def post(self, request: Request, pk: str) -> Response:
        return self.one(destinations.end_previous_key(self.destination(pk)))


class TestDestinationView(DestinationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send a test event there; the delivery's id", gives=SentAgainShape, status=201)
    @transaction.atomic
    def post(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        if row.status != Destination.Status.ACTIVE:
            raise NotAllowed("This destination gets nothing now. Enable it first.", code="destination_not_active")
        send(row, Event({"message": "This is a test. If you read this, events arrive."}, type="test"))
        done("destination.tested", row, row.name)
        return created(SentAgainShape({"deliveries": 1}).data)


class RecoverDestinationView(DestinationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send what failed since a time once more", takes=RecoverDestinationShape, gives=SentAgainShape)
    def post(self, request: Request, pk: str) -> Response:
        row = self.destination(pk)
        count = redelivering.recover(row, **self.read(RecoverDestinationShape))
        return Response(SentAgainShape({"deliveries": count}).data)
