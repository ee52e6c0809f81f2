"""Sending letters that are due, in every process that serves; claims keep them out of each other's way.

For: one attempt each, when to try again, forgetting old ones. Not here: putting them into the post (`post`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import Error

from runtime.credentials import vault
from runtime.engine.errors import HookyardError
from runtime.mail.models import Letter
from runtime.mail.post import can_send
from runtime.reading import in_thread

EVERY = 2.0  # seconds
FORGET_EVERY = 1800  # rounds
WAITS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
CLAIMED_FOR = timedelta(minutes=2)  # a process that dies while it sends leaves it to the next after that
KEPT_FOR = timedelta(days=30)
MOST_AT_ONCE = 10
log = structlog.get_logger(__name__)


async def serve() -> None:
    """Until cancelled."""
    rounds = 0
    while True:
        await asyncio.sleep(EVERY)
        rounds += 1
        try:
            await in_thread(lambda: send_due(datetime.now(UTC)))
            if rounds % FORGET_EVERY == 1:
                await in_thread(lambda: forget(datetime.now(UTC)))
        except Error as failure:
            log.warning("mail.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("mail.failed")


def send_due(now: datetime) -> int:
    """One attempt for each letter that is due; returns how many there were. Blocks. Safe in many processes at once."""
    if not can_send():
        return 0
    due = Letter.objects.filter(status=Letter.Status.PENDING, due_at__lte=now).order_by("due_at")[:MOST_AT_ONCE]
    tried = 0
    for letter in list(due):
        same = Letter.objects.filter(pk=letter.pk, status=Letter.Status.PENDING, due_at=letter.due_at)
        if same.update(due_at=now + CLAIMED_FOR):
            tried += 1
            _keep(letter, _attempt(letter), now)
    return tried


def _attempt(letter: Letter) -> str:
    """What went wrong; empty when it was sent."""
    try:
        said = vault.decrypt(letter.tenant_id or "", letter.pk, letter.body)["letter"]
        message = EmailMultiAlternatives(letter.subject, said["text"], None, [letter.to])
        message.attach_alternative(said["html"], "text/html")
        message.send()
    except HookyardError as problem:
        return problem.message
    except OSError as problem:  # smtplib's errors are of this kind; their text may hold addresses
        return f"The mail server refused: {type(problem).__name__}."
    except Exception:
        log.exception("mail.not_sent", letter=letter.pk)
        return "Something went wrong on our side; see the server's log."
    return ""


def _keep(letter: Letter, wrong: str, now: datetime) -> None:
    attempts = letter.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "answer": wrong[:200]}
    if not wrong:
        changes |= {"status": Letter.Status.SENT, "due_at": None, "body": ""}
    elif attempts > len(WAITS):
        changes |= {"status": Letter.Status.FAILED, "due_at": None, "body": ""}
        log.warning("mail.given_up", letter=letter.pk, kind=letter.kind, reason=wrong)
    else:
        changes |= {"due_at": now + WAITS[attempts - 1]}
    Letter.objects.filter(pk=letter.pk).update(**changes)


def forget(now: datetime) -> int:
    return Letter.objects.filter(created_at__lt=now - KEPT_FOR).exclude(status=Letter.Status.PENDING).delete()[0]
