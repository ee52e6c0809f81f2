"""Routes for schedules: when settings would be due, and when those of an instance are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, pick
from runtime.components.moments import Unsound, read_timing
from runtime.instances.models import Instance
from runtime.schedules.models import Schedule

HOW_MANY = 5
SETTINGS = ("mode", "every", "unit", "cron", "timezone")


class NextTimesShape(Shape):
    times = serializers.ListField(child=serializers.DateTimeField())
    problem = serializers.CharField(allow_null=True, help_text="Why there are none.")
    field = serializers.CharField(allow_null=True)


class ScheduleShape(Shape):
    flow_key = serializers.CharField()
    flow_name = serializers.CharField()
    step_id = serializers.CharField()
    timing = serializers.DictField(child=serializers.JSONField(), help_text="{mode, every, unit, cron, timezone}")
    due_at = serializers.DateTimeField(allow_null=True, help_text="Null while its instance is paused, and with a problem.")
    last_due_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)


class NextTimesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("The next five times of a schedule with these settings", gives=NextTimesShape, query=SETTINGS)
    def get(self, request: Request) -> Response:
        return Response(NextTimesShape(next_times(self.filters(*SETTINGS), datetime.now(UTC))).data)


class InstanceSchedulesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("When flows of an instance start by themselves", gives=ScheduleShape(many=True))
    def get(self, request: Request, pk: str) -> Response:
        instance = pick(Instance.objects.of(self.tenant), pk)
        rows = Schedule.objects.of(self.tenant).filter(instance_id=instance.pk).order_by("flow_key", "step_id")
        return Response(ScheduleShape(rows, many=True).data)


def next_times(given: dict[str, Any], now: datetime) -> dict[str, Any]:
    settings = dict(given)
    if str(given.get("every", "")).isdecimal():
        settings["every"] = int(given["every"][:9])
    try:
        return {"times": read_timing(settings).several_after(now, HOW_MANY), "problem": None, "field": None}
    except Unsound as unsound:
        return {"times": [], "problem": unsound.message, "field": unsound.field}
