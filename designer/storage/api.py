"""Routes for how long a tenant's history is kept and how much of it there is. Quotas are set in the admin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView
from runtime.delivery import quota as deliveries
from runtime.retention import policies, quotas

MOST_DAYS, MOST_ROWS, MOST_MEGABYTES = 3650, 2_000_000_000, 100_000_000


class StorageUseShape(Shape):
    requests = serializers.IntegerField()
    executions = serializers.IntegerField()
    bytes = serializers.IntegerField(help_text="Bodies, traces, inputs, results and logs; counted along, a minute behind.")
    executions_today = serializers.IntegerField(help_text="Since midnight UTC.")
    deliveries_waiting = serializers.IntegerField(allow_null=True, help_text="Counted up to the quota; null where there is none.")


class Bound(serializers.IntegerField):
    default_error_messages: ClassVar = {
        "min_value": "At least {min_value}. Leave it empty to keep everything.",
        "max_value": "At most {max_value}. Leave it empty to keep everything.",
    }


class StorageChangeShape(Shape):
    request_days = Bound(min_value=1, max_value=MOST_DAYS, allow_null=True)
    execution_days = Bound(min_value=1, max_value=MOST_DAYS, allow_null=True)
    audit_days = Bound(min_value=30, max_value=MOST_DAYS, allow_null=True)
    keep_rows = Bound(min_value=1, max_value=MOST_ROWS, allow_null=True)
    keep_megabytes = Bound(min_value=1, max_value=MOST_MEGABYTES, allow_null=True)


class StorageShape(StorageChangeShape):
    quota_megabytes = serializers.IntegerField(allow_null=True)
    quota_executions_per_day = serializers.IntegerField(allow_null=True)
    quota_executions_per_month = serializers.IntegerField(allow_null=True)
    quota_queued = serializers.IntegerField(allow_null=True)
    quota_deliveries = serializers.IntegerField(allow_null=True, help_text="Events that may wait to be delivered.")
    use = StorageUseShape()
    over = serializers.CharField(allow_null=True, help_text="The code that senders are answered 429 with right now, if they are.")


class StorageView(ApiView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OWNER}

    @operation("How long history is kept, and how much there is", gives=StorageShape)
    def get(self, request: Request) -> Response:
        return Response(self.show())

    @operation("Change how long history is kept; null keeps for ever", takes=StorageChangeShape, gives=StorageShape)
    def patch(self, request: Request) -> Response:
        policies.change(self.tenant, **self.read(StorageChangeShape, partial=True))
        return Response(self.show())

    def show(self) -> dict[str, Any]:
        policy, use = policies.of(self.tenant.pk)
        now = datetime.now(UTC)
        problem = quotas.over(policy, now)
        shown = {name: getattr(policy, name) for name in (*policies.OWNED, *policies.QUOTAS)}
        today = use.executions_of_day if use.day == now.date() else 0
        held = {"requests": use.requests, "executions": use.executions, "bytes": max(use.bytes, 0), "executions_today": today}
        most = policy.quota_deliveries
        held["deliveries_waiting"] = None if most is None else deliveries.waiting(self.tenant.pk, most)
        return StorageShape({**shown, "use": held, "over": problem.code if problem else None}).data
