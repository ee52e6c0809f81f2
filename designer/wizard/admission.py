"""Who may open a wizard, and keep it open: single-use codes and the sessions they open.

For: the rows of `WizardCode` and `WizardSession`; nobody else writes them. Both are 256 random bits, stored as their hash.
Not here: pages and their headers (`page`), what a session may do (`api`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from designer.wizard.models import Admission, WizardCode, WizardSession
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of
from runtime.instances.models import Customer, Instance, Integration
from runtime.instances.preparing import prepare

CODE, SESSION = "hkc_", "hkw_"
OPEN_FOR = timedelta(hours=12)
KEPT_FOR = timedelta(days=2)  # behind their end, so that a late opener hears why
RELATED = ("instance__customer", "instance__integration", "instance__version", "tenant")
RELATED_TO_CODES = (*RELATED, "customer")


@dataclass(frozen=True, slots=True)
class Options:
    """`origin` is the page the wizard tells what happens; empty: whichever of the tenant's it finds itself in."""

    custom_validation: bool = False
    enable: bool = True
    language: str = ""
    return_url: str = ""
    origin: str = ""


def instance_to_set_up(integration: Integration, customer: Customer) -> Instance:
    """The customer's instance of the integration, made when there is none. Raises `NotAllowed` `not_published`."""
    found = Instance.of(integration.tenant_id).filter(integration=integration, customer=customer)
    return found.select_related("integration", "customer", "version").first() or prepare(integration, customer)


@transaction.atomic
def make_code(instance: Instance, options: Options, *, minutes: int, made_by: str, now: datetime) -> tuple[WizardCode, str]:
    """The code is given out this once."""
    row, code = _new_code(instance.tenant_id, options, minutes=minutes, made_by=made_by, now=now, instance=instance)
    done("wizard.code_made", instance, _called(instance), minutes=minutes)
    return row, code


@transaction.atomic
def make_customer_code(
    customer: Customer, options: Options, *, minutes: int, made_by: str, now: datetime
) -> tuple[WizardCode, str]:
    """For any one of the customer's instances, named when it is opened. The code is given out this once."""
    row, code = _new_code(customer.tenant_id, options, minutes=minutes, made_by=made_by, now=now, customer=customer)
    done("wizard.code_made", customer, customer.name, minutes=minutes)
    return row, code


def _new_code(
    tenant_id: str, options: Options, *, minutes: int, made_by: str, now: datetime, **opens: Instance | Customer
) -> tuple[WizardCode, str]:
    _forget(tenant_id, now)
    code = CODE + secrets.token_urlsafe(32)
    row = WizardCode.objects.create(
        **opens,
        tenant_id=tenant_id,
        hash=hashed(code),
        options=asdict(options),
        made_by=made_by[:254],
        expires_at=now + timedelta(minutes=minutes),
    )
    return row, code


@transaction.atomic
def take_code(code: str, *, now: datetime, instance: str = "") -> tuple[WizardSession, str]:
    """A session for a code that nobody used before; of two who try at once, one gets it. `instance` is what the address names.

    Raises `NotAllowed` `not_found`, `wizard_code_unknown`, `wizard_code_used`, `wizard_code_expired`, `tenant_suspended`.
    """
    row = known_code(code, now=now)
    opened = row.instance or _named(row, instance)
    use_code(row, now=now)
    token = SESSION + secrets.token_urlsafe(32)
    told = {"tenant": row.tenant, "instance": opened, "options": row.options}
    session = WizardSession.objects.create(**told, hash=hashed(token), expires_at=now + OPEN_FOR)
    done("wizard.opened", opened, _called(opened))
    return session, token


def known_code(code: str, *, now: datetime) -> WizardCode:
    """One that may still open something. Raises as `take_code`, but for what the address names."""
    row = WizardCode.across_tenants.select_related(*RELATED_TO_CODES).filter(hash=hashed(code)).first()
    if row is None:
        raise NotAllowed("This link is not known; ask for a new one where you got it.", code="wizard_code_unknown")
    not_suspended(row)
    if row.used_at is not None:
        raise _used()
    if row.expires_at <= now:
        raise NotAllowed("This link came too late; ask for a new one where you got it.", code="wizard_code_expired")
    return row


def use_code(row: WizardCode, *, now: datetime) -> None:
    """Of two who try at once, one comes back from here. Raises `NotAllowed` `wizard_code_used`."""
    if not WizardCode.of(row.tenant_id).filter(pk=row.pk, used_at=None).update(used_at=now):
        raise _used()


def _used() -> NotAllowed:
    return NotAllowed(
        "This link was opened before, and each opens once. Open the set-up again from where you came; your answers are kept.",
        code="wizard_code_used",
    )


def session_of(token: str, *, now: datetime) -> WizardSession:
    """Raises `NotAllowed` `wizard_session_ended`, `tenant_suspended`."""
    row = WizardSession.across_tenants.select_related(*RELATED).filter(hash=hashed(token)).first()
    if row is None or row.ended_at or row.expires_at <= now:
        raise NotAllowed(
            "This set-up was open too long or was closed. Open it again from where you came; your answers are kept.",
            code="wizard_session_ended",
        )
    not_suspended(row)
    return row


def options_of(admission: Admission) -> Options:
    return Options(**admission.options)


def end_session(session: WizardSession, *, now: datetime) -> None:
    WizardSession.of(session.tenant_id).filter(pk=session.pk, ended_at=None).update(ended_at=now)


@transaction.atomic
def close_all(instance: Instance, *, now: datetime) -> None:
    """Links given out open nothing any more, open wizards end."""
    codes = WizardCode.of(instance.tenant_id).filter(Q(instance=instance) | Q(customer=instance.customer_id), used_at=None)
    codes.delete()
    WizardSession.of(instance.tenant_id).filter(instance=instance, ended_at=None).update(ended_at=now)
    done("wizard.closed", instance, _called(instance))


def tenant_of_code(code: str) -> str:
    """Whose page this will be; empty for a code that is none."""
    row = WizardCode.across_tenants.filter(hash=hashed(code)).first()
    return row.tenant_id if row else ""


def _named(row: WizardCode, instance: str) -> Instance:
    own = Instance.of(row.tenant_id).filter(customer=row.customer_id).select_related("integration", "customer", "version")
    found = own.filter(pk=id_of(instance)).first()
    if found is None:
        raise NotAllowed("There is no such set-up; open it again from where you came.", code="not_found")
    return found


def not_suspended(row: Any) -> None:
    if row.tenant.suspended:
        raise NotAllowed("This set-up is not to be had just now; ask where you got the link.", code="tenant_suspended")


def _forget(tenant_id: str, now: datetime) -> None:
    for model in (WizardCode, WizardSession):
        model.of(tenant_id).filter(expires_at__lt=now - KEPT_FOR).delete()


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _called(instance: Instance) -> str:
    return f"{instance.integration.name} of {instance.customer.name}"
