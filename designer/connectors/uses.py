"""Which integrations a connector cannot be taken away from: those in which it runs.

For: the names to tell whoever wants to delete it. Drafts may lose it; their problems say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Q

from runtime.components.event import EVENT
from runtime.instances.models import Instance, Version
from runtime.tenancy.models import Tenant


def integrations_running(tenant: Tenant, key: str) -> list[str]:
    """By name: live versions, and those that an instance has."""
    in_use = Q(pk__in=Instance.objects.of(tenant).values("version_id")) | Q(integration__live_version_id=F("pk"))
    rows = Version.objects.of(tenant).filter(in_use).values_list("integration__name", "definition")
    return sorted({name for name, definition in rows if any(_names(step, key) for step in _steps(definition))})


def _names(step: Mapping[str, Any], key: str) -> bool:
    component = str(step.get("component") or "")
    told = (step.get("inputs") or {}).get("connector")
    of_event = component == EVENT.key and isinstance(told, dict) and told.get("value") == key
    return of_event or component.startswith(f"{key}.")


def _steps(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [step for flow in definition.get("flows") or () for step in flow.get("steps") or ()]
    while waiting:
        step = waiting.pop()
        waiting.extend(step.get("steps") or ())
        yield step
