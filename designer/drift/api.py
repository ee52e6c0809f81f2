"""Routes for what changed in the payloads of an integration: fields that flows read and that are gone, or of another type."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from ulid import ULID

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.drift.shapes import DriftAcceptedShape, DriftCountShape, DriftsShape
from designer.integrations.api import IntegrationView
from runtime.drift import keeping
from runtime.drift.keeping import Found
from runtime.instances.models import Integration

MOST_CUSTOMERS = 10


class DriftsView(IntegrationView):
    roles = {"GET": Role.VIEWER}

    @operation("Fields that flows read and that changed, newest first", gives=DriftsShape, query=["instance"])
    def get(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        keeping.write(timezone.now())  # whoever looks sees also what came in this moment
        found = keeping.drifts(self.tenant, integration.pk, self.filters("instance").get("instance", ""))
        return Response(DriftsShape({"results": show(integration, found)}).data)


class AcceptDriftView(IntegrationView):
    roles = {"POST": Role.OPERATOR}

    @operation("Say that a field is right as it is now", takes=DriftAcceptedShape, gives=DriftCountShape)
    def post(self, request: Request, pk: str) -> Response:
        integration, given = self.integration(pk), self.read(DriftAcceptedShape)
        changed = keeping.accept(integration, given["flow_key"], given["place"], given.get("instance", ""))
        return Response(DriftCountShape({"changed": changed}).data)


def show(integration: Integration, found: list[Found]) -> list[dict[str, Any]]:
    """The same change of many customers is one entry."""
    alike: dict[tuple[str, ...], list[Found]] = {}
    for one in found:
        alike.setdefault((one.row.flow_key, one.place, one.drift.was, one.drift.now), []).append(one)
    flows = integration.live_version.definition["flows"] if alike and integration.live_version else []
    names = {flow["key"]: flow["name"] for flow in flows}
    return [
        {
            "flow_key": flow_key,
            "flow_name": names.get(flow_key),
            "place": place,
            "readers": [dict(zip(("kind", "name"), reader.split(":", 1), strict=True)) for reader in those[0].readers],
            "was": was,
            "now": now,
            "customers": [show_customer(one) for one in those[:MOST_CUSTOMERS]],
            "more_customers": max(0, len(those) - MOST_CUSTOMERS),
        }
        for (flow_key, place, was, now), those in alike.items()
    ]


def show_customer(one: Found) -> dict[str, Any]:
    instance, drift = one.row.instance, one.drift
    return {
        "instance": instance.pk if instance else None,
        "customer": instance.customer_id if instance else None,
        "customer_name": instance.customer.name if instance else None,
        "until": ULID.from_str(drift.until).datetime,
        "since": ULID.from_str(drift.since).datetime,
        "request": drift.since,
        "count": drift.count,
    }
