"""Making, changing and deleting subscriptions: the only writer of their rows beside `registering`.

For: what a caller asks for, checked whole before anything is stored; each with the deed that people answer for.
Not here: who may (`designer.triggers_api`), telling the outside service (`registering`), where events go (`runtime.delivery`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from runtime.connections.models import Connection
from runtime.credentials.models import Credential
from runtime.deeds import done
from runtime.delivery import destinations, sending
from runtime.delivery.models import Destination
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.identifiers import as_uuid, id_of
from runtime.instances.models import Customer
from runtime.subscriptions import library
from runtime.subscriptions.dialect import problems_of
from runtime.subscriptions.models import Subscription
from runtime.tenancy.models import Tenant

State = Subscription.State
WINDOW = timedelta(seconds=60)  # in which creating one is waited for
PATIENCE = timedelta(minutes=5)  # after which nobody sees a registration through any more
TOMBSTONES_KEPT = timedelta(days=30)
MOST_FORGOTTEN = 500


class InvalidSubscription(HookyardError):
    """`details["problems"]` lists everything wrong with what was sent."""

    default_code = "input_invalid"


@dataclass(frozen=True, slots=True)
class Wanted:
    name: str
    trigger: str
    version: str
    operation: str
    endpoint: str
    input: Mapping[str, Any] = field(default_factory=dict)
    authentication: str = ""
    external_id: str = ""
    state_change_endpoint: str = ""


def create(tenant: Tenant, customer: Customer | None, wanted: Wanted, *, now: datetime) -> tuple[Subscription, str]:
    """The subscription, and its signing key, which is told this once. One that asks a service for something is `creating`.

    Raises `InvalidSubscription` with all problems, `NotAllowed` `trigger_not_found`, `operation_not_found`.
    """
    trigger, operation = library.find_operation(tenant.pk, wanted.trigger, wanted.version, wanted.operation)
    problems = problems_of(operation.inputs, wanted.input)
    if trigger == library.WEBHOOK:
        problems += _credential_problems(tenant.pk, customer, wanted.input.get("credential"))
    connection = None
    if wanted.authentication:
        connection = account(tenant.pk, customer, wanted.authentication)
        if connection is None:
            problems.append("authenticationId: there is no such authentication of whoever's token this is")
        elif operation.needs_connection and connection.service.connector != trigger.service.name:
            problems.append(f"authenticationId: this is an account at {connection.service.key}, not at {trigger.service.name}")
    elif operation.needs_connection:
        problems.append("authenticationId: this trigger needs one; POST /core/v1/authentications makes one")
    for name, url in (("endpoint", wanted.endpoint), ("stateChangeEndpoint", wanted.state_change_endpoint)):
        problems += _url_problems(name, url) if url or name == "endpoint" else []
    if problems:
        raise InvalidSubscription("The subscription is not valid: " + "; ".join(problems), problems=problems)
    ours = library.source_of(tenant.pk, trigger.name, trigger.version) is None
    row = Subscription(
        tenant=tenant,
        customer=customer,
        connection=connection,
        name=wanted.name,
        external_id=wanted.external_id,
        trigger_name=trigger.name,
        trigger_version=trigger.version,
        operation=operation.name,
        input=dict(wanted.input),
        state=State.ACTIVE if ours else State.CREATING,
        due_at=None if ours else now + PATIENCE,
    )
    return row, _store(row, wanted, now)


@transaction.atomic
def _store(row: Subscription, wanted: Wanted, now: datetime) -> str:
    whose: dict[str, Any] = {"customer_id": row.customer_id or "", "subscription_id": row.pk, "external_id": row.external_id}
    own, key = destinations.make(row.tenant_id, url=wanted.endpoint, name=row.name, pk=row.pk, **whose)
    if wanted.state_change_endpoint:
        told, _ = destinations.make(
            row.tenant_id, url=wanted.state_change_endpoint, name=f"{row.name[:185]}, its state", alike=own, **whose
        )
        row.state_destination_id = told.pk
    row.save(force_insert=True)
    done("subscription.created", row, row.name, trigger=row.trigger_name, customer=_whose(row))
    _forget(row.tenant_id, now)
    return key


def account(tenant_id: str, customer: Customer | None, given: str) -> Connection | None:
    """The connection of this customer, or of the tenant itself, that an authentication id names."""
    rows = Connection.of(tenant_id).select_related("service").filter(pk=id_of(given))
    return rows.filter(customer=customer).first() if customer else rows.filter(customer__isnull=True).first()


@transaction.atomic
def change(row: Subscription, given: Mapping[str, Any]) -> Subscription:
    """`name`, `external_id`, `endpoint`, `state_change_endpoint`, `paused`; what is not given stays.

    Raises `InvalidSubscription`.
    """
    problems = [
        problem
        for name, wire in (("endpoint", "endpoint"), ("state_change_endpoint", "stateChangeEndpoint"))
        if given.get(name)
        for problem in _url_problems(wire, given[name])
    ]
    if problems:
        raise InvalidSubscription("Nothing was changed: " + "; ".join(problems), problems=problems)
    row.name, row.external_id = given.get("name", row.name), given.get("external_id", row.external_id)
    destination = destination_of(row)
    told = {name: given[name] for name in ("name", "external_id") if name in given}
    if "endpoint" in given:
        told["url"] = given["endpoint"]
    if told:
        destinations.change(destination, told)
    if "state_change_endpoint" in given:
        _tell_at(row, destination, given["state_change_endpoint"])
    if "paused" in given:
        _rest(destination, given["paused"])
    row.save(update_fields=["name", "external_id", "state_destination_id", "updated_at"])
    done("subscription.changed", row, row.name, changed=sorted(given))
    return row


def _rest(destination: Destination, paused: bool) -> None:
    """Events wait meanwhile, and are sent when it goes on. One that was switched off for its failures goes on, too."""
    if paused and destination.status == Destination.Status.ACTIVE:
        destinations.pause(destination)
    elif not paused and destination.status in (Destination.Status.PAUSED, Destination.Status.DISABLED):
        destinations.enable(destination)


def _tell_at(row: Subscription, destination: Destination, url: str) -> None:
    standing = Destination.of(row.tenant_id).filter(pk=row.state_destination_id).first() if row.state_destination_id else None
    if not url:
        if standing:
            destinations.close(standing)
        row.state_destination_id = ""
    elif standing:
        destinations.change(standing, {"url": url})
    else:
        made, _ = destinations.make(
            row.tenant_id,
            url=url,
            name=f"{row.name[:185]}, its state",
            customer_id=row.customer_id or "",
            subscription_id=row.pk,
            external_id=row.external_id,
            alike=destination,
        )
        row.state_destination_id = made.pk


@transaction.atomic
def delete(row: Subscription, *, now: datetime) -> None:
    """Nothing is delivered any more. What was registered at a service is taken away as soon as it answers."""
    gone = Subscription.of(row.tenant_id).filter(pk=row.pk, deleted_at=None)
    left = bool(row.registration) or row.state == State.CREATING
    if not gone.update(state=State.DELETED, deleted_at=now, due_at=now if left else None, failures=0, updated_at=now):
        return
    tell(row, State.DELETED)
    for destination in Destination.of(row.tenant_id).filter(pk=row.pk):
        destinations.close(destination)
    done("subscription.deleted", row, row.name, trigger=row.trigger_name, customer=_whose(row))
    row.state, row.deleted_at = State.DELETED, now


def delete_some(tenant_id: str, customer_id: str | None, now: datetime) -> int:
    """Of a customer that is leaving, or of the whole tenant; how many, until there are none."""
    whose = {} if customer_id is None else {"customer_id": customer_id}
    rows = list(of(tenant_id).filter(**whose).select_related("customer")[:MOST_FORGOTTEN])
    for row in rows:
        delete(row, now=now)
    return len(rows)


def is_leaving(tenant_id: str, customer_id: str | None = None) -> bool:
    """Whether a service has still to hear that one of its subscriptions is over."""
    whose = {} if customer_id is None else {"customer_id": customer_id}
    return Subscription.of(tenant_id).filter(due_at__isnull=False, **whose).exists()


def registered(tenant_id: str) -> QuerySet[Subscription]:
    """Those that a service knows of."""
    return Subscription.of(tenant_id).exclude(registration="")


def move(
    row: Subscription,
    state: str,
    now: datetime,
    *,
    error: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
    **columns: Any,
) -> bool:
    """From creating to how it came out; False when somebody deleted it meanwhile. Call it in a transaction."""
    waiting = Subscription.of(row.tenant_id).filter(pk=row.pk, state=State.CREATING)
    if not waiting.update(state=state, error=error, due_at=due_at, updated_at=now, **columns):
        return False
    row.error = dict(error) if error else None
    tell(row, state)
    row.state = state
    return True


def tell(row: Subscription, state: str) -> None:
    """Whoever wants to hear of its state hears how it changed."""
    if not row.state_destination_id:
        return
    body = {
        "id": as_uuid(row.pk),
        **({"externalId": row.external_id} if row.external_id else {}),
        "state": str(state),
        "previousState": str(row.state),
        **({"error": row.error} if row.error else {}),
    }
    for destination in (
        Destination.of(row.tenant_id).filter(pk=row.state_destination_id).exclude(status=Destination.Status.CLOSED)
    ):
        told = sending.Event(body, type="subscription.state_changed", customer_id=row.customer_id or "")
        sending.send(destination, told, bounded=False)  # what it is told of has happened


def destination_of(row: Subscription) -> Destination:
    return Destination.of(row.tenant_id).get(pk=row.pk)


def destinations_of(rows: Iterable[Subscription]) -> dict[str, Destination]:
    """By id of each subscription, and of those that hear of their state."""
    found = list(rows)
    ids = [pk for row in found for pk in (row.pk, row.state_destination_id) if pk]
    return Destination.of(found[0].tenant_id).in_bulk(ids) if found else {}


def public_url(row: Subscription) -> str:
    return f"{settings.PUBLIC_URL}{row.path}"


def of(tenant: Tenant | str, customer: Customer | None = None, *, with_deleted: bool = False) -> QuerySet[Subscription]:
    """Those of a customer, or all there are."""
    rows = Subscription.of(tenant)
    rows = rows.filter(customer=customer) if customer else rows
    return rows if with_deleted else rows.filter(deleted_at__isnull=True)


def not_found() -> NotAllowed:
    return NotAllowed("There is no subscription with this id.", code="not_found")


def _url_problems(name: str, url: str) -> list[str]:
    try:
        destinations.checked_url(url)
    except destinations.InvalidDestination as problem:
        return [f"{name}: {problem.message}"]
    return []


def _credential_problems(tenant_id: str, customer: Customer | None, key: Any) -> list[str]:
    """What the tenant's credentials are called is none of its customers' business."""
    if not key or not isinstance(key, str):
        return []
    if customer is not None:
        return ["credential: only the tenant itself may name one; use a master token"]
    return [] if Credential.of(tenant_id).filter(key=key).exists() else [f"credential: there is none with the key {key}"]


def _whose(row: Subscription) -> str:
    return row.customer.external_id if row.customer else ""


def _forget(tenant_id: str, now: datetime) -> None:
    old = Subscription.of(tenant_id).filter(deleted_at__lt=now - TOMBSTONES_KEPT, due_at=None)
    if ids := list(old.values_list("pk", flat=True)[:MOST_FORGOTTEN]):
        Subscription.of(tenant_id).filter(pk__in=ids).delete()
