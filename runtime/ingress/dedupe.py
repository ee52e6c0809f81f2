"""One execution for one id, however often its sender repeats it.

For: the ledger that the flow's `dedupe` policy asks for: {id: {reference}, windowSeconds}. Without one, a preset of the caller's
credential says where its service writes the id of a delivery.
Not here: signatures and time stamps (`runtime.credentials.verify`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from django.db.backends.utils import CursorWrapper

from runtime.engine.errors import HookyardError
from runtime.engine.references import compile_reference
from runtime.executions.runs import Run
from runtime.identifiers import new_id
from runtime.ingress.answers import Answer
from runtime.journal.encoding import encode
from runtime.journal.tables import Statement, database_time
from runtime.routing.plans import EndpointPlan

WINDOW = timedelta(days=4)  # longer than the three days the most patient provider retries for


@dataclass(frozen=True, slots=True)
class Key:
    """`hash` names endpoint, instance, flow and id."""

    hash: str
    expires_at: datetime


def key_of(plan: EndpointPlan, run: Run) -> Key | None:
    """None when the request carries no id, or the flow does not ask for one and its caller's scheme knows none."""
    policy = run.plan.flow.policy.get("dedupe")
    if not policy:
        return None if "dedupe" in run.plan.flow.policy else _usual_key(plan, run)
    value = _read(policy["id"]["reference"], run)
    window = timedelta(seconds=policy["windowSeconds"]) if policy.get("windowSeconds") else WINDOW
    return _key(plan, run, value, window)


def _usual_key(plan: EndpointPlan, run: Run) -> Key | None:
    """Of the id that the caller's service gives each delivery. A flow whose policy says `dedupe: null` wants every one."""
    gate = plan.gate or run.instance.gate
    if gate is None or not gate.ids:
        return None
    found = (value for place in gate.ids if (value := _read(f"trigger.results.{place}", run)) not in (None, ""))
    return _key(plan, run, next(found, None), timedelta(seconds=gate.window))


def _read(reference: str, run: Run) -> Any:
    fired = {"results": run.trigger_results}
    scope = {"trigger": fired, "integrationTrigger": fired, run.trigger_step: fired}
    try:
        return _compiled(reference).read(scope)
    except HookyardError:
        return None


_compiled = lru_cache(maxsize=1024)(compile_reference)


def _key(plan: EndpointPlan, run: Run, value: Any, window: timedelta) -> Key | None:
    if value in (None, ""):
        return None
    text = encode([plan.endpoint_id, run.instance.id, run.plan.flow.key, value])
    return Key(hashlib.sha256(text.encode()).hexdigest(), datetime.now(UTC) + window)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `answer` is None while its sender waits for the run."""

    key: Key
    tenant_id: str
    endpoint_id: str
    request_id: str
    execution_id: str
    answer: Answer | None

    def reserve(self, cursor: CursorWrapper) -> bool:
        """Whether it stands now. The unique index decides between two that come at once."""
        now = database_time(datetime.now(UTC))
        cursor.execute("DELETE FROM runtime_dedupeentry WHERE key_hash = %s AND expires_at <= %s", [self.key.hash, now])
        cursor.execute(
            "INSERT INTO runtime_dedupeentry (id, tenant_id, endpoint_id, key_hash, request_id, answer, expires_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (endpoint_id, key_hash) DO NOTHING",
            [new_id(), self.tenant_id, self.endpoint_id, self.key.hash, self.request_id,
             _stored(self.execution_id, self.answer), database_time(self.key.expires_at)],
        )  # fmt: skip
        return cursor.rowcount == 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """The request that came first with an id. `differs`: this one says something else under the same id."""

    request_id: str
    differs: bool


def accept_once(
    entry: Entry,
    *,
    body: bytes,
    fresh: list[Statement],
    repeated: Callable[[Answer, Earlier], list[Statement]],
    look: Callable[[str], Answer | None],
    anyway: bool = False,
) -> Callable[[CursorWrapper], Answer | None]:
    """A journal procedure: first it stores `fresh` and returns None, later `repeated(...)` and returns the first answer.

    While the ledger holds no answer, `look(execution id)` says what to tell; None when that run failed or is gone, and then
    the id is free again: its sender was told of an error, and repeats it for that reason. `anyway` is for a person's replay.
    """

    def procedure(cursor: CursorWrapper) -> Answer | None:
        if entry.reserve(cursor):
            _store(cursor, fresh)
            return None
        cursor.execute("SELECT answer, request_id FROM runtime_dedupeentry WHERE key_hash = %s", [entry.key.hash])
        kept, earlier_id = cursor.fetchone()
        kept = orjson.loads(kept) if isinstance(kept, str) else kept
        first = Answer.from_json(kept["answer"]) if kept["answer"] else look(kept["executionId"])
        if first is None:
            _store(cursor, [forget(entry.key)])
            entry.reserve(cursor)
        if first is None or anyway:
            _store(cursor, fresh)
            return None
        _store(cursor, repeated(first, Earlier(earlier_id, _says_other(cursor, earlier_id, body))))
        return first

    return procedure


def _says_other(cursor: CursorWrapper, request_id: str, body: bytes) -> bool:
    """Whether the first request had another body; one that is no longer kept cannot tell."""
    cursor.execute("SELECT body FROM runtime_request WHERE id = %s", [request_id])
    row = cursor.fetchone()
    return row is not None and bytes(row[0]) != body


def remember(key: Key, execution_id: str, answer: Answer) -> Statement:
    """The answer of a run that its sender waited for, once it is known."""
    return Statement("UPDATE runtime_dedupeentry SET answer = %s WHERE key_hash = %s", (_stored(execution_id, answer), key.hash))


def forget(key: Key) -> Statement:
    """Frees an id: its run failed and its sender was told so, so it may send it again."""
    return Statement("DELETE FROM runtime_dedupeentry WHERE key_hash = %s", (key.hash,))


def forget_expired(now: datetime) -> Callable[[CursorWrapper], int]:
    """A journal procedure."""

    def procedure(cursor: CursorWrapper) -> int:
        cursor.execute("DELETE FROM runtime_dedupeentry WHERE expires_at <= %s", [database_time(now)])
        return cursor.rowcount

    return procedure


def _stored(execution_id: str, answer: Answer | None) -> str:
    return str(encode({"executionId": execution_id, "answer": answer.as_json() if answer else None}))


def _store(cursor: CursorWrapper, statements: list[Statement]) -> None:
    for statement in statements:
        cursor.execute(statement.sql, statement.parameters)
