"""Route of the choices that a flow of the draft fills, as the builder's preview asks for them."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.bench.drafted import definition_of
from designer.integrations.api import IntegrationView
from runtime.choosing import choices_of_draft


class ChoicesWantedShape(Shape):
    variable = serializers.CharField(max_length=80, help_text="Key of the config variable.")
    config = serializers.DictField(
        child=serializers.JSONField(allow_null=True), required=False, default=dict, help_text="Values on the page so far."
    )
    fresh = serializers.BooleanField(default=False, help_text="Ask the flow again, though it was asked a moment ago.")
    definition = serializers.JSONField(required=False, allow_null=True, help_text="Instead of the saved draft.")


class ChoiceShape(Shape):
    value = serializers.CharField()
    label = serializers.CharField()


class ChoicesShape(Shape):
    choices = ChoiceShape(many=True)


class DraftChoicesView(IntegrationView):
    roles = {"POST": Role.BUILDER}

    @operation("The choices of a picklist that a flow of the draft fills", takes=ChoicesWantedShape, gives=ChoicesShape)
    def post(self, request: Request, pk: str) -> Response:
        integration = self.integration(pk)
        given = self.read(ChoicesWantedShape)
        definition = definition_of(integration, given.get("definition"))
        choices = choices_of_draft(integration, definition, given["variable"], given=given["config"], fresh=given["fresh"])
        return Response(ChoicesShape({"choices": choices}).data)
