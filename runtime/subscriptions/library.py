"""The library of triggers: what can be subscribed to, with the schemas of what each takes and gives.

For: finding triggers and operations by name and version; `add` is how a room that knows more of them brings them in (`ports`).
Not here: what a subscription then does (`keeping`, `registering`, `arriving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from runtime.engine.errors import NotAllowed
from runtime.subscriptions.connectors import ConnectorEvents
from runtime.subscriptions.ports import Source
from runtime.subscriptions.trigger import Operation, ServiceOf, Trigger
from runtime.subscriptions.webhook import EXAMPLE, INPUT, OUTPUT

WEBHOOK = Trigger(
    name="webhook-trigger",
    version="1.0",
    title="Webhook",
    description="Listens at a URL of its own for whatever an outside service sends.",
    service=ServiceOf("00000000-0000-7000-8000-000000000001", "webhook"),
    operations=(
        Operation(
            name="webhook",
            title="On request",
            description="Each request to the subscription's URL is an event. Register that URL, publicUrl, at the service.",
            inputs=INPUT,
            outputs=OUTPUT,
            sample=EXAMPLE,
        ),
    ),
)
_sources: list[Source] = [ConnectorEvents()]


def add(source: Source) -> None:
    """`source` knows triggers that a tenant has beside ours."""
    if source not in _sources:
        _sources.append(source)


def drop(source: Source) -> None:
    _sources.remove(source)


def triggers_of(tenant_id: str) -> list[Trigger]:
    return [WEBHOOK, *(trigger for source in _sources for trigger in source.triggers(tenant_id))]


def source_of(tenant_id: str, name: str, version: str) -> Source | None:
    """None for our own, and for a trigger that is not there any more."""
    if name == WEBHOOK.name:
        return None
    wanted = (name, version)
    for source in _sources:
        if any((trigger.name, trigger.version) == wanted for trigger in source.triggers(tenant_id)):
            return source
    return None


def inputs_of(tenant_id: str, wanted: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    """The input schema of each (trigger, version, operation) that is still there."""
    names = set(wanted)
    triggers = [WEBHOOK] if {name for name, *_ in names} <= {WEBHOOK.name} else triggers_of(tenant_id)
    told = ((trigger, one) for trigger in triggers for one in trigger.operations)
    return {which: one.inputs for trigger, one in told if (which := (trigger.name, trigger.version, one.name)) in names}


def find(tenant_id: str, name: str, version: str) -> Trigger:
    """Raises `NotAllowed` `trigger_not_found`, which says which versions there are."""
    named = list(_known(tenant_id, name))
    for one in named:
        if one.version == version:
            return one
    versions = ", ".join(one.version for one in named)
    said = f"its versions are {versions}" if named else "GET /core/v1/triggers lists them"
    raise NotAllowed(f"There is no trigger {name} {version}; {said}.", code="trigger_not_found")


def find_operation(tenant_id: str, name: str, version: str, operation: str) -> tuple[Trigger, Operation]:
    """Raises `NotAllowed` `trigger_not_found`, `operation_not_found`."""
    trigger = find(tenant_id, name, version)
    found = trigger.operation(operation)
    if found is None:
        known = ", ".join(one.name for one in trigger.operations)
        raise NotAllowed(f"{name} has no operation {operation}; it has {known}.", code="operation_not_found")
    return trigger, found


def _known(tenant_id: str, name: str) -> Iterator[Trigger]:
    """Trigger names end in `-trigger`; documents also show them without."""
    return (one for one in triggers_of(tenant_id) if one.name in (name, f"{name}-trigger"))
