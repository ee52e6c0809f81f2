"""What flows keep between runs: one value per key, each call atomic for its key.

For: reading and changing stored values of a tenant; the only writer of the table.
Not here: which owner a scope means for a run (`runtime.executions.ports`), what may be stored at all (`values`).

`owner` is the id that the scope is about (an instance, a flow of it, ...); keys of different owners never meet. Each change
is one upsert, or one locked row inside a transaction, so two runs at the same time never lose a count.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from runtime.storage.models import StoredValue
from runtime.storage.values import check_key, check_value, lengthened, summed

UNIQUE = ["tenant", "scope", "owner", "key"]


def get_value(tenant_id: str, scope: str, owner: str, key: str) -> Any:
    """None when nothing is stored. Raises `StepProblem` `storage_key_invalid`."""
    check_key(key)
    rows = StoredValue.objects.of(tenant_id).filter(scope=scope, owner=owner, key=key)
    return _as_stored(rows.values_list("value", flat=True).first())


def set_value(tenant_id: str, scope: str, owner: str, key: str, value: Any) -> None:
    """Raises `StepProblem` `storage_key_invalid`, `storage_value_too_large`, `storage_value_invalid`."""
    check_key(key)
    check_value(value)
    row = StoredValue(tenant_id=tenant_id, scope=scope, owner=owner, key=key, value=value)
    StoredValue.objects.of(tenant_id).bulk_create(
        [row], update_conflicts=True, unique_fields=UNIQUE, update_fields=["value", "updated_at"]
    )


def remove_value(tenant_id: str, scope: str, owner: str, key: str) -> bool:
    """Whether there was something to remove. Raises `StepProblem` `storage_key_invalid`."""
    check_key(key)
    deleted, _ = StoredValue.objects.of(tenant_id).filter(scope=scope, owner=owner, key=key).delete()
    return bool(deleted)


def add_to_value(tenant_id: str, scope: str, owner: str, key: str, amount: float) -> float:
    """The new total; nothing stored counts as 0. Whole numbers stay whole.

    Raises `StepProblem` `storage_key_invalid`, `storage_not_a_number`.
    """
    check_key(key)
    rows = StoredValue.objects.of(tenant_id)
    with transaction.atomic():
        zero = StoredValue(tenant_id=tenant_id, scope=scope, owner=owner, key=key, value=0)
        # The row must be there before it can be locked; whoever comes second waits for the first here, or at the lock.
        rows.bulk_create([zero], ignore_conflicts=True)
        row = rows.select_for_update().filter(scope=scope, owner=owner, key=key)
        total = summed(_as_stored(row.values_list("value", flat=True).get()), amount)
        row.update(value=total, updated_at=timezone.now())
    return total


def append_to_value(tenant_id: str, scope: str, owner: str, key: str, item: Any) -> list[Any]:
    """The list with the item behind it; nothing stored is an empty list.

    Raises `StepProblem` `storage_key_invalid`, `storage_not_a_list`, and what `set_value` raises for one that grew too large.
    """
    check_key(key)
    rows = StoredValue.objects.of(tenant_id)
    with transaction.atomic():
        none = StoredValue(tenant_id=tenant_id, scope=scope, owner=owner, key=key, value=None)
        rows.bulk_create([none], ignore_conflicts=True)  # as in `add_to_value`
        row = rows.select_for_update().filter(scope=scope, owner=owner, key=key)
        items = lengthened(_as_stored(row.values_list("value", flat=True).get()), item)
        row.update(value=items, updated_at=timezone.now())
    return items


def keys_of(tenant_id: str, scope: str, owner: str, most: int) -> list[str]:
    """Under which something is stored, in order."""
    rows = StoredValue.objects.of(tenant_id).filter(scope=scope, owner=owner, value__isnull=False)
    return list(rows.order_by("key").values_list("key", flat=True)[:most])


def _as_stored(value: Any) -> Any:
    """PostgreSQL writes 1e20 out in digits; a whole number too large for 64 bits was a float when it was stored."""
    if isinstance(value, dict):
        return {name: _as_stored(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_stored(item) for item in value]
    return float(value) if isinstance(value, int) and not -(2**63) <= value < 2**64 else value
