"""Routes of the dialog of one account. Each reaches the account of its session; none can name another."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.access import Needs, Open
from designer.api.schema import operation
from designer.api.shapes import Shape
from designer.api.views import ApiView, created, nothing
from designer.wizard import connecting, dialogs
from designer.wizard.authentication import WizardAuthentication, WizardScheme
from designer.wizard.models import AccountSession
from designer.wizard.shapes import (
    LANGUAGES,
    TicketShape,
    WizardConnectionShape,
    WizardCustomerShape,
    WizardServiceShape,
    WizardTenantShape,
    WizardThemeShape,
)
from runtime.engine.errors import NotAllowed
from runtime.tenancy.models import Tenant


class OpenDialogShape(Shape):
    code = serializers.CharField(max_length=100, help_text="What generateAuthorizationCode gave.")
    service = serializers.CharField(max_length=80, required=False, allow_blank=True, default="", help_text="Id or key.")
    environment = serializers.CharField(max_length=80, required=False, allow_blank=True, default="", help_text="Of the service.")
    account = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Id of one to renew; else the service."
    )


class OpenedDialogShape(Shape):
    token = serializers.CharField(help_text="Bearer of this dialog's calls; keep it in memory.")
    path = serializers.CharField(help_text="Where the page may be loaded again with the session.")
    expires_at = serializers.DateTimeField()


class DialogStateShape(Shape):
    customer = WizardCustomerShape()
    tenant = WizardTenantShape()
    theme = WizardThemeShape()
    language = serializers.ChoiceField(LANGUAGES)
    words = serializers.DictField(child=serializers.CharField())
    origins = serializers.ListField(child=serializers.CharField(), help_text="Pages that may hear of it.")
    service = WizardServiceShape()
    connection = WizardConnectionShape(allow_null=True, help_text="Null until it is made.")
    changed_at = serializers.DateTimeField(allow_null=True, help_text="When the account was last connected or changed.")
    renews = serializers.BooleanField(help_text="The account was there before.")


class DialogAccountShape(Shape):
    name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="", help_text="Empty: as it is.")
    values = serializers.DictField(
        child=serializers.CharField(max_length=4096, trim_whitespace=False, allow_blank=True),
        required=False,
        allow_null=True,
        default=None,
        help_text="What the service asks for; null changes only the name.",
    )


class DialogAuthentication(WizardAuthentication):
    def authenticate(self, request: Request) -> tuple[None, AccountSession] | None:
        given = self.bearer(request, dialogs.BEARER)
        return None if given is None else (None, dialogs.dialog_of(given, now=timezone.now()))


class DialogScheme(WizardScheme):
    target_class = DialogAuthentication
    name = "accountDialog"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "The open dialog of one account: hka_..."}


class InDialog(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, AccountSession)


class DialogView(ApiView):
    authentication_classes = [DialogAuthentication]
    permission_classes = [InDialog]
    roles: dict[str, Needs] = dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), Open.WIZARD)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        request._request.acting_as = f"{self.session.customer.name} (customer)"

    @property
    def session(self) -> AccountSession:
        return self.request.auth

    @property
    def tenant(self) -> Tenant:
        return self.session.tenant


class DialogSessionsView(ApiView):
    # Nobody is signed in to it; a cookie or token that comes along means nothing here.
    authentication_classes: list[Any] = []
    roles = {"POST": Open.ANYONE}

    @operation("Open the dialog of one account with its code", takes=OpenDialogShape, gives=OpenedDialogShape, status=201)
    def post(self, request: Request) -> Response:
        session, token = dialogs.open_dialog(**self.read(OpenDialogShape), now=timezone.now())
        path = f"/external/auth/{'edit' if session.renews else 'create'}/{session.tenant_id}"
        path += f"/{session.connection_id}" if session.renews else ""
        return created(OpenedDialogShape({"token": token, "path": path, "expires_at": session.expires_at}).data)


class DialogStateView(DialogView):
    @operation("All that the dialog shows", gives=DialogStateShape)
    def get(self, request: Request) -> Response:
        return Response(DialogStateShape(dialogs.show(self.session)).data)

    @operation(
        "Make the account, or change it; what is filled in is tried", takes=DialogAccountShape, gives=WizardConnectionShape
    )
    def post(self, request: Request) -> Response:
        return Response(WizardConnectionShape(dialogs.connect(self.session, **self.read(DialogAccountShape))).data)

    @operation("Close the dialog; an account that was never connected goes", status=204)
    def delete(self, request: Request) -> Response:
        dialogs.end_dialog(self.session, now=timezone.now())
        return nothing()


class DialogAuthorizeView(DialogView):
    @operation("A ticket for the window that asks for consent", gives=TicketShape)
    def post(self, request: Request) -> Response:
        if self.session.connection is None:
            raise NotAllowed("There is no account yet; make it first.", code="not_found")
        return Response({"ticket": connecting.ticket_for_dialog(self.session)})
