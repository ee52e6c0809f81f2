"""Routes of services and of accounts at them, as Tray calls them: environments and authentications.

A service of the tenant is one with a single environment, Production; a connection is an authentication. A master token's are the
tenant's own: one for each service, which tests of drafts use too. Secrets are never told back.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.problems import InvalidInput
from designer.triggers_api.shapes import (
    AuthenticationShape,
    ChangedAuthenticationShape,
    CreatedAuthenticationShape,
    NewAuthenticationShape,
    ServiceEnvironmentListShape,
)
from designer.triggers_api.subscriptions import CONFLICT
from designer.triggers_api.views import CoreView, core, uuid_or_problem
from runtime.connections import bringing, keeping
from runtime.connections.models import Connection, Service
from runtime.connections.schemes import fields_of
from runtime.engine.errors import NotAllowed
from runtime.identifiers import as_uuid, id_of
from runtime.subscriptions.keeping import account
from runtime.subscriptions.models import Subscription

KINDS = {"oauth2_code": "oauth2", "oauth2_client": "oauth2client_credentials"}
OAUTH = {
    "type": "object",
    "advanced": ["refresh_token", "expires_in"],
    "additionalProperties": False,
    "properties": {
        "access_token": {"type": "string", "title": "Access token", "format": "password"},
        "refresh_token": {"type": "string", "title": "Refresh token", "format": "password"},
        "expires_in": {"type": "integer", "title": "Seconds it is good for", "minimum": 0},
    },
    "required": ["access_token"],
}


class EnvironmentsView(CoreView):
    roles = {"GET": Role.VIEWER}

    @core("List the environments of a service", gives=ServiceEnvironmentListShape)
    def get(self, request: Request, name: str, version: int) -> Response:
        service = Service.of(self.tenant).filter(key=name).first()
        if service is None or version != 1:
            raise NotAllowed(f"There is no service {name} {version}.", code="not_found")
        return Response({"elements": [environment(service)]})


class AuthenticationsView(CoreView):
    roles = {"POST": Role.OPERATOR}

    @core("Create an authentication", takes=NewAuthenticationShape, gives=CreatedAuthenticationShape, also=CONFLICT)
    def post(self, request: Request) -> Response:
        given = self.read(NewAuthenticationShape)
        service = Service.of(self.tenant).filter(pk=id_of(str(given["service_environment_id"]))).first()
        if service is None:
            raise InvalidInput("There is no service environment with this id.", field="serviceEnvironmentId")
        values = {**given.get("user_data", {}), **given.get("credentials", {})}
        row = bringing.bring(self.reach.customer, service, name=given["name"], data=values)
        return Response({"id": as_uuid(row.pk)})


class OneAuthenticationView(CoreView):
    roles = {"GET": Role.VIEWER, "PUT": Role.OPERATOR, "DELETE": Role.OPERATOR}

    def find(self, pk: str) -> Connection:
        found = account(self.tenant.pk, self.reach.customer, uuid_or_problem(pk, "authentication-id"))
        if found is None:
            raise NotAllowed("There is no authentication with this id.", code="not_found")
        return found

    @core("Get an authentication, without its secrets", gives=AuthenticationShape)
    def get(self, request: Request, pk: str) -> Response:
        row = self.find(pk)
        scopes = list(row.service.settings.get("scopes", ()))
        told = {"id": as_uuid(row.pk), "name": row.name, "serviceEnvironmentId": as_uuid(row.service_id)}
        return Response({**told, "scopes": scopes, "status": row.status})

    @core("Fill an authentication in again", takes=ChangedAuthenticationShape, gives=CreatedAuthenticationShape)
    def put(self, request: Request, pk: str) -> Response:
        row, given = self.find(pk), self.read(ChangedAuthenticationShape)
        values = {**given.get("user_data", {}), **given["credentials"]}
        bringing.bring_again(row, name=given["name"], data=values)
        return Response({"id": as_uuid(row.pk)})

    @core("Delete an authentication", status=204, also=CONFLICT)
    def delete(self, request: Request, pk: str) -> Response:
        row = self.find(pk)
        if Subscription.of(self.tenant).filter(connection=row, deleted_at__isnull=True).exists():
            raise NotAllowed("A subscription uses it; delete that first.", code="authentication_in_use")
        keeping.delete_connection(row)
        return Response(status=204)


def environment(service: Service) -> dict[str, Any]:
    fields = fields_of(service.scheme, service.settings)
    secret = OAUTH if service.scheme == "oauth2_code" else _schema([one for one in fields if one.secret])
    return {
        "id": as_uuid(service.pk),
        "title": "Production",
        "authenticationType": KINDS.get(service.scheme, "token"),
        "userDataSchema": _schema([one for one in fields if not one.secret]),
        "credentialsSchema": secret,
        "scopes": [{"scope": scope, "description": ""} for scope in service.settings.get("scopes", ())],
    }


def _schema(fields: list[Any]) -> dict[str, Any]:
    properties = {
        one.key: {"type": "string", "title": one.label, **({"format": "password"} if one.secret else {})} for one in fields
    }
    return {
        "type": "object",
        "advanced": [],
        "additionalProperties": False,
        "properties": properties,
        "required": [one.key for one in fields],
    }
