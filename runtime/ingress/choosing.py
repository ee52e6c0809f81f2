"""Which requests somebody means: a choice that can be stored and read again.

For: {ids} or conditions, as the list's filters and jobs over many requests share them; how far back a costly condition looks.
Not here: reading a choice from a query (`designer.traffic.finding_requests`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from runtime.journal.models import Request

TABLE = Request._meta.db_table
COLUMNS = ("integration_id", "customer_id", "instance_id", "endpoint_id", "is_draft")
RIVALS = {"integration_id", "customer_id"}  # have an index of their own
LARGEST_SEARCHED = 256 * 1024  # bytes of a body; larger ones are passed by


def choose_requests(tenant_id: str, choice: Mapping[str, Any]) -> QuerySet[Request]:
    """`choice` is {ids?, status?: [...], code?, since_id?, until_id?, text?, and columns by name}."""
    rows = Request.objects.of(tenant_id)
    if "ids" in choice:
        rows = rows.filter(pk__in=choice["ids"])
    if "status" in choice:
        [*states] = choice["status"]
        rows = rows.filter(status=states[0]) if len(states) == 1 else rows.filter(status__in=states)
    if "code" in choice:
        rows = rows.extra(where=[f"{TABLE}.code > ''"]).filter(code=choice["code"])  # noqa: S610 - as its index says it
    columns = {name: choice[name] for name in COLUMNS if name in choice}
    if choice.get("status") == [Request.Status.UNROUTED]:
        # Few requests are: `|| ''` keeps the database from reading all that an integration or a customer ever got instead.
        for name in RIVALS & columns.keys():
            rows = rows.extra(where=[f"{TABLE}.{name} || '' = %s"], params=[columns.pop(name)])  # noqa: S610 - names of ours
    rows = rows.filter(**columns)
    # Ids begin with the time they were made in, so the index that orders the list finds a stretch of time as well.
    if "since_id" in choice:
        rows = rows.filter(pk__gte=choice["since_id"])
    if "until_id" in choice:
        rows = rows.filter(pk__lt=choice["until_id"])
    return _that_hold(rows, choice["text"]) if choice.get("text") else rows


def floor_of(tenant_id: str, choice: Mapping[str, Any], most: int) -> str | None:
    """The id of the oldest of the newest `most` that `choice` finds; None when there are no more than that."""
    found = choose_requests(tenant_id, choice).order_by("-pk").values_list("pk", flat=True)[most - 1 : most + 1]
    return next(iter(found)) if len(found) > 1 else None


class _Place(Func):
    """Where some bytes stand in others, from 1; 0 for nowhere."""

    function = "INSTR"
    output_field = IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function='pg_catalog."position"', **more)


def _that_hold(rows: QuerySet[Request], text: str) -> QuerySet[Request]:
    """The text as it stands in the body, or in whatever case in headers, path or query."""
    rows = rows.alias(said=Cast("headers", TextField()))
    rows = rows.alias(place=_Place("body", Value(text.encode(), output_field=BinaryField())))
    around = Q(said__icontains=text) | Q(path__icontains=text) | Q(query__icontains=text)
    return rows.filter(around | Q(body_size__lte=LARGEST_SEARCHED, place__gt=0))
