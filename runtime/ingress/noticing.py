"""What a verified request shows to the watch over payloads.

For: the lines that reception calls; drafts and replays say nothing about what services send today.
Not here: counting, and what is made of it (`runtime.drift`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from runtime.drift.watch import WATCH
from runtime.engine.errors import HookyardError
from runtime.ingress.visits import Visit
from runtime.routing.inbound import read_request
from runtime.routing.road import Routed


def note_routed(visit: Visit, routed: Routed) -> None:
    plan = visit.plan
    if plan.is_draft or visit.replay_of:
        return
    instance = routed.instance
    if watched := instance.release.reads_of(routed.flow.flow, routed.trigger_step):
        WATCH.note(watched, (plan.tenant_id, plan.integration["id"], instance.id), routed.request, visit.inbound.request_id)
    if plan.type != "flow":
        _note_road(visit, routed.request)


def note_stopped(visit: Visit) -> None:
    """It led nowhere, perhaps because of what it lacks: what the road had read of it was not handed out, so it is read again."""
    if visit.plan.is_draft or visit.replay_of or visit.plan.type == "flow":
        return
    with suppress(HookyardError):
        _note_road(visit, read_request(visit.inbound, most=visit.plan.max_body))


def _note_road(visit: Visit, request: Mapping[str, Any]) -> None:
    """What the pickers read, or the flow before them."""
    plan = visit.plan
    if watched := plan.release.reads_of_road(plan.asks_customer):
        whose = plan.instance.id if plan.instance else ""
        WATCH.note(watched, (plan.tenant_id, plan.integration["id"], whose), request, visit.inbound.request_id)
