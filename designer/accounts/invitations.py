"""Inviting people into a tenant, by a link that counts once.

For: the rows of `Invitation`: made, sent again, withdrawn, accepted. Nobody else writes them.
Not here: members (`services`), how a letter looks (`letters`).

Whoever holds the link is who was invited: it went to their address, or to the owner where no e-mail server is set up, who is
then told to pass it on to nobody else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from designer.accounts import letters
from designer.accounts.authentication import hash_token
from designer.accounts.models import Invitation, Member, Role, User
from designer.accounts.services import check_password
from designer.signing_in.throttle import INVITATIONS_OF_TENANT, INVITATIONS_TO_PERSON
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.mail.post import can_send
from runtime.routing import epoch
from runtime.tenancy.models import Tenant

GOOD_FOR = timedelta(days=7)
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """`link` only where no letter was sent: whoever invites passes it on, and it cannot be shown again."""

    invitation: Invitation
    link: str | None


@transaction.atomic
def invite(tenant: Tenant, email: str, role: Role, by: User | None = None) -> Invited:
    """Invites `email`; somebody who is invited already gets a new link in place of the old one.

    The same for those with an account and those without, so that nobody learns who has one. Call it in the transaction that
    makes the tenant, if one does. Raises `NotAllowed` `member_exists`, `invitations_too_many`, `too_many_tries`.
    """
    email = email.strip().lower()
    if Member.objects.of(tenant).filter(user__email=email).exists():
        raise NotAllowed(f"{email} is a member already.", code="member_exists", field="email")
    waiting = Invitation.objects.of(tenant)
    if waiting.exclude(email=email).count() >= MOST_WAITING:
        raise NotAllowed(f"{MOST_WAITING} invitations wait already; withdraw some first.", code="invitations_too_many")
    token = secrets.token_urlsafe(32)
    told = {"role": role, "hash": hash_token(token), "invited_by": by.email if by else ""}
    invitation, fresh = Invitation.across_tenants.update_or_create(
        tenant=tenant, email=email, defaults={**told, "expires_at": timezone.now() + GOOD_FOR}
    )
    done("invitation.sent" if fresh else "invitation.renewed", invitation, email, role=role.value)
    return _deliver(invitation, token)


@transaction.atomic
def send_again(invitation: Invitation, by: User | None = None) -> Invited:
    """With a new link; the one before counts no more."""
    return invite(invitation.tenant, invitation.email, Role(invitation.role), by)


def _deliver(invitation: Invitation, token: str) -> Invited:
    link = letters.page("/invitation", token)
    if not can_send():
        return Invited(invitation, link)
    INVITATIONS_OF_TENANT.count(invitation.tenant_id)
    INVITATIONS_TO_PERSON.count(f"{invitation.tenant_id} {invitation.email}")
    tenant, role = invitation.tenant, Role(invitation.role)
    who = invitation.invited_by or "Whoever runs this Hookyard"
    letters.write(
        invitation.email,
        kind="invitation",
        tenant_id=tenant.pk,
        subject=f"{who} invites you to {tenant.name} on Hookyard",
        lines=[f"{who} invites you to work on the integrations of {tenant.name}, as {role.value}."],
        link=("Accept the invitation", link),
        after=[f"The link counts once, for you, and until {invitation.expires_at:%-d %B %Y, %H:%M} UTC."],
    )
    return Invited(invitation, None)


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """Its link counts no more."""
    done("invitation.withdrawn", invitation, invitation.email, role=invitation.role)
    invitation.delete()


def find(token: str) -> Invitation:
    """Raises `NotAllowed` `invitation_invalid`: never made, used, withdrawn, renewed and out of date look the same."""
    rows = Invitation.across_tenants.select_related("tenant")
    found = rows.filter(hash=hash_token(token), expires_at__gt=timezone.now(), tenant__suspended=False).first()
    if found is None:
        raise NotAllowed(
            "This invitation does not count any more: it was used, withdrawn or sent again, or it is out of date. "
            "Ask whoever invited you for a new one.",
            code="invitation_invalid",
        )
    return found


@transaction.atomic
def accept(token: str, *, signed_in: User | None, password: str | None = None) -> Member:
    """Makes the account with `password`, or lets who is signed in with this address join.

    Raises `NotAllowed`: `invitation_invalid`, `sign_in_first`, `other_account`, `password_required`, `member_exists`;
    `WeakPassword`.
    """
    epoch.take_turns()  # its row lock makes two who accept at once take turns, on PostgreSQL too
    invitation = find(token)
    user = _who_accepts(invitation, signed_in, password)
    if Member.objects.of(invitation.tenant).filter(user=user).exists():
        invitation.delete()
        raise NotAllowed(f"{user.email} is a member already.", code="member_exists")
    member = Member.objects.create(tenant=invitation.tenant, user=user, role=invitation.role)
    done("invitation.accepted", member, user.email, role=invitation.role, invitedBy=invitation.invited_by)
    invitation.delete()
    return member


def _who_accepts(invitation: Invitation, signed_in: User | None, password: str | None) -> User:
    if signed_in is not None:
        if signed_in.email != invitation.email:
            raise NotAllowed(
                f"This invitation is for {invitation.email}, and you are signed in as {signed_in.email}. Sign out first.",
                code="other_account",
            )
        return signed_in
    if User.objects.filter(email=invitation.email).exists():
        raise NotAllowed(f"{invitation.email} has an account here: sign in to join.", code="sign_in_first")
    if not password:
        raise NotAllowed("Choose a password for your account.", code="password_required", field="password")
    check_password(password, User(email=invitation.email))
    return User.objects.create_user(invitation.email, password)
