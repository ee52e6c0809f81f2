"""The admin is entered by the product's own sign-in, second factor and all."""

from __future__ import annotations

import pytest
from django.test import Client

from designer.accounts.models import User
from designer.audit.models import AuditEntry
from designer.signing_in import second_factor
from tests.cast import PASSWORD, Desk


@pytest.fixture
def root(cast) -> User:
    return User.objects.create_superuser("root@example.com", PASSWORD)


def test_it_sends_to_the_products_sign_in_and_back(root):
    answer = Client().get("/admin/", follow=False)
    assert answer.headers["Location"].startswith("/admin/login/")
    assert Client().get(answer.headers["Location"]).headers["Location"] == "/login?next=%2Fadmin%2F"
    odd = Client().get("/admin/login/?next=https://evil.example/")
    assert odd.headers["Location"] == "/login?next=%2Fadmin%2F"


def test_its_own_form_lets_nobody_in(root):
    browser = Client()
    answer = browser.post("/admin/login/", {"username": root.email, "password": PASSWORD, "next": "/admin/"})
    assert answer.status_code == 302 and "sessionid" not in browser.cookies
    assert browser.get("/admin/").status_code == 302


def test_a_second_factor_guards_it_too(root):
    begun = second_factor.begin(root)
    codes = second_factor.confirm(root, second_factor.pyotp.TOTP(begun.secret).now())
    desk = Desk()
    desk.post("session", {"email": root.email, "password": PASSWORD})
    assert desk.client.get("/admin/").status_code == 302
    desk.post("session/code", {"code": codes[0]})
    assert desk.client.get("/admin/").status_code == 200


def test_it_resets_a_lost_phone_and_ends_sessions_after_asking(cast, root):
    begun = second_factor.begin(cast.viewer)
    second_factor.confirm(cast.viewer, second_factor.pyotp.TOTP(begun.secret).now())
    phone, admin = Desk(cast.viewer), Desk(root).client
    for action, deed in (("reset_two_factor", "member.two_factor_reset"), ("end_sessions", "member.sessions_ended")):
        phone.get("tenant")
        chosen = {"action": action, "_selected_action": [cast.viewer.pk]}
        asked = admin.post("/admin/designer/user/", chosen)
        assert asked.status_code == 200 and b"viewer@example.com" in asked.content
        assert not AuditEntry.objects.of(cast.acme).filter(deed=deed).exists()
        admin.post("/admin/designer/user/", {**chosen, "sure": "1"})
        assert AuditEntry.objects.of(cast.acme).get(deed=deed).actor == root.email
    assert not second_factor.is_on(cast.viewer)
    assert phone.get("tenant").status_code == 401


def test_a_new_password_given_there_ends_sessions(cast, root):
    phone = Desk(cast.viewer)
    phone.get("tenant")
    new = {"password1": "a fresh new password", "password2": "a fresh new password", "usable_password": "true"}
    answer = Desk(root).client.post(f"/admin/designer/user/{cast.viewer.pk}/password/", new)
    assert answer.status_code == 302, answer.content[:3000]
    assert phone.get("tenant").status_code == 401
    assert AuditEntry.objects.of(cast.acme).get(deed="member.password_set").actor == root.email


def test_who_may_not_enter_is_told_so_and_goes_round_in_no_circle(cast, owner):
    answer = owner.client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 403 and b"not one of them" in answer.content
