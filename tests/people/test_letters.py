"""Letters: a row until they are sent, tried again when the mail server refuses, and their text gone afterwards."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from designer.accounts import letters
from runtime.credentials import rotation
from runtime.mail.models import Letter
from runtime.mail.sending import KEPT_FOR, WAITS, forget, send_due


class Refusing(EmailBackend):
    """A mail server that is away for as long as `refuses`."""

    refuses = True

    def send_messages(self, messages):
        if self.refuses:
            raise SMTPServerDisconnected("421 come back to viewer@example.com later")
        return super().send_messages(messages)


@pytest.fixture
def refusing(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "refuses", True)
    return Refusing


@pytest.fixture(autouse=True)
def with_mail(db, settings):
    settings.EMAIL_IS_SET_UP = True


def write(to: str = "ada@example.com", subject: str = "Hello") -> Letter:
    return letters.write(
        to, kind="test", subject=subject, lines=["<b>You</b> & me."], link=("Go", letters.page("/reset", "t0k3n"))
    )


def test_it_is_sent_as_text_and_as_html_of_the_same_words():
    write(subject="Hello\r\nBcc: everybody@example.com")
    assert send_due(timezone.now()) == 1
    (sent,) = mail.outbox
    assert sent.subject == "Hello Bcc: everybody@example.com" and sent.to == ["ada@example.com"]
    assert "<b>You</b> & me." in sent.body and "/reset#t0k3n" in sent.body
    html = str(sent.alternatives[0][0])
    assert "&lt;b&gt;You&lt;/b&gt; &amp; me." in html and "/reset#t0k3n" in html
    assert send_due(timezone.now()) == 0


def test_what_is_rolled_back_is_written_to_nobody():
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert send_due(timezone.now()) == 0 and mail.outbox == []


def test_it_is_tried_again_later_and_later_until_it_is_through(refusing):
    letter, now = write(), timezone.now()
    assert send_due(now) == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.due_at) == ("pending", 1, now + WAITS[0])
    assert letter.answer == "The mail server refused: SMTPServerDisconnected."
    assert send_due(now) == 0, "not before its time"
    refusing.refuses = False
    assert send_due(now + WAITS[0]) == 1
    letter.refresh_from_db()
    assert (letter.status, letter.body, len(mail.outbox)) == ("sent", "", 1)


def test_it_is_given_up_and_its_link_forgotten(refusing):
    letter, now = write(), timezone.now()
    for wait in (timedelta(), *WAITS):
        now += wait
        assert send_due(now) == 1
    letter.refresh_from_db()
    assert (letter.status, letter.due_at, letter.body) == ("failed", None, "")


def test_of_two_processes_one_sends(monkeypatch):
    """The other one read the row before it was claimed."""
    letter = write()
    claimed = list(Letter.objects.filter(pk=letter.pk))
    send_due(timezone.now())
    same = Letter.objects.filter(pk=letter.pk, status="pending", due_at=claimed[0].due_at)
    assert same.update(due_at=timezone.now()) == 0 and len(mail.outbox) == 1


def test_a_key_can_be_changed_while_letters_wait():
    letter = write()
    before = letter.body
    rotation.rotate()
    letter.refresh_from_db()
    assert letter.body not in ("", before) and rotation.left_behind() == 0
    send_due(timezone.now())
    assert "t0k3n" in mail.outbox[0].body


def test_old_ones_are_forgotten_but_none_that_waits():
    old, waiting = write(), write()
    Letter.objects.filter(pk=old.pk).update(status="sent")
    assert forget(timezone.now() + KEPT_FOR + timedelta(days=1)) == 1
    assert Letter.objects.get().pk == waiting.pk
