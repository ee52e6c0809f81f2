"""Instances that somebody still has to fill in.

For: making one that is switched off and has no values yet, so that its URLs can be shown, and completing it.
Not here: who fills it in (the wizard), instances whose values are known at once (`services.deploy`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from runtime.connections.keeping import choices_of
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances import following
from runtime.instances.config import check_config
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.instances.services import ensure_endpoints
from runtime.routing import epoch, scopes


@transaction.atomic
def prepare(integration: Integration, customer: Customer) -> Instance:
    """Of the live version, paused: what arrives is held until it is complete. Flows hear of it when it is, not now.

    Raises `NotAllowed` `not_published`, `instance_exists`.
    """
    if integration.live_version is None:
        raise NotAllowed("Publish the integration before a customer sets it up.", code="not_published", field="integration")
    try:
        with transaction.atomic():
            instance = Instance.objects.create(
                tenant_id=integration.tenant_id,
                integration=integration,
                customer=customer,
                version=integration.live_version,
                enabled=False,
            )
    except IntegrityError:
        raise NotAllowed(
            f"{customer.name} already has this integration; change that instance.", code="instance_exists", field="customer"
        ) from None
    ensure_endpoints(instance)
    epoch.bump(scopes.instance(instance))
    done("instance.prepared", instance, f"{integration.name} of {customer.name}", version=instance.version.number)
    return instance


@transaction.atomic
def move(instance: Instance, version: Version) -> None:
    """A prepared instance asks what this version asks from now on."""
    instance.version = version
    instance.save(update_fields=["version", "updated_at"])
    ensure_endpoints(instance)
    epoch.bump(scopes.instance(instance))


@transaction.atomic
def complete(instance: Instance, config: Mapping[str, Any], *, enable: bool) -> Instance:
    """A prepared instance gets its values; its flows hear that it was deployed. Raises `InvalidConfig`."""
    instance.config = check_config(instance.version.definition, config, connections=choices_of(instance.customer))
    instance.enabled = enable
    instance.save(update_fields=["config", "enabled", "updated_at"])
    following.settle(instance, "deployed", None)
    epoch.bump(scopes.instance(instance))
    about = f"{instance.integration.name} of {instance.customer.name}"
    done("instance.deployed", instance, about, version=instance.version.number, enabled=enable)
    return instance
