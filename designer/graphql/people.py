"""External users: our customers, and what lets them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from designer.accounts.models import Role
from designer.end_users import services
from designer.graphql.asking import Asker, asker, by_ids, public_id
from designer.graphql.paging import page_of_rows
from runtime.engine.errors import NotAllowed
from runtime.erasing import beginning
from runtime.instances.customers import update_customer
from runtime.instances.models import Customer, CustomerLabel

LONGEST = 200  # characters of a name or an external id


def users(_source: Any, info: Any, criteria: Mapping[str, Any] | None = None, **paging: Any) -> dict[str, Any]:
    asking = asker(info)
    asking.as_master(Role.VIEWER)
    return page_of_rows(_chosen(asking, criteria or {}), _show, **paging)


def _chosen(asking: Asker, criteria: Mapping[str, Any]) -> QuerySet[Customer]:
    rows = Customer.of(asking.tenant).filter(leaving_at=None)
    if (user_id := criteria.get("userId")) is not None:
        rows = by_ids(rows, [user_id])
    plain = {"externalUserId": "external_id", "name": "name"}
    return rows.filter(**{column: criteria[name] for name, column in plain.items() if criteria.get(name) is not None})


def _show(rows: Sequence[Customer]) -> list[dict[str, Any]]:
    labels = CustomerLabel.of(rows[0].tenant_id).filter(customer__in=[row.pk for row in rows], label=services.TEST_USER)
    test_users = set(labels.values_list("customer_id", flat=True))
    return [
        {"id": public_id(row.pk), "name": row.name, "externalUserId": row.external_id, "isTestUser": row.pk in test_users}
        for row in rows
    ]


def details(_source: Any, info: Any) -> dict[str, Any]:
    """Of a user too, where a program may show them; customers have no address, so the id that the product knows stands in."""
    asking = asker(info)
    asking.may_look()
    if (customer := asking.reach.customer) is not None:
        return {"username": customer.external_id, "email": customer.external_id, "name": customer.name}
    access = asking.reach.access
    email = access.user.email if access and access.user else asking.tenant.slug
    return {"username": email, "email": email, "name": asking.tenant.name}


def create_external_user(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    asking.as_master(Role.OPERATOR)
    _check({name: given[name] for name in ("name", "externalUserId")})
    customer = services.create_external_user(
        asking.tenant,
        name=given["name"],
        external_user_id=given["externalUserId"],
        is_test_user=bool(given.get("isTestUser")),
    )
    return {"userId": public_id(customer.pk)}


def update_external_user(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    asking.as_master(Role.OPERATOR)
    customer = services.external_user(asking.tenant, given["userId"])
    named = {name: given[name] for name in ("name", "externalUserId") if given.get(name) is not None}
    _check(named)
    with transaction.atomic():
        if named:
            update_customer(customer, name=named.get("name"), external_id=named.get("externalUserId"))
        if given.get("isTestUser") is not None:
            services.mark_test_user(customer, given["isTestUser"])
    return {"user": _show([customer])[0]}


def remove_external_user(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    access = asking.as_master(Role.OWNER)
    customer = services.external_user(asking.tenant, given["userId"])
    beginning.begin(customer, confirm=customer.external_id, by=access.actor)
    return {}


def authorize(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    access = asking.as_master(Role.OPERATOR)
    customer = services.external_user(asking.tenant, given["userId"])
    return {"accessToken": services.authorize(access, customer, now=asking.now)[1]}


def generate_authorization_code(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    access = asking.as_master(Role.OPERATOR)
    customer = services.external_user(asking.tenant, given["userId"])
    return {"authorizationCode": services.generate_authorization_code(access, customer, now=asking.now)}


def _check(named: Mapping[str, str]) -> None:
    """As the REST API does. Raises `NotAllowed` `input_invalid`."""
    for name, text in named.items():
        if not text.strip() or len(text) > LONGEST:
            raise NotAllowed(f"{name} has 1 to {LONGEST} characters.", code="input_invalid", field=name)
