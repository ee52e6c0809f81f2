"""Which visits count now. Apart from `services`, as who may do what is found out on every request."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from designer.accounts.models import User
from designer.support.models import SupportVisit


def open_of(user: User, now: datetime | None = None) -> QuerySet[SupportVisit]:
    """None for somebody who is not staff any more."""
    rows = SupportVisit.across_tenants.select_related("tenant", "user").order_by("-pk")
    return rows.filter(user=user, user__is_staff=True, ended_at=None, until__gt=now or timezone.now())
