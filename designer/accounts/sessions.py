"""Signing in and out, and the very first sign-in.

For: the routes that work without a tenant. Not here: members and tokens (`api`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.access import Access, Open
from designer.accounts.authentication import MemberSessionAuthentication
from designer.accounts.models import Member, Role, User
from designer.accounts.services import is_set_up, set_up_owner
from designer.accounts.shapes import LoginShape, SessionShape, SetupShape
from designer.api.schema import operation
from designer.api.views import ApiView, created, nothing
from designer.signing_in import entering, second_factor, sign_ins, single_sign_on
from designer.signing_in.shapes import CodeShape
from designer.signing_in.sso_pages import BEGIN
from designer.support.looking import open_of
from designer.support.models import SupportVisit
from runtime.mail.post import can_send


class SessionView(ApiView):
    roles = {"GET": Open.ANYONE, "POST": Open.ANYONE, "DELETE": Open.ANYONE}

    @operation("Who is signed in, and to which tenants", gives=SessionShape)
    def get(self, request: Request) -> Response:
        return Response(session_of(request))

    @operation("Sign in; who has a second factor is half way then", takes=LoginShape, gives=SessionShape)
    def post(self, request: Request) -> Response:
        # DRF asks for a CSRF token only of those signed in already; a forged login is an attack too.
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(LoginShape)
        entering.with_password(request._request, given["email"].lower(), given["password"])
        return entered(request)

    @operation("Sign out, or go back from half way", status=204)
    def delete(self, request: Request) -> Response:
        sign_ins.leave(request._request)
        return nothing()


class CodeView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("The second half of signing in: a code", takes=CodeShape, gives=SessionShape)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        entering.with_code(request._request, self.read(CodeShape)["code"])
        return entered(request)


class SetupView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("Make the first owner, and sign in", takes=SetupShape, gives=SessionShape, status=201)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(SetupShape)
        owner = set_up_owner(given["email"], given["password"], given["tenant_name"])
        sign_ins.enter(request._request, owner.user, "set-up")
        return entered(request, created)


def entered(request: Request, answer_with: Any = Response) -> Response:
    """The answer after a session began, or half began."""
    request.user = request._request.user
    answer = answer_with(session_of(request))
    sign_ins.remember_device(request._request, answer)
    return answer


def session_of(request: Request) -> dict[str, Any]:
    """A token's session names its one tenant and no user: it signs nobody in."""
    shown: dict[str, Any] = {
        **{"user": None, "tenants": [], "suspended": [], "setup_needed": False, "code_needed": False},
        **{"sends_mail": can_send(), "single_sign_on": _single_sign_on()},
    }
    if isinstance(request.auth, Access):
        access = request.auth
        shown["tenants"] = [
            {"slug": access.tenant.slug, "name": access.tenant.name, "role": access.role, "two_factor_from": None}
        ]
    elif isinstance(request.user, User):
        user = request.user
        told = {"email": user.email, "is_staff": user.is_staff, "two_factor": second_factor.is_on(user)}
        shown |= {"user": told, "tenants": _tenants_of(user), "suspended": _suspended_of(user)}
    else:
        shown |= {"setup_needed": not is_set_up(), "code_needed": entering.half_way(request._request) is not None}
    return SessionShape({**shown, "csrf_token": get_token(request._request)}).data


def _single_sign_on() -> dict[str, str] | None:
    return {"name": settings.OIDC_NAME, "url": BEGIN} if single_sign_on.is_set_up() else None


def _tenants_of(user: User) -> list[dict[str, Any]]:
    memberships = Member.across_tenants.filter(user=user, tenant__suspended=False).select_related("tenant__sign_in_policy")
    visited = {visit.tenant_id: visit for visit in open_of(user)} if user.is_staff else {}
    own = [
        {
            **{"slug": member.tenant.slug, "name": member.tenant.name, "role": member.role},
            "two_factor_from": getattr(getattr(member.tenant, "sign_in_policy", None), "two_factor_from", None),
        }
        for member in memberships.order_by("tenant__name")
        if member.tenant_id not in visited
    ]
    return [*own, *map(_visited, visited.values())]


def _visited(visit: SupportVisit) -> dict[str, Any]:
    role = Role.BUILDER if visit.may_change else Role.VIEWER
    told = {"reason": visit.reason, "until": visit.until}
    return {"slug": visit.tenant.slug, "name": visit.tenant.name, "role": role, "support": told, "two_factor_from": None}


def _suspended_of(user: User) -> list[dict[str, Any]]:
    """Nobody may enter these; their members are told why."""
    memberships = Member.across_tenants.filter(user=user, tenant__suspended=True).select_related("tenant")
    return [
        {"name": member.tenant.name, "because": member.tenant.suspended_because, "since": member.tenant.suspended_at}
        for member in memberships.order_by("tenant__name")
    ]
