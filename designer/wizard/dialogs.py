"""The dialog in which a customer connects, or renews, one account outside any set-up: Tray's `/external/auth/create` and `edit`.

For: the rows of `AccountSession`, which nobody else writes, and the account they are about. Any code that was made for a customer
opens one; one for an instance does not, as it reaches that instance alone.
Not here: the account itself (`runtime.connections`), consent at the service (`connecting`), accounts a set-up asks for.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from designer.embedding.services import embedding_of
from designer.wizard.admission import KEPT_FOR, hashed, known_code, not_suspended, options_of, use_code
from designer.wizard.models import AccountSession
from runtime.connections import keeping, testing
from runtime.connections.models import Connection, Service
from runtime.connections.schemes import fields_of
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of
from runtime.instances.models import Customer

BEARER = "hka_"
OPEN_FOR = timedelta(hours=1)
RELATED = ("tenant", "customer", "service", "connection__service")


@transaction.atomic
def open_dialog(
    code: str, *, now: datetime, service: str = "", environment: str = "", account: str = ""
) -> tuple[AccountSession, str]:
    """To renew `account`, or to make one at `service`, whose one environment may be named as well; ids in either form.

    Raises `NotAllowed` `not_found`, `wizard_code_unknown`, `wizard_code_used`, `wizard_code_expired`, `tenant_suspended`.
    """
    row = known_code(code, now=now)
    if row.customer is None or row.customer.leaving_at is not None:
        raise NotAllowed("This link opens no dialog for an account; ask for one that does.", code="wizard_code_unknown")
    connection = _own(row.customer, account) if account else None
    asked = connection.service if connection else _named(row.tenant_id, service, environment)
    use_code(row, now=now)
    AccountSession.of(row.tenant_id).filter(expires_at__lt=now - KEPT_FOR).delete()
    token = BEARER + secrets.token_urlsafe(32)
    session = AccountSession.objects.create(
        **{"tenant": row.tenant, "customer": row.customer, "options": row.options, "service": asked},
        connection=connection,
        renews=connection is not None,
        hash=hashed(token),
        expires_at=now + OPEN_FOR,
    )
    done("wizard.account_opened", row.customer, row.customer.name, service=session.service.key)
    return session, token


def dialog_of(token: str, *, now: datetime) -> AccountSession:
    """Raises `NotAllowed` `wizard_session_ended`, `tenant_suspended`."""
    return _standing(AccountSession.across_tenants.select_related(*RELATED).filter(hash=hashed(token)).first(), now)


def dialog(pk: str, *, now: datetime) -> AccountSession:
    """By its id, for who proves otherwise that it is theirs. Raises as `dialog_of` does."""
    return _standing(AccountSession.across_tenants.select_related(*RELATED).filter(pk=pk).first(), now)


def show(session: AccountSession) -> dict[str, Any]:
    tenant, service, connection = session.tenant, session.service, session.connection
    embedding = embedding_of(session.tenant_id)
    return {
        "customer": {"name": session.customer.name, "external_id": session.customer.external_id},
        "tenant": {"name": embedding.display_name or tenant.name},
        "theme": {"logo": embedding.logo, "accent": embedding.accent, "scheme": embedding.scheme},
        "language": options_of(session).language or embedding.language,
        "words": embedding.words,
        "origins": embedding.allowed_origins,
        "service": {
            **{"key": service.key, "name": service.name, "scheme": service.scheme},
            "fields_asked": fields_of(service.scheme, service.settings),
            "instructions": service.settings.get("instructions") or "",
        },
        "connection": connection,
        "changed_at": connection and connection.updated_at,
        "renews": session.renews,
    }


def connect(session: AccountSession, *, name: str, values: Mapping[str, str] | None) -> Connection:
    """Makes the account, or changes it: what is filled in is tried before it is stored; None changes only the name.

    Raises `InvalidCredential`, `ConnectionProblem`, `RemoteProblem`.
    """
    name = name.strip() or (session.connection.name if session.connection else session.service.name)
    if session.connection:
        return keeping.update_connection(session.connection, name=name, values=values, prove=testing.prove)
    prove = testing.prove
    made = keeping.create_connection(session.customer, session.service, name=name, values=values or {}, prove=prove)
    if not AccountSession.of(session.tenant_id).filter(pk=session.pk, connection=None).update(connection=made):
        keeping.delete_connection(made)  # a second click was quicker: one dialog makes one account
        return _standing_connection(session)
    session.connection = made
    return made


def end_dialog(session: AccountSession, *, now: datetime) -> None:
    """An account that was begun here and never connected goes with it."""
    AccountSession.of(session.tenant_id).filter(pk=session.pk, ended_at=None).update(ended_at=now)
    begun = session.connection
    if begun and not session.renews and begun.status == Connection.Status.PENDING:
        with suppress(NotAllowed):  # somebody uses it already
            keeping.delete_connection(begun)


def end_dialogs_of(customer: Customer, *, now: datetime) -> None:
    AccountSession.of(customer.tenant_id).filter(customer=customer, ended_at=None).update(ended_at=now)


def _standing(row: AccountSession | None, now: datetime) -> AccountSession:
    if row is None or row.ended_at or row.expires_at <= now or row.customer.leaving_at is not None:
        raise NotAllowed("This was open too long or was closed. Open it again from where you came.", code="wizard_session_ended")
    not_suspended(row)
    return row


def _standing_connection(session: AccountSession) -> Connection:
    rows = Connection.of(session.tenant_id).select_related("service")
    found: Connection = rows.get(pk__in=AccountSession.of(session.tenant_id).filter(pk=session.pk).values("connection"))
    return found


def _own(customer: Customer, account: str) -> Connection:
    rows = Connection.of(customer.tenant_id).filter(customer=customer).select_related("service")
    found = rows.filter(pk=id_of(account)).first()
    if found is None:
        raise NotAllowed("There is no account with this id.", code="not_found")
    return found


def _named(tenant_id: str, service: str, environment: str) -> Service:
    found = Service.of(tenant_id).filter(Q(pk=id_of(service)) | Q(key=service)).first() if service else None
    if found is None or (environment and id_of(environment) != found.pk):
        raise NotAllowed("There is no service with this id.", code="not_found")
    return found
