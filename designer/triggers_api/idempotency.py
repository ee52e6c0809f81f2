"""Requests that are sent again: the first answer once more, for a day.

For: the rows of `KeptAnswer`. An answer may hold a signing key, so it is kept encrypted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from designer.end_users.reach import Reach
from runtime.credentials import vault
from runtime.engine.errors import NotAllowed
from runtime.subscriptions.models import KeptAnswer

KEPT = timedelta(days=1)
LONGEST = 255
Answer = tuple[int, dict[str, Any]]


def once(reach: Reach, key: str, asked: Any, answer: Callable[[], Answer], *, now: datetime) -> tuple[Answer, bool]:
    """The answer, and whether it is one from before. Without a key it is simply made.

    Raises `NotAllowed` `idempotency_conflict`: the key was used for something else, or its first request is not over yet.
    """
    if not key:
        return answer(), False
    if len(key) > LONGEST:
        raise NotAllowed(f"An Idempotency-Key has at most {LONGEST} characters.", code="input_invalid")
    whose = reach.customer.pk if reach.customer else ""
    hashes = _hash(f"{whose}:{key}"), _hash(json.dumps(asked, sort_keys=True, default=str))
    rows = KeptAnswer.of(reach.tenant)
    rows.filter(expires_at__lt=now).delete()
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(
                tenant=reach.tenant, customer=reach.customer, key_hash=hashes[0], body_hash=hashes[1], expires_at=now + KEPT
            )
    except IntegrityError:
        return _kept(rows.get(key_hash=hashes[0]), hashes[1]), True
    try:
        status, body = answer()
    except BaseException:
        row.delete()  # nothing came of it, so it may be tried again
        raise
    told = json.loads(orjson.dumps(body))
    row.answer = vault.encrypt(row.tenant_id, row.pk, {"status": status, "body": told})
    row.save(update_fields=["answer"])
    return (status, body), False


def _kept(row: KeptAnswer, body_hash: str) -> Answer:
    if row.body_hash != body_hash:
        raise NotAllowed("This Idempotency-Key was sent with another request; use a new one.", code="idempotency_conflict")
    if not row.answer:
        raise NotAllowed("The first request with this Idempotency-Key is not over yet.", code="idempotency_conflict")
    kept = vault.decrypt(row.tenant_id, row.pk, row.answer)
    return kept["status"], kept["body"]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
