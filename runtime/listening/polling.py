"""Asking a service at intervals what is new.

For: one poll of one subscription: what it found starts flows, each event once, in the commit that keeps where it stopped.
Not here: when the next is due and claims (`carrying_out`), what a connector's `poll` does (`providers`).

What was there before the first poll is remembered and starts nothing: whoever switches a flow on does not ask for the past. What
happened while an instance was paused is found by the first poll after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from runtime.engine.errors import RemoteProblem
from runtime.journal.journal import Journal, JournalRefused
from runtime.listening import ledger, matching
from runtime.listening.accepting import Accepted, Arrival, accepting, key_of
from runtime.listening.arriving import MOST_EVENTS, read_path
from runtime.listening.models import EventSubscription
from runtime.listening.ports import Provider
from runtime.reading import in_thread
from runtime.routing.book import RouteBook

SHORTEST = 60  # seconds between two polls


@dataclass(frozen=True, slots=True)
class Poller:
    """One a process. `wake` tells the workers that something was queued."""

    book: RouteBook
    journal: Journal
    wake: Callable[[], None]

    async def poll(self, row: EventSubscription, provider: Provider, now: datetime) -> datetime:
        """When to poll next. Raises `HookyardError`; then nothing of this poll counts."""
        state = await in_thread(lambda: ledger.reveal(row))
        polled = await provider.poll(state)
        if len(polled.events) > MOST_EVENTS:
            message = f"poll returned {len(polled.events)} events; at most {MOST_EVENTS} are taken at once."
            raise RemoteProblem(message, code="poll_failed")
        first = not row.state
        arrivals = []
        for payload in polled.events:
            targets = [] if first else await matching.targets(self.book, [row], payload, now)
            identity = read_path(payload, provider.dedupe_by)
            arrivals.append(Arrival(row, targets, key_of(payload if identity in (None, "") else identity)))
        kept = ledger.seal(row, {} if polled.state is None and first else polled.state)

        def keep(accepted: Accepted) -> None:
            mine = EventSubscription.of(row.tenant_id).filter(pk=row.pk, claimed_by=row.claimed_by)
            if kept:
                mine.update(state=kept)

        try:
            accepted = await self.journal.call(accepting(arrivals, remember_only=first, also=keep))
        except JournalRefused:
            raise RemoteProblem("Nothing could be stored; it is polled again.", code="storage_refused") from None
        if accepted.started:
            self.wake()
        return now + timedelta(seconds=max(SHORTEST, provider.poll_seconds))
