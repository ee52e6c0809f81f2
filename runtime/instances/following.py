"""What follows from an instance: its lanes, its schedules, the flows that start on what happens to it.

For: bringing them in line after each change, inside the transaction that makes it.
Not here: the changes (`services`), URLs (`runtime.routing.endpoints`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from runtime.engine.definition import Definition, read_definition
from runtime.instances import events
from runtime.instances.models import Instance
from runtime.lanes import policies
from runtime.routing.loading import config_values, webhook_urls
from runtime.schedules import keeping


def settle(instance: Instance, event: str) -> None:
    """After `event`: deployed, updated, enabled or disabled."""
    definition, now = read_definition(instance.version.definition), datetime.now(UTC)
    about = _about(instance, definition)
    policies.settle(instance.tenant_id, instance.pk, definition)
    keeping.settle(instance, definition, about, config_values(definition, instance.config), now)
    events.happened(instance, event, definition, about, now)


def end(instance: Instance) -> None:
    """Before it is deleted."""
    definition = read_definition(instance.version.definition)
    policies.forget(instance.tenant_id, instance.pk)
    keeping.forget(instance)
    events.happened(instance, "deleted", definition, _about(instance, definition), datetime.now(UTC))


def _about(instance: Instance, definition: Definition) -> dict[str, Any]:
    customer, version = instance.customer, instance.version
    return {
        "customer": {"id": customer.pk, "externalId": customer.external_id, "name": customer.name},
        "instance": {"id": instance.pk, "name": definition.name},
        "integration": {"id": instance.integration_id, "name": definition.name, "versionSequenceId": version.number},
        "webhookUrls": webhook_urls(instance, definition),
    }
