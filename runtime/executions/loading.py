"""Claimed executions as runs: rows, their requests and their recorded steps read back.

Everything here runs on a thread that may block.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from runtime.engine.component import Control, Outcome
from runtime.engine.interpreter import Recorded
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.inbound import Inbound, read_request
from runtime.routing.urls import read_path


@dataclass(frozen=True, slots=True)
class Claimed:
    """An execution row, the request that started it, and what had ended before."""

    execution: Execution
    request: Request | None
    recorded: tuple[Recorded, ...]


def load_claimed(ids: list[str]) -> list[Claimed]:
    """In the order of `ids`; three queries however many there are."""
    executions = Execution.across_tenants.in_bulk(ids)
    # How a request came here is the longest of what is kept of it, and no run asks.
    requests = Request.across_tenants.defer("trace").in_bulk({row.request_id for row in executions.values() if row.request_id})
    recorded: dict[str, list[Recorded]] = defaultdict(list)
    again = [row.pk for row in executions.values() if row.epoch > 1 or row.rerun]
    for step in StepResult.across_tenants.filter(execution_id__in=again).order_by("execution_id", "sequence") if again else ():
        recorded[step.execution_id].append(as_recorded(step))
    return [
        Claimed(executions[pk], requests.get(executions[pk].request_id), tuple(recorded[pk])) for pk in ids if pk in executions
    ]


def as_recorded(step: StepResult) -> Recorded:
    outcome = Outcome(step.results, step.outlet or "out", Control(step.control)) if step.status != "failed" else None
    return Recorded(path=step.path, status=step.status, outcome=outcome, error=step.error)


def inbound_of(request: Request, **changes: Any) -> Inbound:
    """The request as it came, so that it can be run, or with another id and time replayed."""
    path = read_path(request.path)
    inbound = Inbound(
        request_id=request.pk,
        received_at=request.received_at,
        method=request.method,
        path=request.path,
        path_fragment=path.fragment if path else "",
        query=request.query,
        headers=tuple((name, value) for name, value in request.headers),
        body=bytes(request.body),
    )
    return replace(inbound, **changes) if changes else inbound


def results_of_request(request: Request) -> dict[str, Any]:
    return read_request(inbound_of(request))


def environment() -> dict[str, Any]:
    """What `$.env` may name. Nothing of the process's real environment."""
    return {"public_url": settings.PUBLIC_URL}
