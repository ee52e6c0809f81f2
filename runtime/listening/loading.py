"""Hooks' URLs from the database, as the door knows endpoints.

For: a token to its `EndpointPlan`; everything here runs on a thread that may block.
Not here: keeping what was read (`runtime.routing.book`), what arrives (`arriving`).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from runtime.components.fields import METHODS
from runtime.engine.definition import Definition, read_definition
from runtime.instances.models import Integration
from runtime.listening.models import GlobalWebhook, RegisteredHook
from runtime.listening.plans import EVENT, GLOBAL, HookPlan
from runtime.routing.plans import EndpointPlan, Release

NOTHING: Definition = read_definition({"name": "", "key": "none", "endpoint": {"type": "flow"}, "flows": []})
NO_RELEASE = Release("", None, NOTHING, {})  # a hook leads to subscriptions, whatever version each of them runs


def load_plan(kind: str, token: str) -> EndpointPlan | None:
    return _global(token) if kind == GLOBAL else _event(token)


def url_of(tenant_id: str, pk: str) -> tuple[str, str] | None:
    """Kind and token of the hook with this id, for `load_plan`."""
    if token := GlobalWebhook.of(tenant_id).filter(pk=pk).values_list("token", flat=True).first():
        return GLOBAL, token
    token = RegisteredHook.of(tenant_id).filter(pk=pk).values_list("token", flat=True).first()
    return (EVENT, token) if token else None


def _global(token: str) -> EndpointPlan | None:
    rotated_out = Q(previous_token=token, previous_token_expires_at__gt=timezone.now())
    rows = GlobalWebhook.across_tenants.select_related("integration", "integration__tenant")
    row = rows.filter(Q(token=token) | rotated_out).first()
    if row is None:
        return None
    hook = HookPlan(GLOBAL, row.pk, row.tenant_id, row.integration_id, row.connector, row.key)
    url = f"{settings.PUBLIC_URL}{row.path}"
    return _plan(hook, row.integration, url, row.previous_token_expires_at if token != row.token else None)


def _event(token: str) -> EndpointPlan | None:
    """Also of one that is over: who calls it is told so."""
    row = RegisteredHook.across_tenants.filter(token=token).first()
    integrations = Integration.across_tenants.select_related("tenant")
    if row is None:
        return None
    integration = integrations.filter(pk=row.integration_id, tenant_id=row.tenant_id).first()
    if integration is None:
        return None
    ids = (row.pk, row.tenant_id, row.integration_id, row.connector, row.event, row.subscription_id, row.instance_id)
    return _plan(HookPlan(EVENT, *ids), integration, row.uri, None)


def _plan(hook: HookPlan, integration: Integration, url: str, expires_at: datetime | None) -> EndpointPlan:
    tenant = integration.tenant
    return EndpointPlan(
        endpoint_id=hook.id,
        type=hook.kind,
        is_draft=False,
        tenant_id=tenant.pk,
        integration={"id": integration.pk, "name": integration.name, "versionSequenceId": None},
        release=NO_RELEASE,
        instance=None,
        flow_key="",
        methods=frozenset(METHODS),
        gate=None,
        secret_headers=frozenset(),
        max_body=min(settings.MAX_BODY, (tenant.largest_body_kib or 2**20) * 1024),
        access=None,
        requests_per_second=settings.HOOK_RATE or None,
        tenant_requests_per_second=tenant.rate,
        public_url=url,
        origin=settings.PUBLIC_URL,
        flow_picker=None,
        customer_picker=None,
        expires_at=expires_at,
        suspended=tenant.suspended,
        hook=hook,
    )
