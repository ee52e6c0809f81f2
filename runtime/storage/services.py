"""What flows keep between runs: one value per key, each call atomic for its key.

For: reading and changing stored values of a tenant; the only writer of the table.
Not here: which owner a scope means for a run (`runtime.executions.ports`).

`owner` is the id that the scope is about (an instance, a flow of it, ...); keys of different owners never meet. Each change
is one upsert, or one locked row inside a transaction, so two runs at the same time never lose a count.
"""

from __future__ import annotations

import math
import re
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from runtime.engine.errors import StepProblem
from runtime.storage.models import StoredValue

MAX_KEY = 200  # characters
MAX_VALUE = 256 * 1024  # bytes, as compact JSON
UNIQUE = ["tenant", "scope", "owner", "key"]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# An escaped NUL, not an escaped backslash before "u0000": PostgreSQL's jsonb can hold anything but this.
NUL_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def get_value(tenant_id: str, scope: str, owner: str, key: str) -> Any:
    """None when nothing is stored. Raises `StepProblem` `storage_key_invalid`."""
    _check_key(key)
    rows = StoredValue.objects.of(tenant_id).filter(scope=scope, owner=owner, key=key)
    return _as_stored(rows.values_list("value", flat=True).first())


def set_value(tenant_id: str, scope: str, owner: str, key: str, value: Any) -> None:
    """Raises `StepProblem` `storage_key_invalid`, `storage_value_too_large`, `storage_value_invalid`."""
    _check_key(key)
    _check_value(value)
    row = StoredValue(tenant_id=tenant_id, scope=scope, owner=owner, key=key, value=value)
    StoredValue.objects.of(tenant_id).bulk_create(
        [row], update_conflicts=True, unique_fields=UNIQUE, update_fields=["value", "updated_at"]
    )


def remove_value(tenant_id: str, scope: str, owner: str, key: str) -> bool:
    """Whether there was something to remove. Raises `StepProblem` `storage_key_invalid`."""
    _check_key(key)
    deleted, _ = StoredValue.objects.of(tenant_id).filter(scope=scope, owner=owner, key=key).delete()
    return bool(deleted)


def add_to_value(tenant_id: str, scope: str, owner: str, key: str, amount: float) -> float:
    """The new total; nothing stored counts as 0. Whole numbers stay whole.

    Raises `StepProblem` `storage_key_invalid`, `storage_not_a_number`.
    """
    _check_key(key)
    rows = StoredValue.objects.of(tenant_id)
    with transaction.atomic():
        zero = StoredValue(tenant_id=tenant_id, scope=scope, owner=owner, key=key, value=0)
        # The row must be there before it can be locked; whoever comes second waits for the first here, or at the lock.
        rows.bulk_create([zero], ignore_conflicts=True)
        row = rows.select_for_update().filter(scope=scope, owner=owner, key=key)
        total = _sum(_as_stored(row.values_list("value", flat=True).get()), amount)
        row.update(value=total, updated_at=timezone.now())
    return total


def _as_stored(value: Any) -> Any:
    """PostgreSQL writes 1e20 out in digits; a whole number too large for 64 bits was a float when it was stored."""
    if isinstance(value, dict):
        return {name: _as_stored(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_stored(item) for item in value]
    return float(value) if isinstance(value, int) and not -(2**63) <= value < 2**64 else value


def _sum(stored: Any, amount: float) -> float:
    if isinstance(stored, bool) or not isinstance(stored, (int, float, type(None))):
        raise _no_number("What is stored under this key is no number, so nothing can be added. Set it first.")
    total: float = (stored or 0) + amount
    # Whole numbers beyond 64 bits are no longer the same number in every database and every JSON reader.
    if not math.isfinite(total) or (isinstance(total, int) and abs(total) >= 2**63):
        raise _no_number("The sum is too large to be stored.")
    return total


def _no_number(message: str) -> StepProblem:
    return StepProblem(message, code="storage_not_a_number", field="key")


def _check_key(key: str) -> None:
    # Neither NUL nor half a surrogate pair can be stored as text everywhere.
    if not 0 < len(key) <= MAX_KEY or UNSTORABLE.search(key):
        raise StepProblem(f"A storage key is text of 1 to {MAX_KEY} characters.", code="storage_key_invalid", field="key")


def _check_value(value: Any) -> None:
    try:
        encoded = orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise _unstorable(str(error)[:80]) from None
    if len(encoded) > MAX_VALUE:
        raise StepProblem(
            f"The value is {len(encoded) // 1024} KiB as JSON; at most {MAX_VALUE // 1024} KiB can be stored under one key.",
            code="storage_value_too_large",
            field="value",
        )
    if NUL_ESCAPE.search(encoded):
        raise _unstorable("it holds a NUL character")


def _unstorable(why: str) -> StepProblem:
    return StepProblem(f"The value cannot be stored: {why}.", code="storage_value_invalid", field="value")
