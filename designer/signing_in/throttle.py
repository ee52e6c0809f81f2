"""Counting tries over all processes, and saying how long to wait.

For: guesses of codes and passwords, letters that anybody may ask for. Not here: passwords at sign-in, which axes counts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from designer.config.proxies import network_of
from designer.signing_in.models import Tally
from runtime.engine.errors import NotAllowed

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a time, which begins with the first. `of` is what is counted, in words."""

    name: str
    most: int
    within: timedelta
    of: str

    def count(self, whose: str) -> None:
        """One more. Raises `NotAllowed` `too_many_tries` when there were too many already."""
        now, key = timezone.now(), self._key(whose)
        with transaction.atomic():
            tally, fresh = Tally.objects.select_for_update().get_or_create(key=key, defaults={"since": now})
            if tally.since + self.within <= now:
                tally.count, tally.since = 0, now
            over = tally.count >= self.most
            if not over:
                tally.count += 1
                tally.save()
        if fresh:
            Tally.objects.filter(since__lt=now - FORGOTTEN_AFTER).delete()
        if over:
            raise self._refusal(tally.since, now)

    def check(self, whose: str) -> None:
        """Raises as `count` does, and counts nothing."""
        now = timezone.now()
        tally = Tally.objects.filter(key=self._key(whose)).first()
        if tally and tally.count >= self.most and tally.since + self.within > now:
            raise self._refusal(tally.since, now)

    def forget(self, whose: str) -> None:
        Tally.objects.filter(key=self._key(whose)).delete()

    def _key(self, whose: str) -> str:
        return hashlib.sha256(f"{self.name}:{network_of(whose)}".encode()).hexdigest()

    def _refusal(self, since: datetime, now: datetime) -> NotAllowed:
        return too_many(self.of, since + self.within - now)


def too_many(of: str, wait: timedelta, code: str = "too_many_tries") -> NotAllowed:
    seconds = max(1, int(wait.total_seconds()))
    return NotAllowed(f"Too many {of}. Try again in {in_words(seconds)}.", code=code, retryAfter=seconds)


def in_words(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"


WRONG_CODES = Limit("codes", 10, timedelta(minutes=15), "wrong codes")
WRONG_PASSWORDS = Limit("passwords", 10, timedelta(minutes=15), "wrong passwords")
FAILURES_OF_ADDRESS = Limit("failures", 100, timedelta(minutes=15), "failed tries to sign in from your network")
RESETS_OF_PERSON = Limit("resets", 3, timedelta(hours=1), "letters asked for this address")
RESETS_OF_ADDRESS = Limit("resets from", 30, timedelta(hours=1), "letters asked for from your network")
JOURNEYS_OF_ADDRESS = Limit("journeys", 100, timedelta(minutes=15), "sign-ins begun from your network")
LOCKS_TOLD = Limit("locks told", 1, timedelta(minutes=15), "locks")
INVITATIONS_TO_PERSON = Limit("invitations to", 5, timedelta(hours=1), "invitations to this address")
INVITATIONS_OF_TENANT = Limit("invitations of", 200, timedelta(days=1), "invitations of this tenant")
LINKS_OF_ADDRESS = Limit("links", 60, timedelta(minutes=15), "links tried from your network")
