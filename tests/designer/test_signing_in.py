"""Sessions, the first owner, and the lock after too many wrong passwords."""

from __future__ import annotations

import pytest

from designer.accounts.first_start import script_access
from designer.accounts.models import Member, Role, User
from designer.accounts.services import set_up_owner
from designer.integrations.demo import load_demo
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration
from tests.cast import PASSWORD, Desk


def csrf(desk: Desk) -> dict[str, str]:
    return {"X_CSRFToken": desk.get("session").json()["csrfToken"]}


def test_it_signs_in_with_a_csrf_token_and_says_to_which_tenants(cast):
    desk = Desk(checks_csrf=True)
    answer = desk.post("session", {"email": "Owner@Example.com", "password": PASSWORD}, **csrf(desk))
    assert answer.status_code == 200
    session = desk.get("session").json()
    assert session["user"] == {"email": "owner@example.com", "isStaff": False, "twoFactor": False}
    assert session["tenants"] == [{"slug": "acme-builders", "name": "Acme Builders", "role": "owner", "twoFactorFrom": None}]
    assert session["setupNeeded"] is False


@pytest.mark.parametrize("path", ["session", "setup"])
def test_it_refuses_to_sign_in_without_a_csrf_token(path, cast):
    answer = Desk(checks_csrf=True).post(path, {"email": "owner@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_session_needs_the_csrf_token_to_change_something(cast):
    desk = Desk(cast.owner, checks_csrf=True)
    assert desk.patch("tenant", {"name": "New"}).json()["code"] == "csrf_failed"
    assert desk.call("PATCH", "tenant", {"name": "New"}, **csrf(desk)).status_code == 200


@pytest.mark.parametrize("email", ["owner@example.com", "nobody@example.com"])
def test_it_does_not_tell_a_wrong_password_from_an_unknown_address(email, cast):
    answer = Desk().post("session", {"email": email, "password": "not it"})
    assert (answer.status_code, answer.json()["code"]) == (401, "login_failed")
    assert answer.json()["detail"] == "E-mail address and password do not belong together."


def test_it_lists_what_is_missing_from_a_login(cast):
    answer = Desk().post("session", {"email": ["x"]})
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"email", "password"}


def test_it_locks_an_address_after_ten_wrong_passwords_even_for_the_right_one(cast, settings):
    wrong = {"email": "owner@example.com", "password": "not it"}
    statuses = [Desk().post("session", wrong).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses == [401] * 9 + [429]
    answer = Desk().post("session", {**wrong, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "login_throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 900 and "Try again in 15 minutes" in answer.json()["detail"]
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).status_code == 200


def test_signing_out_ends_the_session(cast):
    desk = Desk(cast.owner)
    assert desk.delete("session").status_code == 204
    assert desk.get("session").json()["user"] is None
    assert desk.get("tenant").status_code == 401


def test_a_session_lists_no_suspended_tenant(cast):
    cast.acme.suspended = True
    cast.acme.save()
    assert Desk(cast.owner).get("session").json()["tenants"] == []


def test_it_asks_for_set_up_while_there_is_nobody(db):
    session = Desk().get("session").json()
    assert (session["setupNeeded"], session["user"], session["tenants"]) == (True, None, [])


def test_the_first_owner_is_signed_in_and_may_enter_the_admin(db):
    desk = Desk()
    answer = desk.post("setup", {"email": "Ada@Example.com", "password": PASSWORD, "tenantName": "Ada & Co"})
    assert answer.status_code == 201
    assert desk.get("session").json()["user"] == {"email": "ada@example.com", "isStaff": True, "twoFactor": False}
    assert desk.get("tenant").json()["slug"] == "ada-co"
    assert Member.across_tenants.get().role == Role.OWNER


def test_there_is_only_one_first_owner(cast):
    """Node-RED was open to anybody as it came, which CVE-2021-21297 and CVE-2021-21298 made the most of."""
    answer = Desk().post("setup", {"email": "eve@example.com", "password": PASSWORD, "tenantName": "Eve"})
    assert (answer.status_code, answer.json()["code"]) == (409, "setup_done")
    with pytest.raises(NotAllowed, match="set up already"):
        set_up_owner("eve@example.com", PASSWORD, "Eve")


def test_it_says_everything_that_is_wrong_with_a_password(db):
    answer = Desk().post("setup", {"email": "ada@example.com", "password": "12345", "tenantName": "Ada"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["password"] * 2
    assert not User.objects.exists()


def test_a_token_shows_its_tenant_and_signs_nobody_in(cast, owner):
    token = owner.post("tokens", {"name": "script", "role": "viewer"}).json()["token"]
    session = Desk(token=token).get("session").json()
    assert (session["user"], session["tenants"][0]["role"]) == (None, "viewer")


@pytest.mark.parametrize("given", ["hky_unknown", "", "x y z", "hky_\udcff"])
def test_a_token_nobody_made_is_refused(given, cast):
    answer = Desk(token=given or " ").get("tenant")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_the_first_owner_gets_the_tenant_that_the_demo_made_before():
    made = load_demo(script_access(None).tenant)
    owner = set_up_owner("first@example.com", "four plain words suffice", "Acme Builders")
    assert owner.tenant.name == "Acme Builders"
    assert Integration.objects.of(owner.tenant).filter(pk=made["integration"]["id"]).exists()
