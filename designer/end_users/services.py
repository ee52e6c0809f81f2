"""External users, as Tray calls customers: made, given a token, given a code that opens a wizard.

For: the rows of `UserToken`; nobody else writes them. GraphQL's `createExternalUser`, `authorize` and
`generateAuthorizationCode` are these, one to one.
Not here: who is asking (`reach`), customers themselves (`runtime.instances.customers`), what a code opens (`designer.wizard`).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from designer.accounts.access import Access
from designer.accounts.authentication import hash_token
from designer.end_users.models import UserToken
from designer.wizard.admission import Options, make_customer_code
from runtime.deeds import done
from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of
from runtime.instances.customers import create_customer, set_labels
from runtime.instances.models import Customer, CustomerLabel
from runtime.tenancy.models import Tenant

PREFIX = "hku_"
GOOD_FOR = timedelta(days=2)
CODE_MINUTES = 10
TEST_USER = "test user"  # a customer's label, so that people see it where they look at customers


def create_external_user(tenant: Tenant, *, name: str, external_user_id: str, is_test_user: bool = False) -> Customer:
    """Raises `NotAllowed` `external_id_taken`."""
    return create_customer(tenant, external_id=external_user_id, name=name, labels=[TEST_USER] if is_test_user else [])


def is_test_user(customer: Customer) -> bool:
    return CustomerLabel.of(customer.tenant_id).filter(customer=customer, label=TEST_USER).exists()


@transaction.atomic
def mark_test_user(customer: Customer, is_test: bool) -> None:
    labels = CustomerLabel.of(customer.tenant_id).filter(customer=customer).exclude(label=TEST_USER)
    set_labels(customer, [*labels.values_list("label", flat=True), *([TEST_USER] if is_test else [])])


def external_user(tenant: Tenant, user_id: str) -> Customer:
    """By id, in either form. Raises `NotAllowed` `customer_not_found`; one that is being deleted is not found either."""
    found = Customer.of(tenant).filter(pk=id_of(user_id), leaving_at=None).first()
    if found is None:
        raise NotAllowed("There is no external user with this id.", code="customer_not_found")
    return found


@transaction.atomic
def authorize(access: Access, customer: Customer, *, now: datetime) -> tuple[UserToken, str]:
    """The row and the token itself, which cannot be read again."""
    UserToken.of(customer.tenant_id).filter(expires_at__lt=now).delete()
    secret = PREFIX + secrets.token_urlsafe(32)
    row = UserToken.objects.create(
        tenant_id=customer.tenant_id,
        customer=customer,
        hash=hash_token(secret),
        hint=secret[-4:],
        made_with=access.token,
        expires_at=now + GOOD_FOR,
    )
    done("token.user_created", customer, customer.name, until=row.expires_at.isoformat())
    return row, secret


@transaction.atomic
def end_tokens(customer: Customer) -> int:
    """Whoever holds one is refused from now on. How many there were."""
    ended = UserToken.of(customer.tenant_id).filter(customer=customer).delete()[0]
    done("token.user_ended", customer, customer.name, count=ended)
    return ended


def generate_authorization_code(access: Access, customer: Customer, *, now: datetime) -> str:
    """Opens one wizard of the customer's instances, or the dialog of one account, once. As in Tray, finishing a wizard does not
    switch the instance on."""
    return make_customer_code(customer, Options(enable=False), minutes=CODE_MINUTES, made_by=access.actor, now=now)[1]
