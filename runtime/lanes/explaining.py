"""Why executions that have not begun wait.

For: one sentence for each, with until when and behind which, as the claim would see it. Reads, never writes.
Not here: whose turn it is (`rules`, `runtime.executions.claims`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from runtime.journal.models import Execution
from runtime.lanes.models import Lane
from runtime.lanes.rules import EVENTS

LaneKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Why:
    """`behind` is the execution that must end first."""

    code: str
    message: str
    until: datetime | None = None
    behind: str | None = None


def explain(rows: Iterable[Execution], now: datetime) -> dict[str, Why]:
    """By id, those of one tenant that wait for something. What is only waiting for its turn is not in it."""
    rows = list(rows)
    found = {row.pk: why for row in rows if (why := _of_status(row))}
    queued = [row for row in rows if row.status == Execution.Status.QUEUED and row.version_id]
    if not queued:
        return found
    of_instances = Lane.of(queued[0].tenant_id).filter(instance_id__in={row.instance_id for row in queued})
    lanes = {(lane.instance_id, lane.flow_key): lane for lane in of_instances}
    first: dict[tuple[str, ...], str | None] = {}
    full: dict[LaneKey, bool] = {}
    for row in queued:
        lane = lanes.get((row.instance_id, row.flow_key))
        if why := _held(lane) or _behind(row, first) or _limited(row, lane, full, now):
            found[row.pk] = why
    return found


def _of_status(row: Execution) -> Why | None:
    if row.status == Execution.Status.HELD:
        return Why("instance_paused", "Its instance is paused. When that is resumed it runs, or is discarded.")
    if row.status == Execution.Status.WAITING:
        tried = any(wait.get("error") for wait in row.waits or ())
        message = "A step failed and is tried again." if tried else "It sleeps."
        return Why("trying_again" if tried else "sleeping", message, until=row.due_at)
    return None


def _held(lane: Lane | None) -> Why | None:
    if lane is None or lane.held_at is None:
        return None
    return Why("lane_held", f"Its lane is on hold, by {lane.held_by or 'somebody'}. Release it under Lanes.")


def _behind(row: Execution, first: dict[tuple[str, ...], str | None]) -> Why | None:
    if row.turn_key != EVENTS and not row.turn_key.startswith("key:"):
        return None
    flow = "" if row.turn_key == EVENTS else row.flow_key  # the events of an instance take turns over all its flows
    which = (row.instance_id, flow, row.turn_key)
    if which not in first:
        same = Execution.of(row.tenant_id).filter(instance_id=row.instance_id, turn_key=row.turn_key)
        same = same.filter(flow_key=flow) if flow else same
        begun = same.filter(status__in=["running", "waiting"]).order_by("pk").values_list("pk", flat=True).first()
        waiting = same.filter(status="queued", version_id__gt="", customer_id=row.customer_id).order_by("pk")
        first[which] = begun or waiting.values_list("pk", flat=True).first()
    ahead = first[which]
    if ahead is None or ahead == row.pk:
        return None
    told = "an earlier event of its instance" if row.turn_key == EVENTS else "an earlier one with the same key"
    return Why("behind", f"It runs after {told} has ended.", behind=ahead)


def _limited(row: Execution, lane: Lane | None, full: dict[LaneKey, bool], now: datetime) -> Why | None:
    if lane is None:
        return None
    which = (row.instance_id, row.flow_key)
    if lane.at_once and which not in full:
        running = Execution.of(row.tenant_id).filter(instance_id=row.instance_id, flow_key=row.flow_key, turn_key__gt="")
        full[which] = running.filter(status="running").count() >= lane.at_once
    if full.get(which):
        return Why("at_once_full", f"{lane.at_once} of its flow run already, as many as may at once.")
    if lane.starts and lane.paid_until:
        period = timedelta(seconds=lane.per_seconds)
        free_at = lane.paid_until - (period - period / lane.starts)
        if free_at > now:
            allowed = f"{lane.starts} in {lane.per_seconds} seconds"
            return Why("throttled", f"Its flow has had the starts it may have, {allowed}.", until=free_at)
    return None
