"""A wizard session as the only way in: `Authorization: Bearer hkw_...`, never a cookie, so that no other page can use it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from designer.accounts.access import Needs, Open
from designer.api.views import ApiView
from designer.wizard.admission import SESSION, session_of
from designer.wizard.models import WizardSession
from runtime.instances.models import Instance
from runtime.tenancy.models import Tenant


class WizardAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[None, WizardSession] | None:
        given = self.bearer(request, SESSION)
        return None if given is None else (None, session_of(given, now=timezone.now()))

    def bearer(self, request: Request, kind: str) -> str | None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return given.strip() if scheme.lower() == "bearer" and given.strip().startswith(kind) else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class InWizard(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, WizardSession)


class WizardView(ApiView):
    """Base of what an open wizard may ask. It reaches the session's own instance and can name no other."""

    authentication_classes = [WizardAuthentication]
    permission_classes = [InWizard]
    roles: ClassVar[dict[str, Needs]] = dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), Open.WIZARD)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        request._request.acting_as = f"{self.instance.customer.name} (customer)"

    @property
    def session(self) -> WizardSession:
        return self.request.auth

    @property
    def instance(self) -> Instance:
        return self.session.instance

    @property
    def tenant(self) -> Tenant:
        return self.session.tenant


class WizardScheme(OpenApiAuthenticationExtension):
    target_class = WizardAuthentication
    name = "wizard"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An open wizard: hkw_..."}
