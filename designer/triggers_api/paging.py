"""Pages by cursor, both ways: `first` with `after`, `last` with `before`, or `cursor` for whichever it goes with.

For: `{elements, pageInfo}`. The newest comes first; a cursor is the id of a row, so that any page costs the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from designer.api.problems import InvalidInput
from designer.api.shapes import Shape
from runtime.identifiers import as_uuid, id_of

USUAL, MOST = 50, 200
PAGED = (
    OpenApiParameter(
        "first", {"type": "integer", "format": "int32"}, description=f"Rows a page, up to {MOST}; {USUAL} unless told."
    ),
    OpenApiParameter("last", {"type": "integer", "format": "int32"}, description="The same, going back."),
    OpenApiParameter("cursor", str, description="endCursor with first, startCursor with last."),
    OpenApiParameter("after", str, description="endCursor of the page before."),
    OpenApiParameter("before", str, description="startCursor of the page behind."),
)


class Asked(Shape):
    first = serializers.IntegerField(required=False, min_value=1, max_value=MOST)
    last = serializers.IntegerField(required=False, min_value=1, max_value=MOST)
    cursor = serializers.CharField(required=False, max_length=60)
    after = serializers.CharField(required=False, max_length=60)
    before = serializers.CharField(required=False, max_length=60)


def page(rows: QuerySet, query: Mapping[str, str], show: Callable[[list[Any]], list[dict[str, Any]]]) -> dict[str, Any]:
    """Raises `ValidationError`, `InvalidInput` `cursor_invalid`."""
    asked = Asked(data={name: query[name] for name in ("first", "last", "cursor", "after", "before") if query.get(name)})
    asked.is_valid(raise_exception=True)
    told = asked.validated_data
    if "first" in told and "last" in told:
        raise InvalidInput("Send first or last, not both.", field="last")
    back = "last" in told or ("before" in told and "first" not in told)
    given = told.get("before" if back else "after") or told.get("cursor")
    cursor = _id_of(given) if given else ""
    size = told.get("last" if back else "first", USUAL)
    ahead = rows.filter(**{"pk__gt" if back else "pk__lt": cursor}) if cursor else rows
    found = list(ahead.order_by("pk" if back else "-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    # Going on from a cursor, what lies behind it is one look at the index.
    behind = bool(cursor) and (rows.filter(pk__lte=cursor) if back else rows.filter(pk__gte=cursor)).order_by().exists()
    info: dict[str, Any] = {"hasNextPage": behind if back else more, "hasPreviousPage": more if back else behind}
    if found:
        info |= {"startCursor": as_uuid(found[0].pk), "endCursor": as_uuid(found[-1].pk)}
    return {"elements": show(found) if found else [], "pageInfo": info}


def _id_of(given: str) -> str:
    known = id_of(given)
    if not known:
        raise InvalidInput("Use the startCursor or endCursor of another page.", code="cursor_invalid", field="cursor")
    return known
