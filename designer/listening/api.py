"""Routes for what instances listen for: what is registered where, since when, and putting it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.views import ApiView, nothing, pick
from designer.listening.shapes import ListeningDetailShape, ListeningShape
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer, Integration
from runtime.listening import keeping, ledger
from runtime.listening.models import EventSubscription, RegisteredHook

FILTERS = ("integration", "customer", "instance", "connector", "status")
MOST_HISTORY = 50


class ListeningsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What instances listen for", gives=page_shape(ListeningShape), query=[*FILTERS, "cursor", "limit"])
    def get(self, request: Request) -> Response:
        given = self.filters(*FILTERS)
        if given.get("status", "on") not in EventSubscription.Status.values:
            raise InvalidInput("status is setting_up, on, failing or off.", code="status_unknown", field="status")
        columns = {"integration": "integration_id", "customer": "customer_id", "instance": "instance_id"}
        rows = self.rows().filter(**{columns.get(name, name): value for name, value in given.items()})
        return Response(page_shape(ListeningShape)(page_of(rows, request, self.render)).data)

    def rows(self) -> QuerySet[EventSubscription]:
        return EventSubscription.objects.of(self.tenant)

    def render(self, rows: Sequence[EventSubscription]) -> list[dict[str, Any]]:
        return rendered(self.tenant.pk, rows)


class OneOf(ApiView):
    """Base of what is asked about one."""

    def row(self, pk: str) -> EventSubscription:
        return pick(EventSubscription.objects.of(self.tenant), pk)

    def detail(self, pk: str) -> dict[str, Any]:
        row = self.row(pk)
        hooks = RegisteredHook.objects.of(self.tenant).filter(subscription_id=row.pk).order_by("-pk")
        return {**rendered(self.tenant.pk, [row])[0], "hooks": hooks[:MOST_HISTORY]}


class ListeningView(OneOf):
    roles = {"GET": Role.VIEWER}

    @operation("One of them, with all hooks that were registered for it", gives=ListeningDetailShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(ListeningDetailShape(self.detail(pk)).data)


class RepairListeningView(OneOf):
    roles = {"POST": Role.OPERATOR}

    @operation("Look at the service now and put right what is not as it should be", gives=ListeningDetailShape)
    def post(self, request: Request, pk: str) -> Response:
        row = self.row(pk)
        if row.wanted or row.status != EventSubscription.Status.OFF:
            keeping.reconsider(row.tenant_id, datetime.now(UTC), pk=row.pk)
        done("listening.repaired", row, f"{row.event} of {row.connector}")
        return Response(ListeningDetailShape(self.detail(pk)).data)


class ForgetListeningView(OneOf):
    roles = {"POST": Role.OPERATOR}

    @operation("Try no longer to take its hooks away at the service", status=204)
    def post(self, request: Request, pk: str) -> Response:
        row, now = self.row(pk), datetime.now(UTC)
        if row.wanted:
            raise NotAllowed("Its instance listens; pause it before its hooks are forgotten.", code="still_wanted")
        for hook in ledger.live_of([row.pk], row.tenant_id):
            ledger.ended(hook, RegisteredHook.Status.FORGOTTEN, now, note=f"Given up by {self.access.actor}.")
        EventSubscription.objects.of(self.tenant).filter(pk=row.pk).update(due_at=now)
        done("listening.forgotten", row, f"{row.event} of {row.connector}")
        return nothing()


def rendered(tenant_id: str, rows: Sequence[EventSubscription]) -> list[dict[str, Any]]:
    hooks = {hook.subscription_id: hook for hook in ledger.live_of([row.pk for row in rows], tenant_id).order_by("pk")}
    integrations = Integration.objects.of(tenant_id).in_bulk({row.integration_id for row in rows})
    customers = Customer.objects.of(tenant_id).in_bulk({row.customer_id for row in rows})
    return [_as_json(row, hooks.get(row.pk), integrations, customers) for row in rows]


def _as_json(
    row: EventSubscription,
    hook: RegisteredHook | None,
    integrations: Mapping[str, Integration],
    customers: Mapping[str, Customer],
) -> dict[str, Any]:
    return {
        "id": row.pk,
        "integration": integrations.get(row.integration_id),
        "customer": customers.get(row.customer_id),
        "instance_id": row.instance_id,
        "connector": row.connector,
        "event": row.event,
        "parameters": row.parameters,
        "kind": row.kind or "unknown",
        "status": row.status,
        "wanted": row.wanted,
        "problem": row.problem,
        "webhook_key": row.webhook_key,
        "selector": row.selector,
        "hook": hook,
        "flows": [one["flowKey"] for one in row.listeners if isinstance(one, Mapping) and "flowKey" in one],
        "checked_at": row.checked_at,
        "due_at": row.due_at,
        "last_event_at": row.last_event_at,
    }
