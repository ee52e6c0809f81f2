"""Routes for customers' connections: fill in, consent, test, disconnect. What is secret never comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing, pick
from designer.customers.shapes import CustomerRefShape, IntegrationRefShape, KeyedIntegrationRefShape
from runtime.connections import closing, consenting, keeping, renewing, testing
from runtime.connections.models import Connection, Service
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer


def redirect_uri() -> str:
    """What is registered with each service; there is one for all."""
    return f"{settings.PUBLIC_URL}/connect/callback"


class UserOfConnectionShape(Shape):
    id = serializers.CharField(help_text="Of the instance.")
    integration = IntegrationRefShape()


class ConnectionShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    customer = CustomerRefShape(allow_null=True, help_text="Null for the tenant's own, which tests of drafts use.")
    service = KeyedIntegrationRefShape()
    scheme = serializers.ChoiceField(Service.Scheme.choices, source="service.scheme")
    status = serializers.ChoiceField(Connection.Status.choices)
    reason = serializers.CharField(allow_blank=True, help_text="Why it does not work, for who can act.")
    settings = serializers.DictField(child=serializers.CharField())
    expires_at = serializers.DateTimeField(allow_null=True)
    tested_at = serializers.DateTimeField(allow_null=True, help_text="When a test request last found it good.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    used_by = UserOfConnectionShape(many=True, help_text="The customer's instances that name it.")


def show(rows: Sequence[Connection]) -> list[dict[str, Any]]:
    users = keeping.users_of(rows)
    for row in rows:
        row.used_by = users[row.pk]
    return ConnectionShape(rows, many=True).data


class NewConnectionShape(Shape):
    customer = serializers.CharField(allow_null=True, help_text="Null for the tenant's own, which tests of drafts use.")
    service = serializers.CharField(help_text="Key of the service.")
    name = serializers.CharField(max_length=120)
    values = serializers.DictField(
        child=serializers.CharField(max_length=4096, trim_whitespace=False), required=False, default=dict
    )
    untested = serializers.BooleanField(default=False, help_text="Keep it without asking the service whether it takes it.")


class ConnectionChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    values = serializers.DictField(child=serializers.CharField(max_length=4096, trim_whitespace=False, allow_blank=True))
    untested = serializers.BooleanField(help_text="Keep it without asking the service whether it takes it.")


class AuthorizationShape(Shape):
    url = serializers.CharField(help_text="Open it in the same browser; it ends after ten minutes.")


class ConnectionView(ApiView):
    def rows(self) -> QuerySet[Connection]:
        return Connection.objects.of(self.tenant).select_related("customer", "service")

    def show(self, pk: str) -> Response:
        return Response(show([pick(self.rows(), pk)])[0])


class ConnectionsView(ConnectionView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Connections of customers", gives=page_shape(ConnectionShape), query=["customer", "service", *PAGED])
    def get(self, request: Request) -> Response:
        given = self.filters("customer", "service")
        named = {"customer": "customer_id", "service": "service__key"}
        rows = self.rows().filter(**{named[name]: value for name, value in given.items()})
        return Response(page_of(rows, request, show))

    @operation(
        "Connect a customer to a service; what was typed is tested first",
        takes=NewConnectionShape,
        gives=ConnectionShape,
        status=201,
    )
    def post(self, request: Request) -> Response:
        given = self.read(NewConnectionShape)
        whose = given.pop("customer")
        customer = None if whose is None else pick(Customer.objects.of(self.tenant), whose)
        service = Service.objects.of(self.tenant).filter(key=given.pop("service")).first()
        if service is None:
            raise NotAllowed("There is no service with this key.", code="input_invalid", field="service")
        prove = keeping.no_proof if given.pop("untested") else testing.prove
        return created(show([keeping.create_connection(customer, service, **given, prove=prove)])[0])


class OneConnectionView(ConnectionView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("One connection", gives=ConnectionShape)
    def get(self, request: Request, pk: str) -> Response:
        return self.show(pk)

    @operation(
        "Change a connection; secrets left empty stay, and what the service refuses changes nothing",
        takes=ConnectionChangeShape,
        gives=ConnectionShape,
    )
    def patch(self, request: Request, pk: str) -> Response:
        given = self.read(ConnectionChangeShape, partial=True)
        prove = keeping.no_proof if given.pop("untested", False) else testing.prove
        keeping.update_connection(pick(self.rows(), pk), **given, prove=prove)
        return self.show(pk)

    @operation("Delete a connection that no instance uses; the service is told to end the access", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        closing.delete(pick(self.rows(), pk))
        return nothing()


class AuthorizeView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Begin consent at the service, for a browser session", gives=AuthorizationShape)
    def post(self, request: Request, pk: str) -> Response:
        connection = pick(self.rows(), pk)
        session = request._request.session.session_key if not self.access.by_token else None
        if not session:
            raise NotAllowed("Consent needs a person in a browser: sign in, and begin it there.", code="session_required")
        url = consenting.begin(connection, session=session, redirect_uri=redirect_uri(), now=timezone.now())
        return Response({"url": url})


class TestConnectionView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Ask the service whether it takes the connection", gives=ConnectionShape)
    def post(self, request: Request, pk: str) -> Response:
        connection = pick(self.rows(), pk)
        renewing.run_now(lambda http: testing.test(connection, http))
        return self.show(pk)


class DisconnectView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("End it here and at the service; steps fail until it is connected again", gives=ConnectionShape)
    def post(self, request: Request, pk: str) -> Response:
        closing.disconnect(pick(self.rows(), pk))
        return self.show(pk)
