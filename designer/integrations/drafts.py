"""Drafts: the one editable copy of each integration.

For: the rows of `Draft`. Nobody else writes them.
Not here: what is wrong with one (`problems`), making it a version (`publishing`).
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from designer.accounts.models import User
from designer.integrations.models import Draft
from designer.integrations.storable import Malformed, require_storable
from runtime.engine.errors import NotAllowed
from runtime.instances import services as instances
from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant


def load_definition(integration_id: str) -> dict[str, Any] | None:
    """The draft as saved; None when there is none. `settings.DRAFT_SOURCE` names this for the runtime."""
    return Draft.across_tenants.filter(integration_id=integration_id).values_list("definition", flat=True).first()


def empty_definition(key: str, name: str, description: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "key": key,
        "description": description,
        "endpoint": {"type": "flow"},
        "configVariables": [],
        "configPages": [],
        "flows": [],
    }


@transaction.atomic
def create_integration(
    tenant: Tenant,
    *,
    name: str,
    description: str = "",
    key: str | None = None,
    definition: dict[str, Any] | None = None,
    user: User | None = None,
) -> Integration:
    """An integration with its draft: `definition`, or one without flows. Without `key` one is made from the name.

    Raises `NotAllowed` `integration_key_taken`.
    """
    key = key or free_key(tenant, name)
    integration = instances.create_integration(tenant, key=key, name=name, description=description)
    document = {**(definition or empty_definition(key, name, description)), "key": key, "name": name}
    Draft.objects.create(tenant=tenant, integration=integration, definition=document, updated_by=user)
    return integration


def free_key(tenant: Tenant, name: str) -> str:
    """`acme-erp`, or `acme-erp-2` when the tenant has that."""
    base = re.sub("[-_]+", "-", slugify(name))[:70].strip("-") or "integration"
    taken = set(Integration.objects.of(tenant).filter(key__startswith=base).values_list("key", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)


def draft_of(integration: Integration) -> Draft:
    """Raises `NotAllowed` `not_found` when somebody deleted the integration since it was looked up."""
    draft = Draft.objects.of(integration.tenant_id).select_related("updated_by").filter(integration=integration).first()
    if draft is None:
        raise NotAllowed(f"{integration.name} was deleted meanwhile.", code="not_found")
    return draft


@transaction.atomic
def save_draft(integration: Integration, document: Any, *, revision: int, user: User | None) -> Draft:
    """Keeps the document if nobody saved since `revision`; of two tabs that save at once, one wins.

    The integration takes over name and description. Raises `Malformed`; `NotAllowed` `revision_stale` whose details hold
    the current `revision` and `definition`.
    """
    definition = require_storable(document)
    if definition["key"] != integration.key:
        message = f"The key of this integration stays {integration.key}."
        raise Malformed(message, errors=[{"field": "key", "message": message, "code": "fixed"}])
    saved = (
        Draft.objects.of(integration.tenant_id)
        .filter(integration=integration, revision=revision)
        .update(definition=definition, revision=F("revision") + 1, updated_at=timezone.now(), updated_by=user)
    )
    draft = draft_of(integration)
    if not saved:
        raise stale(draft)
    name, description = definition["name"], definition.get("description", "")
    if (name, description) != (integration.name, integration.description):
        instances.describe_integration(integration, name=name, description=description)
    # No plan of the draft is kept, so nothing need be forgotten: autosave must not cost live traffic its compiled routes.
    return draft


@transaction.atomic
def describe_integration(integration: Integration, *, name: str, description: str, user: User | None) -> None:
    """Renames the integration, and its draft with it."""
    draft = draft_of(integration)
    definition = {**draft.definition, "name": name, "description": description}
    save_draft(integration, definition, revision=draft.revision, user=user)


def stale(draft: Draft) -> NotAllowed:
    who = draft.updated_by.email if draft.updated_by else "Somebody"
    return NotAllowed(
        f"{who} saved a newer draft; load it, or save yours over it with revision {draft.revision}.",
        code="revision_stale",
        revision=draft.revision,
        definition=draft.definition,
    )
