"""Lanes as people look at them: whose they are, what their policy says, how they stand.

For: the figures of `runtime.lanes.depths` under the names of customers and flows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from runtime.engine.definition import read_definition
from runtime.instances.models import Instance, Version
from runtime.lanes.depths import MOST_LANES, Depth, depths
from runtime.lanes.models import Lane
from runtime.tenancy.models import Tenant


def lanes_of(tenant: Tenant, filters: dict[str, str], now: datetime | None = None) -> list[dict[str, Any]]:
    """Those in which something is, that are held or that have a policy; the fullest first, at most 200."""
    standing = depths(tenant.pk, now or datetime.now(UTC))
    special = {(lane.instance_id, lane.flow_key): lane for lane in Lane.objects.of(tenant)}
    wanted = set(standing) | set(special)
    columns = {f"{name}_id": value for name, value in filters.items()}
    instances = Instance.objects.of(tenant).select_related("integration", "customer").filter(**columns)
    found = instances.in_bulk({instance for instance, _ in wanted})
    # A version is read once, however many customers are on it.
    versions = Version.objects.of(tenant).in_bulk({one.version_id for one in found.values()})
    flows = {pk: {flow.key: flow for flow in read_definition(one.definition).flows} for pk, one in versions.items()}
    rows = []
    for key in wanted:
        instance, depth, lane = found.get(key[0]), standing.get(key, Depth()), special.get(key)
        if instance is None:
            continue
        flow = flows.get(instance.version_id, {}).get(key[1])
        ordering = (flow.policy.get("ordering") or {}) if flow else {}
        rows.append(
            {
                "instance_id": instance.pk,
                "flow_key": key[1],
                "flow_name": flow.name if flow else key[1],
                "integration": instance.integration,
                "customer": instance.customer,
                "enabled": instance.enabled,
                "held_since": lane.held_at if lane else None,
                "held_by": lane.held_by if lane else "",
                "policy": {
                    **{name: (getattr(lane, name) or None) if lane else None for name in ("at_once", "starts", "per_seconds")},
                    "ordered_by": ordering.get("key", {}).get("reference"),
                },
                "queued": depth.queued,
                "oldest_queued_at": depth.oldest,
                **{name: getattr(depth, name) for name in ("running", "waiting", "held", "arrived")},
            }
        )
    rows.sort(key=lambda row: (-row["queued"], -row["running"], row["customer"].name, row["flow_name"]))
    return rows[:MOST_LANES]
