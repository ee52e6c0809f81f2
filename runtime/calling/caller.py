"""In whose name a connector is called, and what the operation may touch: that one's accounts and the outside world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from runtime.connections.using import Connections
from runtime.connectors.functions import Functions
from runtime.connectors.functions.operations import Operations
from runtime.engine.component import HttpPort, SandboxPort, StepContext
from runtime.engine.errors import StepProblem
from runtime.identifiers import new_id

Json = Any


@dataclass(frozen=True, slots=True)
class Caller:
    """`customer_id` is empty for the tenant itself, which has accounts of its own; `connection_id` is the one used."""

    tenant_id: str
    customer_id: str
    connection_id: str
    http: HttpPort
    sandbox: SandboxPort
    functions: Functions
    call_id: str = field(default_factory=new_id)

    @property
    def connections(self) -> Connections:
        return Connections(self.tenant_id, self.customer_id, self.http, is_test=not self.customer_id)

    def proof(self) -> dict[str, Json]:
        return {"credential": {"connection": self.connection_id}} if self.connection_id else {}

    @property
    def operations(self) -> Operations:
        return Operations(
            self.functions, self.tenant_id, f"call:{self.customer_id or self.tenant_id}", self.connections, _no_secret
        )

    def context(self) -> StepContext:
        """Of a step in no flow: it has nothing stored, no siblings, and no secrets of the tenant's."""
        nothing: Any = _Nothing()
        return StepContext(
            step_id="call",
            execution_id=self.call_id,
            idempotency_key=self.call_id,
            now=datetime.now(UTC),
            config={},
            step_results={},
            customer=None,
            instance=None,
            http=self.http,
            sandbox=self.sandbox,
            storage=nothing,
            customers=nothing,
            flows=nothing,
            connections=self.connections,
            secret=_no_secret,
            log=lambda level, message: None,
        )


class _Nothing:
    def __getattr__(self, name: str) -> Any:
        raise StepProblem("This operation only works within a flow.", code="needs_a_flow")


async def _no_secret(key: str) -> Mapping[str, Any]:
    raise StepProblem("Name an account by authId instead.", code="credential_unknown")
