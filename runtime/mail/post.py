"""Putting letters into the post: a row in the caller's transaction, so that what was rolled back is told to nobody.

For: `post`. Not here: what a letter says (whoever posts it), sending (`sending`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from runtime.credentials import vault
from runtime.identifiers import new_id
from runtime.mail.models import Letter

NOBODY = ""


def can_send() -> bool:
    """Whether an e-mail server is set up. Without one nothing should be posted: say so to whoever waits."""
    return bool(settings.EMAIL_IS_SET_UP)


def post(to: str, *, kind: str, subject: str, text: str, html: str, tenant_id: str | None = None) -> Letter:
    """The same work for `NOBODY`, who gets nothing: how long it takes must not tell whether somebody has an account."""
    pk, now = new_id(), datetime.now(UTC)
    somebody = to != NOBODY
    # Within a dict, so that the log does not learn a whole letter as one secret to look for.
    body = vault.encrypt(tenant_id or "", pk, {"letter": {"text": text, "html": html}})
    return Letter.objects.create(
        id=pk,
        tenant_id=tenant_id,
        kind=kind,
        to=to,
        subject=" ".join(subject.split())[:200],  # a name with a line break would add a header
        body=body if somebody else "",
        created_at=now,
        status=Letter.Status.PENDING if somebody else Letter.Status.SENT,
        due_at=now if somebody else None,
    )
