"""Who is asking, for which tenant, and what that lets them do.

For: turning a signed-in user or a token into a tenant and a role. Deny is the default everywhere.
Not here: proving who somebody is (`authentication`), which view needs what (the views' `roles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone

from designer.accounts.models import ApiToken, Member, Role, Scope, User
from designer.support.looking import open_of
from designer.support.models import SupportVisit
from runtime.engine.errors import NotAllowed
from runtime.tenancy.models import Tenant


class Open(Enum):
    """What needs no role: no sign-in at all, a person who signed in, in whatever tenant or none; a wizard proves itself by a
    session of its own."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    WIZARD = "wizard"


Needs = Role | Open
RANK = {role: rank for rank, role in enumerate((Role.VIEWER, Role.OPERATOR, Role.BUILDER, Role.OWNER))}


@dataclass(frozen=True, slots=True)
class Access:
    """`user` is who acts; for a token, who made it. `actor` is how history names them. `visit`: as support, not as a member."""

    tenant: Tenant
    role: Role
    user: User | None
    actor: str
    by_token: bool = False
    visit: SupportVisit | None = None
    scopes: Sequence[str] = tuple(Scope)
    token: ApiToken | None = None

    def require(self, needed: Role) -> None:
        """Raises `NotAllowed` `role_lacking`, `tenant_suspended`."""
        looks_as_support = self.visit is not None and needed is Role.VIEWER
        if self.tenant.suspended and not looks_as_support:
            raise NotAllowed(why_suspended(self.tenant), code="tenant_suspended")
        if RANK[self.role] < RANK[needed]:
            raise NotAllowed(
                f"This needs the role {needed.value}; yours is {self.role.value}. {self._who_can_change_it}", code="role_lacking"
            )

    def require_scope(self, scope: Scope) -> None:
        """Raises `NotAllowed` `scope_lacking`."""
        if scope not in self.scopes:
            raise NotAllowed(f"This token does not count here: it has no scope {scope.value}.", code="scope_lacking")

    @property
    def _who_can_change_it(self) -> str:
        return "Support does not do this." if self.visit else "An owner can change it."


def why_suspended(tenant: Tenant) -> str:
    because = f" Their reason: {tenant.suspended_because}" if tenant.suspended_because else ""
    return f"{tenant.name} is suspended; ask whoever runs this Hookyard.{because}"


def access_of_token(token: ApiToken) -> Access:
    """A token never does more than who made it may do now; one made on the command line answers to nobody.

    Raises `NotAllowed` `token_orphaned` when its maker left the tenant.
    """
    role, maker = Role(token.role), token.created_by
    if maker is not None:
        member = Member.objects.of(token.tenant_id).filter(user=maker).first()
        if member is None:
            raise NotAllowed("Who made this token is not in the tenant any more; make another.", code="token_orphaned")
        role = min(role, Role(member.role), key=RANK.__getitem__)
    return Access(token.tenant, role, maker, f"token {token.name}", by_token=True, scopes=token.scopes, token=token)


def access_of_user(user: User, slug: str | None) -> Access:
    """The user's access to the tenant called `slug`, or to their only one. A support visit counts before a membership.

    Raises `NotAllowed`: `not_found` (no such tenant, or not theirs), `tenant_required`, `no_tenant`, `two_factor_required`.
    """
    memberships = Member.across_tenants.filter(user=user).select_related("tenant__sign_in_policy", "user__second_factor")
    if slug:
        if visit := user.is_staff and open_of(user).filter(tenant__slug=slug).first():
            return _of_visit(visit)
        member = memberships.filter(tenant__slug=slug).first()
        if member is None:
            raise NotAllowed("You are in no tenant of this name.", code="not_found")
        return _of_member(member)
    found = list(memberships[:2])
    if not found:
        raise NotAllowed("You are in no tenant yet; ask an owner to add you.", code="no_tenant")
    if len(found) > 1:
        raise NotAllowed("You are in several tenants: say which in the header X-Hookyard-Tenant.", code="tenant_required")
    return _of_member(found[0])


def _of_visit(visit: SupportVisit) -> Access:
    """Never as owner: what an owner makes, such as a token, would outlast the visit."""
    role = Role.BUILDER if visit.may_change else Role.VIEWER
    return Access(visit.tenant, role, visit.user, f"support {visit.user.email}", visit=visit)


def _of_member(member: Member) -> Access:
    policy = getattr(member.tenant, "sign_in_policy", None)
    if policy and policy.two_factor_from and policy.two_factor_from <= timezone.now() and not _has_second_factor(member.user):
        raise NotAllowed(
            "This tenant asks for two-factor sign-in: set it up under Account, then go on.", code="two_factor_required"
        )
    return Access(member.tenant, Role(member.role), member.user, member.user.email)


def _has_second_factor(user: User) -> bool:
    factor = getattr(user, "second_factor", None)
    return factor is not None and factor.confirmed_at is not None
