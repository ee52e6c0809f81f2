"""A start brings the database up to date while others use it: who waits for it must not wait for whoever it waits for."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from designer.config import starting

pytestmark = pytest.mark.django_db(transaction=True)
WIDER = "ALTER TABLE runtime_request ADD COLUMN made_by_a_test integer"
NARROWER = "ALTER TABLE runtime_request DROP COLUMN IF EXISTS made_by_a_test"


@pytest.fixture
def backup() -> Iterator[psycopg.Connection]:
    """Somebody who reads a table for as long as the connection is open."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one process")
    with psycopg.connect(**_address()) as reading:
        reading.execute("SELECT count(*) FROM runtime_request")
        yield reading
    with connection.cursor() as cursor:
        cursor.execute(NARROWER)


def test_a_migration_that_meets_a_backup_lets_others_write_and_comes_again(backup, monkeypatch) -> None:
    written: list[float] = []

    def migrate(*names: str, **options: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WIDER)

    def rest(seconds: float) -> None:
        with psycopg.connect(**_address(), options="-c lock_timeout=5s") as other:
            other.execute("UPDATE runtime_request SET id = id WHERE false")
        written.append(seconds)
        backup.close()

    monkeypatch.setattr(starting, "call_command", migrate)
    monkeypatch.setattr(starting, "_is_behind", lambda: True)
    monkeypatch.setattr(starting, "sleep", rest)
    monkeypatch.setattr(starting, "LOCK_WITHIN_MS", 50)
    monkeypatch.setattr(starting, "DATABASE_WITHIN", 0.0)  # however long the backup takes
    starting.bring_up_to_date()

    assert len(written) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_by_a_test FROM runtime_request")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",), "what runs after the start waits as long as it takes"


def _address() -> dict[str, str]:
    settings = connection.settings_dict
    told = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "dbname": settings["NAME"]}
    return {name: str(value) for name, value in told.items() if value}
