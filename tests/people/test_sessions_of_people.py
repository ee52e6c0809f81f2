"""Where somebody is signed in: told in their words, ended by them, and a new device is told to them."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from designer.accounts.models import ApiToken, Member, Role
from designer.accounts.services import create_token
from designer.audit.models import AuditEntry
from designer.signing_in.devices import device_of, masked
from designer.signing_in.models import SignIn
from runtime.mail.sending import send_due
from tests.cast import PASSWORD, Desk

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1"
)


def sign_in(agent: str = CHROME, desk: Desk | None = None) -> Desk:
    desk = desk or Desk()
    answer = desk.post("session", {"email": "viewer@example.com", "password": PASSWORD}, User_Agent=agent)
    assert answer.status_code == 200, answer.content
    return desk


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (IPHONE, "Safari on iPhone"),
        (CHROME.replace("Safari", "Edg/140.0 Safari"), "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl"),
        ("", "an unknown device"),
    ],
)
def test_devices_are_told_in_words(agent, words):
    assert device_of(agent) == words


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.77", "203.0.113.x"), ("2001:db8:1:2::3", "2001:0db8:0001:…"), ("127.0.0.1", "this machine"), ("odd", "")],
)
def test_addresses_lose_their_last_part(address, shown):
    assert masked(address) == shown


def test_a_session_id_changes_at_sign_in(cast):
    desk = Desk()
    desk.client.session["kept"] = 1
    planted = desk.client.session
    planted["x"] = 1
    planted.save()
    desk.client.cookies["sessionid"] = planted.session_key
    sign_in(desk=desk)
    assert desk.client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
    other = Desk()
    other.client.cookies["sessionid"] = planted.session_key
    assert other.get("session").json()["user"] is None


def test_the_list_says_where_and_which_is_this_one(cast):
    sign_in(IPHONE)
    desk = sign_in()
    rows = desk.get("account/sign-ins").json()
    assert [(row["device"], row["current"], row["address"]) for row in rows] == [
        ("Chrome on Windows", True, "this machine"),
        ("Safari on iPhone", False, "this machine"),
    ]
    assert all(desk.client.session.session_key not in str(row) for row in rows)


def test_one_is_ended_and_is_out_at_once(cast):
    phone, desk = sign_in(IPHONE), sign_in()
    pk = next(row["id"] for row in desk.get("account/sign-ins").json() if not row["current"])
    assert desk.delete(f"account/sign-ins/{pk}").status_code == 204
    assert phone.get("tenant").status_code == 401 and desk.get("tenant").status_code == 200
    assert len(desk.get("account/sign-ins").json()) == 1
    assert desk.delete(f"account/sign-ins/{pk}").status_code == 404


def test_all_others_are_ended(cast):
    phones, desk = [sign_in(IPHONE) for _ in range(3)], sign_in()
    assert desk.post("account/sign-ins/end-others").json() == {"ended": 3}
    assert [phone.get("tenant").status_code for phone in phones] == [401] * 3
    assert desk.get("tenant").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(cast, owner):
    sign_in()
    pk = SignIn.objects.get(user=cast.viewer).pk
    assert owner.delete(f"account/sign-ins/{pk}").status_code == 404


def test_a_session_of_before_shows_too(cast, viewer):
    """Those that an older version began, which wrote nothing down."""
    viewer.get("tenant")
    assert [row["current"] for row in viewer.get("account/sign-ins").json()] == [True]


def test_signing_out_takes_it_off_the_list(cast):
    phone, desk = sign_in(IPHONE), sign_in()
    assert phone.delete("session").status_code == 204
    assert len(desk.get("account/sign-ins").json()) == 1


def test_a_new_device_is_told_to_the_person_and_the_audit_log(cast, settings):
    settings.EMAIL_IS_SET_UP = True
    desk = sign_in()
    desk.delete("session")
    sign_in(desk=desk)
    send_due(timezone.now())
    assert mail.outbox == [], "neither the first nor a known one is news"
    sign_in(IPHONE)
    send_due(timezone.now())
    (letter,) = mail.outbox
    assert letter.to == ["viewer@example.com"] and "Safari on iPhone" in letter.subject and "/account" in letter.body
    told = AuditEntry.objects.of(cast.acme).filter(deed="member.signed_in").order_by("pk")
    assert [entry.facts["newDevice"] for entry in told] == [False, False, True]
    assert told[2].address == "127.0.0.1" and told[2].facts["device"] == "Safari on iPhone"


def test_who_is_removed_is_out_with_their_tokens_and_sessions(cast, owner):
    Member.objects.of(cast.acme).filter(user=cast.viewer).update(role=Role.OWNER)
    desk = sign_in()
    token = desk.post("tokens", {"name": "mine", "role": "viewer"}).json()["token"]
    member = Member.objects.of(cast.acme).get(user=cast.viewer)
    assert owner.delete(f"members/{member.pk}").status_code == 204
    assert desk.get("session").json()["user"] is None
    assert Desk(token=token).get("tenant").status_code == 401
    assert AuditEntry.objects.of(cast.acme).get(deed="member.removed").facts["tokens"] == 1


def test_who_is_in_another_tenant_stays_signed_in_for_that(cast, owner):
    Member.objects.create(tenant=cast.rivals, user=cast.viewer, role=Role.VIEWER)
    desk = sign_in()
    owner.delete(f"members/{Member.objects.of(cast.acme).get(user=cast.viewer).pk}")
    assert [tenant["slug"] for tenant in desk.get("session").json()["tenants"]] == ["rival-ltd"]


def test_somebody_leaves_but_not_the_last_owner(cast, owner, viewer):
    assert viewer.post("tenant/leave").status_code == 204
    assert viewer.get("session").json()["tenants"] == []
    assert owner.post("tenant/leave").json()["code"] == "last_owner"
    assert AuditEntry.objects.of(cast.acme).get(deed="member.left").actor == "viewer@example.com"


def test_a_token_leaves_no_tenant(cast):
    _, secret = create_token(cast.access(), name="script", role=Role.OWNER)
    assert Desk(token=secret).post("tenant/leave").json()["code"] == "session_needed"


def test_a_token_ends_when_it_was_said_to(cast, owner):
    assert owner.post("tokens", {"name": "t", "role": "viewer", "expiresAt": "2001-01-01T00:00:00Z"}).status_code == 400
    made = owner.post("tokens", {"name": "t", "role": "viewer", "expiresAt": "2999-01-01T00:00:00Z"}).json()
    assert made["expiresAt"].startswith("2999") and made["madeBy"] == "owner@example.com"
    script = Desk(token=made["token"])
    assert script.get("tenant").status_code == 200
    ApiToken.objects.of(cast.acme).update(expires_at=timezone.now())
    answer = script.get("tenant")
    assert answer.status_code == 401 and "was good until" in answer.json()["detail"]


def test_many_failures_of_one_network_wait_whichever_accounts_they_try(cast):
    for number in range(100):
        Desk().post("session", {"email": f"nobody{number}@example.com", "password": "not it"})
    answer = Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert "Retry-After" in answer.headers
