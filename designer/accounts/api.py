"""Routes for members, tokens and the tenant's own settings."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts import services, tenants
from designer.accounts.models import ApiToken, Member, Role
from designer.accounts.shapes import (
    CreatedTokenShape,
    MemberChangeShape,
    MemberShape,
    NewTokenShape,
    TenantChangeShape,
    TenantShape,
    TokenShape,
)
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick
from designer.signing_in.models import SecondFactor
from runtime.tenancy.models import Tenant


class MembersView(ApiView):
    roles = {"GET": Role.VIEWER}

    @operation("Members of the tenant", gives=page_shape(MemberShape), query=PAGED)
    def get(self, request: Request) -> Response:
        return Response(page_of(members_of(self.tenant), request, self._shown))

    def _shown(self, page: list[Member]) -> list[dict[str, Any]]:
        """Who is protected by a password alone is for owners to know."""
        shown = MemberShape(page, many=True).data
        return shown if self.access.role == Role.OWNER else [{**member, "twoFactor": None} for member in shown]


class MemberView(ApiView):
    roles = {"PATCH": Role.OWNER, "DELETE": Role.OWNER}

    @operation("Change a member's role", takes=MemberChangeShape, gives=MemberShape)
    def patch(self, request: Request, pk: str) -> Response:
        member = pick(members_of(self.tenant), pk)
        given = self.read(MemberChangeShape)
        return Response(MemberShape(services.change_role(member, Role(given["role"]))).data)

    @operation("Remove a member", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        services.remove_member(pick(Member.objects.of(self.tenant), pk))
        return nothing()


class ResetTwoFactorView(ApiView):
    roles = {"POST": Role.OWNER}

    @operation("Take the second factor off a member who lost their app", status=204)
    def post(self, request: Request, pk: str) -> Response:
        services.reset_second_factor(pick(members_of(self.tenant), pk), self.access)
        return nothing()


class LeaveTenantView(ApiView):
    roles = {"POST": Role.VIEWER}

    @operation("Leave the tenant", status=204)
    def post(self, request: Request) -> Response:
        services.leave_tenant(self.access)
        return nothing()


class TokensView(ApiView):
    roles = {"GET": Role.OWNER, "POST": Role.OWNER}

    @operation("API tokens of the tenant", gives=page_shape(TokenShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = ApiToken.objects.of(self.tenant).select_related("created_by")
        return Response(page_of(rows, request, lambda page: TokenShape(page, many=True).data))

    @operation("Make an API token", takes=NewTokenShape, gives=CreatedTokenShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewTokenShape)
        token, secret = services.create_token(self.access, **{**given, "role": Role(given["role"])})
        answer: dict[str, Any] = {**TokenShape(token).data, "token": secret}
        return created(answer)


class TokenView(ApiView):
    roles = {"DELETE": Role.OWNER}

    @operation("Delete an API token", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        services.delete_token(pick(ApiToken.objects.of(self.tenant), pk))
        return nothing()


class TenantView(ApiView):
    roles = {"GET": Role.VIEWER, "PATCH": Role.OWNER}

    @operation("The tenant's settings", gives=TenantShape)
    def get(self, request: Request) -> Response:
        return Response(TenantShape(self.tenant).data)

    @operation("Change the tenant's settings", takes=TenantChangeShape, gives=TenantShape)
    def patch(self, request: Request) -> Response:
        changes = self.read(TenantChangeShape, partial=True)
        return Response(TenantShape(tenants.change_tenant(self.tenant, **changes)).data)


def members_of(tenant: Tenant) -> QuerySet[Member]:
    factor = SecondFactor.objects.filter(user=OuterRef("user"), confirmed_at__isnull=False)
    return Member.objects.of(tenant).select_related("user").annotate(two_factor=Exists(factor))
