"""What a tenant wants of its members when they sign in: a second factor, from a day on.

For: the rows of `SignInPolicy`. Asking for it is `designer.accounts.access`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designer.accounts.models import Member
from designer.signing_in.models import SecondFactor, SignInPolicy
from runtime.deeds import done
from runtime.tenancy.models import Tenant


def two_factor_from(tenant: Tenant) -> datetime | None:
    kept = SignInPolicy.objects.of(tenant).first()
    return kept.two_factor_from if kept else None


def members_without(tenant: Tenant) -> int:
    have = SecondFactor.objects.filter(confirmed_at__isnull=False).values("user_id")
    return Member.objects.of(tenant).exclude(user_id__in=have).count()


@transaction.atomic
def require_two_factor(tenant: Tenant, since: datetime | None) -> None:
    """From then on members without one reach nothing of the tenant but the page to set it up. None takes that back."""
    SignInPolicy.across_tenants.update_or_create(tenant=tenant, defaults={"two_factor_from": since})
    told = {"twoFactorFrom": since.isoformat() if since else None}
    done("tenant.sign_in_changed", None, tenant.name, tenant_id=tenant.pk, **told)
