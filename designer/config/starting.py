"""What a server or worker does before it begins: the database is brought up to date, by one process at a time.

For: several processes that start at once. Not here: keys (`keys`), which agree by themselves.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from designer.accounts.first_start import owner_from_environment

UP_TO_DATE = 7_041_776  # the name of our lock among those of the database; any number nobody else uses


def bring_up_to_date() -> None:
    """Migrations and the first owner. Who comes second waits and finds nothing left to do."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)
        owner_from_environment()


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
