"""Route for whether what a customer registered still works."""

from __future__ import annotations

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, pick
from designer.customers.instances_api import instances_of
from runtime.registration import watch

CODES = ["never_seen", "silent", "signatures_failing", "doubled", "doubled_urls"]


class AttentionShape(Shape):
    code = serializers.ChoiceField(CODES)
    since = serializers.DateTimeField()
    count = serializers.IntegerField(required=False, help_text="Requests that were refused, or events that came twice.")
    of = serializers.IntegerField(required=False, help_text="Of so many requests within a day.")


class RegistrationShape(Shape):
    registered_at = serializers.DateTimeField(allow_null=True, help_text="Null: no customer has set it up in a wizard.")
    checked_at = serializers.DateTimeField(allow_null=True)
    problems = AttentionShape(many=True)


class RegistrationView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Whether what the customer registered still works", gives=RegistrationShape)
    def get(self, request: Request, pk: str) -> Response:
        row = watch.look(pick(instances_of(self.tenant), pk), now=timezone.now())
        return Response(RegistrationShape(row or {"registered_at": None, "checked_at": None, "problems": []}).data)
