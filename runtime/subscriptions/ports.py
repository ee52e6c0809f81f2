"""What this room asks of rooms that know triggers of outside services.

For: the port; `connectors` fulfils it with the events of connector packages, tests with a service of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from runtime.routing.inbound import Inbound

if TYPE_CHECKING:
    from runtime.subscriptions.library import Trigger
    from runtime.subscriptions.models import Subscription


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a request at a subscription's URL: bodies of events, and what its sender is answered."""

    events: Sequence[Any] = ()
    status: int = 200
    headers: Mapping[str, str] | None = None
    body: bytes = b""


class Source(Protocol):
    """Every method but `triggers` may raise `HookyardError`."""

    def triggers(self, tenant_id: str) -> Sequence[Trigger]:
        """Blocks; asked often, so it keeps what it knows."""
        ...

    async def register(self, subscription: Subscription, url: str) -> Any:
        """Tells the service to call `url`; what it gave back, as JSON, is seen again by `deregister` and `hear`."""
        ...

    async def deregister(self, subscription: Subscription, url: str, registration: Any) -> None:
        """Doing it again, or where nothing is registered, is no error."""
        ...

    async def hear(self, subscription: Subscription, inbound: Inbound, registration: Any) -> Heard: ...
