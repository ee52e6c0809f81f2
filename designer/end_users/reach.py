"""What a bearer of the public APIs reaches: the whole tenant, or what is one customer's.

For: proving tokens of the tenant (Tray's master tokens) and of customers, and the rule that tells their reach apart:
a customer's token sees and changes what is that customer's, whoever made it; the tenant's sees what is everybody's and, where
something is made, makes it for the tenant itself.
Not here: the API of the desk, which no customer's token enters (`designer.accounts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from designer.accounts.access import Access, why_suspended
from designer.accounts.authentication import TokenAuthentication, bearer_of, hash_token, note_use_of
from designer.accounts.models import Role, Scope
from designer.end_users.models import UserToken
from designer.end_users.services import PREFIX
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Customer
from runtime.tenancy.models import Tenant


@dataclass(frozen=True, slots=True)
class Reach:
    """`customer` is whose token it is, None for the tenant's own, which then has an `access`."""

    tenant: Tenant
    actor: str
    customer: Customer | None = None
    access: Access | None = None

    @property
    def is_master(self) -> bool:
        return self.access is not None

    def require(self, role: Role, scope: Scope) -> None:
        """Raises `NotAllowed` `role_lacking`, `scope_lacking`, `tenant_suspended`. What is a customer's own needs no role."""
        if self.access is not None:
            self.access.require_scope(scope)
            self.access.require(role)
        elif self.tenant.suspended:
            raise NotAllowed(why_suspended(self.tenant), code="tenant_suspended")

    def require_master(self, role: Role, scope: Scope) -> Access:
        """Raises also `NotAllowed` `master_token_needed`."""
        self.require(role, scope)
        if self.access is None:
            raise NotAllowed("This needs a master token; this one is a user's.", code="master_token_needed")
        return self.access

    def within(self, rows: QuerySet, path: str = "customer") -> QuerySet:
        """Those of the tenant's rows that it may see; `path` leads from a row to its customer."""
        return rows if self.customer is None else rows.filter(**{path: self.customer})

    def owns(self, customer_id: str | None) -> bool:
        """Whether what belongs to this customer, or with None to the tenant itself, may be used in this one's name."""
        return customer_id == (self.customer.pk if self.customer else None)


class ReachAuthentication(BaseAuthentication):
    """`Authorization: Bearer` with a token of the tenant or of a customer; `request.auth` is the `Reach`."""

    def authenticate(self, request: Request) -> tuple[None, Reach] | None:
        given = bearer_of(request)
        if given is None:
            return None
        if given.startswith(PREFIX):
            return None, reach_of_user(given, timezone.now())
        found = TokenAuthentication().authenticate(request)
        return found and (None, Reach(found[1].tenant, found[1].actor, access=found[1]))

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def reach_of_user(token: str, now: datetime) -> Reach:
    """Raises `AuthenticationFailed`."""
    rows = UserToken.across_tenants.select_related("tenant", "customer", "made_with__created_by")
    row = rows.filter(hash=hash_token(token)).first()
    if row is None or row.expires_at <= now or row.customer.leaving_at is not None or _maker_is_out(row):
        raise AuthenticationFailed("This user token is not known or has ended; authorize the user again.")
    note_use_of(row)
    return Reach(row.tenant, f"{row.customer.name} (customer)", customer=row.customer)


def _maker_is_out(row: UserToken) -> bool:
    maker = row.made_with.created_by if row.made_with else None
    return maker is not None and not maker.is_active
