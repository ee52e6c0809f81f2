"""Executions of some statuses, found without reading all the others.

For: conditions written the way the partial indexes of the table are. SQLite takes such an index only where the query holds the
very words of its condition; a value that is bound later tells it nothing.
Not here: conditions of other kinds (`runtime.executions.choosing`).
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from runtime.journal.models import Execution

TABLE = Execution._meta.db_table
UNDER_WAY = {  # as the indexes execution_turn, execution_draft_turn and execution_leased say it
    "queued": ("status = 'queued' AND version_id > ''", "status = 'queued' AND version_id = ''"),
    "running": ("status = 'running'",),
}
UNCOMMON = ("waiting", "held", "failed", "cancelled", "duplicate")  # as the index execution_uncommon says it


def in_states(rows: QuerySet[Execution], states: Collection[str]) -> QuerySet[Execution]:
    """Those in one of `states`; for several, what a plain condition finds."""
    known = [state for state in Execution.Status.values if state in states]
    if len(known) != 1:
        return rows.filter(status__in=known)
    [state] = known
    words = [f"{TABLE}.status = '{state}'"]
    if state in UNCOMMON:
        words.append(f"{TABLE}.status IN ({', '.join(repr(one) for one in UNCOMMON)})")
    if state == "queued":  # live ones and those of drafts have an index each
        words.append(f"({TABLE}.version_id > '' OR {TABLE}.version_id = '')")
    return rows.extra(where=words)  # noqa: S610 - words of ours alone


def newest_in_states(rows: QuerySet[Execution], states: Collection[str]) -> QuerySet[Execution]:
    """As `in_states`, for a list in the order of its ids.

    What is queued or runs is mostly little, and its indexes are in another order: left to choose, SQLite goes through a whole
    history in the order of the list until it has found a page of them (2.5 s of a million). So their ids come first.
    """
    if len(wanted := set(states)) != 1 or not wanted <= UNDER_WAY.keys():
        return in_states(rows, states)
    conditions = UNDER_WAY[wanted.pop()]
    ids = " UNION ALL ".join(f"SELECT id FROM {TABLE} WHERE {condition}" for condition in conditions)  # noqa: S608
    return rows.extra(where=[f"{TABLE}.id IN ({ids})"])  # noqa: S610 - words of ours alone


def that_erred(rows: QuerySet[Execution]) -> QuerySet[Execution]:
    """Those that can have an error: none that succeeded has to be read."""
    return rows.extra(where=[f"{TABLE}.status IN ({', '.join(repr(one) for one in UNCOMMON)})"])  # noqa: S610


def running_of(tenant_id: str) -> QuerySet[Execution]:
    """What a tenant has under way. `|| ''` keeps the database from reading its history instead."""
    rows = in_states(Execution.across_tenants.all(), ["running"])
    return rows.extra(where=[f"{TABLE}.tenant_id || '' = %s"], params=[tenant_id])  # noqa: S610


def of_lane(rows: QuerySet[Execution], *, drafts: bool) -> QuerySet[Execution]:
    """Runs of drafts, or of published versions."""
    return rows.extra(where=[f"{TABLE}.version_id {'=' if drafts else '>'} ''"])  # noqa: S610
