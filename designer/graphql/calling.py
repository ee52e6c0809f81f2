"""Calling a connector, and waiting for what it says.

GraphQL is answered by one of the few threads that serve pages, so only some of them may wait at once; `/core/v1/` awaits any
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from designer.graphql.asking import Asker
from designer.graphql.scalars import as_text, json_of
from runtime.calling import calls
from runtime.engine.errors import NotAllowed

MOST_AT_ONCE, PATIENCE = 3, 10.0  # seconds for a place
_places = BoundedSemaphore(MOST_AT_ONCE)


def call_connector(asking: Asker, given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises `InvalidCall`; `NotAllowed` `connector_not_found`, `operation_not_found`, `service_differs`, `calls_too_many`."""
    asking.may_change()
    said = json_of(given["input"], "input")
    if not isinstance(said, dict):
        raise NotAllowed("input is an object, as JSON text.", code="input_invalid", field="input")
    if not _places.acquire(timeout=PATIENCE):
        message = f"{MOST_AT_ONCE} calls wait already; /core/v1/connectors/.../call takes any number at once."
        raise NotAllowed(message, code="calls_too_many", retryAfter=1)
    try:
        names = {name: given[name] for name in ("connector", "version", "operation")}
        begun = calls.begin(asking.tenant, asking.reach.customer, **names, auth_id=given.get("authId") or "", given=said)
        answer = begun.result()
    finally:
        _places.release()
    return {"output": as_text(answer["output"])}
