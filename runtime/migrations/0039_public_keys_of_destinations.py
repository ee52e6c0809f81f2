"""Destinations that were made before `v1a` get what it is signed with. Their shared keys stay: what checks `v1` goes on.

In parts, each a transaction: nothing that is being delivered waits for the whole. A row that changes meanwhile was written with
keys of its own.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models, transaction

from runtime.credentials import vault
from runtime.delivery.signing import new_seed
from runtime.engine.errors import StepProblem

PART = 500

def add_seeds(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    rows = apps.get_model("runtime", "Destination")._base_manager.using(alias).exclude(status="closed").order_by("pk")
    seeds: dict[str, str] = {}  # by subscription: where its events go and where its state is told sign alike
    last = ""
    while part := list(rows.filter(pk__gt=last).values_list("pk", "tenant_id", "subscription_id", "secret")[:PART]):
        with transaction.atomic(alias):
            for pk, tenant_id, subscription_id, stored in part:
                try:
                    kept = vault.decrypt(tenant_id, pk, stored)["signing"]
                except StepProblem:
                    continue  # no key opens it; a new signing key mends that
                given = kept.get("seed") or new_seed()
                seed = seeds.setdefault(subscription_id, given) if subscription_id else given
                if not kept.get("seed"):
                    whole = vault.encrypt(tenant_id, pk, {"signing": {**kept, "seed": seed}})
                    rows.filter(pk=pk, secret=stored).update(secret=whole)
        last = part[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("runtime", "0038_payload_watch")]
    operations = [
        migrations.AlterField(
            model_name="destination",
            name="secret",
            field=models.TextField(help_text="Encrypted {key, seed}: what `v1` and `v1a` are signed with."),
        ),
        migrations.RunPython(add_seeds, migrations.RunPython.noop),
    ]
