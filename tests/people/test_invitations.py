"""Invitations: by a link that counts once, for one address, until it is out of date."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from designer.accounts import invitations
from designer.accounts.invitations import invite
from designer.accounts.models import Invitation, Member, Role, User
from designer.audit.models import AuditEntry
from runtime.engine.errors import NotAllowed
from runtime.mail.models import Letter
from runtime.mail.sending import send_due
from tests.cast import PASSWORD, Desk, make_cast
from tests.people.reading import link_token, token_of_link


def invited(desk: Desk, email: str = "new@example.com", role: str = "builder") -> str:
    """The token of the link, which is shown where nothing can be mailed."""
    answer = desk.post("invitations", {"email": email, "role": role})
    assert answer.status_code == 201, answer.content
    return token_of_link(answer.json()["link"])


def accept(token: str, password: str | None = PASSWORD, desk: Desk | None = None):
    return (desk or Desk()).post("invitation/accept", {"token": token, **({"password": password} if password else {})})


def test_somebody_new_chooses_a_password_and_is_in(cast, owner):
    token = invited(owner, "New@Example.com")
    desk = Desk()
    looked = desk.post("invitation/look", {"token": token}).json()
    assert (looked["email"], looked["tenantName"], looked["role"]) == ("new@example.com", "Acme Builders", "builder")
    assert looked["invitedBy"] == cast.owner.email and looked["hasAccount"] is False
    session = accept(token, desk=desk).json()
    assert session["user"]["email"] == "new@example.com"
    assert [(tenant["slug"], tenant["role"]) for tenant in session["tenants"]] == [("acme-builders", "builder")]
    assert desk.get("integrations").status_code == 200
    assert Desk().post("session", {"email": "new@example.com", "password": PASSWORD}).status_code == 200
    deeds = AuditEntry.objects.of(cast.acme).filter(about="new@example.com").values_list("deed", flat=True)
    assert list(deeds.order_by("pk"))[:2] == ["invitation.sent", "invitation.accepted"]


def test_a_link_counts_once(cast, owner):
    token = invited(owner)
    assert accept(token).status_code == 200
    answer = accept(token, "another good password")
    assert (answer.status_code, answer.json()["code"]) == (404, "invitation_invalid")


def test_somebody_with_an_account_signs_in_to_join_and_keeps_their_password(cast, owner, rival):
    token = invited(owner, "rival@example.com", "viewer")
    assert accept(token, "another good password").json()["code"] == "sign_in_first"
    session = accept(token, None, rival).json()
    assert {tenant["slug"] for tenant in session["tenants"]} == {"acme-builders", "rival-ltd"}
    assert User.objects.get(email="rival@example.com").check_password(PASSWORD)


def test_nobody_else_may_use_a_link(cast, owner, rival):
    answer = accept(invited(owner), None, rival)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_account")
    assert Invitation.objects.of(cast.acme).count() == 1


def test_an_invitation_looks_the_same_whether_there_is_an_account_or_not(cast, owner):
    answers = [owner.post("invitations", {"email": email, "role": "viewer"}) for email in ("no@example.com", "rival@example.com")]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert set(answers[0].json()) == set(answers[1].json())


def test_a_member_is_not_invited_again(cast, owner):
    answer = owner.post("invitations", {"email": "Viewer@example.com", "role": "owner"})
    assert (answer.status_code, answer.json()["code"]) == (409, "member_exists")


def test_sending_it_again_ends_the_link_before(cast, owner):
    first = invited(owner)
    pk = owner.get("invitations").json()["results"][0]["id"]
    second = token_of_link(owner.post(f"invitations/{pk}/send").json()["link"])
    assert accept(first).status_code == 404 and accept(second).status_code == 200


def test_a_withdrawn_link_counts_no_more(cast, owner):
    token = invited(owner)
    pk = owner.get("invitations").json()["results"][0]["id"]
    assert owner.delete(f"invitations/{pk}").status_code == 204
    assert accept(token).status_code == 404
    assert owner.get("invitations").json()["results"] == []


def test_a_link_out_of_date_counts_no_more(cast, owner):
    token = invited(owner)
    Invitation.objects.of(cast.acme).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(token).status_code == 404
    assert Desk().post("invitation/look", {"token": token}).status_code == 404


def test_a_link_to_a_suspended_tenant_waits(cast, owner):
    token = invited(owner)
    cast.acme.suspended = True
    cast.acme.save()
    assert accept(token).status_code == 404


def test_a_weak_password_uses_no_invitation_up(cast, owner):
    token = invited(owner)
    answer = accept(token, "12345")
    assert answer.status_code == 400 and {error["field"] for error in answer.json()["errors"]} == {"password"}
    assert accept(token).status_code == 200


def test_only_a_fingerprint_of_the_link_is_stored(cast, owner):
    token = invited(owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM designer_invitation")
        assert token not in repr(cursor.fetchall())


def test_where_mail_is_set_up_the_link_is_mailed_and_shown_to_nobody(cast, owner, settings):
    settings.EMAIL_IS_SET_UP = True
    answer = owner.post("invitations", {"email": "new@example.com", "role": "viewer"})
    assert answer.json()["link"] is None and mail.outbox == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM runtime_letter")
        assert "invitation#" not in repr(cursor.fetchall())
    assert send_due(timezone.now()) == 1
    letter = mail.outbox[0]
    assert letter.to == ["new@example.com"] and "Acme Builders" in letter.subject
    assert letter.alternatives[0][1] == "text/html" and link_token(letter) in str(letter.alternatives[0][0])
    assert Letter.objects.get().body == ""
    assert accept(link_token(letter)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_gets_in():
    cast = make_cast()
    token = token_of_link(invite(cast.acme, "new@example.com", Role.VIEWER).link or "")
    together, outcomes = threading.Barrier(2), []

    def take(password: str) -> None:
        together.wait(10)
        try:
            invitations.accept(token, signed_in=None, password=password)
            outcomes.append("in")
        except NotAllowed as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(f"{word} horse battery",)) for word in ("right", "wrong")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["in", "invitation_invalid"]
    assert Member.objects.of(cast.acme).filter(user__email="new@example.com").count() == 1


def test_the_link_is_proof_enough_but_a_page_elsewhere_cannot_use_it_for_somebody(cast, owner):
    answer = Desk(checks_csrf=True).post("invitation/accept", {"token": invited(owner), "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_an_owner_cannot_flood_somebody_with_letters(cast, owner, settings):
    settings.EMAIL_IS_SET_UP = True
    owner.post("invitations", {"email": "new@example.com", "role": "viewer"})
    pk = owner.get("invitations").json()["results"][0]["id"]
    statuses = [owner.post(f"invitations/{pk}/send").status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]


def test_guessing_links_is_limited(cast, owner):
    token = invited(owner)
    statuses = {Desk().post("invitation/look", {"token": f"guess-{number}"}).status_code for number in range(60)}
    assert statuses == {404}
    assert accept(token).status_code == 429
