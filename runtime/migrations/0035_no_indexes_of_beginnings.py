"""The hot tables lose the indexes by which PostgreSQL would find ids by their beginning: nothing asks that, each row paid for it.

To drop one takes no time, but a backup that reads the table would keep it waiting, and every request behind it. Concurrently,
only this migration waits.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("runtime_request", "runtime_execution", "runtime_stepresult")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN (%s, %s, %s) "
            "AND indexdef LIKE '%%varchar_pattern_ops)'",
            TABLES,
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("runtime", "0034_alerts_of_deliveries")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=False)]
