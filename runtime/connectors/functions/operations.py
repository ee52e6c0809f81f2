"""The door through which a step runs an operation: bound to one run, its tenant, its scope and its accounts.

For: fulfilling `ConnectorsPort`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from runtime.components.authorization import allowed_hosts
from runtime.connectors.functions.accounts import Account, ConnectionAccount, GivenAccount
from runtime.connectors.functions.running import Functions
from runtime.connectors.package import Element, Json, Package
from runtime.engine.component import ConnectionsPort
from runtime.engine.errors import HookyardError
from runtime.engine.values import value

LONGEST = 60.0  # seconds
Secret = Callable[[str], Awaitable[Mapping[str, Any]]]


@value
class Operations:
    functions: Functions | None
    tenant_id: str
    scope: str
    connections: ConnectionsPort
    secret: Secret

    async def run_operation(
        self, package: Package, operation: Element, given: Mapping[str, Json], chosen: Mapping[str, str] | None
    ) -> tuple[Json, list[dict[str, str]]]:
        assert self.functions is not None  # noqa: S101 the port is only handed out where there are any
        # A schema that is no object of properties is one input named `input`.
        has_fields = isinstance(operation.input_schema.get("properties"), dict)
        try:
            answer = await self.functions.run(
                package,
                operation,
                "run",
                {"input": given if has_fields else given.get("input"), "parameters": {}},
                tenant_id=self.tenant_id,
                scope=f"{self.scope}:{package.key}",
                account=await self._account(chosen),
                is_patient=True,
                wall_seconds=LONGEST,
            )
        except HookyardError as problem:
            # Bodies of requests are for whoever tries a function, not for the history of a run.
            problem.details.pop("calls", None)
            raise
        return answer.value, answer.logs

    async def _account(self, chosen: Mapping[str, str] | None) -> Account | None:
        if not chosen:
            return None
        if "connection" in chosen:
            return ConnectionAccount(self.connections, chosen["connection"])
        credential = await self.secret(chosen["credential"])
        fields = {**credential["settings"], **credential["secret"]}
        return GivenAccount(fields, f"credential:{chosen['credential']}", allowed_hosts(credential))
