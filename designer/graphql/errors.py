"""Errors as GraphQL tells them: Tray's shape with our codes and sentences.

`{message, path, locations, extensions: {name, code, time_thrown}}`, and under `extensions` whatever else the problem knows, such
as `errors` with each field that is wrong.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from designer.api.problems import describe
from designer.graphql.scalars import moment
from runtime.engine.errors import HookyardError

log = logging.getLogger(__name__)
LONGEST = 1_000  # characters of a message that repeats what was sent
UNTOLD = {"type", "title", "status", "code", "detail"}


def told(error: GraphQLError, *, now: datetime, request_id: str) -> dict[str, Any]:
    """What nobody foresaw is logged with its traceback and told as our fault."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError) or error.path is None:
        # The library's own: what was asked does not fit the schema. Only fields that were asked have a path.
        code = "query_malformed" if isinstance(error, GraphQLSyntaxError) else "query_invalid"
        message = error.message if len(error.message) <= LONGEST else f"{error.message[:LONGEST]}..."
        return {**error.formatted, "message": message, "extensions": _extensions("ValidationError", code, now)}
    return {**error.formatted, **_problem(cause, now=now, request_id=request_id)}


def told_alone(error: Exception, *, now: datetime, request_id: str) -> dict[str, Any]:
    """What stopped the whole request."""
    return _problem(error, now=now, request_id=request_id)


def in_trays_words(refusal: dict[str, Any]) -> dict[str, Any]:
    """Over the limit: the one error whose code Tray documents. Nothing was read, so the place is the document's beginning."""
    extensions = {**refusal["extensions"], "name": "PreconditionError", "code": "access_not_allowed"}
    return {**refusal, "path": [], "locations": [{"line": 1, "column": 1}], "extensions": extensions}


def _problem(error: Exception, *, now: datetime, request_id: str) -> dict[str, Any]:
    body, _ = describe(error)
    if body["status"] >= 500 and not isinstance(error, HookyardError):
        log.exception("A GraphQL field failed.", extra={"request_id": request_id}, exc_info=error)
        body["requestId"] = request_id
    more = {key: value for key, value in body.items() if key not in UNTOLD}
    return {"message": body["detail"], "extensions": {**_extensions(_name(body), body["code"], now), **more}}


def _name(body: dict[str, Any]) -> str:
    """Tray names kinds of errors; only the first is documented."""
    status = body["status"]
    if status in (401, 403, 404, 409, 429):
        return "PreconditionError"
    return "InternalError" if status >= 500 else "ValidationError"


def _extensions(name: str, code: str, now: datetime) -> dict[str, Any]:
    return {"name": name, "code": code, "time_thrown": moment(now)}
