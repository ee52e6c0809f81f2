"""Migrations run while processes of the version before still serve (`fixtures/deploy/README.md`): what would trip those is found
by looking at each operation.

A release that must take away does it in two: the first stops using it, and what it leaves may be empty or has a default; the next
one drops it. What did not keep to that is listed below with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED, Field

from runtime.postgresql.base import DatabaseWrapper, SchemaEditor

POSTGRESQL = DatabaseWrapper({"NAME": "asked by nobody", "OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False})
GROWS = {"request", "execution", "stepresult", "stepattempt", "delivery", "auditentry"}  # millions of rows
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
BY_HAND = (migrations.RunPython, migrations.RunSQL, migrations.SeparateDatabaseAndState)
FEW_ROWS = "made when there was little to index, before anybody ran it for long"
KNOWN = {
    "designer.0004_audit_log": "makes triggers of a table that is new",
    "runtime.0007_lanes_and_turns": FEW_ROWS,
    "runtime.0011_bulk_actions": FEW_ROWS,
    "runtime.0012_long_runs_and_deep_paths": "writes two tables anew, and nothing is stored meanwhile",
    "runtime.0016_test_connections": "narrower for test connections, which the version before has not",
    "runtime.0017_rollouts_and_labels": "labels became rows: stop the version before",
    "runtime.0018_labels_are_rows": "labels became rows: stop the version before",
    "runtime.0022_indexes_that_others_cover": "drops indexes, which takes no time",
    "runtime.0023_by_customer_and_uncommon": FEW_ROWS,
    "runtime.0029_requests_by_code": FEW_ROWS,
    "runtime.0033_delivery_quota": FEW_ROWS,
    "runtime.0034_alerts_of_deliveries": FEW_ROWS,
    "runtime.0035_no_indexes_of_beginnings": "drops indexes, concurrently",
    "runtime.0036_orders_by_key": "of no row, as none is in a line by a key yet",
    "runtime.0039_public_keys_of_destinations": "adds beside the key that the version before reads, where nobody wrote meanwhile",
}


def told() -> Iterator[tuple[str, str]]:
    """Each migration with a danger in it, but for the first ones, which meet no rows."""
    loader = MigrationLoader(None)
    state = ProjectState()
    ours = ("runtime", "designer")
    for key in dict.fromkeys(step for leaf in loader.graph.leaf_nodes() for step in loader.graph.forwards_plan(leaf)):
        migration = loader.graph.nodes[key]
        made: set[str] = set()
        for operation in migration.operations:
            after = state.clone()
            operation.state_forwards(key[0], after)
            if isinstance(operation, migrations.CreateModel):
                made.add(operation.name_lower)
            elif key[0] in ours and not migration.initial and getattr(operation, "model_name", "").lower() not in made:
                yield from ((".".join(key), danger) for danger in dangers(operation, key[0], state, after))
            state = after


def dangers(operation: Operation, app: str, before: ProjectState, after: ProjectState) -> Iterator[str]:
    what = operation.describe()
    match operation:
        case _ if isinstance(operation, TAKES_AWAY):
            yield f"{what}: the version before still uses it"
        case _ if isinstance(operation, BY_HAND):
            yield f"{what}: nobody but people can tell what it does"
        case migrations.AddField():
            yield from (f"{what}: {danger}" for danger in _added(_column(operation, app, after)))
        case migrations.AlterField():
            old, new = _column(operation, app, before), _column(operation, app, after)
            yield from (f"{what}: {danger}" for danger in _altered(old, new))
        case migrations.AddIndex() if operation.model_name.lower() in GROWS:
            yield f"{what}: nothing is written there while it is made"
        case migrations.AddConstraint():
            yield f"{what}: the version before may not keep to it"


def _added(field: Field) -> Iterator[str]:
    empty = field.null or field.blank or field.default is not NOT_PROVIDED or field.db_default is not NOT_PROVIDED
    if not empty and not field.many_to_many:
        yield "rows that are there have no value for it, nor has the version before"
    if field.unique and not field.null:
        yield "all rows of the version before have its default"


def _altered(old: Field, new: Field) -> Iterator[str]:
    if old.null and not new.null:
        yield "the version before leaves it empty"
    if old.is_relation or new.is_relation:
        return
    was, is_now = old.db_type(POSTGRESQL), new.db_type(POSTGRESQL)
    grows = isinstance(old, models.CharField) and (new.max_length or 10**9) >= (old.max_length or 0)
    if was != is_now and not (grows and isinstance(new, models.CharField | models.TextField)):
        yield f"from {was} to {is_now} every row is written anew"
    if new.unique and not old.unique:
        yield "the version before may not keep to it"


def _column(operation: FieldOperation, app: str, state: ProjectState) -> Field:
    return state.models[app, operation.model_name_lower].get_field(operation.name)


def test_no_migration_trips_the_version_before() -> None:
    found = list(told())
    assert {one for one in found if one[0] not in KNOWN} == set()
    assert {name for name, _ in found} == KNOWN.keys(), "what is listed and has no danger any more"


CAREFUL = [
    migrations.AddField("request", "more", models.TextField(default="")),
    migrations.AddField("request", "more", models.TextField(null=True)),
    migrations.AlterField("request", "code", models.CharField(max_length=60, default="", help_text="Longer.")),
    migrations.AlterField("request", "code", models.CharField(max_length=40, null=True)),
    migrations.CreateModel("Fresh", [("id", models.AutoField(primary_key=True))]),
    migrations.AddIndex("tenant", models.Index(fields=["name"], name="by_name")),
]
CARELESS = [
    migrations.RemoveField("request", "code"),
    migrations.RenameField("request", "code", "reason"),
    migrations.DeleteModel("Request"),
    migrations.RunSQL("SELECT 1"),
    migrations.AddField("request", "more", models.IntegerField()),
    migrations.AddField("request", "more", models.TextField(default="", unique=True)),
    migrations.AlterField("request", "note", models.TextField()),
    migrations.AlterField("request", "code", models.IntegerField(default=0)),
    migrations.AlterField("request", "code", models.CharField(max_length=10, default="")),
    migrations.AddIndex("request", models.Index(fields=["code"], name="by_code")),
    migrations.AddConstraint("request", models.UniqueConstraint(fields=["code"], name="one_code")),
]


@pytest.mark.parametrize("operation", CAREFUL, ids=lambda one: one.describe())
def test_what_the_version_before_does_not_notice_is_let_through(operation: Operation) -> None:
    assert _found(operation) == []


@pytest.mark.parametrize("operation", CARELESS, ids=lambda one: one.describe())
def test_what_would_trip_it_is_found(operation: Operation) -> None:
    assert len(_found(operation)) == 1


def test_a_column_that_is_added_keeps_its_default_in_the_database() -> None:
    """Rows that the version before inserts do not name it: each would be refused, and flows that deliver failed for it."""
    before, after = _states(CAREFUL[0])
    editor, said = SchemaEditor(POSTGRESQL, collect_sql=True, atomic=False), []
    editor.execute = lambda sql, params=(): said.append((str(sql), list(params or ())))
    with editor:
        CAREFUL[0].database_forwards("runtime", editor, before, after)
    assert said == [('ALTER TABLE "runtime_request" ADD COLUMN "more" text DEFAULT %s NOT NULL', [""])]


def _found(operation: Operation) -> list[str]:
    return list(dangers(operation, "runtime", *_states(operation)))


def _states(operation: Operation) -> tuple[ProjectState, ProjectState]:
    fields = [
        ("id", models.AutoField(primary_key=True)),
        ("code", models.CharField(max_length=40, default="")),
        ("note", models.TextField(null=True)),
    ]
    before = ProjectState()
    for name in ("Request", "Tenant"):
        before.add_model(ModelState("runtime", name, [*fields, ("name", models.TextField(default=""))]))
    after = before.clone()
    operation.state_forwards("runtime", after)
    return before, after
