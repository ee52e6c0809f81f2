"""Routes of the audit log: looking, filtering, taking it away as CSV. Nothing here writes."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from designer.accounts.models import Role
from designer.api.moments import first_id
from designer.api.paging import page_of, page_shape
from designer.api.problems import InvalidInput
from designer.api.schema import PAGED, operation
from designer.api.views import ApiView
from designer.audit.deeds import DEEDS
from designer.audit.models import AuditEntry
from designer.audit.shapes import AuditEntryShape, DeedShape

FILTERS = ("deed", "actor", "about", "since", "until")
MOST_EXPORTED = 50_000
COLUMNS = ("at", "actor", "actor_kind", "address", "deed", "about", "about_id", "facts", "request_id")


class AuditView(ApiView):
    roles = {"GET": Role.OWNER}

    @operation("Who did what, newest first", gives=page_shape(AuditEntryShape), query=[*FILTERS, *PAGED])
    def get(self, request: Request) -> Response:
        rows = find(self.tenant, self.filters(*FILTERS))
        return Response(page_of(rows, request, show))


class AuditDeedsView(ApiView):
    roles = {"GET": Role.OWNER}

    @operation("Every deed there is", gives=DeedShape(many=True))
    def get(self, request: Request) -> Response:
        return Response([{"deed": deed, "words": words} for deed, words in DEEDS.items()])


class AuditExportView(ApiView):
    roles = {"GET": Role.OWNER}

    @operation("The audit log as CSV, the newest 50,000", gives=str, query=FILTERS, media_type="text/csv")
    def get(self, request: Request) -> HttpResponse:
        rows = find(self.tenant, self.filters(*FILTERS)).order_by("-pk")[:MOST_EXPORTED]
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for row in rows.iterator():
            writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
        answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return answer


def find(tenant: Any, asked: dict[str, str]) -> QuerySet[AuditEntry]:
    """`deed` is one, or a kind of thing such as `credential`; `about` an id or a part of a name. Raises InvalidInput."""
    rows = AuditEntry.objects.of(tenant)
    if deed := asked.get("deed"):
        if deed not in DEEDS and not any(known.startswith(f"{deed}.") for known in DEEDS):
            raise InvalidInput(f"There is no deed {deed[:60]}.", field="deed")
        rows = rows.filter(deed=deed) if deed in DEEDS else rows.filter(deed__startswith=f"{deed}.")
    if actor := asked.get("actor"):
        rows = rows.filter(actor__icontains=actor[:254])
    if about := asked.get("about"):
        rows = rows.filter(Q(about_id=about) | Q(about__icontains=about[:300]))
    if since := asked.get("since"):
        rows = rows.filter(pk__gte=first_id(since, "since"))
    if until := asked.get("until"):
        rows = rows.filter(pk__lt=first_id(until, "until"))
    return rows


def show(rows: list[AuditEntry]) -> list[dict[str, Any]]:
    fields = ("id", "at", "actor", "actor_kind", "address", "request_id", "deed", "about_id", "about", "facts")
    shown = [{**{field: getattr(row, field) for field in fields}, "words": DEEDS.get(row.deed, row.deed)} for row in rows]
    return AuditEntryShape(shown, many=True).data


def _cell(value: Any) -> str:
    """As text that a spreadsheet does not take for a formula."""
    text = json.dumps(value, sort_keys=True) if isinstance(value, dict) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
