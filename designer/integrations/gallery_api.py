"""Routes of the template gallery."""

from __future__ import annotations

from dataclasses import asdict

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created
from designer.integrations.gallery import create_from_template, templates
from designer.integrations.overview import show_integration
from designer.integrations.shapes import IntegrationShape


class TemplateTestShape(Shape):
    name = serializers.CharField()
    kind = serializers.ChoiceField(["flow", "endpoint"])
    flow = serializers.CharField(allow_null=True, help_text="Key of the flow.")
    request = serializers.JSONField()
    expected = serializers.JSONField()


class TemplateShape(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    about = serializers.CharField()
    change_first = serializers.ListField(child=serializers.CharField())
    network = serializers.CharField(help_text="What it calls outside; empty when it calls nothing.")
    definition = serializers.JSONField()
    tests = TemplateTestShape(many=True)


class FromTemplateShape(Shape):
    name = serializers.CharField(
        max_length=120, required=False, allow_blank=True, default="", help_text="As the template's when left out."
    )


class TemplatesView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Integrations to begin with", gives=TemplateShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(TemplateShape([asdict(template) for template in templates().values()], many=True).data)


class TemplateView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Make an integration from a template", takes=FromTemplateShape, gives=IntegrationShape, status=201)
    def post(self, request: Request, key: str) -> Response:
        given = self.read(FromTemplateShape)
        return created(show_integration(create_from_template(self.tenant, key, user=self.access.user, **given)))
