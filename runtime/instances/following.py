"""What follows from an instance: its lanes, its schedules, the flows that start on what happens to it.

For: bringing them in line after each change, inside the transaction that makes it; the state that a change is told with.
Not here: the changes (`services`), URLs (`runtime.routing.endpoints`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from runtime.engine.definition import Definition, read_definition
from runtime.instances import events
from runtime.instances.events import Change
from runtime.instances.models import Instance
from runtime.lanes import policies
from runtime.listening import keeping as listening
from runtime.routing.loading import config_values, webhook_urls
from runtime.schedules import keeping
from runtime.storage import departing


def state_of(instance: Instance) -> dict[str, Any]:
    """What events tell of an instance before and after a change. Ask before changing it."""
    return {"version": instance.version.number, "enabled": instance.enabled, "config": dict(instance.config)}


def settle(instance: Instance, event: str, before: Mapping[str, Any] | None) -> None:
    """After `event`: deployed, updated, enabled or disabled. `before` is what it was; None when it was not there."""
    definition, now = read_definition(instance.version.definition), datetime.now(UTC)
    about = _about(instance, definition)
    policies.settle(instance.tenant_id, instance.pk, definition)
    config = config_values(definition, instance.config)
    keeping.settle(instance, definition, about, config, now)
    listening.settle(instance, definition, about, config, now)
    change = Change(event, before, state_of(instance))
    events.happened(instance, change, definition, about, now)


def end(instance: Instance) -> None:
    """Before it is deleted. What it stored goes when the flows that start now have ended, since they may need it."""
    definition, now = read_definition(instance.version.definition), datetime.now(UTC)
    policies.forget(instance.tenant_id, instance.pk)
    keeping.forget(instance)
    listening.leave(instance, now)
    events.happened(instance, Change("deleted", state_of(instance), None), definition, _about(instance, definition), now)
    departing.leave(instance)


def _about(instance: Instance, definition: Definition) -> dict[str, Any]:
    customer, version = instance.customer, instance.version
    return {
        "customer": {"id": customer.pk, "externalId": customer.external_id, "name": customer.name},
        "instance": {"id": instance.pk, "name": definition.name},
        "integration": {"id": instance.integration_id, "name": definition.name, "versionSequenceId": version.number},
        "webhookUrls": webhook_urls(instance, definition),
    }
