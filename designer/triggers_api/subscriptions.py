"""Routes of subscriptions: create, list, get, delete as Tray has them; change and rotate beside."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.triggers_api import idempotency, showing
from designer.triggers_api.paging import PAGED, page
from designer.triggers_api.shapes import (
    STATES,
    ChangedSubscriptionShape,
    NewSubscriptionShape,
    PublicConnectorEventsCreatedSubscriptionShape,
    PublicConnectorEventsSubscriptionListShape,
    PublicConnectorEventsSubscriptionShape,
    RotatedKeyShape,
    SubscriptionRotationShape,
)
from designer.triggers_api.views import CoreView, core, uuid_or_problem
from runtime import subscribing
from runtime.delivery import destinations, keys
from runtime.subscriptions import keeping
from runtime.subscriptions.models import Subscription

INCLUDE = OpenApiParameter("include", str, enum=["deleted"], description="deleted: also those that were, for thirty days.")
CONFLICT = {409: "Conflict"}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same request with the same key is answered as the first was.",
)


class SubscriptionView(CoreView):
    """Base of what is asked of one subscription."""

    def find(self, pk: str, *, with_deleted: bool = False) -> Subscription:
        known = uuid_or_problem(pk, "subscription-id")
        rows = keeping.of(self.tenant, self.reach.customer, with_deleted=with_deleted).select_related("customer", "connection")
        found = rows.filter(pk=known).first()
        if found is None:
            raise keeping.not_found()
        return found


class SubscriptionsView(CoreView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @core(
        "List subscriptions",
        gives=PublicConnectorEventsSubscriptionListShape,
        query=[
            *PAGED,
            OpenApiParameter("externalId", str, description="Those you know by this id."),
            OpenApiParameter("state", str, enum=STATES),
            INCLUDE,
        ],
    )
    def get(self, request: Request) -> Response:
        asked = self.filters("externalId", "state", "include")
        if asked.get("state", "active") not in STATES:
            raise InvalidInput(f"It is one of {', '.join(STATES)}.", field="state")
        deleted = asked.get("include") == "deleted" or asked.get("state") == "deleted"
        rows = keeping.of(self.tenant, self.reach.customer, with_deleted=deleted)
        if "externalId" in asked:
            rows = rows.filter(external_id=asked["externalId"])
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        return Response(page(rows, request.query_params, showing.subscriptions))

    @core(
        "Create a subscription",
        takes=NewSubscriptionShape,
        gives=PublicConnectorEventsCreatedSubscriptionShape,
        query=[KEY],
        also=CONFLICT,
        described="The service is told within 60 seconds, or in the background: then the state is creating.",
    )
    def post(self, request: Request) -> Response:
        given = self.read(NewSubscriptionShape)
        asked = {**given, "path": request.path}
        key = request.headers.get("Idempotency-Key", "")
        (status, body), again = idempotency.once(self.reach, key, asked, lambda: self._create(given), now=timezone.now())
        return Response(body, status=status, headers={"Idempotent-Replayed": "true"} if again else {})

    def _create(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        wanted = keeping.Wanted(
            name=given["name"],
            trigger=given["trigger"]["name"],
            version=given["trigger"]["version"],
            operation=given["operation"],
            endpoint=given["endpoint"],
            input=given["input"],
            authentication=str(given.get("authentication_id") or ""),
            external_id=given.get("external_id") or "",
            state_change_endpoint=given.get("state_change_endpoint") or "",
        )
        row, key = keeping.create(self.tenant, self.reach.customer, wanted, now=timezone.now())
        row = subscribing.see_through(row)
        return 200, {**showing.subscription(row), "signingKey": key}


class OneSubscriptionView(SubscriptionView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @core("Get a subscription", gives=PublicConnectorEventsSubscriptionShape, query=[INCLUDE])
    def get(self, request: Request, pk: str) -> Response:
        deleted = request.query_params.get("include") == "deleted"
        return Response(showing.subscription(self.find(pk, with_deleted=deleted)))

    @core("Change a subscription", takes=ChangedSubscriptionShape, gives=PublicConnectorEventsSubscriptionShape)
    def patch(self, request: Request, pk: str) -> Response:
        given = self.read(ChangedSubscriptionShape, partial=True)
        return Response(showing.subscription(keeping.change(self.find(pk), given)))

    @core("Delete a subscription", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        keeping.delete(self.find(pk), now=timezone.now())
        return Response(status=204, content_type="text/html")


class RotateSubscriptionView(SubscriptionView):
    roles = {"POST": Role.OPERATOR}

    @core("Change the signing key of a subscription", takes=SubscriptionRotationShape, gives=RotatedKeyShape)
    def post(self, request: Request, pk: str) -> Response:
        row = self.find(pk)
        told, key = destinations.rotate_key(keeping.destination_of(row), **self.read(SubscriptionRotationShape))
        return Response({"signingKey": key, "publicKey": keys.public(told), "previousUntil": told.previous_until})
