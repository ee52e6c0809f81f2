"""Finding requests: the filters of the list, and how far back they look.

For: query parameters to a choice that can be kept. Not here: how rows are shown (`requests`).

Nothing indexes what a request says, nor its endpoint: those are looked for among the newest that the other filters find, so
that the millionth request makes no search slower.
"""

from __future__ import annotations

from typing import Any

from ulid import ULID

from designer.api.moments import first_id
from designer.api.problems import InvalidInput
from runtime.identifiers import ID_LENGTH
from runtime.ingress.choosing import floor_of
from runtime.journal.models import Execution, Request
from runtime.routing.models import Endpoint
from runtime.routing.urls import read_path
from runtime.tenancy.models import Tenant

FILTERS = ("status", "integration", "customer", "code", "endpoint", "since", "until", "search")
SEARCHED = 5_000  # requests whose text is looked at
LOOKED_THROUGH = 100_000  # requests among which those of one endpoint are found
LONGEST_TEXT = 200


def request_choice_of(tenant: Tenant, asked: dict[str, str]) -> dict[str, Any]:
    """As `runtime.ingress.choosing` reads it; `since_id` tells how far back is looked. Raises InvalidInput."""
    choice: dict[str, Any] = {name: asked[name] for name in ("code",) if name in asked}
    choice |= {f"{name}_id": asked[name] for name in ("integration", "customer") if name in asked}
    if status := asked.get("status"):
        choice["status"] = [status]
    if since := asked.get("since"):
        choice["since_id"] = first_id(since, "since")
    if until := asked.get("until"):
        choice["until_id"] = first_id(until, "until")
    text = asked.get("search", "").strip()
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(f"Look for at most {LONGEST_TEXT} characters.", field="search")
    endpoint = _pasted(tenant, text) if "/hooks/" in text else None
    if "endpoint" in asked:
        endpoint = Endpoint.of(tenant).select_related("instance").filter(pk=asked["endpoint"]).first()
        if endpoint is None:
            raise InvalidInput("There is no endpoint with this id.", field="endpoint")
    if endpoint:
        _narrow_to(tenant, endpoint, choice)
    elif text and (ids := _named(tenant, text)):
        return choice | {"ids": ids}
    if text and "/hooks/" not in text:
        _look_back(tenant, choice, SEARCHED)
        choice["text"] = text
    return choice


def _named(tenant: Tenant, text: str) -> list[str]:
    """The request with that id, or the one that started the execution with that id."""
    if len(text) != ID_LENGTH or not text.isalnum():
        return []
    started = Execution.of(tenant).filter(pk=text.upper()).values_list("request_id", flat=True)
    return list(Request.of(tenant).filter(pk__in=[text.upper(), *started]).values_list("pk", flat=True))


def _pasted(tenant: Tenant, text: str) -> Endpoint:
    """The endpoint whose URL somebody pasted, or copied a part of. Raises InvalidInput."""
    path = read_path(text[text.index("/hooks/") :].split("?")[0])
    row = Endpoint.of(tenant).select_related("instance").filter(token=path.token).first() if path else None
    if row is None and path:
        row = Endpoint.of(tenant).select_related("instance").filter(previous_token=path.token).first()
    if row is None:
        raise InvalidInput("No URL of yours is called so. Paste it whole, as its endpoint shows it.", field="search")
    return row


def _narrow_to(tenant: Tenant, endpoint: Endpoint, choice: dict[str, Any]) -> None:
    """By the columns that are indexed, as far as the endpoint tells them; the rest is found by looking."""
    choice["integration_id"] = choice.get("integration_id", endpoint.integration_id)
    if endpoint.instance:
        choice.setdefault("customer_id", endpoint.instance.customer_id)
    _look_back(tenant, choice, LOOKED_THROUGH)
    choice["endpoint_id"] = endpoint.pk


def _look_back(tenant: Tenant, choice: dict[str, Any], most: int) -> None:
    if floor := floor_of(tenant.pk, choice, most):
        choice["since_id"] = max(floor, choice.get("since_id", ""))


def looked_back_to(choice: dict[str, Any]) -> str | None:
    """The moment at which a costly filter stopped looking; None where it saw all that there is."""
    floor = choice.get("since_id", "")
    return ULID.from_str(floor).datetime.isoformat().replace("+00:00", "Z") if len(floor) == ID_LENGTH else None
