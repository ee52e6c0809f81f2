"""Customers' connections: the only writer of what they hold.

For: making, filling in, forgetting and deleting them; their status; which of them an instance may name, and which name them.
Not here: tokens that are renewed (`renewing`), consent at the service (`consenting`), asking it whether it takes what was typed
(`testing`), telling it that it is over (`closing`), using one (`using`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from runtime.connections.models import Connection, Consent, Service
from runtime.connections.oauth import Tokens
from runtime.connections.schemes import check_fields, fields_of
from runtime.credentials import vault
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer, Instance
from runtime.listening.models import EventSubscription, RegisteredHook

Status = Connection.Status
Prove = Callable[[Connection], None]
FILLED = ("settings", "secret", "expires_at", "status", "reason", "tested_at", "renewing")


def no_proof(row: Connection) -> None:
    """What was filled in counts as it is."""


def create_connection(
    customer: Customer | None, service: Service, *, name: str, values: Mapping[str, Any], prove: Prove = no_proof
) -> Connection:
    """Connected at once where everything is filled in; pending where the service must agree first. Without a customer it is the
    tenant's own, which tests of drafts use. `prove` may refuse what was filled in before it is stored.

    Raises `InvalidCredential`, `NotAllowed` `connection_exists`, and what `prove` does.
    """
    row = Connection(tenant_id=service.tenant_id, customer=customer, service=service, name=name)
    _fill(row, values)
    prove(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            whose = customer.external_id if customer else "tests"
            done("connection.created", row, name, service=service.key, customer=whose)
    except IntegrityError:
        raise NotAllowed(f"{service.name} has a test connection already; change that one.", code="connection_exists") from None
    return row


def update_connection(
    connection: Connection, *, name: str | None = None, values: Mapping[str, Any] | None = None, prove: Prove = no_proof
) -> Connection:
    """Secrets left empty stay as they are; what `prove` refuses changes nothing. Raises as `create_connection` does."""
    changed = ["updated_at"]
    if name is not None:
        connection.name = name
        changed.append("name")
    if values is not None and fields_of(connection.service.scheme, connection.service.settings):
        _fill(connection, values)
        prove(connection)
        connection.renewing = ""  # a renewal under way must not store tokens of what was there before
        changed += FILLED
    with transaction.atomic():
        connection.save(update_fields=changed)
        if values is not None:  # what could not be registered with what was there before may be now
            waiting = EventSubscription.of(connection.tenant_id).filter(connection_id=connection.pk, wanted=True)
            waiting.update(due_at=datetime.now(UTC), failures=0)
        done("connection.changed", connection, connection.name)
    return connection


@transaction.atomic
def forget(connection: Connection, reason: str) -> Connection:
    """Nothing stored is left. Steps that use it fail until it is connected again."""
    connection.secret, connection.expires_at, connection.tested_at = "", None, None
    connection.status, connection.reason = Status.REVOKED, reason[:500]
    connection.renewing = ""  # a renewal under way must not bring it back
    connection.save()
    Consent.of(connection.tenant_id).filter(connection=connection).delete()
    done("connection.disconnected", connection, connection.name)
    return connection


@transaction.atomic
def delete_connection(connection: Connection) -> None:
    """Raises as `require_unused` does."""
    require_unused(connection)
    done("connection.deleted", connection, connection.name)
    connection.delete()


def require_unused(connection: Connection) -> None:
    """Raises `NotAllowed` `connection_in_use` while an instance names it, or a hook registered with it is still to be removed."""
    names = [str(instance.integration) for instance in users_of([connection])[connection.pk]]
    if names:
        raise NotAllowed(
            f"{', '.join(names)} {'uses' if len(names) == 1 else 'use'} it; choose another connection there first.",
            code="connection_in_use",
        )
    hooks = RegisteredHook.of(connection.tenant_id).filter(status__in=("registered", "removing"))
    leaving = EventSubscription.of(connection.tenant_id).filter(connection_id=connection.pk).values("pk")
    if hooks.filter(subscription_id__in=leaving).exists():
        raise NotAllowed(
            "Hooks that were registered with it are being removed at the service; try again in a minute. What cannot be removed "
            "can be forgotten under Registered hooks.",
            code="connection_in_use",
        )


def users_of(connections: Sequence[Connection]) -> dict[str, list[Instance]]:
    """By id of each connection: the instances whose config names it, with their integrations."""
    users: dict[str, list[Instance]] = {row.pk: [] for row in connections}
    customers = {row.customer_id for row in connections if row.customer_id}
    if not customers:
        return users
    tenant_id = connections[0].tenant_id
    rows = Instance.of(tenant_id).filter(customer_id__in=customers).select_related("integration")
    for instance in rows.order_by("integration__name"):
        for named in {value for value in instance.config.values() if isinstance(value, str) and value in users}:
            users[named].append(instance)
    return users


def choices_of(customer: Customer) -> dict[str, str]:
    """Id of each connection of a customer to the key of its service: what the customer's instances may name."""
    return dict(Connection.of(customer.tenant_id).filter(customer=customer).values_list("pk", "service__key"))


def test_connections(tenant_id: str, services: Mapping[str, str]) -> dict[str, str]:
    """`services` are keys of services by any name: by the same names the ids of the tenant's own connections to them."""
    rows = Connection.of(tenant_id).filter(customer=None, service__key__in=set(services.values()))
    found = dict(rows.values_list("service__key", "pk"))
    return {name: found[key] for name, key in services.items() if key in found}


def secret_of(connection: Connection) -> dict[str, Any]:
    """Empty when nothing is connected. Raises `StepProblem` `secret_unreadable`."""
    return vault.decrypt(connection.tenant_id, connection.pk, connection.secret) if connection.secret else {}


def keep_tokens(connection: Connection, tokens: Tokens, *, now: datetime) -> dict[str, Any]:
    """The fields to store, on a row or by an update. RFC 6749 section 6: without a new refresh token the old one stays good."""
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
    filled = [field for field in fields if checked[field.key]]
    connection.settings = {field.key: checked[field.key] for field in filled if not field.secret}
    secret = {field.key: checked[field.key] for field in filled if field.secret}
    if fields:
        connection.secret = vault.encrypt(connection.tenant_id, connection.pk, secret)
        connection.expires_at = None
    if service.scheme != "oauth2_code":
        connection.status, connection.reason, connection.tested_at = Status.OK, "", None
