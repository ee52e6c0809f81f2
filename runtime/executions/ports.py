"""The doors a running step has to the world, bound to whose run it is.

For: fulfilling the ports of `runtime.engine.component` for one execution, so that no step can name another's data.
Not here: what the doors lead to (`runtime.storage`, `runtime.outbound`, `runtime.credentials`, `runtime.sandbox`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from runtime.connections.using import Connections
from runtime.connectors.functions import Functions
from runtime.connectors.functions.operations import Operations
from runtime.credentials import hiding
from runtime.credentials import services as credentials
from runtime.delivery.steps import StepDeliveries
from runtime.engine.component import Json, StepContext
from runtime.engine.errors import StepProblem
from runtime.executions.runs import Run
from runtime.outbound.client import OutboundClient
from runtime.reading import in_thread
from runtime.routing.plans import Directory
from runtime.sandbox.pool import SandboxPool
from runtime.storage import services as storage


class FlowStarter(Protocol):
    async def start_sibling(
        self, run: Run, path: str, flow: str, data: Json, *, wait: bool, again: bool = False
    ) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What one event loop shares between all its runs."""

    http: OutboundClient
    sandbox: SandboxPool
    directory: Directory
    flows: FlowStarter
    functions: Functions | None = None

    def context(self, run: Run, path: str, step_results: Mapping[str, Any], write_log: Callable[[str, str], None]) -> StepContext:
        instance, http = run.instance, self.http.of(f"{run.tenant_id}:{_scope(run)}")
        customer_id = str((instance.customer or {}).get("id", ""))
        connections = Connections(run.tenant_id, customer_id, http, is_test=not instance.release.version_id)
        operations = Operations(self.functions, run.tenant_id, _scope(run), connections, partial(_secret, run.tenant_id))
        return StepContext(
            step_id=path,
            execution_id=run.execution_id,
            idempotency_key=f"{run.execution_id}:{path}",
            now=datetime.now(UTC),
            config=instance.config,
            step_results=step_results,
            customer=instance.customer,
            instance=instance.as_json(),
            http=http,
            sandbox=self.sandbox.scoped(tenant=run.tenant_id, scope=_scope(run)),
            storage=_Storage(run),
            customers=_Customers(self.directory, run),
            flows=_Flows(self.flows, run, path),
            connections=connections,
            secret=partial(_secret, run.tenant_id),
            log=write_log,
            connectors=operations if self.functions else None,
            deliveries=StepDeliveries(run.tenant_id, customer_id, is_live=_is_live(run)),
        )


def _is_live(run: Run) -> bool:
    """Neither of a draft nor a test of what is live, which keeps its values apart."""
    return bool(run.instance.release.version_id) and run.scratch is None


def _scope(run: Run) -> str:
    """Warm contexts are never shared between customers: what code leaves in a global stays with one instance."""
    return run.instance.id or f"{run.integration['id']}:{run.plan.flow.key}"


async def _secret(tenant_id: str, key: str) -> Mapping[str, Any]:
    found = await in_thread(lambda: credentials.reveal_by_key(tenant_id, key))
    if found is None:
        raise StepProblem(
            f'There is no credential "{key}". Make it under Credentials, or choose another.', code="credential_unknown"
        )
    hiding.handed_out(found["secret"])
    return found


@dataclass(frozen=True, slots=True)
class _Storage:
    run: Run

    @property
    def _values(self) -> Any:
        """The table, or what a test has in its place."""
        return self.run.scratch or storage

    def _owner(self, scope: str) -> str:
        run = self.run
        live = bool(run.instance.release.version_id)
        # A run of the draft keeps its own values: a test never touches what live flows stored.
        instance = run.instance.id or f"{'preprocess' if live else 'draft'}:{run.integration['id']}"
        owners = {
            "execution": run.execution_id,
            "flow": f"{instance}:{run.plan.flow.key}",
            "instance": instance,
            "integration": run.integration["id"] if live else instance,
        }
        if scope not in owners:
            raise StepProblem(f'"{scope}" is no scope; choose one of {", ".join(owners)}.', code="input_invalid")
        return owners[scope]

    async def get(self, scope: str, key: str) -> Json:
        values, owner = self._values, self._owner(scope)
        return await in_thread(lambda: values.get_value(self.run.tenant_id, scope, owner, key))

    async def set(self, scope: str, key: str, value: Json) -> None:
        values, owner = self._values, self._owner(scope)
        await in_thread(lambda: values.set_value(self.run.tenant_id, scope, owner, key, value))

    async def remove(self, scope: str, key: str) -> bool:
        values, owner = self._values, self._owner(scope)
        return await in_thread(lambda: values.remove_value(self.run.tenant_id, scope, owner, key))

    async def add(self, scope: str, key: str, amount: float) -> float:
        values, owner = self._values, self._owner(scope)
        return await in_thread(lambda: values.add_to_value(self.run.tenant_id, scope, owner, key, amount))

    async def append(self, scope: str, key: str, item: Json) -> list[Json]:
        values, owner = self._values, self._owner(scope)
        return await in_thread(lambda: values.append_to_value(self.run.tenant_id, scope, owner, key, item))

    async def keys(self, scope: str, most: int) -> list[str]:
        values, owner = self._values, self._owner(scope)
        return await in_thread(lambda: values.keys_of(self.run.tenant_id, scope, owner, most))


@dataclass(frozen=True, slots=True)
class _Customers:
    directory: Directory
    run: Run

    async def find(self, known_as: str) -> dict[str, Any] | None:
        customer = await self.directory.customer(self.run.tenant_id, known_as)
        return {name: customer[name] for name in ("externalId", "name", "matched")} if customer else None


@dataclass(frozen=True, slots=True)
class _Flows:
    starter: FlowStarter
    run: Run
    path: str

    async def call(self, flow: str, data: Json, *, wait: bool, again: bool = False) -> dict[str, Any]:
        return await self.starter.start_sibling(self.run, self.path, flow, data, wait=wait, again=again)
