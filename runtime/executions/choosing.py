"""Which executions somebody means: a choice that can be stored and read again.

For: {ids} or conditions, as the list's filters and jobs over many executions share them.
Not here: reading a choice from a query (`designer.traffic.finding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from runtime.journal.models import Execution
from runtime.journal.states import newest_in_states, that_erred

COLUMNS = ("integration_id", "flow_key", "customer_id", "instance_id", "replay_of")


def choose(tenant_id: str, choice: Mapping[str, Any]) -> QuerySet[Execution]:
    """`choice` is {ids?, status?: [...], version_ids?: [...], since_id?, until_id?, error?, and columns by name}."""
    rows = Execution.objects.of(tenant_id)
    if "ids" in choice:
        rows = rows.filter(pk__in=choice["ids"])
    if "status" in choice:
        rows = newest_in_states(rows, choice["status"])
    if "version_ids" in choice:
        rows = rows.filter(version_id__in=choice["version_ids"])
    rows = rows.filter(**{name: choice[name] for name in COLUMNS if name in choice})
    # Ids begin with the time they were made in, so the index that orders the list finds a stretch of time as well.
    if "since_id" in choice:
        rows = rows.filter(pk__gte=choice["since_id"])
    if "until_id" in choice:
        rows = rows.filter(pk__lt=choice["until_id"])
    if text := choice.get("error"):
        rows = that_erred(rows)
        rows = rows.filter(Q(error__message__icontains=text) | Q(error__code__iexact=text) | Q(error__stepId__iexact=text))
    return rows
