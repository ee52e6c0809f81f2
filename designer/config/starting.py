"""What a server or worker does before it begins: the database is brought up to date, by one process at a time.

For: several processes that start at once. Not here: keys (`keys`), which agree by themselves.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from designer.accounts.first_start import owner_from_environment

log = structlog.get_logger(__name__)
DATABASE_WITHIN = 60.0  # seconds
LOCK_WITHIN_MS = 1000
LOCKED, LOCKED_AGAIN_AFTER = "55P03", 5.0  # PostgreSQL's code for a lock that was not to be had; seconds
UP_TO_DATE = 7_041_776  # the name of our lock among those of the database; any number nobody else uses


def bring_up_to_date() -> None:
    """Migrations and the first owner. Who comes second waits and finds nothing left to do.

    A database that starts at the same moment, or again just now, is waited for. So is whoever reads a table for long, as a backup
    does, until they are done.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True)
    patience = monotonic() + DATABASE_WITHIN
    while True:
        try:
            with _one_at_a_time():
                if _is_behind():
                    _migrate()
                owner_from_environment()
            return
        except OperationalError as problem:
            connection.close()
            if getattr(problem.__cause__, "sqlstate", "") == LOCKED:
                log.warning("start.waits_for_lock", reason=str(problem).partition("\n")[0])
                sleep(LOCKED_AGAIN_AFTER)
                continue
            if connection.vendor == "sqlite" or monotonic() > patience:
                raise
            log.warning("start.waits_for_database", reason=str(problem).partition("\n")[0])
            sleep(1)


def _migrate() -> None:
    """Behind a migration that waits for a table, everybody else waits who uses it: processes of the version before could store
    nothing until a backup is over. So it gives up soon and comes again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_WITHIN_MS}ms"])
    call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _is_behind() -> bool:
    """Asked first, as `migrate` spends a second on what follows a migration even when there was none."""
    plan = MigrationExecutor(connection)
    return bool(plan.migration_plan(plan.loader.graph.leaf_nodes()))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with (settings.DATA / "migrating.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UP_TO_DATE])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UP_TO_DATE])
