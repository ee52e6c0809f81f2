"""Values that one test keeps and nobody else sees.

For: a run on the bench that must neither find what earlier tests left behind nor leave anything itself. With `over`, what it
does not find is read from there, so that a look at live routing reads live values and changes none.
Not here: the table (`services`), whose functions these methods are named after.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Protocol

from runtime.storage.values import check_key, check_value, lengthened, summed

Place = tuple[str, str, str]  # scope, owner, key


class Readable(Protocol):
    def get_value(self, tenant_id: str, scope: str, owner: str, key: str) -> Any: ...
    def keys_of(self, tenant_id: str, scope: str, owner: str, most: int) -> list[str]: ...


class Scratch:
    """One a test, shared by all runs it leads to. `services` raise the same problems."""

    def __init__(self, over: Readable | None = None) -> None:
        self._over = over
        self._values: dict[Place, Any] = {}
        self._lock = Lock()

    def get_value(self, tenant_id: str, scope: str, owner: str, key: str) -> Any:
        check_key(key)
        return self._read(tenant_id, (scope, owner, key))

    def set_value(self, tenant_id: str, scope: str, owner: str, key: str, value: Any) -> None:
        check_key(key)
        check_value(value)
        with self._lock:
            self._values[scope, owner, key] = value

    def remove_value(self, tenant_id: str, scope: str, owner: str, key: str) -> bool:
        check_key(key)
        with self._lock:
            there = self._read(tenant_id, (scope, owner, key)) is not None
            self._values[scope, owner, key] = None
        return there

    def add_to_value(self, tenant_id: str, scope: str, owner: str, key: str, amount: float) -> float:
        check_key(key)
        with self._lock:
            total = summed(self._read(tenant_id, (scope, owner, key)) or 0, amount)
            self._values[scope, owner, key] = total
        return total

    def append_to_value(self, tenant_id: str, scope: str, owner: str, key: str, item: Any) -> list[Any]:
        check_key(key)
        with self._lock:
            items = lengthened(self._read(tenant_id, (scope, owner, key)), item)
            self._values[scope, owner, key] = items
        return items

    def keys_of(self, tenant_id: str, scope: str, owner: str, most: int) -> list[str]:
        """Its own, and those it reads from that it has not taken out."""
        found = set(self._over.keys_of(tenant_id, scope, owner, most) if self._over else ())
        with self._lock:
            for (its_scope, its_owner, key), value in self._values.items():
                if (its_scope, its_owner) == (scope, owner):
                    found = found | {key} if value is not None else found - {key}
        return sorted(found)[:most]

    def _read(self, tenant_id: str, place: Place) -> Any:
        if place in self._values or self._over is None:
            return self._values.get(place)
        return self._over.get_value(tenant_id, *place)
