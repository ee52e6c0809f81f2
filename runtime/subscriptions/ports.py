"""What this room asks of rooms that know triggers of outside services.

For: the port; `connectors` fulfils it with the events of connector packages, tests with a service of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from runtime.routing.inbound import Inbound
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.trigger import Trigger


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a request at a subscription's URL: bodies of events, and what its sender is answered."""

    events: Sequence[Any] = ()
    status: int = 200
    headers: Mapping[str, str] | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Registered:
    """`registration` is JSON that is seen again; `again_at` when to look next; `events` what was found by looking."""

    registration: Any = None
    again_at: datetime | None = None
    events: Sequence[Any] = ()


class Source(Protocol):
    """Every method but `triggers` may raise `HookyardError`."""

    def triggers(self, tenant_id: str) -> Sequence[Trigger]:
        """Blocks; asked often, so it keeps what it knows."""
        ...

    async def register(self, subscription: Subscription, url: str) -> Registered:
        """Tells the service to call `url`, or begins to ask it at intervals."""
        ...

    async def look(self, subscription: Subscription, url: str, registration: Any) -> Registered:
        """Renews what ends by itself, or asks what is new; called when `again_at` has come."""
        ...

    async def deregister(self, subscription: Subscription, url: str, registration: Any) -> None:
        """Doing it again, or where nothing is registered, is no error."""
        ...

    async def hear(self, subscription: Subscription, inbound: Inbound, registration: Any) -> Heard: ...
