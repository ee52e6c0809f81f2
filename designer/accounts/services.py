"""Owners, members and tokens.

For: the rows of `User`, `Member` and `ApiToken`, and a tenant's first day. Nobody else writes them.
Not here: a tenant's settings (`tenants`), signing in (`authentication`).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from designer.accounts.access import Access
from designer.accounts.authentication import TOKEN_PREFIX, hash_token
from designer.accounts.models import ApiToken, Member, Role, Scope, User, every_scope
from designer.accounts.tenants import create_tenant
from designer.live import sockets
from designer.signing_in import second_factor, sign_ins
from runtime.deeds import done
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.routing import epoch
from runtime.tenancy.models import Tenant


class WeakPassword(HookyardError):
    """`details["errors"]` lists every rule the password breaks."""

    default_code = "input_invalid"


def is_set_up() -> bool:
    return User.objects.exists()


@transaction.atomic
def set_up_owner(email: str, password: str, tenant_name: str) -> Member:
    """The first user, who owns the first tenant and may enter the admin.

    Raises `NotAllowed` `setup_done` when there is a user already; `WeakPassword`.
    """
    epoch.take_turns()  # its row lock makes two set-ups at once take turns, on PostgreSQL too
    if is_set_up():
        raise NotAllowed("Hookyard is set up already; sign in instead.", code="setup_done")
    check_password(password, User(email=email))
    user = User.objects.create_superuser(email, password)
    return Member.objects.create(tenant=_first_tenant(tenant_name), user=user, role=Role.OWNER)


def _first_tenant(name: str) -> Tenant:
    """The one that `manage.py demo` or a token made before there was an owner, under the owner's name for it; else a new one."""
    waiting = Tenant.objects.order_by("created_at").first()
    if waiting is None:
        return create_tenant(name)
    waiting.name = name
    waiting.save(update_fields=["name"])
    return waiting


def check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        errors = [{"field": "password", "message": text, "code": "invalid"} for text in refusal.messages]
        raise WeakPassword("Choose another password: see errors.", errors=errors) from None


@transaction.atomic
def add_member(tenant: Tenant, *, email: str, role: Role, password: str | None = None) -> Member:
    """Adds a user to the tenant; somebody new gets an account with `password`.

    A password is never set for an account that exists: its owner signs in with their own.
    Raises `NotAllowed` `member_exists`; `WeakPassword`.
    """
    email = email.lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        if not password:
            raise NotAllowed(
                "Nobody has this address yet: give the new account a password.", code="password_required", field="password"
            )
        check_password(password, User(email=email))
        user = User.objects.create_user(email, password)
    try:
        with transaction.atomic():
            member = Member.objects.create(tenant=tenant, user=user, role=role)
            done("member.added", member, email, role=role.value)
            return member
    except IntegrityError:
        raise NotAllowed(f"{email} is a member already.", code="member_exists", field="email") from None


@transaction.atomic
def change_role(member: Member, role: Role) -> Member:
    """Raises `NotAllowed` `last_owner`."""
    if role != Role.OWNER:
        _keep_an_owner(member)
    done("member.role_changed", member, member.user.email, fromRole=member.role, role=role.value)
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove_member(member: Member) -> None:
    """The account stays, and is signed out where this was its last tenant. Raises `NotAllowed` `last_owner`.

    Their tokens go: they would count again, unseen, on the day the person came back.
    """
    _keep_an_owner(member)
    user = member.user
    tokens = ApiToken.objects.of(member.tenant_id).filter(created_by=user).delete()[0]
    done("member.removed", member, user.email, role=member.role, tokens=tokens)
    member.delete()
    if not (user.is_staff or Member.across_tenants.filter(user=user).exists()):
        sign_ins.end_all(user)
    _take_back(member.tenant_id)


@transaction.atomic
def leave_tenant(access: Access) -> None:
    """By the person. Raises `NotAllowed` `last_owner`, `session_needed`."""
    if access.by_token or access.user is None:
        raise NotAllowed("A token cannot leave a tenant for its maker.", code="session_needed")
    member = Member.objects.of(access.tenant).select_related("user").get(user=access.user)
    _keep_an_owner(member)
    user = member.user
    tokens = ApiToken.objects.of(member.tenant_id).filter(created_by=user).delete()[0]
    done("member.left", member, user.email, role=member.role, tokens=tokens)
    member.delete()
    _take_back(access.tenant.pk)


def reset_second_factor(member: Member, by: Access) -> None:
    """For a member who lost their app. Raises `NotAllowed` `two_factor_own`, `two_factor_shared`, `two_factor_off`."""
    if by.user == member.user:  # else an open session, or a token, would do what needs a code
        raise NotAllowed("Switch off your own under Account, with a code.", code="two_factor_own")
    if Member.across_tenants.filter(user=member.user).exclude(pk=member.pk).exists() or member.user.is_staff:
        raise NotAllowed(
            f"{member.user.email} has more to lose than this tenant: whoever runs this Hookyard can reset it in the admin.",
            code="two_factor_shared",
        )
    if not second_factor.is_on(member.user):
        raise NotAllowed("This member has no second factor.", code="two_factor_off")
    second_factor.reset(member.user, by.actor)


def _keep_an_owner(member: Member) -> None:
    # The lock makes two owners who remove each other take turns.
    owners = Member.objects.of(member.tenant_id).select_for_update().filter(role=Role.OWNER).values_list("pk", flat=True)
    if list(owners) == [member.pk]:
        raise NotAllowed("A tenant needs an owner: make somebody else one first.", code="last_owner")


@transaction.atomic
def create_token(
    access: Access, *, name: str, role: Role, scopes: Sequence[str] | None = None, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """The row and the token itself, which cannot be read again. Nobody makes a token that may do more than they may.

    Without `scopes` it counts wherever the caller's does.
    """
    access.require(role)
    counts_in = [scope for scope in every_scope() if scope in (access.scopes if scopes is None else scopes)]
    for scope in counts_in:
        access.require_scope(Scope(scope))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    if expires_at and expires_at <= timezone.now():
        raise NotAllowed("A token has to be good for a while: choose a later day.", code="input_invalid", field="expiresAt")
    told = {"name": name, "role": role, "scopes": counts_in, "expires_at": expires_at, "created_by": access.user}
    token = ApiToken.objects.create(tenant=access.tenant, hash=hash_token(secret), hint=secret[-4:], **told)
    done("token.created", token, name, role=role.value, scopes=counts_in, until=expires_at.isoformat() if expires_at else None)
    return token, secret


@transaction.atomic
def delete_token(token: ApiToken) -> None:
    """Whoever uses it is refused from now on."""
    done("token.deleted", token, token.name, role=token.role)
    token.delete()
    _take_back(token.tenant_id)


def _take_back(tenant_id: str) -> None:
    """Live pages that were open by a right which is gone are closed now, not in a while."""
    transaction.on_commit(lambda: sockets.ask_again(tenant_id=tenant_id))


def forget_people(tenant_id: str) -> None:
    """Accounts that would be in no tenant without this one, as it is going. Those who run this Hookyard stay."""
    elsewhere = Member.across_tenants.exclude(tenant_id=tenant_id).values("user")
    going = Member.objects.of(tenant_id).filter(user__is_staff=False).exclude(user__in=elsewhere).values("user")
    for user in User.objects.filter(pk__in=list(going.values_list("user", flat=True))):
        user.delete()
