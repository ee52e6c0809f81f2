"""Tokens of the tenant and of its customers: how far each reaches, when it ends; codes that open any of a customer's wizards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from designer.accounts.models import ApiToken, Role, Scope
from designer.accounts.services import create_token, delete_token
from designer.accounts.tenants import suspend
from designer.end_users import services
from designer.end_users.models import UserToken
from designer.end_users.reach import Reach, ReachAuthentication, reach_of_user
from runtime.engine.errors import NotAllowed
from runtime.identifiers import as_uuid
from runtime.instances.models import Customer
from runtime.instances.services import deploy
from tests.cast import Cast, Desk
from tests.designer.stock import make_customer, make_integration, make_version
from tests.wizard.conftest import enter

pytestmark = pytest.mark.django_db


def bearer(token: str) -> Reach | None:
    found = ReachAuthentication().authenticate(APIRequestFactory().get("/", headers={"Authorization": f"Bearer {token}"}))
    return found[1] if found else None


@pytest.fixture
def northwind(cast: Cast) -> Customer:
    return services.create_external_user(cast.acme, name="Northwind", external_user_id="nw")


@pytest.fixture
def user_token(cast: Cast, northwind: Customer) -> str:
    return services.authorize(cast.access(), northwind, now=timezone.now())[1]


def test_a_customers_token_reaches_that_customer_and_a_master_token_all_of_the_tenant(cast, northwind, user_token):
    other = make_customer(cast.acme, "other")
    foreign = make_customer(cast.rivals, "foreign")
    _, master = create_token(cast.access(), name="script", role=Role.OPERATOR)
    user, everybody = bearer(user_token), bearer(master)
    assert (user.customer, user.is_master, user.actor) == (northwind, False, "Northwind (customer)")
    assert set(everybody.within(Customer.of(everybody.tenant))) == {northwind, other}
    assert [user.owns(pk) for pk in (northwind.pk, other.pk, foreign.pk, None)] == [True, False, False, False]
    assert [everybody.owns(pk) for pk in (northwind.pk, None)] == [False, True]
    with pytest.raises(NotAllowed) as refusal:
        user.require_master(Role.VIEWER, Scope.GRAPHQL)
    assert refusal.value.code == "master_token_needed"


def test_a_master_token_does_what_its_role_and_scopes_say_and_no_more(cast, owner):
    made = owner.post("tokens", {"name": "script", "role": "operator", "scopes": ["triggers"]}).json()
    assert made["scopes"] == ["triggers"]
    reach = bearer(made["token"])
    reach.require(Role.OPERATOR, Scope.TRIGGERS)
    for role, scope, code in ((Role.OWNER, Scope.TRIGGERS, "role_lacking"), (Role.VIEWER, Scope.GRAPHQL, "scope_lacking")):
        with pytest.raises(NotAllowed) as refusal:
            reach.require(role, scope)
        assert refusal.value.code == code
    answer = Desk(token=made["token"]).get("customers")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_lacking")
    assert made["token"] not in str(list(ApiToken.of(cast.acme).values()))
    assert owner.get("tokens").json()["results"][0]["lastUsedAt"]


def test_a_token_makes_none_that_counts_where_it_does_not(cast):
    _, narrow = create_token(cast.access(), name="narrow", role=Role.OWNER, scopes=["rest"])
    desk = Desk(token=narrow)
    assert desk.post("tokens", {"name": "same", "role": "owner"}).json()["scopes"] == ["rest"]
    answer = desk.post("tokens", {"name": "wider", "role": "owner", "scopes": ["graphql"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_lacking")


@pytest.mark.parametrize("path", ["customers", "session/tenants", "connections"])
def test_a_customers_token_enters_no_desk(user_token, path):
    assert Desk(token=user_token).get(path).status_code in (401, 404)


def test_a_customers_token_is_good_for_two_days(northwind, user_token):
    now = timezone.now()
    assert reach_of_user(user_token, now + timedelta(days=2, minutes=-1)).customer == northwind
    with pytest.raises(AuthenticationFailed):
        reach_of_user(user_token, now + timedelta(days=2, minutes=1))
    assert user_token not in str(list(UserToken.of(northwind.tenant_id).values()))


def test_with_a_master_token_goes_what_was_got_with_it(cast, northwind):
    token, master = create_token(cast.access(), name="script", role=Role.OPERATOR)
    _, user = services.authorize(bearer(master).access, northwind, now=timezone.now())
    assert bearer(user).customer == northwind
    delete_token(token)
    with pytest.raises(AuthenticationFailed):
        bearer(user)


def test_a_suspended_tenant_lets_no_customer_in(cast, user_token):
    suspend(cast.acme, "unpaid")
    with pytest.raises(NotAllowed) as refusal:
        bearer(user_token).require(Role.VIEWER, Scope.TRIGGERS)
    assert refusal.value.code == "tenant_suspended"


def test_a_code_of_a_customer_opens_any_of_its_wizards_once_and_nobody_elses(cast, northwind):
    integration = make_integration(cast.acme)
    make_version(integration)
    mine, others = deploy(integration, northwind), deploy(integration, make_customer(cast.acme, "other"))
    code = services.generate_authorization_code(cast.access(), northwind, now=timezone.now())
    for named in ("", others.pk, "no id"):
        answer = Desk().post("wizard/sessions", {"code": code, "instance": named})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    opened = Desk().post("wizard/sessions", {"code": code, "instance": as_uuid(mine.pk)})
    assert (opened.status_code, opened.json()["instance"]) == (201, mine.pk)
    assert enter(code).json()["code"] == "wizard_code_used"


def test_an_external_user_is_found_by_either_form_of_its_id_and_in_its_own_tenant_alone(cast, northwind):
    for known in (northwind.pk, as_uuid(northwind.pk)):
        assert services.external_user(cast.acme, known) == northwind
    for unknown in ("", "x", as_uuid(make_customer(cast.rivals, "foreign").pk)):
        with pytest.raises(NotAllowed):
            services.external_user(cast.acme, unknown)


def test_a_test_user_is_a_customer_with_a_label(cast, northwind):
    services.mark_test_user(northwind, True)
    assert services.is_test_user(northwind)
    assert [label.label for label in northwind.labels.all()] == ["test user"]
    services.mark_test_user(northwind, False)
    assert not services.is_test_user(northwind)
