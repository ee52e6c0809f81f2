"""Finding executions: the filters of the list, and how many there are of each status.

For: query parameters to rows. Not here: how rows are shown (`executions`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from designer.api.moments import first_id
from designer.api.problems import InvalidInput
from runtime.executions.choosing import choose
from runtime.instances.models import Version
from runtime.journal.models import Execution
from runtime.tenancy.models import Tenant

FILTERS = ("status", "integration", "flow", "customer", "instance", "version", "since", "until", "error", "replayOf")
COLUMNS = {
    "integration": "integration_id",
    "customer": "customer_id",
    "instance": "instance_id",
    "flow": "flow_key",
    "replayOf": "replay_of",
}
MOST_COUNTED = 10_000
LONGEST_TEXT = 200  # characters; the database tries a part of a message at each place of every message


def find_executions(tenant: Tenant, asked: dict[str, str]) -> QuerySet[Execution]:
    """Raises InvalidInput as `choice_of`."""
    return choose(tenant.pk, choice_of(tenant, asked))


def choice_of(tenant: Tenant, asked: dict[str, str]) -> dict[str, Any]:
    """The filters as they can be kept. `version` is a number, or `draft`; `error` a part of its message, its code or the step.

    Raises InvalidInput.
    """
    choice: dict[str, Any] = {COLUMNS[name]: value for name, value in asked.items() if name in COLUMNS}
    if status := asked.get("status"):
        choice["status"] = [status]
    if version := asked.get("version"):
        choice["version_ids"] = _versions(tenant, version)
    if since := asked.get("since"):
        choice["since_id"] = first_id(since, "since")
    if until := asked.get("until"):
        choice["until_id"] = first_id(until, "until")
    if text := asked.get("error"):
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(f"Look for at most {LONGEST_TEXT} characters of a message.", field="error")
        choice["error"] = text
    return choice


def count_executions(rows: QuerySet[Execution]) -> dict[str, Any]:
    """Of the newest alone: counting all of a long history would cost more than anybody reads from it."""
    found = list(rows.order_by("-pk").values_list("status", flat=True)[: MOST_COUNTED + 1])
    counted = found[:MOST_COUNTED]
    return {"counts": dict(Counter(counted)), "total": len(counted), "more": len(found) > MOST_COUNTED}


def _versions(tenant: Tenant, version: str) -> list[str]:
    if version == "draft":
        return [""]
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise InvalidInput("Give the number of a version, or `draft`.", field="version")
    return list(Version.objects.of(tenant).filter(number=int(version)).values_list("pk", flat=True))
