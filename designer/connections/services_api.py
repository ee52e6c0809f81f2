"""Routes for the outside services of a tenant. A client secret goes in and never comes out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing, pick
from designer.connections.api import redirect_uri
from runtime.connections import catalogue
from runtime.connections.models import Connection, Service
from runtime.connections.schemes import fields_of
from runtime.connectors import catalogue as connectors
from runtime.connectors import connecting


class ServiceFieldShape(Shape):
    key = serializers.CharField()
    label = serializers.CharField()
    secret = serializers.BooleanField()
    required = serializers.BooleanField()


class TestConnectionShape(Shape):
    __test__ = False  # no test case, whatever pytest thinks of its name

    id = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(Connection.Status.choices)
    reason = serializers.CharField(allow_blank=True)
    settings = serializers.DictField(child=serializers.CharField())
    tested_at = serializers.DateTimeField(allow_null=True, help_text="When a test last found it good.")


class ServiceShape(Shape):
    id = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    scheme = serializers.ChoiceField(Service.Scheme.choices)
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True))
    has_client_secret = serializers.BooleanField(source="secret")
    fields_asked = ServiceFieldShape(many=True, help_text="What a customer fills in; empty where its own page asks.")
    redirect_uri = serializers.CharField(help_text="To register with the service; empty where nobody is sent there to agree.")
    customers_connected = serializers.IntegerField(help_text="How many connections of customers there are.")
    test_connection = TestConnectionShape(allow_null=True, help_text="What tests of drafts use.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


def show(rows: Sequence[Service]) -> list[dict[str, Any]]:
    shown = ("id", "key", "name", "scheme", "settings", "created_at", "updated_at")
    connections = Connection.across_tenants.filter(service__in=rows)
    tests = {row.service_id: row for row in connections.filter(customer=None)}
    counts = dict(connections.exclude(customer=None).values_list("service").annotate(Count("pk")).order_by())
    return ServiceShape(
        [
            {
                **{name: getattr(row, name) for name in shown},
                "secret": bool(row.secret),
                "fields_asked": fields_of(row.scheme, row.settings),
                "redirect_uri": redirect_uri() if row.scheme == "oauth2_code" else "",
                "customers_connected": counts.get(row.pk, 0),
                "test_connection": tests.get(row.pk),
            }
            for row in rows
        ],
        many=True,
    ).data


class NewServiceShape(Shape):
    name = serializers.CharField(max_length=120)
    key = serializers.SlugField(max_length=80, required=False, allow_null=True)
    scheme = serializers.ChoiceField(Service.Scheme.choices)
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True))
    client_secret = serializers.CharField(max_length=4096, required=False, write_only=True)


class ServiceChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    settings = serializers.DictField(child=serializers.JSONField(allow_null=True))
    client_secret = serializers.CharField(max_length=4096, write_only=True)


class ServiceStartShape(Shape):
    connector = serializers.CharField(help_text="Its key.")
    auth = serializers.CharField(help_text="Which of its ways to connect.")
    label = serializers.CharField()
    name = serializers.CharField()
    scheme = serializers.ChoiceField(Service.Scheme.choices)
    settings = serializers.DictField(
        child=serializers.JSONField(allow_null=True), help_text="What the connector says; more may be needed."
    )


class ServiceStartsView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("What connectors say about the services behind them, to begin with", gives=ServiceStartShape(many=True))
    def get(self, request: Request) -> Response:
        known = connectors.all_of(self.tenant.pk)
        starts = [start for one in known for start in connecting.starts_of(one.package)]
        return Response(ServiceStartShape(starts, many=True).data)


class ServicesView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.BUILDER}

    @operation("Outside services that customers connect to", gives=page_shape(ServiceShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = Service.objects.of(self.tenant)
        return Response(page_of(rows, request, show))

    @operation("Describe an outside service", takes=NewServiceShape, gives=ServiceShape, status=201)
    def post(self, request: Request) -> Response:
        return created(show([catalogue.create_service(self.tenant, **self.read(NewServiceShape))])[0])


class RedirectShape(Shape):
    redirect_uri = serializers.CharField()


class RedirectView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("The redirect URI to register with services", gives=RedirectShape)
    def get(self, request: Request) -> Response:
        return Response({"redirectUri": redirect_uri()})


class OneServiceView(ApiView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.BUILDER, "DELETE": Role.BUILDER}

    @operation("One outside service", gives=ServiceShape)
    def get(self, request: Request, pk: str) -> Response:
        return Response(show([pick(Service.objects.of(self.tenant), pk)])[0])

    @operation(
        "Change an outside service; a client secret given replaces the old one", takes=ServiceChangeShape, gives=ServiceShape
    )
    def patch(self, request: Request, pk: str) -> Response:
        row = pick(Service.objects.of(self.tenant), pk)
        return Response(show([catalogue.update_service(row, **self.read(ServiceChangeShape, partial=True))])[0])

    @operation("Delete an outside service that nobody is connected to", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        catalogue.delete_service(pick(Service.objects.of(self.tenant), pk))
        return nothing()
