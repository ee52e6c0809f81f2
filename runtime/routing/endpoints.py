"""Public URLs: made once, never changed, rotated with overlap.

For: the rows of `Endpoint`. Nobody else writes them.
Not here: which endpoints an instance needs (`runtime.instances.services`), what a URL leads to (`plans`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from runtime.deeds import done
from runtime.instances.models import Instance, Integration
from runtime.routing import epoch, scopes
from runtime.routing.models import Endpoint, new_token


def ensure(integration: Integration, type: str, *, instance: Instance | None = None, flow_key: str = "") -> Endpoint:
    """The endpoint of this kind, made when it does not exist yet. The caller bumps the epoch once for all it makes."""
    endpoint, _ = Endpoint.objects.of(integration.tenant_id).get_or_create(
        tenant_id=integration.tenant_id, integration=integration, type=type, instance=instance, flow_key=flow_key
    )
    return endpoint


@transaction.atomic
def rotate(endpoint: Endpoint, *, overlap_hours: float, now: datetime) -> Endpoint:
    """Gives the URL a new unguessable part; the old one still works for `overlap_hours`.

    Only one old URL works at a time: rotating twice within the overlap ends the first.
    """
    endpoint.previous_token = endpoint.token if overlap_hours else ""
    endpoint.previous_token_expires_at = now + timedelta(hours=overlap_hours) if overlap_hours else None
    endpoint.token = new_token()
    endpoint.save(update_fields=["token", "previous_token", "previous_token_expires_at"])
    epoch.bump(scopes.instance(endpoint.instance) if endpoint.instance else scopes.integration(endpoint.integration))
    done("endpoint.rotated", endpoint, f"{endpoint.type} URL of {endpoint.integration.name}", overlapHours=overlap_hours)
    return endpoint


def public_url(endpoint: Endpoint) -> str:
    """What a third-party service is given."""
    return f"{settings.PUBLIC_URL}{endpoint.path}"
