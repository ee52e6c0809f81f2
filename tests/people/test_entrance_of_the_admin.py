"""The admin is entered by the product's own sign-in, second factor and all."""

from __future__ import annotations

import pytest
from django.test import Client

from designer.accounts.models import User
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


def test_who_may_not_enter_is_told_so_and_goes_round_in_no_circle(cast, owner):
    answer = owner.client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 403 and b"not one of them" in answer.content
