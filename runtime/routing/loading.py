"""Reading routes from the database.

For: rows to the plans the door works with; everything here runs on a thread that may block.
Not here: keeping what was read (`book`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from runtime.connections.keeping import test_connections
from runtime.connectors.steps import components_for
from runtime.credentials import vault
from runtime.credentials.gate import Gate, compile_gate
from runtime.credentials.models import Credential
from runtime.credentials.touching import named_headers
from runtime.engine.definition import Definition, Flow, read_definition
from runtime.engine.endpoint_rules import effective_credential, effective_kinds, effective_methods, target_flows
from runtime.engine.errors import InvalidDefinition
from runtime.instances.models import Customer, CustomerAlias, Instance, Integration, Version
from runtime.lanes.models import Lane
from runtime.routing.access import compile_access
from runtime.routing.likeness import Known, Names
from runtime.routing.models import Endpoint
from runtime.routing.plans import EndpointPlan, InstancePlan, Release, compile_release, config_values, picker
from runtime.tenancy.models import Tenant

MOST_COMPARED = 5_000
NO_SUCH_CREDENTIAL = "\x00"  # no key of a credential looks like this
TEST_CUSTOMER = {"id": "", "externalId": "test", "name": "the test customer"}


def load_release(tenant_id: str, version_id: str) -> Release | None:
    version = Version.of(tenant_id).filter(pk=version_id).first()
    if version is None:
        return None
    known = components_for(tenant_id, version.definition)
    return compile_release(read_definition(version.definition), known, version_id=version.pk, number=version.number)


def load_customer(tenant_id: str, known_as: str) -> dict[str, Any] | None:
    """By external id first, then by alias: an alias can never hijack another customer's own id."""
    customer = Customer.of(tenant_id).filter(external_id=known_as, leaving_at=None).first()
    matched = "external_id"
    if customer is None:
        aliases = CustomerAlias.of(tenant_id).select_related("customer").filter(customer__leaving_at=None)
        alias = aliases.filter(alias=known_as).first()
        customer, matched = (alias.customer if alias else None), "alias"
    if customer is None:
        return None
    return {"id": customer.pk, "externalId": customer.external_id, "name": customer.name, "matched": matched}


def load_names(tenant_id: str) -> Names:
    """What the customers of a tenant go by. Only the first thousands: it is for a hint."""
    own = Customer.of(tenant_id).values_list("external_id", "name", "external_id")[:MOST_COMPARED]
    aliases = CustomerAlias.of(tenant_id).values_list("alias", "customer__name", "customer__external_id")[:MOST_COMPARED]
    return Names(Known(*row) for row in [*own, *aliases])


def load_draft(integration_id: str) -> Release | None:
    document = import_string(settings.DRAFT_SOURCE)(integration_id)
    if not document:
        return None
    owner = Integration.across_tenants.values_list("tenant_id", flat=True).get(pk=integration_id)
    return compile_release(read_definition(document), components_for(owner, document))


def webhook_urls(instance: Instance, definition: Definition) -> dict[str, str]:
    """Flow name to the URL that reaches it, as trigger results list them."""
    endpoints = Endpoint.of(instance.tenant_id).filter(
        Q(instance_id=instance.pk) | Q(instance=None, integration_id=instance.integration_id, type=Endpoint.Type.SHARED)
    )
    urls: dict[str, str] = {}
    for endpoint in endpoints:
        if endpoint.type != definition.endpoint.type:
            continue
        flows = [flow for flow in definition.flows if not endpoint.flow_key or flow.key == endpoint.flow_key]
        urls |= {
            flow.name: settings.PUBLIC_URL + endpoint.path for flow in flows if flow.key != definition.endpoint.preprocess_flow
        }
    return urls


def _flow_of(endpoint: Endpoint | None, definition: Definition) -> Flow | None:
    """The flow a URL of type flow is for; a draft's URL is for the only one there is."""
    if endpoint and endpoint.flow_key:
        return definition.flow(endpoint.flow_key)
    targets = target_flows(definition)
    return targets[0] if len(targets) == 1 else None


def _credential(definition: Definition, flow: Flow | None) -> str | None:
    try:
        return effective_credential(definition, flow)
    except InvalidDefinition:
        return NO_SUCH_CREDENTIAL  # a draft whose Webhook steps disagree: nobody is let in until they agree


def load_gate(tenant_id: str, key: str | None) -> Gate | None:
    """The check of a credential; None when none is asked for. A missing credential refuses everybody."""
    if not key:
        return None
    credential = Credential.of(tenant_id).filter(key=key).first()
    if credential is None:
        return _refusing()
    try:
        return _compile(credential)
    except ValueError:
        # What is stored fits its scheme no more, as after a change of the product: refuse everybody, open to nobody.
        return _refusing()


def _refusing() -> Gate:
    return compile_gate("", "api_key", {"header": "x-api-key"}, {"value": vault.unusable_secret()})


def _compile(credential: Credential) -> Gate:
    until = credential.previous_until
    return compile_gate(
        credential.pk,
        credential.scheme,
        credential.settings,
        vault.reveal(credential),
        previous=vault.reveal_previous(credential),
        previous_until=until.timestamp() if until else 0.0,
    )


