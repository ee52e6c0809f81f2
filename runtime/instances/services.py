"""Published versions and for whom they are switched on.

For: the rows of `Integration`, `Version` and `Instance`. Nobody else writes them.
Not here: customers (`customers`), config values (`config`), drafts (`designer.integrations`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from runtime.connections.keeping import choices_of
from runtime.credentials.own import forget_own
from runtime.deeds import done
from runtime.engine.definition import read_definition
from runtime.engine.endpoint_rules import target_flows
from runtime.engine.errors import NotAllowed
from runtime.instances import following
from runtime.instances.config import check_config
from runtime.instances.following import state_of
from runtime.instances.models import Customer, Instance, Integration, Version
from runtime.journal.models import Execution
from runtime.listening import leaving, webhooks
from runtime.routing import endpoints, epoch, scopes
from runtime.routing.models import Endpoint
from runtime.tenancy.models import Tenant


@transaction.atomic
def create_integration(tenant: Tenant, *, key: str, name: str, description: str = "") -> Integration:
    """An integration with its draft endpoint. Raises `NotAllowed` `integration_key_taken`."""
    try:
        with transaction.atomic():
            integration = Integration.objects.create(tenant=tenant, key=key, name=name, description=description)
    except IntegrityError:
        raise NotAllowed(
            f"Another integration has the key {key}; choose another.", code="integration_key_taken", field="key"
        ) from None
    endpoints.ensure(integration, Endpoint.Type.DRAFT)
    epoch.bump(scopes.integration(integration))
    done("integration.created", integration, name)
    return integration


@transaction.atomic
def describe_integration(integration: Integration, *, name: str, description: str) -> None:
    """Renames it. The key stays: exports, storage and people refer to it."""
    if name != integration.name:
        done("integration.renamed", integration, integration.name, name=name)
    integration.name, integration.description = name, description
    integration.save(update_fields=["name", "description"])
    epoch.bump(scopes.integration(integration))


@transaction.atomic
def delete_integration(integration: Integration) -> None:
    """Raises `NotAllowed` `integration_in_use` while a customer has it, `integration_leaving` while hooks of its last instances
    are taken away at services, which may need what it sets for their connectors; for so long as that goes well."""
    count = Instance.objects.of(integration.tenant_id).filter(integration=integration).count()
    if count:
        raise NotAllowed(
            f"{count} {'customer has' if count == 1 else 'customers have'} this integration; delete those instances first.",
            code="integration_in_use",
        )
    hooks = leaving.hooks_of(integration)
    if hooks and leaving.is_patient(integration, datetime.now(UTC)):
        raise NotAllowed(
            f"{hooks} {'hook' if hooks == 1 else 'hooks'} of deleted instances must still be taken away at outside services. "
            "Delete the integration again in a minute.",
            code="integration_leaving",
        )
    done("integration.deleted", integration, integration.name, hooksLeft=hooks)
    touched = scopes.integration(integration)  # a deleted row has no id any more
    integration.delete()
    epoch.bump(touched)


@transaction.atomic
def accept_version(
    integration: Integration,
    definition: Mapping[str, Any],
    *,
    comment: str,
    published_by: str,
    overridden_tests: Sequence[str] = (),
    live: bool = True,
) -> Version:
    """Keeps a checked definition as the next version; instances stay on theirs. With `live` it also becomes the live one."""
    versions = Version.objects.of(integration.tenant_id)
    # The row lock makes two publishers take turns, so that numbers have no gap and no double.
    Integration.objects.of(integration.tenant_id).select_for_update().get(pk=integration.pk)
    highest = versions.filter(integration=integration).aggregate(highest=Max("number"))["highest"] or 0
    version = versions.create(
        tenant_id=integration.tenant_id,
        integration=integration,
        number=highest + 1,
        definition=definition,
        comment=comment,
        published_by=published_by,
        overridden_tests=list(overridden_tests),
    )
    if live or integration.live_version_id is None:
        _make_live(integration, version)
    facts = {"version": version.number, "comment": comment, "despiteTests": list(overridden_tests), "live": live}
    done("integration.published", integration, integration.name, **facts)
    return version


@transaction.atomic
def make_live(integration: Integration, version: Version) -> None:
    """The version that a shared URL verifies and routes by, and that new deployments get. No instance moves."""
    before = integration.live_version.number if integration.live_version else None
    if before != version.number:
        _make_live(integration, version)
        done("integration.live_changed", integration, integration.name, fromVersion=before, version=version.number)


def _make_live(integration: Integration, version: Version) -> None:
    integration.live_version = version
    integration.save(update_fields=["live_version"])
    definition = read_definition(version.definition)
    webhooks.ensure_for(integration, definition)
    touched = [scopes.live(integration)]
    if definition.endpoint.type == "shared":
        before = Endpoint.of(integration.tenant_id).filter(integration=integration, type=Endpoint.Type.SHARED).exists()
        endpoints.ensure(integration, Endpoint.Type.SHARED)
        if not before:
            touched.append(scopes.integration(integration))  # instances that wait for it tell its URL to their flows
    epoch.bump(*touched)


@transaction.atomic
def deploy(
    integration: Integration, customer: Customer, *, version: Version | None = None, config: Mapping[str, Any] | None = None
) -> Instance:
    """Switches a version (the live one unless named) on for a customer, with the URLs it needs.

    Raises `NotAllowed` `not_published`, `instance_exists`; `InvalidConfig`.
    """
    version = version or integration.live_version
    if version is None:
        raise NotAllowed("Publish the integration before you deploy it.", code="not_published", field="integration")
    if customer.leaving_at is not None:
        raise NotAllowed(f"All data of {customer.name} is being deleted.", code="customer_leaving", field="customer")
    values = check_config(version.definition, config or {}, connections=choices_of(customer))
    try:
        with transaction.atomic():
            instance = Instance.objects.create(
                tenant_id=integration.tenant_id, integration=integration, customer=customer, version=version, config=values
            )
    except IntegrityError:
        raise NotAllowed(
            f"{customer.name} already has this integration; change or upgrade that instance.",
            code="instance_exists",
            field="customer",
        ) from None
    ensure_endpoints(instance)
    following.settle(instance, "deployed", None)
    epoch.bump(scopes.instance(instance))
    done("instance.deployed", instance, _called(instance), version=version.number)
    return instance


def ensure_endpoints(instance: Instance) -> None:
    """The URLs its version needs. Those of earlier versions stay, so that a roll back finds them unchanged."""
    definition = read_definition(instance.version.definition)
    match definition.endpoint.type:
        case "flow":
            for flow in target_flows(definition):
                endpoints.ensure(instance.integration, Endpoint.Type.FLOW, instance=instance, flow_key=flow.key)
        case "instance":
            endpoints.ensure(instance.integration, Endpoint.Type.INSTANCE, instance=instance)


@transaction.atomic
def upgrade(instance: Instance, version: Version, config: Mapping[str, Any] | None = None) -> Instance:
    """Moves it to another version, newer or older; its URLs do not change. `config` replaces its values in the same step, for
    what the version asks and the instance does not have yet. Raises `InvalidConfig` where the values do not fit."""
    before = _locked(instance)
    connections = choices_of(instance.customer)
    # What this version does not know stays for the one that does, should it be rolled back.
    if config is None:
        check_config(version.definition, instance.config, connections=connections, unknown="ignore")
    else:
        known = {variable["key"] for variable in version.definition.get("configVariables", ())}
        unread = {key: value for key, value in instance.config.items() if key not in known}
        instance.config = unread | check_config(version.definition, config, connections=connections)
    instance.version = version
    instance.save(update_fields=["version", "config", "updated_at"])
    ensure_endpoints(instance)
    following.settle(instance, "updated", before)
    epoch.bump(scopes.instance(instance))
    done("instance.upgraded", instance, _called(instance), fromVersion=before["version"], version=version.number)
    return instance


@transaction.atomic
def configure(instance: Instance, config: Mapping[str, Any]) -> Instance:
    """Replaces its config values. Raises `InvalidConfig`."""
    before = _locked(instance)
    instance.config = check_config(instance.version.definition, config, connections=choices_of(instance.customer))
    instance.save(update_fields=["config", "updated_at"])
    following.settle(instance, "updated", before)
    epoch.bump(scopes.instance(instance))
    done("instance.configured", instance, _called(instance), variables=sorted(config))
    return instance


@transaction.atomic
def rename(instance: Instance, name: str) -> None:
    """What a program calls it; pages go by the integration and the customer."""
    if name != instance.name:
        instance.name = name
        instance.save(update_fields=["name", "updated_at"])
        done("instance.renamed", instance, _called(instance), name=name)


def pause(instance: Instance) -> Instance:
    """From now on what arrives is held."""
    return _switch(instance, enabled=False)


def resume(instance: Instance) -> Instance:
    """From now on what arrives runs. What was held is released by the journal (`runtime.control.resume_held`).

    Raises `InvalidConfig` for one whose set-up was left half way: its flows would run without what they need.
    """
    values, connections = instance.config, choices_of(instance.customer)
    check_config(instance.version.definition, values, connections=connections, unknown="ignore")
    return _switch(instance, enabled=True)


@transaction.atomic
def _switch(instance: Instance, *, enabled: bool) -> Instance:
    before = _locked(instance)
    if instance.enabled != enabled:
        instance.enabled = enabled
        instance.save(update_fields=["enabled", "updated_at"])
        following.settle(instance, "enabled" if enabled else "disabled", before)
    epoch.bump(scopes.instance(instance))
    done("instance.resumed" if enabled else "instance.paused", instance, _called(instance))
    return instance


@transaction.atomic
def delete_instance(instance: Instance) -> None:
    """Its URLs answer 404 from now on, and what it held is discarded. Its history stays."""
    _locked(instance)
    held = Execution.of(instance.tenant_id).filter(instance_id=instance.pk, status=Execution.Status.HELD)
    held.update(status=Execution.Status.CANCELLED, finished_at=datetime.now(UTC))
    following.end(instance)
    done("instance.deleted", instance, _called(instance))
    forget_own(instance.tenant_id, instance.pk)
    touched = scopes.instance(instance)  # a deleted row has no id any more
    instance.delete()
    epoch.bump(touched)


def _locked(instance: Instance) -> dict[str, Any]:
    """Its state as it is now, which nobody else changes until this transaction is over. Raises `NotAllowed` `not_found`."""
    try:
        rows = Instance.across_tenants.select_for_update()
        instance.refresh_from_db(fields=["version", "enabled", "config"], from_queryset=rows)
    except Instance.DoesNotExist:
        raise NotAllowed("The instance was deleted meanwhile.", code="not_found") from None
    return state_of(instance)


def _called(instance: Instance) -> str:
    return f"{instance.integration.name} of {instance.customer.name}"
