"""Changing a password, and choosing a new one by a link that is mailed, counts once, and tells nobody who has an account."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from io import StringIO

import pyotp
import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from designer.audit.models import AuditEntry
from designer.signing_in import passwords, second_factor
from designer.signing_in.models import SignIn
from runtime.engine.errors import NotAllowed
from runtime.mail.models import Letter
from runtime.mail.sending import send_due
from tests.cast import PASSWORD, Desk, make_cast
from tests.people.reading import link_token, token_of_link

NEW = "four plain words suffice"


def sign_in(password: str = PASSWORD, email: str = "viewer@example.com") -> Desk:
    desk = Desk()
    assert desk.post("session", {"email": email, "password": password}).status_code == 200
    return desk


def mailed() -> list:
    mail.outbox.clear()
    send_due(timezone.now())
    return mail.outbox


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_IS_SET_UP = True


def reset_token(email: str = "viewer@example.com") -> str:
    assert Desk().post("password-reset", {"email": email}).status_code == 204
    return link_token(next(letter for letter in mailed() if "new password" in letter.subject))


def choose(token: str, password: str = NEW):
    return Desk().post("password-reset/choose", {"token": token, "password": password})


def test_changing_it_needs_the_old_one_and_ends_all_other_sessions(cast, with_mail):
    here, there = sign_in(), sign_in()
    wrong = here.post("account/password", {"current": "not it", "password": NEW})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current")
    before = here.client.session.session_key
    assert here.post("account/password", {"current": PASSWORD, "password": NEW}).status_code == 204
    assert here.get("tenant").status_code == 200 and there.get("tenant").status_code == 401
    assert here.client.session.session_key != before
    assert [row["current"] for row in here.get("account/sign-ins").json()] == [True]
    sign_in(NEW)
    assert "Your password was changed" in [letter.subject for letter in mailed()]
    assert AuditEntry.objects.of(cast.acme).filter(deed="member.password_changed", actor="viewer@example.com").exists()


def test_every_rule_a_new_password_breaks_is_told(cast):
    answer = sign_in().post("account/password", {"current": PASSWORD, "password": "viewer"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["password"] * 2


def test_guessing_the_old_password_in_an_open_session_is_limited(cast):
    desk = sign_in()
    for _ in range(10):
        desk.post("account/password", {"current": "not it", "password": NEW})
    answer = desk.post("account/password", {"current": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")


def test_a_mailed_link_sets_a_new_one_and_ends_every_session(cast, with_mail):
    there = sign_in()
    token = reset_token()
    assert choose(token).status_code == 204
    assert there.get("tenant").status_code == 401
    assert not SignIn.objects.filter(user=cast.viewer, ended_at__isnull=True).exists()
    sign_in(NEW)
    assert Desk().post("session", {"email": "viewer@example.com", "password": PASSWORD}).status_code == 401
    assert AuditEntry.objects.of(cast.acme).filter(deed="member.password_reset", actor="viewer@example.com").exists()


def test_a_link_counts_once(cast, with_mail):
    token = reset_token()
    assert choose(token).status_code == 204
    answer = choose(token, "yet another password")
    assert (answer.status_code, answer.json()["code"]) == (404, "reset_invalid")


def test_a_weak_password_does_not_use_the_link_up(cast, with_mail):
    token = reset_token()
    assert choose(token, "12345").status_code == 400
    assert choose(token).status_code == 204


def test_a_link_is_good_for_an_hour(cast, with_mail, monkeypatch):
    token = reset_token()
    monkeypatch.setattr(default_token_generator, "_now", lambda: datetime.now() + timedelta(minutes=61))
    assert choose(token).json()["code"] == "reset_invalid"


def test_a_link_of_one_person_is_none_of_another(cast, with_mail):
    _, _, proof = reset_token().partition(".")
    whose = token_of_link(passwords.link_for(cast.owner)).partition(".")[0]
    assert choose(f"{whose}.{proof}").status_code == 404


@pytest.mark.parametrize(
    "token", ["", "x", ".", "MQ.", "!!.abc", "OTk5OTk5OTk5OTk5OTk5OTk5OTk.a-b", "MQ.abc-def-ghi", "\u202e.x"]
)
def test_a_made_up_link_is_refused(token, cast):
    assert choose(token).status_code in (400, 404)


def test_tries_of_made_up_links_are_limited(cast, with_mail):
    token = reset_token()
    statuses = {choose(f"MQ.{number:06}-{'a' * 32}").status_code for number in range(60)}
    assert statuses == {404}
    assert choose(token).status_code == 429


def test_asking_tells_nobody_who_has_an_account(cast, with_mail):
    answers = [Desk().post("password-reset", {"email": email}) for email in ("viewer@example.com", "nobody@example.com")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert [letter.to for letter in mailed()] == [["viewer@example.com"]]
    assert Letter.objects.count() == 2, "the same is written for both, so that it takes as long"
    for _ in range(2):
        for email in ("viewer@example.com", "nobody@example.com"):
            Desk().post("password-reset", {"email": email})
    more = [Desk().post("password-reset", {"email": email}) for email in ("viewer@example.com", "nobody@example.com")]
    assert [answer.status_code for answer in more] == [429, 429]
    assert [answer.json()["code"] for answer in more] == ["too_many_tries"] * 2


def test_without_an_e_mail_server_it_says_what_to_do(cast):
    assert Desk().get("session").json()["sendsMail"] is False
    for email in ("viewer@example.com", "nobody@example.com"):
        answer = Desk().post("password-reset", {"email": email})
        assert (answer.status_code, answer.json()["code"]) == (409, "mail_not_set_up")
        assert "manage.py reset_link" in answer.json()["detail"]


def test_a_reset_leaves_the_second_factor(cast, with_mail):
    begun = second_factor.begin(cast.viewer)
    second_factor.confirm(cast.viewer, pyotp.TOTP(begun.secret).now())
    assert choose(reset_token()).status_code == 204
    answer = Desk().post("session", {"email": "viewer@example.com", "password": NEW}).json()
    assert (answer["user"], answer["codeNeeded"]) == (None, True)


def test_a_reset_lets_somebody_in_who_was_locked_out(cast, with_mail, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Desk().post("session", {"email": "viewer@example.com", "password": "not it"})
    assert choose(reset_token()).status_code == 204
    sign_in(NEW)


@pytest.mark.parametrize("path", ["password-reset", "password-reset/choose", "session/code"])
def test_pages_elsewhere_cannot_send_these(path, cast):
    answer = Desk(checks_csrf=True).post(path, {"email": "viewer@example.com", "token": "x", "password": NEW, "code": "1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_chooses():
    user = make_cast().viewer
    token = token_of_link(passwords.link_for(user))
    together, outcomes = threading.Barrier(2), []

    def use(password: str) -> None:
        together.wait(10)
        try:
            passwords.choose(RequestFactory().post("/"), token, password)
            outcomes.append("chosen")
        except NotAllowed as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(f"{word} horse battery",)) for word in ("right", "wrong")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["chosen", "reset_invalid"]


def test_whoever_runs_commands_on_the_server_makes_a_link(cast):
    said = StringIO()
    call_command("reset_link", "Viewer@example.com", stdout=said)
    assert choose(token_of_link(said.getvalue().strip())).status_code == 204
    assert AuditEntry.objects.of(cast.acme).get(deed="member.reset_link_made").actor == "command line"
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("reset_link", "nobody@example.com")
