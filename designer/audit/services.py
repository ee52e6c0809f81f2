"""Keeping deeds: the only writer of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from ulid import ULID

from designer.accounts.access import Access
from designer.audit.deeds import DEEDS
from designer.audit.models import AuditEntry
from runtime.deeds import COMMAND_LINE, Actor, Deed
from runtime.erasing.belongings import Known

LONGEST_NAME = 300
ERASED = "(erased)"
MOST_FORGOTTEN = 5_000


def keep(deed: Deed) -> None:
    """In the caller's transaction, so that it stands exactly when what it tells of stands."""
    if deed.name not in DEEDS:
        raise KeyError(f"{deed.name} is no deed of designer.audit.deeds")
    AuditEntry.objects.create(
        tenant_id=deed.tenant_id,
        actor=deed.actor.name[:254],
        actor_kind=deed.actor.kind,
        address=deed.actor.address[:45],
        request_id=deed.actor.request_id[:40],
        deed=deed.name,
        about_id=deed.about_id[:40],
        about=deed.about[:LONGEST_NAME],
        facts=deed.facts,
    )


def actor_of(request: HttpRequest, access: Access | None) -> Actor:
    """Who stands behind a request: a member or token of the API, or somebody in the admin."""
    address = request.META.get("REMOTE_ADDR") or ""
    request_id = getattr(request, "api_request_id", "")
    if acting_as := getattr(request, "acting_as", ""):
        return Actor(acting_as, "customer", address, request_id)
    if access is not None:
        kind = "token" if access.by_token else "support" if access.visit else "member"
        return Actor(access.actor, kind, address, request_id)
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        kind = "admin" if request.path.startswith("/admin/") else "member"
        return Actor(user.email, kind, address, request_id)
    return Actor("somebody not signed in", "member", address, request_id) if address else COMMAND_LINE


def forget_customer(tenant_id: str, known: Known, after: str) -> str | None:
    """Entries that speak of a customer go, and such without name and facts take their place: that it was done, when and by whom
    stays. A bounded number at a time; returns where it stopped, None when it is through."""
    rows = list(AuditEntry.objects.of(tenant_id).filter(pk__gt=after).order_by("pk")[:MOST_FORGOTTEN])
    spoken = [row for row in rows if any(known.is_in(value) for value in (row.about_id, row.about, row.actor, row.facts))]
    with transaction.atomic():
        AuditEntry.objects.of(tenant_id).filter(pk__in=[row.pk for row in spoken]).delete()
        for row in spoken:
            row.about_id, row.about, row.facts = "", ERASED, {}
            if known.is_in(row.actor):
                row.actor, row.address = ERASED, ""
            _write_again(row)
    return rows[-1].pk if len(rows) == MOST_FORGOTTEN else None


def _write_again(row: AuditEntry) -> None:
    """As it stood, with its id and its time, which a model that is saved would set anew."""
    fields = AuditEntry._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(fields))
        cursor.execute(f"INSERT INTO {AuditEntry._meta.db_table} ({names}) VALUES ({marks})", values)  # noqa: S608


def forget(tenant_id: str, before: datetime) -> int:
    """Entries older than the tenant keeps; a bounded number at a time."""
    old = AuditEntry.objects.of(tenant_id).filter(pk__lt=str(ULID.from_datetime(before))[:10]).order_by("pk")
    return AuditEntry.objects.of(tenant_id).filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_FORGOTTEN])).delete()[0]
