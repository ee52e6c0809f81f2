"""A kept request on its way once more, as things stand now.

For: whether it may be, on which plan, and walking it; for one that a person looks at (`control`) or for many (`bulk`).
Not here: which of them are still to be replayed (`runtime.ingress.settling`).

It was verified when it came, so it is not verified again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from runtime.engine.errors import NotAllowed
from runtime.executions import loading
from runtime.ingress.reception import Reception
from runtime.ingress.visits import Visit
from runtime.journal.models import Request
from runtime.listening.loading import url_of as hook_url_of
from runtime.reading import in_thread
from runtime.routing.book import RouteBook
from runtime.routing.models import Endpoint
from runtime.routing.plans import EndpointPlan
from runtime.subscriptions.models import Subscription

if TYPE_CHECKING:
    from runtime.wiring import Process

LONGEST_ONE = 40.0  # seconds, of one among many
Replay = Callable[[Request, str], None]  # a kept request, and the id that its replay gets


def require_replayable(kept: Request) -> None:
    """Raises NotAllowed `not_replayable`."""
    if kept.status == Request.Status.REFUSED:
        raise NotAllowed("This request was refused before it was trusted, so it cannot be replayed.", code="not_replayable")
    if kept.status == Request.Status.HANDSHAKE:
        raise NotAllowed("This was a handshake: no flow is meant to hear of it.", code="not_replayable")


async def plan_of(book: RouteBook, kept: Request) -> EndpointPlan:
    """Of the URL it came to, as that is today. Raises NotAllowed `not_replayable`."""
    if await in_thread(lambda: Subscription.of(kept.tenant_id).filter(pk=kept.endpoint_id).exists()):
        told = "It came to a subscription. Redeliver its events instead; they stand under Deliveries."
        raise NotAllowed(told, code="not_replayable")
    endpoint = await in_thread(lambda: Endpoint.of(kept.tenant_id).filter(pk=kept.endpoint_id).first())
    hook = None if endpoint else await in_thread(lambda: hook_url_of(kept.tenant_id, kept.endpoint_id))
    plan = await book.endpoint(endpoint.token) if endpoint else await book.hook(*hook) if hook else None
    if plan is None:
        raise NotAllowed("The endpoint it came to no longer exists.", code="not_replayable")
    return plan


async def walk(reception: Reception, plan: EndpointPlan, kept: Request, request_id: str, *, unwaited: bool = False) -> None:
    """Leaves a request with that id. `unwaited`: a sync flow is queued like any other, since nobody waits for what it answers."""
    inbound = loading.inbound_of(kept, request_id=request_id, received_at=datetime.now(UTC))
    visit = Visit(plan, inbound, replay_of=kept.pk, unwaited=unwaited)
    visit.trace.note("endpoint", f"Replay of request {kept.pk}.")
    await reception.route(visit)


def replays_of_many(process: Process) -> Replay:
    """For a thread that may wait. It raises NotAllowed `not_replayable`, TimeoutError, JournalRefused."""

    def replay(kept: Request, request_id: str) -> None:
        require_replayable(kept)
        live = None if kept.is_draft else process.live
        thread, lane = (live, process.live_lane) if live else (process.bench, process.bench_lane)
        reception = (lane or process.bench_lane).reception

        async def one() -> None:
            await walk(reception, await plan_of(process.book, kept), kept, request_id, unwaited=True)

        thread.call(one(), timeout=LONGEST_ONE)

    return replay
