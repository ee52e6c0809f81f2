"""A function of a connector, run for the person who asks, with arguments of their own.

For: plain functions for Django's threads, as in `runtime.control`; what comes of a run, good or bad, as one answer.
Not here: runs for flows and webhooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from runtime import wiring
from runtime.bench.turns import turn
from runtime.connections.using import Connections
from runtime.connectors.catalogue import Known
from runtime.connectors.functions import Account, ConnectionAccount, GivenAccount
from runtime.connectors.naming import method_name
from runtime.connectors.package import Element, Json
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.engine.values import value
from runtime.tenancy.models import Tenant

LONGEST: Final = 45.0  # seconds; the function itself has less
WALL_SECONDS: Final = 30.0


@value
class Trial:
    """`connection` is one of the tenant's own test connections; `credentials` stand in for one and are kept nowhere."""

    method: str
    arguments: Mapping[str, Json]
    connection: str = ""
    credentials: Mapping[str, Json] | None = None
    connector_parameters: Mapping[str, Json] | None = None


def run_function(tenant: Tenant, known: Known, element: Element, trial: Trial) -> dict[str, Any]:
    """`{ok, value, error, logs, calls, milliseconds}`. Raises NotAllowed `bench_busy`, `test_too_slow`."""
    process = wiring.process()
    began = monotonic()
    try:
        with turn(tenant.pk):
            told = process.bench.call(_run(process, tenant.pk, known, element, trial), timeout=LONGEST)
    except TimeoutError:
        raise NotAllowed(f"The function took over {LONGEST:.0f} seconds and was stopped.", code="test_too_slow") from None
    return {**told, "milliseconds": round((monotonic() - began) * 1000)}


async def _run(process: wiring.Process, tenant_id: str, known: Known, element: Element, trial: Trial) -> dict[str, Any]:
    lane = process.bench_lane
    account: Account | None = None
    if trial.connection:
        http = lane.http.of(f"{tenant_id}:trying")
        account = ConnectionAccount(Connections(tenant_id, "", http, is_test=True), trial.connection)
    elif trial.credentials is not None:
        account = GivenAccount(trial.credentials)
    try:
        answer = await lane.functions.run(
            known.package,
            element,
            method_name(trial.method),
            trial.arguments,
            tenant_id=tenant_id,
            scope=f"trying:{known.key}:{known.version}",
            account=account,
            connector_parameters=trial.connector_parameters,
            wall_seconds=WALL_SECONDS,
        )
    except HookyardError as problem:
        details = problem.details
        places = {name: details.get(name) or 0 for name in ("line", "column")}
        error = {"code": problem.code, "message": problem.message, **places}
        error |= {name: details.get(name) or "" for name in ("file", "stack")}
        told = {name: details.get(name) or [] for name in ("logs", "calls")}
        return {"ok": False, "value": None, "error": error, **told}
    return {"ok": True, "value": answer.value, "error": None, "logs": answer.logs, "calls": answer.calls}
