"""Deliveries that a step of a flow asks for: once for each step of a run, however often it is cut off; a test's never.

For: whose destinations a run may name, and what a step is told.
Not here: the rows (`sending`), the form (`runtime.components.deliver`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from runtime.delivery import sending
from runtime.delivery.envelope import message_id
from runtime.delivery.models import Destination
from runtime.engine.errors import StepProblem
from runtime.reading import in_thread


@dataclass(frozen=True, slots=True)
class StepDeliveries:
    """`is_live` is false for a run that tries a draft."""

    tenant_id: str
    customer_id: str
    is_live: bool

    async def send(self, body: Any, *, type: str, destination: str, key: str) -> dict[str, Any]:
        """`key` begins with the execution's id. Raises `StepProblem` `destination_not_found`, `destination_ambiguous`, and
        `NotAllowed` as `sending.send`."""
        event = sending.Event(body, type=type, key=key, customer_id=self.customer_id)
        return await in_thread(lambda: self._send(event, destination))

    def _send(self, event: sending.Event, named: str) -> dict[str, Any]:
        rows = [self._named(named)] if named else sending.wanting(self.tenant_id, event.type, customer_id=self.customer_id)
        if self.is_live:
            ids: list[str] = sending.send_all(rows, event)
        else:
            sending.body_text(event.body)  # what would be refused live is refused here
        told = [
            {
                "id": row.pk,
                "name": row.name,
                "deliveryId": ids[place] if self.is_live else None,
                "messageId": message_id(ids[place]) if self.is_live else None,
            }
            for place, row in enumerate(rows)
        ]
        return {"sent": self.is_live, "destinations": told}

    def _named(self, named: str) -> Destination:
        """One of the tenant's own or of the run's customer; never another customer's, nor a subscription's."""
        whose = Destination.of(self.tenant_id).filter(customer_id__in={"", self.customer_id}, subscription_id="")
        open_ones = whose.exclude(status=Destination.Status.CLOSED)
        found = list(open_ones.filter(Q(pk=named) | Q(name=named))[:2])
        if not found:
            raise StepProblem(
                f"There is no destination {named} of the tenant or of this customer. They stand under Deliveries.",
                code="destination_not_found",
            )
        if len(found) > 1:
            raise StepProblem(f"Several destinations are called {named}. Name one by its id.", code="destination_ambiguous")
        return found[0]
