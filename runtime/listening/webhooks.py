"""The URIs of global webhooks: one for each global webhook of a connector in an integration.

For: the rows of `GlobalWebhook`; nobody else writes them.
Not here: who waits for what arrives there (`keeping`), the packages and their parameters (`runtime.connectors`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from runtime.connectors import catalogue
from runtime.connectors.catalogue import ConnectorMissing
from runtime.deeds import done
from runtime.engine.definition import Definition
from runtime.instances.models import Integration
from runtime.listening.asking import connectors_of
from runtime.listening.models import GlobalWebhook
from runtime.routing import epoch, scopes
from runtime.routing.models import new_token


def ensure(integration: Integration, connector: str) -> list[GlobalWebhook]:
    """Those of its newest version, made where they are not yet. One that a version dropped keeps its URI, should it return.

    Raises `ConnectorMissing`.
    """
    package = catalogue.find(integration.tenant_id, connector).package
    standing = {row.key: row for row in _rows(integration).filter(connector=connector)}
    for element in package.global_webhooks:
        if element.key not in standing:
            standing[element.key], _ = GlobalWebhook.objects.of(integration.tenant_id).get_or_create(
                tenant_id=integration.tenant_id, integration=integration, connector=connector, key=element.key
            )
    return [standing[element.key] for element in package.global_webhooks]


def ensure_for(integration: Integration, definition: Definition) -> None:
    """Of every connector whose events it names. One that is not there has none yet."""
    for connector in connectors_of(definition):
        try:
            ensure(integration, connector)
        except ConnectorMissing:
            continue


def used_by(integration: Integration) -> list[str]:
    """Keys of the connectors that have URIs in it."""
    return sorted(set(_rows(integration).values_list("connector", flat=True)))


@transaction.atomic
def leave(integration: Integration, connector: str) -> int:
    """Its URIs answer 404 from now on."""
    leaving = _rows(integration).filter(connector=connector)
    touched = [scopes.hook(pk) for pk in leaving.values_list("pk", flat=True)]
    gone, _ = leaving.delete()
    if gone:
        done("global_webhook.removed", integration, f"{connector} in {integration.name}")
        epoch.bump(*touched)
    return gone


@transaction.atomic
def rotate(webhook: GlobalWebhook, *, overlap_hours: float, now: datetime) -> GlobalWebhook:
    """A new unguessable part; the old one still works for `overlap_hours`."""
    webhook.previous_token = webhook.token if overlap_hours else ""
    webhook.previous_token_expires_at = now + timedelta(hours=overlap_hours) if overlap_hours else None
    webhook.token = new_token()
    webhook.save(update_fields=["token", "previous_token", "previous_token_expires_at"])
    epoch.bump(scopes.hook(webhook.pk))
    about = f"{webhook.key} of {webhook.connector} in {webhook.integration.name}"
    done("global_webhook.rotated", webhook, about, overlapHours=overlap_hours)
    return webhook


def public_url(webhook: GlobalWebhook) -> str:
    """What a developer pastes into the settings of an app at the service."""
    return f"{settings.PUBLIC_URL}{webhook.path}"


def _rows(integration: Integration) -> QuerySet[GlobalWebhook]:
    return GlobalWebhook.of(integration.tenant_id).filter(integration=integration)
