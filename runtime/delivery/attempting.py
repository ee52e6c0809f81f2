"""One attempt: what is sent, through the one safe door, and what came back in bounds.

For: building the request, sending it, telling an answer from a failure.
Not here: what follows from it (`schedule`, `recording`), which is next (`claims`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import structlog

from runtime.components.http_answer import retry_after
from runtime.delivery import keys
from runtime.delivery.claims import Job
from runtime.delivery.envelope import envelope, message_id
from runtime.delivery.rows import as_moment
from runtime.delivery.signing import signed_headers
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import HookyardError
from runtime.journal.encoding import plain_text
from runtime.outbound.client import OutboundClient

KEPT_OF_AN_ANSWER = 4096  # bytes of its body
MOST_HEADERS, LONGEST_HEADER = 40, 500
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempted:
    """`code` is ok, http_<status>, or why there was no answer."""

    job: Job
    began_at: datetime
    took_ms: int
    sent: Mapping[str, str]
    code: str
    message: str = ""
    status: int | None = None
    retry_after: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


def request_of(job: Job, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers. Raises `StepProblem` `secret_unreadable`."""
    delivery, destination, event = job.delivery, job.destination, job.event
    body = envelope(
        delivery_id=delivery["id"],
        subscription=delivery["subscription"],
        outcome=event["outcome"],
        body=event["body"],
        happened_at=as_moment(event["happened_at"]) or now,
        type=event["type"],
    )
    used = keys.in_use(
        destination["tenant_id"],
        destination["id"],
        destination["secret"],
        destination["previous_secret"],
        as_moment(destination["previous_until"]),
        now,
    )
    # Nothing packed: its beginning is kept as it comes, and nothing can burst out of it.
    told = {"content-type": "application/json", "accept-encoding": "identity", "user-agent": "Hookyard"}
    return body, told | signed_headers(message_id(delivery["id"]), body, used, now)


async def attempt(http: OutboundClient, job: Job) -> Attempted:
    """Takes no longer than the destination's time, and never raises but when it is cancelled."""
    now, began = datetime.now(UTC), monotonic()
    sent: dict[str, str] = {}

    def over(code: str, **told: Any) -> Attempted:
        return Attempted(job, now, int((monotonic() - began) * 1000), sent, code, **told)

    try:
        body, sent = request_of(job, now)
        answer = await http.request(
            "POST",
            job.destination["url"],
            headers=sent,
            content=body,
            timeout=job.destination["timeout_seconds"],
            cut_at=KEPT_OF_AN_ANSWER,
        )
    except HookyardError as problem:
        return over(problem.code, message=problem.message[:300])
    except Exception:
        log.exception("delivery.not_sent", delivery=job.delivery["id"])
        return over("internal", message="Something went wrong on our side; see the server's log.")
    ok = 200 <= answer.status < 300
    return over(
        "ok" if ok else f"http_{answer.status}",
        message="" if ok else refusal_of(answer),
        status=answer.status,
        retry_after=None if ok else retry_after(answer.headers, now=now),
        headers=kept_headers(answer.headers),
        body=plain_text(answer.body.decode("utf-8", "replace")),
    )


def refusal_of(answer: HttpAnswer) -> str:
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "")[:120]
        return f"It redirects{f' to {where}' if where else ''}, and redirects are not followed. Give the final URL."
    if answer.status == 410:
        return "It says that it is gone for good, so nothing more is sent there."
    return f"It answered {answer.status}."


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Cookies are the receiver's own business."""
    kept = [(name, value) for name, value in headers.items() if name != "set-cookie"][:MOST_HEADERS]
    return {name: plain_text(value[:LONGEST_HEADER]) for name, value in kept}
