"""Customers' connections: the only writer of what they hold.

For: making, filling in, disconnecting and deleting them; their status; which of them an instance may name.
Not here: tokens that are renewed (`renewing`), consent at the service (`consenting`), using one (`using`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from runtime.connections.models import Connection, Consent, Service
from runtime.connections.oauth import Tokens
from runtime.connections.schemes import check_fields, fields_of
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer, Instance

Status = Connection.Status


@transaction.atomic
def create_connection(customer: Customer, service: Service, *, name: str, values: Mapping[str, Any]) -> Connection:
    """Connected at once where the customer fills everything in; pending where the service must agree first.

    Raises `InvalidCredential`.
    """
    row = Connection(tenant_id=customer.tenant_id, customer=customer, service=service, name=name)
    _fill(row, values)
    row.save(force_insert=True)
    done("connection.created", row, name, service=service.key, customer=customer.external_id)
    return row


@transaction.atomic
def update_connection(connection: Connection, *, name: str | None = None, values: Mapping[str, Any] | None = None) -> Connection:
    """Secrets left empty stay as they are. Raises `InvalidCredential`."""
    connection.name = connection.name if name is None else name
    if values is not None:
        _fill(connection, values)
    connection.save()
    done("connection.changed", connection, connection.name)
    return connection


@transaction.atomic
def disconnect(connection: Connection) -> Connection:
    """Forgets what was stored. Steps that use it fail until it is connected again."""
    connection.secret, connection.expires_at, connection.tested_at = "", None, None
    connection.status, connection.reason = Status.RECONNECT, "It was disconnected."
    connection.renewing = ""  # a renewal under way must not bring it back
    connection.save()
    Consent.of(connection.tenant_id).filter(connection=connection).delete()
    done("connection.disconnected", connection, connection.name)
    return connection


@transaction.atomic
def delete_connection(connection: Connection) -> None:
    """Raises `NotAllowed` `connection_in_use` while an instance names it."""
    names = [str(instance.integration) for instance in _users(connection)]
    if names:
        raise NotAllowed(
            f"{', '.join(names)} {'uses' if len(names) == 1 else 'use'} it; choose another connection there first.",
            code="connection_in_use",
        )
    done("connection.deleted", connection, connection.name)
    connection.delete()


def choices_of(customer: Customer) -> dict[str, str]:
    """Id of each connection of a customer to the key of its service: what the customer's instances may name."""
    return dict(Connection.of(customer.tenant_id).filter(customer=customer).values_list("pk", "service__key"))


def secret_of(connection: Connection) -> dict[str, Any]:
    """Empty when nothing is connected. Raises `StepProblem` `secret_unreadable`."""
    return vault.decrypt(connection.tenant_id, connection.pk, connection.secret) if connection.secret else {}


def keep_tokens(connection: Connection, tokens: Tokens, *, now: datetime) -> dict[str, Any]:
    """The fields to store. RFC 6749 section 6: without a new refresh token the old one stays good."""
    before = secret_of(connection)
    kept = {**before, "accessToken": tokens.access, "refreshToken": tokens.refresh or before.get("refreshToken", "")}
    return {
        "secret": vault.encrypt(connection.tenant_id, connection.pk, kept),
        "expires_at": None if tokens.seconds is None else now + timedelta(seconds=tokens.seconds),
        "status": Status.OK,
        "reason": "",
        "updated_at": now,
    }


def mark(connection: Connection, *, status: str, reason: str, now: datetime) -> None:
    Connection.of(connection.tenant_id).filter(pk=connection.pk).update(
        status=status, reason=reason[:500], updated_at=now, **({"tested_at": now} if status == Status.OK else {})
    )


def _fill(connection: Connection, values: Mapping[str, Any]) -> None:
    service = connection.service
    fields = fields_of(service.scheme, service.settings)
    known = {**connection.settings, **secret_of(connection)}
    checked = check_fields(fields, values, kept={field.key: known.get(field.key, "") for field in fields if connection.secret})
    connection.settings = {field.key: checked[field.key] for field in fields if not field.secret}
    secret = {field.key: checked[field.key] for field in fields if field.secret}
    if fields:
        connection.secret = vault.encrypt(connection.tenant_id, connection.pk, secret)
        connection.expires_at = None
    if service.scheme != "oauth2_code":
        connection.status, connection.reason = Status.OK, ""


def _users(connection: Connection) -> list[Instance]:
    """Its customer's instances that name it."""
    rows = Instance.of(connection.tenant_id).filter(customer_id=connection.customer_id).select_related("integration", "version")
    return [
        row
        for row in rows
        if any(
            variable.get("type") == "connection" and row.config.get(variable["key"]) == connection.pk
            for variable in row.version.definition.get("configVariables", ())
        )
    ]
