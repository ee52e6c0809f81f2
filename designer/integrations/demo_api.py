"""The route that loads the example."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView
from designer.integrations.demo import load_demo


class DemoIntegrationShape(Shape):
    id = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class DemoCustomerShape(Shape):
    id = serializers.CharField()
    external_id = serializers.CharField()
    name = serializers.CharField()
    alias = serializers.CharField()
    instance = serializers.CharField()


class DemoShape(Shape):
    integration = DemoIntegrationShape()
    shared_url = serializers.CharField(allow_null=True)
    customers = DemoCustomerShape(many=True)


class DemoView(ApiView):
    roles = {"POST": Role.BUILDER}

    @operation("Load the Acme ERP example; again does nothing", gives=DemoShape)
    def post(self, request: Request) -> Response:
        return Response(load_demo(self.tenant))
