"""What a hook's URL leads to, beside what every endpoint has. Pure."""

from __future__ import annotations

from dataclasses import dataclass

GLOBAL, EVENT = "global", "event"
KINDS = frozenset({GLOBAL, EVENT})


@dataclass(frozen=True, slots=True)
class HookPlan:
    """`key` is that of the global webhook, or of the event; `subscription_id` is empty for a global webhook."""

    kind: str
    id: str
    tenant_id: str
    integration_id: str
    connector: str
    key: str
    subscription_id: str = ""
    instance_id: str = ""
