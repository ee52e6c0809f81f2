"""A connection in the hands of a running step, of one customer only.

For: the credential a request is proven with, and the hosts it may go to; what to do when the service refuses it.
Not here: the request (`runtime.components.sending`), renewing tokens (`renewing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from runtime.connections import renewing
from runtime.connections.advice import broken
from runtime.connections.keeping import Status, mark
from runtime.connections.models import Connection
from runtime.connections.schemes import headers_for
from runtime.credentials import hiding
from runtime.engine.component import HttpPort
from runtime.engine.errors import ConnectionProblem
from runtime.reading import in_thread


@dataclass(frozen=True, slots=True)
class Connections:
    """The port of one run. A connection of another customer is refused even when the config names it; a test of a draft may use
    the tenant's own test connections, and nobody's else."""

    tenant_id: str
    customer_id: str
    http: HttpPort
    is_test: bool = False

    async def open(self, connection_id: str, *, refused_token: str = "") -> Mapping[str, Any]:
        """`{"scheme", "settings", "secret", "hosts", "renewable"}`. Raises `ConnectionProblem`, `RemoteProblem`."""
        held = await renewing.fresh(self.tenant_id, connection_id, self.http, refused_token=refused_token)
        if not self._may_use(held.row):
            raise ConnectionProblem(
                "This connection belongs to another customer; choose one of this one.", code="connection_missing"
            )
        credential = as_credential(held)
        hiding.handed_out({**held.secret, **credential["secret"]})
        return credential

    def _may_use(self, row: Connection) -> bool:
        if self.is_test:
            return row.customer_id is None
        return bool(self.customer_id) and row.customer_id == self.customer_id

    async def refused(self, connection_id: str, status: int) -> None:
        """The service does not take it, and renewing did not help: marked, so that whoever can act sees it.

        Always raises `ConnectionProblem`.
        """
        held = await in_thread(lambda: renewing.read(self.tenant_id, connection_id))
        said = f"answered {status} to" if status >= 400 else "does not take"  # some say so with a 200 around it
        reason = f"{held.row.service.name} {said} what is stored."
        await in_thread(lambda: mark(held.row, status=Status.RECONNECT, reason=reason, now=datetime.now(UTC)))
        raise broken(held.row, reason)


def as_credential(held: renewing.Held) -> dict[str, Any]:
    """In the form in which `runtime.components.authorization` puts credentials on requests."""
    service = held.row.service
    usable: dict[str, Any] = {
        "hosts": tuple(host.lower() for host in service.settings["hosts"]),
        "renewable": service.scheme.startswith("oauth2"),
    }
    values = {**held.row.settings, **held.secret}
    if usable["renewable"]:
        return {**usable, "scheme": "bearer", "settings": {}, "secret": {"token": held.secret["accessToken"]}}
    if (headers := headers_for(service.scheme, service.settings, values)) is not None:
        # What was filled in openly comes along: a connector makes its addresses of it.
        return {**usable, "scheme": "headers", "settings": {**held.row.settings, "headers": headers}, "secret": dict(held.secret)}
    return {**usable, "scheme": service.scheme, "settings": held.row.settings, "secret": dict(held.secret)}
