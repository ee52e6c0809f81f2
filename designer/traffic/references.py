"""What rows of the journal speak of.

For: the names behind the ids of a page, one query for each kind. What was deleted since has no name any more: null.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from runtime.instances.models import Customer, Integration, Version
from runtime.subscriptions.models import Subscription


@dataclass(frozen=True, slots=True)
class References:
    integrations: dict[str, Integration] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Any]) -> Self:
        """`rows` are requests or executions of one tenant."""
        rows = list(rows)
        if not rows:
            return cls()
        tenant_id = rows[0].tenant_id
        versions = {row.version_id for row in rows if getattr(row, "version_id", "")}
        return cls(
            integrations=Integration.objects.of(tenant_id).in_bulk({row.integration_id for row in rows if row.integration_id}),
            customers=cls.customers_of(rows),
            versions=Version.objects.of(tenant_id).defer("definition").in_bulk(versions),
            subscriptions=cls.subscriptions_of(rows),
        )

    @staticmethod
    def customers_of(rows: Iterable[Any]) -> dict[str, Customer]:
        rows = list(rows)
        ids = {row.customer_id for row in rows if row.customer_id}
        return Customer.objects.of(rows[0].tenant_id).in_bulk(ids) if ids else {}

    @staticmethod
    def subscriptions_of(rows: list[Any]) -> dict[str, Subscription]:
        """What came to one has no integration."""
        ids = {row.endpoint_id for row in rows if not row.integration_id and getattr(row, "endpoint_id", "")}
        return Subscription.objects.of(rows[0].tenant_id).in_bulk(ids) if ids else {}

    def integration(self, row: Any) -> Integration | None:
        return self.integrations.get(row.integration_id)

    def subscription(self, row: Any) -> Subscription | None:
        return self.subscriptions.get(row.endpoint_id)

    def customer(self, row: Any) -> Customer | None:
        return self.customers.get(row.customer_id)

    def version_number(self, row: Any) -> int | None:
        version = self.versions.get(row.version_id)
        return version.number if version else None
