"""Real requests that a what-if goes over again: which, and what came of each.

For: reading the journal, on a thread that may block. Not here: going over them (`what_if`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.bench.standing_in import Where
from runtime.instances.models import Customer, Integration
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.models import Endpoint
from runtime.tenancy.models import Tenant

ENDED = (Execution.Status.SUCCEEDED, Execution.Status.FAILED)
LOOKED_THROUGH = 4  # requests for each that is wanted: some are replays of others, some have not ended
MOST_CALLED = 20  # executions that it started
MOST_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class Past:
    """`execution` is None for a request that was not routed; `steps` are its own, in order, `recorded` those of the runs that it
    called, too."""

    request: Request
    execution: Execution | None
    customer: Mapping[str, Any] | None
    steps: Sequence[StepResult]
    recorded: Mapping[Where, Sequence[StepResult]]

    @property
    def outcome(self) -> str:
        return self.execution.status if self.execution else "stopped"

    @property
    def code(self) -> str | None:
        return (self.execution.error or {}).get("code") if self.execution else self.request.code


def newest_real(integration: Integration, most: int) -> list[str]:
    """Ids of requests to its URLs, the newest first: those whose execution has ended, and those that found no way. No replays."""
    tenant_id = integration.tenant_id
    urls = Endpoint.of(tenant_id).filter(integration=integration).values_list("pk", flat=True)
    rows = Request.of(tenant_id).filter(integration_id=integration.pk, is_draft=False, replay_of="")
    asked = (Request.Status.ACCEPTED, Request.Status.UNROUTED)
    found = list(
        rows.filter(status__in=asked)
        .order_by("-id")
        .values_list("pk", "endpoint_id", "execution_id", "status")[: most * LOOKED_THROUGH]
    )
    runs = [execution_id for _, _, execution_id, _ in found if execution_id]
    ended = set(Execution.of(tenant_id).filter(pk__in=runs, status__in=ENDED).values_list("pk", flat=True))
    known = set(urls)
    return [
        pk
        for pk, endpoint_id, execution_id, status in found
        if endpoint_id in known and (status == Request.Status.UNROUTED or execution_id in ended)
    ][:most]


def recall(tenant: Tenant, request_id: str) -> Past | None:
    """None when it has been forgotten meanwhile."""
    request = Request.of(tenant).filter(pk=request_id).first()
    if request is None:
        return None
    execution = Execution.of(tenant).filter(pk=request.execution_id).first() if request.execution_id else None
    if request.execution_id and execution is None:
        return None
    found = Customer.of(tenant).filter(pk=request.customer_id).first() if request.customer_id else None
    customer = {"id": found.pk, "externalId": found.external_id, "name": found.name} if found else None
    if execution is None:
        return Past(request, None, customer, (), {})
    flows = {execution.pk: execution.flow_key}
    called = Execution.of(tenant).filter(parent_id=execution.pk).order_by("id").values_list("pk", "flow_key")[:MOST_CALLED]
    flows |= dict(called)
    steps = list(StepResult.of(tenant).filter(execution_id__in=flows).order_by("execution_id", "sequence")[:MOST_STEPS])
    recorded: dict[Where, list[StepResult]] = defaultdict(list)
    for step in steps:
        if step.status != "skipped":
            recorded[flows[step.execution_id], step.path].append(step)
    return Past(request, execution, customer, [step for step in steps if step.execution_id == execution.pk], recorded)
