"""One call of a connector: checked, bounded, made on the loop of queued work, and told as Tray tells it.

For: `begin`, which gives what is waited for on a thread or awaited on a loop; GraphQL's `callConnector` waits for the same.
Not here: which connectors there are (`connectors`).

What a service says, good or bad, is the output of a call that worked: `outcome` tells them apart. Only what the caller did wrong
is raised.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future
from threading import Lock
from typing import Any

import structlog

from runtime import wiring
from runtime.calling import connectors
from runtime.calling.caller import Caller
from runtime.calling.connectors import Found
from runtime.connections.models import Connection
from runtime.engine.errors import HookyardError, NotAllowed, RemoteProblem
from runtime.identifiers import id_of
from runtime.instances.models import Customer
from runtime.subscriptions.dialect import problems_of
from runtime.tenancy.models import Tenant

MOST_AT_ONCE = 1000  # of a tenant, in this process; calls count for no rate
LONGEST = 120.0  # seconds
Answer = dict[str, Any]
_under_way: Counter[str] = Counter()
_counting = Lock()
log = structlog.get_logger(__name__)


class InvalidCall(HookyardError):
    """`details["problems"]` lists everything wrong with the input."""

    default_code = "input_invalid"


def begin(
    tenant: Tenant,
    customer: Customer | None,
    *,
    connector: str,
    version: str,
    operation: str,
    auth_id: str,
    given: Mapping[str, Any],
) -> Future[Answer]:
    """`{"outcome": "success" | "error", "output"}`, when it is there. Blocks for what has to be read first.

    Raises `InvalidCall`; `NotAllowed` `connector_not_found`, `operation_not_found`, `service_differs`, `calls_too_many`.
    """
    found = connectors.find(tenant.pk, connector, version, operation)
    problems = problems_of(found.operation.inputs, given)
    connection_id = ""
    if auth_id:
        rows = Connection.of(tenant).select_related("service").filter(pk=id_of(auth_id))
        row = (rows.filter(customer=customer) if customer else rows.filter(customer__isnull=True)).first()
        if row is None:
            problems.append("authId: there is no such authentication of whoever's token this is")
        else:
            connectors.require_service(found, row.service)
            connection_id = row.pk
    elif found.operation.needs_connection:
        problems.append("authId: this operation needs one")
    if problems:
        raise InvalidCall("The call is not valid: " + "; ".join(problems), problems=problems)
    with _counting:
        if _under_way[tenant.pk] >= MOST_AT_ONCE:
            raise NotAllowed(f"{MOST_AT_ONCE} calls are under way; wait for some.", code="calls_too_many", retryAfter=1)
        _under_way[tenant.pk] += 1
    process = wiring.process()
    thread, lane = process.live or process.bench, process.live_lane or process.bench_lane
    owner = f"{tenant.pk}:{customer.pk if customer else 'calls'}"
    caller = Caller(
        tenant.pk,
        customer.pk if customer else "",
        connection_id,
        lane.http.of(owner),
        lane.sandbox.scoped(tenant=tenant.pk, scope=owner),
        lane.functions,
    )
    begun = thread.submit(_call(found, caller, dict(given)))
    begun.add_done_callback(lambda _: _ended(tenant.pk))
    return begun


async def _call(found: Found, caller: Caller, given: Mapping[str, Any]) -> Answer:
    try:
        async with asyncio.timeout(LONGEST):
            return {"outcome": "success", "output": await found.run(caller, given)}
    except TimeoutError:
        return _error(RemoteProblem(f"The service took over {LONGEST:.0f} seconds.", code="timeout"))
    except HookyardError as problem:
        return _error(problem)


def _error(problem: HookyardError) -> Answer:
    return {"outcome": "error", "output": problem.details.get("output") or {"message": problem.message, "code": problem.code}}


def _ended(tenant_id: str) -> None:
    with _counting:
        _under_way[tenant_id] -= 1
        if not _under_way[tenant_id]:
            del _under_way[tenant_id]
