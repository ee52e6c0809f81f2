"""Routes of subscriptions for members of the tenant."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.subscriptions.shapes import STATES, SentTestEventShape, SubscriptionRestShape, SubscriptionShape
from runtime.delivery import sending
from runtime.identifiers import as_uuid
from runtime.subscriptions import keeping, library
from runtime.subscriptions.models import Subscription


class SubscriptionView(ApiView):
    """Base of what is about one."""

    def find(self, pk: str) -> Subscription:
        return pick(keeping.of(self.tenant).select_related("customer", "connection"), pk)


class DeskSubscriptionsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation(
        "Subscriptions of the Triggers API",
        gives=page_shape(SubscriptionShape),
        query=[*PAGED, OpenApiParameter("state", str, enum=STATES), "customer", "externalId"],
    )
    def get(self, request: Request) -> Response:
        asked = self.filters("state", "customer", "externalId")
        state = asked.get("state")
        if state and state not in STATES:
            raise InvalidInput(f"It is one of {', '.join(STATES)}.", field="state")
        rows = keeping.of(self.tenant, with_deleted=state == "deleted").select_related("customer", "connection")
        named = {"state": "state", "customer": "customer_id", "externalId": "external_id"}
        rows = rows.filter(**{named[name]: value for name, value in asked.items()})
        return Response(page_of(rows, request, show))


class DeskSubscriptionView(SubscriptionView):
    roles = {"PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("Let a subscription's events wait, or go on", takes=SubscriptionRestShape, gives=SubscriptionShape)
    def patch(self, request: Request, pk: str) -> Response:
        return Response(show([keeping.change(self.find(pk), self.read(SubscriptionRestShape))])[0])

    @operation("Delete a subscription", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        keeping.delete(self.find(pk), now=timezone.now())
        return nothing()


class DeskSubscriptionTestView(SubscriptionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Send a test event to a subscription's endpoint", gives=SentTestEventShape, status=201)
    def post(self, request: Request, pk: str) -> Response:
        row = self.find(pk)
        sample = library.find_operation(row.tenant_id, row.trigger_name, row.trigger_version, row.operation)[1].sample
        told = sending.Event(sample, type="test", customer_id=row.customer_id or "")
        return created(SentTestEventShape({"delivery_id": sending.send(keeping.destination_of(row), told)}).data)


def show(rows: list[Subscription]) -> list[dict[str, Any]]:
    destinations = keeping.destinations_of(rows)
    told = []
    for row in rows:
        own, heard = destinations[row.pk], destinations.get(row.state_destination_id)
        more = {
            "public_id": as_uuid(row.pk),
            "trigger": row.trigger_name,
            "version": row.trigger_version,
            "account": row.connection.name if row.connection else None,
            "public_url": keeping.public_url(row),
            "endpoint": own.url,
            "endpoint_status": own.status,
            "endpoint_status_reason": own.status_reason,
            "state_change_endpoint": heard.url if heard else None,
        }
        plain = ("id", "name", "external_id", "customer", "operation", "input", "state", "error", "created_at", "deleted_at")
        told.append({**{name: getattr(row, name) for name in plain}, **more})
    return list(SubscriptionShape(told, many=True).data)
