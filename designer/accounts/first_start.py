"""What exists before anybody has signed in: for scripts, containers and the demo."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from designer.accounts.access import Access
from designer.accounts.models import Role
from designer.accounts.services import WeakPassword, is_set_up, set_up_owner
from designer.accounts.tenants import create_tenant
from runtime.tenancy.models import Tenant


def owner_from_environment() -> None:
    """Makes the owner that HOOKYARD_OWNER (`email:password`) names, once. Without it the first page asks for one."""
    email, _, password = settings.OWNER.partition(":")
    if not email or is_set_up():
        return
    try:
        set_up_owner(email, password, "My tenant")
    except WeakPassword as refusal:
        reasons = " ".join(error["message"] for error in refusal.details["errors"])
        raise CommandError(f"HOOKYARD_OWNER: {reasons}") from None


def script_access(slug: str | None) -> Access:
    """Whoever can run commands on the server acts as owner of the tenant called `slug`, or of the first one.

    That one is made if there is none yet.
    """
    tenants = Tenant.objects.order_by("created_at")
    tenant = tenants.filter(slug=slug).first() if slug else tenants.first() or create_tenant("My tenant")
    if tenant is None:
        raise CommandError(f"There is no tenant {slug!r}.")
    return Access(tenant, Role.OWNER, None, "command line")
