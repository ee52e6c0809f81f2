"""Relay's connections: `first`, `after`, `last`, `before`, and edges with cursors.

For: a page of rows, newest first, or of a list that is short anyway. Ids sort by the time they were made, so a cursor is an id
and a page costs the same wherever it is.
Not here: what a node shows.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from runtime.engine.errors import NotAllowed
from runtime.identifiers import id_of

USUAL, MOST = 50, 100
PAGING = ("first", "last", "before", "after")
Show = Callable[[list[Any]], list[dict[str, Any]]]


def page_of_rows(rows: QuerySet, show: Show, **paging: Any) -> dict[str, Any]:
    """`show` gets the page's rows at once, so that it can look up what they refer to in one query each."""
    backwards, size = _size(**paging)
    after, before = (_row_id(paging.get(name), name) for name in ("after", "before"))
    wanted = rows.filter(pk__lt=after) if after else rows
    wanted = wanted.filter(pk__gt=before) if before else wanted
    found: list[Model] = list(wanted.order_by("pk" if backwards else "-pk")[: size + 1])
    more, page = len(found) > size, found[:size]
    if backwards:
        page.reverse()
    edges = [{"node": node, "cursor": _cursor(row.pk)} for row, node in zip(page, show(page) if page else [], strict=True)]
    # Relay: the side that was not walked to is known by whether a cursor said where to begin.
    has_next, has_previous = (before is not None, more) if backwards else (more, after is not None)
    return _connection(edges, has_next, has_previous, count=rows.count)


def page_of_list(nodes: Sequence[dict[str, Any]], **paging: Any) -> dict[str, Any]:
    """Of what was made by one definition and is all there; a cursor is a place in the list."""
    backwards, size = _size(**paging)
    start, end = 0, len(nodes)
    if after := paging.get("after"):
        start = _place(after, "after") + 1
    if before := paging.get("before"):
        end = min(end, _place(before, "before"))
    start, end = (max(start, end - size), end) if backwards else (start, min(end, start + size))
    edges = [{"node": nodes[place], "cursor": _cursor(str(place))} for place in range(start, end)]
    return _connection(edges, end < len(nodes), start > 0, count=lambda: len(nodes))


def whole(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All of a list that is never long."""
    edges = [{"node": node, "cursor": _cursor(str(place))} for place, node in enumerate(nodes)]
    return _connection(edges, False, False, count=lambda: len(nodes))


def nothing(_source: Any, _info: Any, **_: Any) -> dict[str, Any]:
    """A connection that is always empty."""
    return whole([])


def _connection(edges: list[dict[str, Any]], has_next: bool, has_previous: bool, count: Callable[[], int]) -> dict[str, Any]:
    ends = {"startCursor": edges[0]["cursor"], "endCursor": edges[-1]["cursor"]} if edges else {}
    info = {"startCursor": None, "endCursor": None, **ends, "hasNextPage": has_next, "hasPreviousPage": has_previous}
    # Counted only where somebody asks.
    return {"edges": edges, "pageInfo": info, "totalCount": lambda _info: count()}


def _size(*, first: int | None = None, last: int | None = None, **_: Any) -> tuple[bool, int]:
    """Whether it goes backwards, and how many. Raises `NotAllowed` `input_invalid`."""
    if first is not None and last is not None:
        raise NotAllowed("Give first or last, not both.", code="input_invalid")
    size = USUAL if first is None and last is None else first if last is None else last
    if size is None or size < 0:
        raise NotAllowed("first and last count what is wanted: 0 or more.", code="input_invalid")
    return last is not None, min(size, MOST)


def _cursor(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).rstrip(b"=").decode()


def _read(cursor: str, name: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise _strange(name) from None


def _row_id(cursor: str | None, name: str) -> str | None:
    if not cursor:
        return None
    if not (found := id_of(_read(cursor, name))):
        raise _strange(name)
    return found


def _place(cursor: str, name: str) -> int:
    text = _read(cursor, name)
    if not (text.isdecimal() and len(text) < 7):
        raise _strange(name)
    return int(text)


def _strange(name: str) -> NotAllowed:
    return NotAllowed(f"Use a cursor of an earlier answer as {name}.", code="cursor_invalid")
