"""The smallest write that needs the disk.

For: knowing whether a request could be stored now. Reading would succeed also on a full disk.
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.utils import CursorWrapper

# Neither locks a row or leaves one behind: a number in the header of the file; a commit record in the log.
WRITES = {"sqlite": "PRAGMA user_version = 1", "postgresql": "SELECT pg_current_xact_id()"}


def write_something(cursor: CursorWrapper) -> None:
    """A journal procedure."""
    cursor.execute(WRITES[connection.vendor])
