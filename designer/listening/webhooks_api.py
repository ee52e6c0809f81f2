"""Routes for the global webhooks of an integration: their URIs, for pasting into the settings of an app at a service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.views import ApiView, created, nothing, pick
from designer.listening.shapes import GlobalWebhookShape, RotateWebhookShape, UseConnectorShape
from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing
from runtime.connectors.package import ElementKind
from runtime.instances.models import Integration
from runtime.listening import webhooks
from runtime.listening.models import EventSubscription, GlobalWebhook


class IntegrationWebhooksView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("The URIs of its global webhooks", gives=GlobalWebhookShape(many=True))
    def get(self, request: Request, pk: str) -> Response:
        integration = pick(Integration.objects.of(self.tenant), pk)
        return Response(GlobalWebhookShape(listed(integration), many=True).data)

    @operation("Use a connector: each of its global webhooks gets a URI here", takes=UseConnectorShape,
               gives=GlobalWebhookShape(many=True), status=201)  # fmt: skip
    def post(self, request: Request, pk: str) -> Response:
        integration = pick(Integration.objects.of(self.tenant), pk)
        webhooks.ensure(integration, self.read(UseConnectorShape)["connector"])
        return created(GlobalWebhookShape(listed(integration), many=True).data)


class ConnectorWebhooksView(ApiView):
    roles = {"DELETE": Role.BUILDER}

    @operation("Use a connector no more: its URIs answer 404 from now on", status=204)
    def delete(self, request: Request, pk: str, connector: str) -> Response:
        webhooks.leave(pick(Integration.objects.of(self.tenant), pk), connector)
        return nothing()


class RotateWebhookView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Give it another URI; the old one works on for a while", takes=RotateWebhookShape, gives=GlobalWebhookShape)
    def post(self, request: Request, pk: str, webhook: str) -> Response:
        integration = pick(Integration.objects.of(self.tenant), pk)
        row = pick(GlobalWebhook.objects.of(self.tenant).filter(integration=integration), webhook)
        webhooks.rotate(row, overlap_hours=self.read(RotateWebhookShape)["overlap_hours"], now=datetime.now(UTC))
        return Response(GlobalWebhookShape(next(one for one in listed(integration) if one["id"] == row.pk)).data)


def listed(integration: Integration) -> list[dict[str, Any]]:
    rows = GlobalWebhook.objects.of(integration.tenant_id).filter(integration=integration).order_by("connector", "key")
    waiting = EventSubscription.objects.of(integration.tenant_id).filter(integration_id=integration.pk, wanted=True)
    counted = waiting.exclude(selector="").values("connector", "webhook_key").annotate(count=Count("pk")).order_by()
    counts = {(one["connector"], one["webhook_key"]): one["count"] for one in counted}
    return [_as_json(row, counts.get((row.connector, row.key), 0)) for row in rows]


def _as_json(row: GlobalWebhook, count: int) -> dict[str, Any]:
    try:
        package = catalogue.find(row.tenant_id, row.connector).package
        element = package.find(ElementKind.GLOBAL_WEBHOOK, row.key)
    except ConnectorMissing:
        package = element = None
    return {
        "id": row.pk,
        "connector": row.connector,
        "connector_name": package.name if package else row.connector,
        "key": row.key,
        "name": element.name if element else row.key,
        "description": element.description if element else "",
        "uri": webhooks.public_url(row),
        "docs": (element.docs if element else "") or (package.docs if package else ""),
        "listening": count,
        "previous_until": row.previous_token_expires_at if row.previous_token else None,
        "created_at": row.created_at,
    }
