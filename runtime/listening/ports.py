"""What this room asks of connectors and of the services behind them.

For: the port that the reconciler works against; `providers` fulfils it with packages, tests with a service of their own.
Not here: how a connector's function is run (`runtime.connectors`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from runtime.listening.deciding import Listed
from runtime.listening.models import EventSubscription


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What the service gave back. `state` is whatever `unsubscribe` and `handle` want to see again; it may be secret."""

    state: Any = None
    refresh_at: datetime | None = None
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Selected:
    webhook_key: str
    selector: str


@dataclass(frozen=True, slots=True)
class Polled:
    events: Sequence[Any]
    state: Any = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What a `handle` made of a request. `state` None leaves what is kept."""

    events: Sequence[Any] = ()
    response: Mapping[str, Any] | None = None
    state: Any = None
    logs: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


class Provider(Protocol):
    """One event of a connector, for one subscription, with its customer's connection. Every method may raise `HookyardError`."""

    @property
    def kind(self) -> str: ...

    @property
    def lists(self) -> bool:
        """Whether the service can be asked what is registered there."""
        ...

    @property
    def refreshes(self) -> bool: ...

    @property
    def poll_seconds(self) -> int: ...

    @property
    def dedupe_by(self) -> str:
        """Path in a payload to what tells equal events; empty: equal payloads are."""
        ...

    async def subscribe(self, uri: str) -> Subscribed: ...

    async def unsubscribe(self, uri: str, state: Any) -> None: ...

    async def refresh(self, uri: str, state: Any) -> Subscribed: ...

    async def list(self) -> Sequence[Listed]: ...

    async def select(self) -> Selected: ...

    async def poll(self, state: Any) -> Polled: ...


class Providers(Protocol):
    async def open(self, subscription: EventSubscription) -> Provider:
        """Raises `HookyardError`: the connector, its event or the connection is not there."""
        ...
