"""Visits are begun by staff, end by themselves, and stand in the tenant's own audit log.

For: the rows of `SupportVisit`. Nobody else writes them.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from designer.accounts.models import User
from designer.live import sockets
from designer.support.looking import open_of
from designer.support.models import SupportVisit
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.tenancy.models import Tenant

LONGEST = timedelta(hours=4)


@transaction.atomic
def begin(tenant: Tenant, user: User, *, reason: str, minutes: int, may_change: bool) -> SupportVisit:
    """One at a time in each tenant: a new one ends the one before. Raises `NotAllowed` `reason_required`, `not_allowed`."""
    if not user.is_staff:
        raise NotAllowed("Only whoever runs this Hookyard may look at a tenant as support.", code="not_allowed")
    if not reason.strip():
        raise NotAllowed("Say why; the tenant reads it in its audit log.", code="reason_required", field="reason")
    for earlier in open_of(user).filter(tenant=tenant):
        end(earlier)
    until = timezone.now() + min(timedelta(minutes=minutes), LONGEST)
    given = {"reason": reason.strip()[:300], "until": until, "may_change": may_change}
    visit = SupportVisit.objects.create(tenant=tenant, user=user, **given)
    facts = {"reason": visit.reason, "until": until.isoformat(timespec="minutes"), "mayChange": may_change}
    done("support.began", visit, user.email, **facts)
    return visit


@transaction.atomic
def end(visit: SupportVisit) -> None:
    """Doing it twice is once."""
    if SupportVisit.objects.of(visit.tenant_id).filter(pk=visit.pk, ended_at=None).update(ended_at=timezone.now()):
        done("support.ended", visit, visit.user.email, reason=visit.reason)
        transaction.on_commit(lambda: sockets.ask_again(tenant_id=visit.tenant_id))
