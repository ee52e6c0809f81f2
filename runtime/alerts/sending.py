"""Sending notices: by webhook through the outbound door, or by e-mail.

For: claiming what is due, one attempt each, and when to try again.
Not here: whether there is something to say (`looking`).

A webhook is signed by Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks): its id stays the same over all
attempts, so whoever hears twice can tell.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Min

from runtime.alerts import rules
from runtime.alerts.models import AlertNotice
from runtime.engine.component import HttpPort
from runtime.engine.errors import HookyardError
from runtime.journal.encoding import encode
from runtime.routing.book import in_thread

WAITS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
CLAIMED_FOR = timedelta(minutes=2)  # a process that dies while it sends leaves it to the next after that
TIMEOUT = 15.0  # seconds
MOST_AT_ONCE = 20
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    ok: bool
    said: str


async def send_due(http: HttpPort, now: datetime) -> int:
    """One attempt for each notice that is due; returns how many there were. Safe in many processes at once."""
    claimed = await in_thread(lambda: _claim(now))
    # All at once: one behind the other, a few that hang would outlast the claim, and whoever is behind them would be told twice.
    await asyncio.gather(*(_carry(http, notice, now) for notice in claimed))
    return len(claimed)


async def _carry(http: HttpPort, notice: AlertNotice, now: datetime) -> None:
    outcome = await _attempt(http, notice, now)
    await in_thread(_keeper(notice, outcome, now))


def _claim(now: datetime) -> list[AlertNotice]:
    """What is due, an equal share of each tenant: nobody's notices stand behind all of another's."""
    due = AlertNotice.across_tenants.filter(status=AlertNotice.Status.PENDING, due_at__lte=now)
    first = due.order_by().values("tenant_id").annotate(since=Min("due_at")).order_by("since")[:MOST_AT_ONCE]
    tenants = [row["tenant_id"] for row in first]
    each = MOST_AT_ONCE // max(1, len(tenants))
    rows: list[AlertNotice] = []
    for tenant_id in tenants:
        rows += due.filter(tenant_id=tenant_id).order_by("due_at").select_related("rule__tenant")[:each]
    same = AlertNotice.across_tenants.filter(status=AlertNotice.Status.PENDING)
    return [row for row in rows if same.filter(pk=row.pk, due_at=row.due_at).update(due_at=now + CLAIMED_FOR)]


async def _attempt(http: HttpPort, notice: AlertNotice, now: datetime) -> Outcome:
    try:
        target = await in_thread(lambda: rules.target_of(notice.rule))
        if "url" in target:
            return await _post(http, notice, target["url"], target["secret"], now)
        await in_thread(lambda: _mail(notice, target["addresses"]))
        return Outcome(True, f"sent to {len(target['addresses'])}")
    except HookyardError as problem:
        return Outcome(False, problem.message)
    except OSError as problem:  # smtplib's errors are of this kind; their text may hold addresses, nothing more
        return Outcome(False, f"The mail server refused: {type(problem).__name__}.")
    except Exception:
        log.exception("alerts.not_sent", notice=notice.pk)
        return Outcome(False, "Something went wrong on our side; see the server's log.")


async def _post(http: HttpPort, notice: AlertNotice, url: str, secret: str, now: datetime) -> Outcome:
    body = str(encode(message_of(notice))).encode()
    headers = {"content-type": "application/json", **signed(notice.pk, secret, body, now)}
    answer = await http.request("POST", url, headers=headers, content=body, timeout=TIMEOUT)
    return Outcome(200 <= answer.status < 300, f"answered {answer.status}")


def message_of(notice: AlertNotice) -> dict[str, Any]:
    """`text` is what chats show; `data` is for programs."""
    rule = notice.rule
    return {
        "type": f"alert.{notice.kind}",
        "timestamp": notice.created_at.astimezone(UTC).isoformat(),
        "text": notice.text,
        "data": {
            "rule": {"id": rule.pk, "name": rule.name, "condition": rule.condition},
            "tenant": {"id": rule.tenant_id, "name": rule.tenant.name},
            "integrationId": rule.integration_id or None,
            "value": notice.value,
            "threshold": notice.threshold,
            "minutes": rule.minutes,
            "url": _page_of(notice),
        },
    }


def signed(id: str, secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """The three headers. The key is what stands behind `whsec_`, decoded."""
    stamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{base64.b64encode(digest).decode()}"}


def _mail(notice: AlertNotice, addresses: list[str]) -> None:
    rule = notice.rule
    subject = {"firing": f"Alert: {rule.name}", "resolved": f"Over: {rule.name}", "test": f"Test: {rule.name}"}[notice.kind]
    one_line = " ".join(f"[{rule.tenant.name}] {subject}".split())  # a name with a line break would add a header
    text = f"{notice.text}\n\n{_page_of(notice)}\n\nRules are kept under Alerts: {settings.PUBLIC_URL}/alerts\n"
    send_mail(one_line, text, None, addresses)


def _page_of(notice: AlertNotice) -> str:
    scope = f"?integration={notice.rule.integration_id}" if notice.rule.integration_id else ""
    return f"{settings.PUBLIC_URL}/traffic{scope}"


def _keeper(notice: AlertNotice, outcome: Outcome, now: datetime) -> Callable[[], Any]:
    attempts = notice.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "answer": outcome.said[:300]}
    if outcome.ok:
        changes |= {"status": AlertNotice.Status.SENT, "due_at": None}
    elif attempts > len(WAITS) or notice.kind == "test":
        changes |= {"status": AlertNotice.Status.FAILED, "due_at": None}  # whoever tests is there to see it
    else:
        changes |= {"due_at": now + WAITS[attempts - 1]}
    return lambda: AlertNotice.across_tenants.filter(pk=notice.pk).update(**changes)
