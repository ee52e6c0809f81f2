"""Deny by default: a view says per method which role it needs, or answers nobody."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from designer.accounts.access import Access, Open, access_of_user
from designer.accounts.models import Scope
from runtime.engine.errors import NotAllowed

TENANT_HEADER = "X-Hookyard-Tenant"


class RoleForMethod(BasePermission):
    """Reads the view's `roles`, finds the caller's tenant and role, and compares. Raises `NotAllowed` with the reason."""

    message = "This method answers nobody."

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        needed = getattr(view, "roles", {}).get(method)
        if needed is Open.ANYONE:
            return True
        if needed is None or request.successful_authenticator is None:
            return False
        if needed is Open.SIGNED_IN:
            if isinstance(request.auth, Access):
                raise NotAllowed("A token has no account: sign in as a person.", code="session_needed")
            return True
        if not isinstance(request.auth, Access):
            request.auth = access_of_user(request.user, request.headers.get(TENANT_HEADER))
        request.auth.require_scope(Scope.REST)
        request.auth.require(needed)
        return True
