"""Lists, newest first, a page at a time.

For: `?cursor=&limit=` and `{results, next}`. Ids sort by the time they were made, so the last id of a page is the cursor
and a page costs the same wherever it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from designer.api.problems import InvalidInput
from designer.api.shapes import Shape
from runtime.identifiers import ID_LENGTH

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


class PageQuery(Shape):
    cursor = serializers.CharField(required=False, help_text="`next` of the page before.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)


def page_of(rows: QuerySet, request: Request, render: Callable[[list[Any]], list[dict[str, Any]]]) -> dict[str, Any]:
    """One page; `render` gets the page's rows at once, so that it can look up what they refer to in one query each."""
    asked = PageQuery(data={key: request.query_params[key] for key in ("cursor", "limit") if request.query_params.get(key)})
    asked.is_valid(raise_exception=True)
    cursor, limit = asked.validated_data.get("cursor"), asked.validated_data["limit"]
    if cursor:
        if len(cursor) != ID_LENGTH or not cursor.isalnum():
            raise InvalidInput("Use the `next` of the page before as the cursor.", code="cursor_invalid", field="cursor")
        rows = rows.filter(pk__lt=cursor)
    found: list[Model] = list(rows.order_by("-pk")[: limit + 1])
    page = found[:limit]
    return {"results": render(page), "next": page[-1].pk if len(found) > limit else None}


def page_shape(shape: type[Shape]) -> type[Shape]:
    """The schema of a page of `shape`."""
    name = f"{shape.__name__.removesuffix('Shape')}PageShape"
    fields = {"results": shape(many=True), "next": serializers.CharField(allow_null=True)}
    return type(name, (Shape,), fields)
