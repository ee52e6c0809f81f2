"""A long history and many customers, put straight into the database file of a product that is stopped.

For: growth curves. A real row is the pattern; copies differ in id, time and status. Nothing of ours writes this way: the tables'
own constraints hold, and the route book reads what it finds at its next start.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DAYS = 30  # over which a history is spread
BATCH = 5_000
FAILED_EVERY, UNROUTED_EVERY = 33, 100
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ERROR = {"code": "remote_failed", "message": "The service answered 500.", "stepId": "code_1", "who": "nobody"}
Change = Callable[[int], dict[str, Any]]


def id_at(moment: datetime, number: int) -> str:
    """As `runtime.identifiers` makes them: the millisecond, then what tells rows of it apart."""
    text, value = "", (int(moment.timestamp() * 1000) << 80) | number
    for _ in range(26):
        text, value = DIGITS[value & 31] + text, value >> 5
    return text


def fill_history(file: Path, execution_id: str, *, first: int, last: int) -> None:
    """Copies the execution, its request and its steps `last - first` times, oldest a month back."""
    begun = datetime.now(UTC) - timedelta(days=DAYS)

    def moment(number: int) -> datetime:
        # Fractions of the month, so that a second filling lies between the rows of the first.
        return begun + timedelta(days=DAYS * ((number * 0.618033988749895) % 1.0) * 0.999)

    def names(number: int) -> tuple[str, str, str]:
        at = moment(number)
        return id_at(at, 4 * number + 1), id_at(at, 4 * number), at.isoformat(sep=" ").removesuffix("+00:00")

    def execution(number: int) -> dict[str, Any]:
        own, request, at = names(number)
        failed = {"status": "failed", "error": json.dumps(ERROR), "result": None} if number % FAILED_EVERY == 0 else {}
        times = dict.fromkeys(("queued_at", "due_at", "started_at", "finished_at"), at)
        return {"id": own, "request_id": request, **times, **failed}

    def request(number: int) -> dict[str, Any]:
        own, request, at = names(number)
        lost = {"status": "unrouted", "code": "customer_not_found", "execution_id": "", "answer_status": 404}
        return {"id": request, "execution_id": own, "received_at": at, **(lost if number % UNROUTED_EVERY == 0 else {})}

    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous=OFF")
        numbers = range(first, last)
        request_id = database.execute("SELECT request_id FROM runtime_execution WHERE id = ?", [execution_id]).fetchone()[0]
        _copy(database, "runtime_execution", f"id = '{execution_id}'", numbers, execution)
        _copy(database, "runtime_request", f"id = '{request_id}'", numbers, request)
        steps = database.execute("SELECT id FROM runtime_stepresult WHERE execution_id = ?", [execution_id]).fetchall()
        for place, (step,) in enumerate(steps):
            # Bound at once: each step has a change of its own.
            def of_step(number: int, place: int = place) -> dict[str, Any]:
                return {"id": id_at(moment(number), 4 * number + 2 + place), "execution_id": names(number)[0]}

            _copy(database, "runtime_stepresult", f"id = '{step}'", numbers, of_step)
        database.execute("ANALYZE")
        database.commit()


def fill_customers(file: Path, instance_id: str, *, first: int, last: int) -> list[str]:
    """Copies a customer with its alias, its instance and the instance's endpoints. Returns the tokens of the new endpoints."""
    now = datetime.now(UTC)
    tokens: list[str] = []
    with closing(sqlite3.connect(file)) as database:
        [customer_id] = database.execute("SELECT customer_id FROM runtime_instance WHERE id = ?", [instance_id]).fetchone()
        numbers = range(first, last)

        def own(number: int, kind: int) -> str:
            return id_at(now, number * 8 + kind)

        def endpoint(number: int) -> dict[str, Any]:
            tokens.append(f"benchmark-token-{number:06d}")
            return {"id": own(number, 3), "instance_id": own(number, 2), "token": tokens[-1]}

        _copy(database, "runtime_customer", f"id = '{customer_id}'", numbers,
              lambda number: {"id": own(number, 0), "external_id": f"many-{number}", "name": f"Customer {number}"})  # fmt: skip
        _copy(database, "runtime_customeralias", f"customer_id = '{customer_id}'", numbers,
              lambda number: {"id": own(number, 1), "customer_id": own(number, 0), "alias": f"M{number}"})  # fmt: skip
        _copy(database, "runtime_instance", f"id = '{instance_id}'", numbers,
              lambda number: {"id": own(number, 2), "customer_id": own(number, 0)})  # fmt: skip
        _copy(database, "runtime_endpoint", f"instance_id = '{instance_id}'", numbers, endpoint)
        database.execute("ANALYZE")
        database.commit()
    return tokens


def fill_audit(file: Path, *, first: int, last: int) -> None:
    """Entries of a month, after the pattern of the newest; each tenth of them tells of an API key."""
    begun = datetime.now(UTC) - timedelta(days=DAYS)

    def entry(number: int) -> dict[str, Any]:
        at = begun + timedelta(days=DAYS * number / max(last, 1) * 0.999)
        deed = "token.created" if number % 10 == 0 else "customer.changed"
        told = {"deed": deed, "about": f"Key {number}", "about_id": id_at(at, number)}
        return {"id": id_at(at, number), "at": at.isoformat(sep=" ").removesuffix("+00:00"), **told}

    with closing(sqlite3.connect(file)) as database:
        [pattern] = database.execute("SELECT id FROM designer_auditentry ORDER BY id DESC LIMIT 1").fetchone()
        _copy(database, "designer_auditentry", f"id = '{pattern}'", range(first, last), entry)
        database.execute("ANALYZE")
        database.commit()


def _copy(database: sqlite3.Connection, table: str, pattern: str, numbers: Iterable[int], change: Change) -> None:
    """Does nothing where no row is the pattern."""
    cursor = database.execute(f"SELECT * FROM {table} WHERE {pattern} LIMIT 1")
    columns = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    if row is None:
        return
    original = dict(zip(columns, row, strict=True))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for batch in _batches(numbers):
        database.executemany(sql, [list((original | change(number)).values()) for number in batch])
    database.commit()


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for number in numbers:
        batch.append(number)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
