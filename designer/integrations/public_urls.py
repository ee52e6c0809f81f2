"""The URLs an integration has of its own, for copying.

For: the draft's URL, the shared one, and how those of instances will look.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from runtime.instances.models import Integration
from runtime.routing.endpoints import public_url
from runtime.routing.models import Endpoint


def endpoints_of(integration: Integration) -> list[Endpoint]:
    """The shared endpoint, once published as such, and the draft's."""
    rows = Endpoint.objects.of(integration.tenant_id).filter(integration=integration, instance=None)
    return list(rows.order_by("-type"))


def draft_url(integration: Integration) -> str:
    return public_url(next(endpoint for endpoint in endpoints_of(integration) if endpoint.type == Endpoint.Type.DRAFT))


def sample_url(integration: Integration, definition: dict[str, Any]) -> str | None:
    """The URL services are given; for endpoints of flows and instances its shape, since every customer has another."""
    base = f"{settings.PUBLIC_URL}/hooks/{integration.tenant_id}"
    match definition.get("endpoint", {}).get("type", Endpoint.Type.FLOW):
        case Endpoint.Type.SHARED:
            shared = (endpoint for endpoint in endpoints_of(integration) if endpoint.type == Endpoint.Type.SHARED)
            return next(map(public_url, shared), None)
        case Endpoint.Type.INSTANCE:
            return f"{base}/instance/<token>"
    return f"{base}/flow/<flow id>/<token>"
