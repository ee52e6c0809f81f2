"""Whose account it is that single sign-on speaks of, and how somebody new gets one.

For: finding by issuer and subject, connecting by verified address, joining by invitation or by the domain of the address.
Not here: whether what the provider says is true (`single_sign_on`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from designer.accounts.models import Invitation, Member, Role, User
from designer.signing_in import sign_ins
from designer.signing_in.models import Identity
from designer.signing_in.single_sign_on import Person, Refused
from designer.signing_in.telling import as_person, tell_tenants, write_to
from runtime.deeds import done
from runtime.routing import epoch
from runtime.tenancy.models import Tenant


@transaction.atomic
def account_of(request: HttpRequest, person: Person) -> User:
    """Raises `Refused` `no_account`, `account_off`."""
    epoch.take_turns()  # its row lock makes two first sign-ins at once take turns, on PostgreSQL too
    known = Identity.objects.filter(issuer=person.issuer, subject=person.subject).select_related("user").first()
    user = known.user if known else User.objects.filter(email=person.email).first()
    if user is None:
        user = _new_account(request, person)
    if not user.is_active:
        raise Refused("account_off", f"the account of {user.email} is switched off")
    if known is None:
        _connect(request, user, person)
    return user


def _connect(request: HttpRequest, user: User, person: Person) -> None:
    """From now on the account is the provider's to let in: its password and open sessions may be somebody else's, who made it
    with an address that was not theirs."""
    Identity.objects.create(user=user, issuer=person.issuer, subject=person.subject)
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        sign_ins.end_all(user)
    with as_person(request, user):
        tell_tenants(user, "member.identity_linked", issuer=person.issuer)
    write_to(
        user,
        "identity_linked",
        f"You sign in to Hookyard with {settings.OIDC_NAME} now",
        f"Your account is connected with {settings.OIDC_NAME}, which takes the place of your password.",
        "If this surprises you, tell whoever runs this Hookyard.",
    )


def _new_account(request: HttpRequest, person: Person) -> User:
    """By an invitation that waits for this address, or by its domain."""
    invitations = list(
        Invitation.across_tenants.filter(email=person.email, expires_at__gt=timezone.now(), tenant__suspended=False)
    )
    domain = person.email.rpartition("@")[2]
    places = [(invitation.tenant, Role(invitation.role)) for invitation in invitations]
    if not places:
        places = [
            (tenant, Role(join.role))
            for join in settings.OIDC_JOIN
            if join.domain == domain
            for tenant in Tenant.objects.filter(slug=join.slug, suspended=False)
        ]
    if not places:
        raise Refused("no_account", f"nobody has the address {person.email}")
    user = User.objects.create_user(person.email)
    with as_person(request, user):
        for tenant, role in places:
            member = Member.objects.create(tenant=tenant, user=user, role=role)
            done("member.joined", member, user.email, role=role.value, invited=bool(invitations))
    Invitation.across_tenants.filter(pk__in=[invitation.pk for invitation in invitations]).delete()
    return user
