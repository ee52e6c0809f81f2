"""Making, changing and closing destinations: the only writer of their settings.

For: `make`, `change`, `pause`, `enable`, `rotate_key`, `end_previous_key`, `close`, each with the deed that people answer for.
Not here: what is sent to them (`sending`), how they fare (`recording`), HTTP and roles (`designer.delivery`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from runtime.deeds import done
from runtime.delivery import keys, lines, signing, waking
from runtime.delivery.models import LONGEST_URL, Delivery, Destination
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.engine.references import compile_reference
from runtime.identifiers import new_id
from runtime.outbound.addresses import AllowList
from runtime.outbound.backend import is_address
from runtime.outbound.targets import parse_url, port_of
from runtime.tenancy.models import Tenant

OVERLAP_HOURS = 24
PLAIN = ("name", "external_id", "event_types", "ordered", "order_by", "most_at_once", "per_second", "timeout_seconds")
WAITING = (Delivery.Status.NEW, Delivery.Status.PENDING)


class InvalidDestination(HookyardError):
    """`details["errors"]` says which field."""

    default_code = "input_invalid"


@transaction.atomic
def make(
    tenant: Tenant | str,
    *,
    url: str,
    name: str,
    customer_id: str = "",
    subscription_id: str = "",
    key: str = "",
    alike: Destination | None = None,
    pk: str = "",
    **given: Any,
) -> tuple[Destination, str]:
    """The destination, and its signing key as base64, which is told this once. `given` is among `PLAIN`.

    A `key` is brought along from elsewhere; with the keys of one that is `alike` it signs as that does. Raises
    `InvalidDestination`.
    """
    now = datetime.now(UTC)
    tenant_id = tenant.pk if isinstance(tenant, Tenant) else tenant
    row = Destination(
        id=pk or new_id(),
        tenant_id=tenant_id,
        name=name,
        url=checked_url(url),
        customer_id=customer_id,
        order_by=checked_order(given.pop("order_by", "")),
        subscription_id=subscription_id,
        created_at=now,
        updated_at=now,
        status_since=now,
        **given,
    )
    signs = keys.current(alike) if alike else _new_keys(key)
    row.secret = keys.keep(row, signs)
    row.save(force_insert=True)
    if not subscription_id:
        done("destination.created", row, row.name, host=host_of(row.url))
    return row, signs.shared


@transaction.atomic
def change(destination: Destination, given: Mapping[str, Any]) -> Destination:
    """What is not given stays; among `PLAIN` and `url`. Raises `InvalidDestination`, NotAllowed `destination_closed`."""
    row = _open(destination)
    for name in PLAIN:
        setattr(row, name, given.get(name, getattr(row, name)))
    if "url" in given:
        row.url = checked_url(given["url"])
    row.order_by = checked_order(row.order_by)
    if row.ordered and not row.order_by:  # one line for all, in which nobody waits for a head of its own
        waiting = Delivery.of(row.tenant_id).filter(destination_id=row.pk, in_line=True)
        waiting.filter(status=Delivery.Status.PENDING, due_at=None).update(due_at=datetime.now(UTC))
        waiting.update(in_line=False)
    row.width = min(row.width, row.most_at_once)
    if row.status == Destination.Status.ACTIVE and row.due_at is None:
        row.due_at = datetime.now(UTC)  # what waited for its own order or pace may go now
    _save(row, *PLAIN, "url", "width", "due_at")
    done("destination.changed", row, row.name, changed=sorted(given), **({"host": host_of(row.url)} if "url" in given else {}))
    return row


@transaction.atomic
def pause(destination: Destination) -> Destination:
    """What comes waits. What is under way ends."""
    row = _open(destination)
    _stand(row, Destination.Status.PAUSED, "by_hand")
    done("destination.paused", row, row.name)
    return row


@transaction.atomic
def enable(destination: Destination, *, send_waiting: bool = True) -> Destination:
    """What waited meanwhile is sent, or discarded. It begins anew: nothing is held against it."""
    row = _open(destination)
    now = datetime.now(UTC)
    waiting = Delivery.of(row.tenant_id).filter(destination_id=row.pk, status__in=WAITING)
    if not send_waiting:
        waiting.update(status=Delivery.Status.DISCARDED, ended_at=now, due_at=None, in_line=False)
    row.failures_in_row, row.failing_since, row.failing_told_at, row.rest_until = 0, None, None, None
    row.is_full, row.due_at = False, now
    _stand(
        row,
        Destination.Status.ACTIVE,
        "",
        "failures_in_row",
        "failing_since",
        "failing_told_at",
        "rest_until",
        "is_full",
        "due_at",
    )
    done("destination.enabled", row, row.name, sendWaiting=send_waiting)
    transaction.on_commit(waking.wake)
    return row


@transaction.atomic
def rotate_key(destination: Destination, *, key: str = "", overlap_hours: int = OVERLAP_HOURS) -> tuple[Destination, str]:
    """New keys, of which the shared one is told this once; the old ones count as well until the overlap ends. Rotating again
    within it ends the first.

    What belongs to one subscription signs alike, so it changes together. Raises `InvalidDestination`, NotAllowed
    `destination_closed`.
    """
    signs, alike = _new_keys(key), _signing_alike(destination)
    until = datetime.now(UTC) + timedelta(hours=overlap_hours) if overlap_hours else None
    for one in alike.values():
        one.previous_secret, one.previous_until = one.secret if until else "", until
        one.secret = keys.keep(one, signs)
        _save(one, "secret", "previous_secret", "previous_until")
    row = alike[destination.pk]
    done("destination.rotated", row, row.name, overlapHours=overlap_hours)
    return row, signs.shared


@transaction.atomic
def end_previous_key(destination: Destination) -> Destination:
    """Only the new ones sign from now on. Doing it twice is once."""
    alike = _signing_alike(destination)
    for one in alike.values():
        one.previous_secret, one.previous_until = "", None
        _save(one, "previous_secret", "previous_until")
    row = alike[destination.pk]
    done("destination.rotated", row, row.name, endedPrevious=True)
    return row


@transaction.atomic
def close(destination: Destination) -> None:
    """Nothing is sent there any more; what waits is discarded, history stays as long as any. Closing twice is once."""
    row: Destination = Destination.of(destination.tenant_id).select_for_update().get(pk=destination.pk)
    if row.status == Destination.Status.CLOSED:
        return
    now = datetime.now(UTC)
    Delivery.of(row.tenant_id).filter(destination_id=row.pk, status__in=WAITING).update(
        status=Delivery.Status.DISCARDED, ended_at=now, due_at=None, in_line=False
    )
    row.previous_secret, row.previous_until = "", None
    _stand(row, Destination.Status.CLOSED, "by_hand", "previous_secret", "previous_until")
    if not row.subscription_id:
        done("destination.closed", row, row.name)


def forget_previous_keys(now: datetime) -> int:
    over = Destination.across_tenants.filter(previous_until__lte=now).exclude(previous_secret="")
    return over.update(previous_secret="", previous_until=None)


def checked_url(url: str) -> str:
    """Raises `InvalidDestination`. Where it leads is checked each time it is called; here only what will never do."""
    try:
        parsed = parse_url(url)
    except HookyardError as problem:
        raise _wrong("url", problem.message) from None
    if len(url) > LONGEST_URL:
        raise _wrong("url", f"A URL has at most {LONGEST_URL} characters.")
    if parsed.scheme != "https" and not _is_let_in(parsed.host, port_of(parsed)):
        raise _wrong("url", "Events go over https only, so that nobody on the way can read them.")
    return url


def checked_order(given: str) -> str:
    """Raises `InvalidDestination`."""
    text = given.strip()
    if not text:
        return ""
    try:
        root = compile_reference(text).root
    except HookyardError as problem:
        raise _wrong("orderBy", problem.message) from None
    if root not in lines.ROOTS:
        raise _wrong("orderBy", "It reads the event as it is sent, so it begins with body, such as body.orderId, or is type.")
    return text


def _is_let_in(host: str, port: int) -> bool:
    """Whether the operator named it, as one does a machine beside this one."""
    allowed = AllowList.parse(settings.OUTBOUND_ALLOW)
    if allowed.names(host, port) or allowed.opens(port):
        return True
    return is_address(host) and allowed.permits(ip_address(host), port=port, host=host)


def host_of(url: str) -> str:
    """What may be told of a URL where its path might be a secret."""
    return urlsplit(url).hostname or ""


def _open(destination: Destination) -> Destination:
    """The row, locked. Raises NotAllowed `destination_closed`."""
    row: Destination = Destination.of(destination.tenant_id).select_for_update().get(pk=destination.pk)
    if row.status == Destination.Status.CLOSED:
        raise _closed()
    return row


def _signing_alike(destination: Destination) -> dict[str, Destination]:
    """It and the others of its subscription, locked: where events go, and where the state is told. Raises as `_open`."""
    named = {"subscription_id": destination.subscription_id} if destination.subscription_id else {"pk": destination.pk}
    rows = Destination.of(destination.tenant_id).filter(**named).exclude(status=Destination.Status.CLOSED)
    found: dict[str, Destination] = {row.pk: row for row in rows.select_for_update().order_by("pk")}
    if destination.pk not in found:
        raise _closed()
    return found


def _closed() -> NotAllowed:
    return NotAllowed("This destination was closed. Make a new one.", code="destination_closed")


def _stand(row: Destination, status: Destination.Status, reason: str, *also: str) -> None:
    row.status, row.status_reason, row.status_since = status, reason, datetime.now(UTC)
    if status != Destination.Status.ACTIVE:
        row.due_at = None
    _save(row, "status", "status_reason", "status_since", "due_at", *also)


def _save(row: Destination, *fields: str) -> None:
    row.updated_at = datetime.now(UTC)
    row.save(update_fields=[*dict.fromkeys(fields), "updated_at"])


def _new_keys(key: str) -> signing.Keys:
    try:
        return signing.new_keys(signing.read_key(key) if key else "")
    except signing.KeyUnreadable as problem:
        raise _wrong("key", str(problem)) from None


def _wrong(field: str, message: str) -> InvalidDestination:
    return InvalidDestination(message, errors=[{"field": field, "message": message, "code": "invalid"}])
