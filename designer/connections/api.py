"""Routes for customers' connections: fill in, consent, test, disconnect. What is secret never comes out."""

from __future__ import annotations

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
from designer.customers.shapes import CustomerRefShape, KeyedIntegrationRefShape
from runtime.connections import consenting, keeping, renewing, testing
from runtime.connections.models import Connection, Service
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer

CALLBACK = "/connect/callback"


class ConnectionShape(Shape):
    id = serializers.CharField()
    name = serializers.CharField()
    customer = CustomerRefShape()
    service = KeyedIntegrationRefShape()
    scheme = serializers.ChoiceField(Service.Scheme.choices, source="service.scheme")
    status = serializers.ChoiceField(Connection.Status.choices)
    reason = serializers.CharField(allow_blank=True, help_text="Why it does not work, for who can act.")
    settings = serializers.DictField(child=serializers.CharField())
    expires_at = serializers.DateTimeField(allow_null=True)
    tested_at = serializers.DateTimeField(allow_null=True, help_text="When a test request last found it good.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewConnectionShape(Shape):
    customer = serializers.CharField()
    service = serializers.CharField(help_text="Key of the service.")
    name = serializers.CharField(max_length=120)
    values = serializers.DictField(
        child=serializers.CharField(max_length=4096, trim_whitespace=False), required=False, default=dict
    )


class ConnectionChangeShape(Shape):
    name = serializers.CharField(max_length=120)
    values = serializers.DictField(child=serializers.CharField(max_length=4096, trim_whitespace=False, allow_blank=True))


class AuthorizationShape(Shape):
    url = serializers.CharField(help_text="Open it in the same browser; it ends after ten minutes.")


class ConnectionView(ApiView):
    def rows(self) -> QuerySet[Connection]:
        return Connection.objects.of(self.tenant).select_related("customer", "service")

    def show(self, pk: str) -> Response:
        return Response(ConnectionShape(pick(self.rows(), pk)).data)


class ConnectionsView(ConnectionView):
    roles = {"GET": Role.VIEWER, "POST": Role.OPERATOR}

    @operation("Connections of customers", gives=page_shape(ConnectionShape), query=["customer", "service", *PAGED])
    def get(self, request: Request) -> Response:
        given = self.filters("customer", "service")
        named = {"customer": "customer_id", "service": "service__key"}
        rows = self.rows().filter(**{named[name]: value for name, value in given.items()})
        return Response(page_of(rows, request, lambda page: ConnectionShape(page, many=True).data))

    @operation("Connect a customer to a service", takes=NewConnectionShape, gives=ConnectionShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewConnectionShape)
        customer = pick(Customer.objects.of(self.tenant), given.pop("customer"))
        service = Service.objects.of(self.tenant).filter(key=given.pop("service")).first()
        if service is None:
            raise NotAllowed("There is no service with this key.", code="input_invalid", field="service")
        return created(ConnectionShape(keeping.create_connection(customer, service, **given)).data)


class OneConnectionView(ConnectionView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OPERATOR, "DELETE": Role.OPERATOR}

    @operation("One connection", gives=ConnectionShape)
    def get(self, request: Request, pk: str) -> Response:
        return self.show(pk)

    @operation("Change a connection; secrets left empty stay", takes=ConnectionChangeShape, gives=ConnectionShape)
    def patch(self, request: Request, pk: str) -> Response:
        keeping.update_connection(pick(self.rows(), pk), **self.read(ConnectionChangeShape, partial=True))
        return self.show(pk)

    @operation("Delete a connection that no instance uses", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        keeping.delete_connection(pick(self.rows(), pk))
        return nothing()


class AuthorizeView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Begin consent at the service, for a browser session", gives=AuthorizationShape)
    def post(self, request: Request, pk: str) -> Response:
        connection = pick(self.rows(), pk)
        session = request._request.session.session_key if not self.access.by_token else None
        if not session:
            raise NotAllowed("Consent needs a person in a browser: sign in, and begin it there.", code="session_required")
        redirect_uri = settings.PUBLIC_URL + CALLBACK
        return Response({"url": consenting.begin(connection, session=session, redirect_uri=redirect_uri, now=timezone.now())})


class TestConnectionView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Ask the service whether it takes the connection", gives=ConnectionShape)
    def post(self, request: Request, pk: str) -> Response:
        connection = pick(self.rows(), pk)
        renewing.run_now(lambda http: testing.test(connection, http))
        return self.show(pk)


class DisconnectView(ConnectionView):
    roles = {"POST": Role.OPERATOR}

    @operation("Forget what is stored; steps fail until it is connected again", gives=ConnectionShape)
    def post(self, request: Request, pk: str) -> Response:
        keeping.disconnect(pick(self.rows(), pk))
        return self.show(pk)
