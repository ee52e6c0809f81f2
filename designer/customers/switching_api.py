"""Pausing or resuming many instances by filter, a part at a time.

For: how many it would be, and one call that switches up to `AT_ONCE` of them and says where to go on: whoever asks shows
progress, may stop between two parts, and may ask again after a broken line, since what is so already is passed by.
Not here: one instance (`instances_api`), moving many to a version (`designer.rollouts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, pick
from designer.rollouts.shapes import ChoiceShape
from runtime import control
from runtime.deeds import done
from runtime.engine.errors import HookyardError
from runtime.instances import services
from runtime.instances.models import Instance, Integration
from runtime.rollouts.choosing import choose

AT_ONCE = 50


class SwitchScopeShape(Shape):
    choice = ChoiceShape(help_text="`search` is a part of a customer's name, external id, alias or label.")
    integration = serializers.CharField(required=False, allow_blank=True, max_length=26, help_text="Only its instances.")


class SwitchForecastShape(Shape):
    running = serializers.IntegerField(help_text="How many there are to pause.")
    paused = serializers.IntegerField(help_text="How many there are to resume.")


class SwitchWishShape(SwitchScopeShape):
    enabled = serializers.BooleanField(help_text="True resumes, false pauses.")
    held = serializers.ChoiceField(["run", "discard"], required=False, default="run", help_text="What was held, on resuming.")
    after = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=26, help_text="`next` of the last part."
    )


class NotSwitchedShape(Shape):
    instance = serializers.CharField()
    customer = serializers.CharField(help_text="The customer's name.")
    code = serializers.CharField()
    message = serializers.CharField()


class SwitchedShape(Shape):
    left = serializers.IntegerField(help_text="How many more there are behind this part.")
    did = serializers.IntegerField()
    refused = NotSwitchedShape(many=True, help_text="Such as one whose set-up was left half way; the others went on.")
    next = serializers.CharField(allow_null=True, help_text="Give it as `after` to go on; null: that was all.")


class SwitchView(ApiView):
    roles = {"POST": Role.OPERATOR}

    def chosen(self, wish: Mapping[str, Any]) -> QuerySet[Instance]:
        given = {name: value for name, value in wish["choice"].items() if value not in (None, "", [])}
        choice = given if given.get("everyone") else {name: value for name, value in given.items() if name != "everyone"}
        if not choice and not wish.get("integration"):
            raise InvalidInput("Say which: a filter, an integration, or everyone.", field="choice")
        rows = choose(self.tenant.pk, choice)
        if wish.get("integration"):
            rows = rows.filter(integration=pick(Integration.objects.of(self.tenant), wish["integration"]))
        return rows


class SwitchForecastView(SwitchView):
    @operation("How many instances pausing or resuming would touch", takes=SwitchScopeShape, gives=SwitchForecastShape)
    def post(self, request: Request) -> Response:
        rows = self.chosen(self.read(SwitchScopeShape))
        counts = dict(rows.order_by().values_list("enabled").annotate(Count("pk")))
        return Response({"running": counts.get(True, 0), "paused": counts.get(False, 0)})


class SwitchInstancesView(SwitchView):
    @operation("Pause or resume many instances, up to 50 a call", takes=SwitchWishShape, gives=SwitchedShape)
    def post(self, request: Request) -> Response:
        wish = self.read(SwitchWishShape)
        rows = self.chosen(wish).filter(pk__gt=wish["after"]).exclude(enabled=wish["enabled"]).order_by("pk")
        part = list(rows.select_related("customer", "integration", "version")[:AT_ONCE])
        refused = [problem for instance in part if (problem := self.switch(instance, wish["enabled"], wish["held"]))]
        left = rows.filter(pk__gt=part[-1].pk).count() if part else 0
        told = {"left": left, "did": len(part) - len(refused), "refused": refused, "next": part[-1].pk if left else None}
        return Response(SwitchedShape(told).data)

    def switch(self, instance: Instance, enabled: bool, held: str) -> dict[str, Any] | None:
        """Why it could not be. Each for itself: one that cannot start keeps no other from it."""
        try:
            if not enabled:
                services.pause(instance)
                return None
            with transaction.atomic():  # what is held is decided upon before anything can be released because it is on again
                services.resume(instance)
                if count := control.resume_held(self.tenant, instance.pk, run=held == "run"):
                    called = f"{instance.integration.name} of {instance.customer.name}"
                    done("instance.released", instance, called, did=held, count=count)
        except HookyardError as failure:
            about = {"instance": instance.pk, "customer": instance.customer.name}
            return {**about, "code": failure.code, "message": failure.message}
        return None
