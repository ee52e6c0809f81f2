"""Routes for members, tokens and the tenant's own settings."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts import services, tenants
from designer.accounts.models import ApiToken, Member, Role
from designer.accounts.shapes import (
    CreatedTokenShape,
    MemberChangeShape,
    MemberShape,
    NewMemberShape,
    NewTokenShape,
    TenantChangeShape,
    TenantShape,
    TokenShape,
)
from designer.api.paging import page_of, page_shape
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView, created, nothing, pick


class MembersView(ApiView):
    roles = {"GET": Role.VIEWER, "POST": Role.OWNER}

    @operation("Members of the tenant", gives=page_shape(MemberShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = Member.objects.of(self.tenant).select_related("user")
        return Response(page_of(rows, request, lambda page: MemberShape(page, many=True).data))

    @operation("Add a member", takes=NewMemberShape, gives=MemberShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewMemberShape)
        member = services.add_member(self.tenant, email=given["email"], role=Role(given["role"]), password=given.get("password"))
        return created(MemberShape(member).data)


class MemberView(ApiView):
    roles = {"PATCH": Role.OWNER, "DELETE": Role.OWNER}

    @operation("Change a member's role", takes=MemberChangeShape, gives=MemberShape)
    def patch(self, request: Request, pk: str) -> Response:
        member = pick(Member.objects.of(self.tenant).select_related("user"), pk)
        given = self.read(MemberChangeShape)
        return Response(MemberShape(services.change_role(member, Role(given["role"]))).data)

    @operation("Remove a member", status=204)
    def delete(self, request: Request, pk: str) -> Response:
        services.remove_member(pick(Member.objects.of(self.tenant), pk))
        return nothing()


class TokensView(ApiView):
    roles = {"GET": Role.OWNER, "POST": Role.OWNER}

    @operation("API tokens of the tenant", gives=page_shape(TokenShape), query=PAGED)
    def get(self, request: Request) -> Response:
        rows = ApiToken.objects.of(self.tenant)
        return Response(page_of(rows, request, lambda page: TokenShape(page, many=True).data))

    @operation("Make an API token", takes=NewTokenShape, gives=CreatedTokenShape, status=201)
    def post(self, request: Request) -> Response:
        given = self.read(NewTokenShape)
        token, secret = services.create_token(self.access, name=given["name"], role=Role(given["role"]))
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
