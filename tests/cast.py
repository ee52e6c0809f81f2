"""The cast: Acme Builders with a member of each role, Rival Ltd with an owner, and somebody who is in no tenant.

For: tests that need people. A client speaks JSON to the API as one of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from designer.accounts.access import Access
from designer.accounts.models import Member, Role, User
from designer.accounts.tenants import create_tenant
from runtime.tenancy.models import Tenant

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """`owner` to `viewer` are Acme's; `rival` owns Rival Ltd; `stranger` has an account and no tenant."""

    acme: Tenant
    rivals: Tenant
    owner: User
    builder: User
    operator: User
    viewer: User
    rival: User
    stranger: User

    def of_role(self, role: Role) -> User:
        return getattr(self, role.value)

    def access(self, role: Role = Role.OWNER) -> Access:
        user = self.of_role(role)
        return Access(self.acme, role, user, user.email)


def make_cast() -> Cast:
    acme, rivals = create_tenant("Acme Builders"), create_tenant("Rival Ltd")
    people = {role.value: _member(acme, role.value, role) for role in Role}
    rival = _member(rivals, "rival", Role.OWNER)
    return Cast(acme, rivals, **people, rival=rival, stranger=_user("stranger"))


def _user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.com", PASSWORD)


def _member(tenant: Tenant, name: str, role: Role) -> User:
    user = _user(name)
    Member.objects.create(tenant=tenant, user=user, role=role)
    return user


class Desk:
    """A client of the API, as `user` or as nobody. Bodies go out as JSON unless they are bytes already."""

    def __init__(self, user: User | None = None, *, token: str | None = None, checks_csrf: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=checks_csrf)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if user:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method.upper(), f"/api/{path}", data, content_type="application/json", headers={**self.headers, **named}
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any) -> Any:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)