def _own_credential(definition: Definition, config: Mapping[str, Any]) -> str | None:
    """Of a customer whose version says that each has one: without it nobody is let in."""
    variable = definition.endpoint.customer_credential
    return str(config.get(variable) or NO_SUCH_CREDENTIAL) if variable else None


def plan_instance(instance: Instance, release: Release) -> InstancePlan:
    customer = instance.customer
    config = config_values(release.definition, instance.config)
    own = _own_credential(release.definition, config)
    return InstancePlan(
        id=instance.pk,
        enabled=instance.enabled,
        release=release,
        customer={"id": customer.pk, "externalId": customer.external_id, "name": customer.name},
        config=config,
        webhook_urls=webhook_urls(instance, release.definition),
        gate=load_gate(instance.tenant_id, own),
        checked_by=(own,) if own else (),
        integration_id=instance.integration_id,
        lanes=frozenset(Lane.of(instance.tenant_id).filter(instance_id=instance.pk).values_list("flow_key", flat=True)),
    )


def plan_endpoint(
    endpoint: Endpoint, release: Release, instance: InstancePlan | None, *, expires_at: datetime | None = None
) -> EndpointPlan:
    """`expires_at` is when a token that was rotated away stops working."""
    plan = _plan(endpoint.tenant, endpoint.integration, release, endpoint=endpoint, instance=instance)
    return replace(plan, expires_at=expires_at)


def plan_draft(tenant: Tenant, integration: Integration, release: Release, endpoint: Endpoint | None = None) -> EndpointPlan:
    """The draft's own road: the same settings, but whoever is picked, a stand-in of the designer gets the request."""
    return _plan(tenant, integration, release, endpoint=endpoint, instance=stand_in_for(tenant.pk, release), is_draft=True)


def plan_as_if(tenant: Tenant, integration: Integration, release: Release, instance: InstancePlan | None) -> EndpointPlan:
    """The road as it would be if this release were live: real customers, no URL of its own. It is never served."""
    return _plan(tenant, integration, release, endpoint=None, instance=instance)


def config_as_if(tenant_id: str, instance_id: str, release: Release) -> dict[str, Any] | None:
    """What an instance would read of its config if it had this release."""
    given = Instance.of(tenant_id).filter(pk=instance_id).values_list("config", flat=True).first()
    return None if given is None else config_values(release.definition, given)


def stand_in_for(tenant_id: str, release: Release) -> InstancePlan:
    """What the defaults say, and the tenant's test connection to each service that the definition names."""
    own = release.definition.connected_services
    config = config_values(release.definition, test_connections(tenant_id, own)) if own else release.defaults
    return InstancePlan("", True, release, TEST_CUSTOMER, config)


def load_stand_in(tenant_id: str, integration_id: str) -> InstancePlan | None:
    if not Integration.of(tenant_id).filter(pk=integration_id).exists():
        return None
    release = load_draft(integration_id)
    return stand_in_for(tenant_id, release) if release else None


def _plan(
    tenant: Tenant,
    integration: Integration,
    release: Release,
    *,
    endpoint: Endpoint | None,
    instance: InstancePlan | None,
    is_draft: bool = False,
) -> EndpointPlan:
    config = release.definition.endpoint
    routed = config.type != "flow"
    flow = None if routed else _flow_of(endpoint, release.definition)
    # A draft of type flow has one URL for flows with different credentials: which counts is not known before the flow is.
    checked = routed or flow is not None or not is_draft
    key = None
    if config.customer_credential and not is_draft:
        gate, secret_headers = (instance.gate or _refusing()) if instance else None, named_headers(tenant.pk)
    else:
        key = _credential(release.definition, flow) if checked else None
        gate = load_gate(tenant.pk, key)
        secret_headers = gate.secret_headers if gate else frozenset()
    return EndpointPlan(
        endpoint_id=endpoint.pk if endpoint else "",
        type=config.type if is_draft or endpoint is None else endpoint.type,
        is_draft=is_draft,
        tenant_id=tenant.pk,
        integration={"id": integration.pk, "name": integration.name, "versionSequenceId": release.number},
        release=release,
        instance=instance,
        flow_key=endpoint.flow_key if endpoint else "",
        methods=frozenset(effective_methods(release.definition, flow)),
        gate=gate,
        checked_by=(key,) if key else (),
        secret_headers=secret_headers,
        max_body=min(settings.MAX_BODY, config.largest_body or settings.MAX_BODY, (tenant.largest_body_kib or 2**20) * 1024),
        access=compile_access(config, effective_kinds(release.definition, flow)),
        requests_per_second=config.requests_per_second,
        tenant_requests_per_second=tenant.rate,
        suspended=tenant.suspended,
        public_url=settings.PUBLIC_URL + endpoint.path if endpoint else "",
        origin=settings.PUBLIC_URL,
        flow_picker=picker(config.flow_name) if routed else None,
        customer_picker=picker(config.external_customer_id) if config.type == "shared" else None,
    )
