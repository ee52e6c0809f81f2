"""Signing in and out, and the very first sign-in.

For: the routes that work without a tenant. Not here: members and tokens (`api`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout
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
from designer.live import sockets
from designer.support.looking import open_of
from designer.support.models import SupportVisit
from runtime.deeds import done
from runtime.engine.errors import NotAllowed


class SessionView(ApiView):
    roles = {"GET": Open.ANYONE, "POST": Open.ANYONE, "DELETE": Open.ANYONE}

    @operation("Who is signed in, and to which tenants", gives=SessionShape)
    def get(self, request: Request) -> Response:
        return Response(session_of(request))

    @operation("Sign in", takes=LoginShape, gives=SessionShape)
    def post(self, request: Request) -> Response:
        # DRF asks for a CSRF token only of those signed in already; a forged login is an attack too.
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(LoginShape)
        user = authenticate(request._request, email=given["email"].lower(), password=given["password"])
        if user is None and getattr(request._request, "axes_locked_out", False):
            raise NotAllowed("Too many wrong passwords. Try again in a quarter of an hour.", code="login_throttled")
        if user is None:
            raise NotAllowed("E-mail address and password do not belong together.", code="login_failed")
        login(request._request, user)
        request.user = user
        _tell(user)
        return Response(session_of(request))

    @operation("Sign out", status=204)
    def delete(self, request: Request) -> Response:
        user_id = request._request.user.pk
        logout(request._request)
        sockets.ask_again(user_id=user_id)
        return nothing()


class SetupView(ApiView):
    roles = {"POST": Open.ANYONE}

    @operation("Make the first owner, and sign in", takes=SetupShape, gives=SessionShape, status=201)
    def post(self, request: Request) -> Response:
        MemberSessionAuthentication().enforce_csrf(request)
        given = self.read(SetupShape)
        owner = set_up_owner(given["email"], given["password"], given["tenant_name"])
        login(request._request, owner.user, backend="django.contrib.auth.backends.ModelBackend")
        request.user = owner.user
        return created(session_of(request))


def _tell(user: User) -> None:
    """Each of the tenants they are in may want to know; who acts is known only from here on."""
    for member in Member.across_tenants.filter(user=user, tenant__suspended=False):
        done("member.signed_in", member, user.email)


def session_of(request: Request) -> dict[str, Any]:
    """A token's session names its one tenant and no user: it signs nobody in."""
    shown: dict[str, Any] = {"user": None, "tenants": [], "suspended": [], "setup_needed": False}
    if isinstance(request.auth, Access):
        access = request.auth
        shown["tenants"] = [{"slug": access.tenant.slug, "name": access.tenant.name, "role": access.role}]
    elif isinstance(request.user, User):
        shown |= {"user": request.user, "tenants": _tenants_of(request.user), "suspended": _suspended_of(request.user)}
    else:
        shown["setup_needed"] = not is_set_up()
    return SessionShape({**shown, "csrf_token": get_token(request._request)}).data


def _tenants_of(user: User) -> list[dict[str, Any]]:
    memberships = Member.across_tenants.filter(user=user, tenant__suspended=False).select_related("tenant")
    visited = {visit.tenant_id: visit for visit in open_of(user)} if user.is_staff else {}
    own = [
        {"slug": member.tenant.slug, "name": member.tenant.name, "role": member.role}
        for member in memberships.order_by("tenant__name")
        if member.tenant_id not in visited
    ]
    return [*own, *map(_visited, visited.values())]


def _visited(visit: SupportVisit) -> dict[str, Any]:
    role = Role.BUILDER if visit.may_change else Role.VIEWER
    told = {"reason": visit.reason, "until": visit.until}
    return {"slug": visit.tenant.slug, "name": visit.tenant.name, "role": role, "support": told}


def _suspended_of(user: User) -> list[dict[str, Any]]:
    """Nobody may enter these; their members are told why."""
    memberships = Member.across_tenants.filter(user=user, tenant__suspended=True).select_related("tenant")
    return [
        {"name": member.tenant.name, "because": member.tenant.suspended_because, "since": member.tenant.suspended_at}
        for member in memberships.order_by("tenant__name")
    ]
