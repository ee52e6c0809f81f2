"""Every route under /core/v1/, asked with tokens of somebody else: what is another's looks like what never was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from designer.accounts.models import Role
from designer.accounts.services import create_token
from designer.accounts.tenants import suspend
from designer.end_users.services import authorize
from designer.triggers_api.urls import urlpatterns
from designer.triggers_api.views import CALLS
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.identifiers import as_uuid
from runtime.subscriptions.models import Subscription
from tests.designer.stock import make_customer
from tests.triggers.conftest import BODY, Program

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")
ROUTES = [
    (method, str(one.pattern), one.callback.view_class)
    for one in urlpatterns[:-1]  # the last takes what is left
    for method in METHODS
    if hasattr(one.callback.view_class, method)
]
WITH_ID = [(method, route) for method, route, _ in ROUTES if "<str:pk>" in route]
BODIES: dict[str, Any] = {
    "recover": {"since": "2026-01-01T00:00:00Z"},
    "authentications": {"name": "x", "credentials": {"token": "y"}},
}


def body_for(route: str) -> dict[str, Any]:
    return next((body for word, body in BODIES.items() if word in route), {})


@pytest.fixture
def theirs(user, cast, northwind):
    service = create_service(cast.acme, name="Line", scheme="bearer", settings={"hosts": ["a.example"]})
    account = create_connection(northwind, service, name="A", values={"token": "t-1"})
    pk = user.subscribe(authenticationId=as_uuid(account.pk))["id"]
    return {
        "subscriptions": pk,
        "authentications": as_uuid(account.pk),
        "delivery": user.post(f"subscriptions/{pk}/test").json()["deliveryId"],
    }


def filled(route: str, theirs: dict[str, str]) -> str:
    pk = theirs.get(route.partition("/")[0], "")
    return re.sub(r"<\w+:\w+>", "1", route.replace("<str:pk>", pk).replace("<str:delivery>", theirs["delivery"]))


def test_what_is_another_customers_or_another_tenants_is_not_found(theirs, other_user, cast):
    stranger = make_customer(cast.rivals, "foreign")
    rival = Program(authorize(cast.access(), stranger, now=timezone.now())[1])
    for method, route in WITH_ID:
        for asking in (other_user, rival):
            answer = asking.call(method.upper(), filled(route, theirs), body_for(route))
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, route)
    assert Subscription.of(cast.acme).get().state == "active"


def test_a_master_token_sees_everybodys_subscriptions_and_the_tenants_own_accounts(theirs, master):
    assert [one["id"] for one in master.get("subscriptions").json()["elements"]] == [theirs["subscriptions"]]
    assert master.get(f"subscriptions/{theirs['subscriptions']}").status_code == 200
    assert master.get(f"authentications/{theirs['authentications']}").status_code == 404
    answer = master.post("subscriptions", {**BODY, "authenticationId": theirs["authentications"]})
    assert answer.status_code == 400 and "no such authentication" in answer.json()["message"]
    assert master.delete(f"subscriptions/{theirs['subscriptions']}").status_code == 204


def test_a_customer_lists_its_own_alone(theirs, other_user, master):
    mine = other_user.subscribe()["id"]
    assert [one["id"] for one in other_user.get("subscriptions").json()["elements"]] == [mine]
    assert len(master.get("subscriptions").json()["elements"]) == 2


def test_each_route_needs_a_token_with_role_and_scope(cast, theirs):
    elsewhere = Program(create_token(cast.access(), name="g", role=Role.OWNER, scopes=["graphql"])[1])
    viewer = Program(create_token(cast.access(), name="v", role=Role.VIEWER)[1])
    for method, route, view in ROUTES:
        path = filled(route, theirs)
        assert Program("").call(method.upper(), path, {}).status_code == 401, (method, route)
        refused = elsewhere.call(method.upper(), path, {})
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_lacking"), (method, route)
        if view.roles[method.upper()] is not Role.VIEWER:
            refused = viewer.call(method.upper(), path, {})
            assert (refused.status_code, refused.json()["code"]) == (403, "role_lacking"), (method, route)


def test_a_suspended_tenants_tokens_are_refused(theirs, user, master, cast):
    suspend(cast.acme, "unpaid")
    for asking in (user, master):
        answer = asking.get("subscriptions")
        assert (answer.status_code, answer.json()["code"]) == (403, "tenant_suspended")


BROKEN = (b"", b"no json", b'{"a":', b"[]", b"null", b'"x"', b"[" * 300 + b"]" * 300, b'{"name":"\\u0000"}', b"\xff\xfe")


def test_any_body_gets_an_answer_in_one_shape(theirs, user):
    taking = [(method, route) for method, route, _ in ROUTES if method in ("post", "put", "patch")]
    for body in BROKEN:
        CALLS.forget()
        for method, route in taking:
            answer = user.call(method.upper(), filled(route, theirs), body)
            assert answer.status_code < 500, (method, route, body, answer.content)
            assert answer.status_code < 400 or {"message", "code"} <= set(answer.json())


@pytest.mark.parametrize("pk", ["x", "%00", "1" * 26, "zz" * 18, "00000000-0000-0000-0000-000000000000"])
def test_any_id_gets_an_answer_in_one_shape(pk, user):
    answer = user.get(f"subscriptions/{pk}")
    assert answer.status_code in (400, 404) and {"message", "code"} <= set(answer.json())


def test_a_path_that_is_none_is_answered_in_the_same_shape(db):
    answer = Program("").get("nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_customer_with_subscriptions_is_not_deleted_by_the_way(user, northwind, operator):
    pk = user.subscribe()["id"]
    refused = operator.delete(f"customers/{northwind.pk}")
    assert (refused.status_code, refused.json()["code"]) == (409, "customer_in_use")
    user.delete(f"subscriptions/{pk}")
    assert operator.delete(f"customers/{northwind.pk}").status_code == 204
