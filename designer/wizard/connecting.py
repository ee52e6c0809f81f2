"""Connections made in the wizard: of this customer alone, to the services its pages ask for.

For: filling in keys, and consent at the service in a window beside the wizard.
Not here: what a connection is (`runtime.connections`), where the service sends people back to (`designer.connections.callback`).

Consent must end in the browser that began it, or somebody could be talked into connecting their account to another's set-up. The
wizard may live in a frame where browsers keep cookies from us, so the window beside it, which is ours, asks the wizard for a
ticket, changes it for a cookie of its own, and only then goes to the service.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from designer.connections.api import redirect_uri
from designer.wizard import dialogs
from designer.wizard.forms import form_of
from designer.wizard.models import AccountSession, WizardRun, WizardSession
from designer.wizard.showing import connections_of
from runtime.connections import consenting, keeping, testing
from runtime.connections.models import Connection, Service
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Instance

TICKET_SALT, TICKET_SECONDS = "hookyard.wizard.consent", 120


def own_connection(instance: Instance, pk: str) -> Connection:
    """Raises `NotAllowed` `not_found` for one that this wizard has nothing to do with."""
    found = next((row for row in connections_of(instance, form_of(instance)) if row.pk == pk), None)
    if found is None:
        raise NotAllowed("There is no such connection here.", code="not_found")
    return found


def connect(instance: Instance, variable_key: str, values: Mapping[str, str]) -> Connection:
    """A new connection for this question, chosen at once. Keys that were filled in are tried before they are stored.

    Raises `NotAllowed` `not_found`, `InvalidCredential`, `ConnectionProblem`, `RemoteProblem`.
    """
    variable = form_of(instance).variable(variable_key)
    service = Service.of(instance.tenant_id).filter(key=(variable or {}).get("service", "")).first()
    if variable is None or variable.get("type") != "connection" or service is None:
        raise NotAllowed("This page asks for no such connection; it may have changed. Reload it.", code="not_found")
    row = keeping.create_connection(instance.customer, service, name=service.name, values=values, prove=testing.prove)
    with transaction.atomic():
        run = WizardRun.of(instance.tenant_id).select_for_update().get(instance=instance)
        run.values, run.pending = {**run.values, variable_key: row.pk}, True
        run.save()
    return row


def change(connection: Connection, values: Mapping[str, str]) -> Connection:
    """Raises as `connect` does; what is refused changes nothing."""
    return keeping.update_connection(connection, values=values, prove=testing.prove)


def ticket_for(session: WizardSession, connection: Connection) -> str:
    return signing.dumps({"session": session.pk, "connection": connection.pk}, salt=TICKET_SALT)


def ticket_for_dialog(session: AccountSession) -> str:
    return signing.dumps({"dialog": session.pk, "connection": session.connection_id}, salt=TICKET_SALT)


def begin_consent(ticket: str) -> tuple[str, str]:
    """Where to send the person, and the cookie that must come back with them. Raises `NotAllowed` `consent_unknown`."""
    unknown = NotAllowed("Go back to the set-up and press Connect again.", code="consent_unknown")
    try:
        named: dict[str, Any] = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        raise unknown from None
    now = timezone.now()
    connection, binding = _asked_for(named, now), secrets.token_urlsafe(32)
    if connection is None:
        raise unknown
    return consenting.begin(connection, session=binding, redirect_uri=redirect_uri(), now=now), binding


def _asked_for(ticket: Mapping[str, Any], now: datetime) -> Connection | None:
    """While what gave the ticket is open."""
    if "dialog" in ticket:
        with suppress(NotAllowed):
            asking = dialogs.dialog(ticket["dialog"], now=now)
            return asking.connection if asking.connection_id == ticket["connection"] else None
        return None
    sessions = WizardSession.across_tenants.select_related("instance__customer", "instance__version")
    session = sessions.filter(pk=ticket["session"], ended_at=None, expires_at__gt=now).first()
    return session and own_connection(session.instance, ticket["connection"])
