"""One execution for one id, however often its sender repeats it.

For: the ledger that the flow's `dedupe` policy asks for: {id: {reference}, windowSeconds}.
Not here: signatures and time stamps (`runtime.credentials.verify`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.db.backends.utils import CursorWrapper

from runtime.engine.errors import HookyardError
from runtime.engine.references import compile_reference
from runtime.executions.runs import Run
from runtime.identifiers import new_id
from runtime.ingress.answers import Answer
from runtime.journal.tables import Statement, database_time
from runtime.routing.plans import EndpointPlan

WINDOW = timedelta(days=4)  # longer than the three days the most patient provider retries for


@dataclass(frozen=True, slots=True)
class Key:
    """`hash` names endpoint, instance, flow and id."""

    hash: str
    expires_at: datetime


def key_of(plan: EndpointPlan, run: Run) -> Key | None:
    """None when the flow asks for no dedupe, or the request carries no id."""
    policy = run.plan.flow.policy.get("dedupe")
    if not policy:
        return None
    fired = {"results": run.trigger_results}
    scope = {"trigger": fired, "integrationTrigger": fired, run.trigger_step: fired}
    try:
        value = compile_reference(policy["id"]["reference"]).read(scope)
    except HookyardError:
        return None
    if value in (None, ""):
        return None
    text = orjson.dumps([plan.endpoint_id, run.instance.id, run.plan.flow.key, value])
    window = timedelta(seconds=policy["windowSeconds"]) if policy.get("windowSeconds") else WINDOW
    return Key(hashlib.sha256(text).hexdigest(), datetime.now(UTC) + window)


def accept_once(
    key: Key,
    *,
    tenant_id: str,
    endpoint_id: str,
    request_id: str,
    execution_id: str,
    answer: Answer | None,
    fresh: Callable[[], list[Statement]],
    repeated: Callable[[Answer], list[Statement]],
    unfinished: Callable[[str], Answer],
) -> Callable[[CursorWrapper], Answer | None]:
    """A journal procedure: first it stores `fresh()` and returns None, later `repeated(...)` and returns the first answer.

    Until the first answer is known it is `unfinished(execution id)`. The unique index decides between two that come at once.
    """
    stored = {"executionId": execution_id, "answer": answer.as_json() if answer else None}

    def procedure(cursor: CursorWrapper) -> Answer | None:
        now = database_time(datetime.now(UTC))
        cursor.execute("DELETE FROM runtime_dedupeentry WHERE key_hash = %s AND expires_at <= %s", [key.hash, now])
        cursor.execute(
            "INSERT INTO runtime_dedupeentry (id, tenant_id, endpoint_id, key_hash, request_id, answer, expires_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (endpoint_id, key_hash) DO NOTHING",
            [new_id(), tenant_id, endpoint_id, key.hash, request_id, _json(stored), database_time(key.expires_at)],
        )
        if cursor.rowcount == 1:
            _store(cursor, fresh())
            return None
        cursor.execute("SELECT answer FROM runtime_dedupeentry WHERE key_hash = %s", [key.hash])
        first = cursor.fetchone()[0]
        first = orjson.loads(first) if isinstance(first, str) else first
        given = Answer.from_json(first["answer"]) if first["answer"] else unfinished(first["executionId"])
        _store(cursor, repeated(given))
        return given

    return procedure


def remember(key: Key, answer: Answer) -> Statement:
    """The answer of a run that its sender waited for, once it is known."""
    stored = {"executionId": dict(answer.headers).get("x-hookyard-execution", ""), "answer": answer.as_json()}
    return Statement("UPDATE runtime_dedupeentry SET answer = %s WHERE key_hash = %s", (_json(stored), key.hash))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _store(cursor: CursorWrapper, statements: list[Statement]) -> None:
    for statement in statements:
        cursor.execute(statement.sql, statement.parameters)
