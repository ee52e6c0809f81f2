"""Drops three indexes by hand: as an altered field, SQLite would copy the three largest tables there are."""

import django.db.models.deletion
from django.db import migrations, models

NAMES = (
    "runtime_execution_tenant_id_2353424d",
    "runtime_request_tenant_id_ee47779c",
    "runtime_stepresult_execution_id_d5b68fd4",
)
TENANT = {"db_index": False, "on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": "runtime.tenant"}


class Migration(migrations.Migration):
    dependencies = [("runtime", "0021_erasures")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("execution", "tenant", models.ForeignKey(**TENANT)),
                migrations.AlterField("request", "tenant", models.ForeignKey(**TENANT)),
                migrations.AlterField("stepresult", "execution_id", models.CharField(blank=True, default="", max_length=26)),
            ],
            database_operations=[
                # PostgreSQL has a second one of each text column, for comparing by pattern.
                migrations.RunSQL([f'DROP INDEX IF EXISTS "{name}{kind}"' for name in NAMES for kind in ("", "_like")])
            ],
        )
    ]
