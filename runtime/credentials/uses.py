"""When a credential last let somebody in, and with which of its secrets.

For: knowing that nobody uses a rotated secret any more before it ends.
Not here: the checks. Noting a use costs the hot path one entry of a dict; the rows are written some seconds later.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from django.db import Error, close_old_connections

from runtime.credentials.models import Credential

WRITE_EVERY = 15.0  # seconds


class Uses:
    def __init__(self) -> None:
        self._last: dict[tuple[str, bool], float] = {}

    def note(self, credential_id: str, now: float, *, current: bool) -> None:
        """`now` is Unix time in seconds."""
        self._last[credential_id, current] = now

    def write(self) -> int:
        """Brings the rows up to date; returns how many uses were written. What fails is written next time."""
        taken, self._last = self._last, {}
        for (credential_id, current), at in taken.items():
            column = "used_at" if current else "previous_used_at"
            used = datetime.fromtimestamp(at, UTC)
            rows = Credential.across_tenants.filter(pk=credential_id)
            try:
                # A row of another process may be later already; then there is nothing to say.
                rows.exclude(**{f"{column}__gte": used}).update(**{column: used})
            except Error:
                self._last.setdefault((credential_id, current), at)
        return len(taken) - len(self._last)

    async def serve(self) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(WRITE_EVERY)
                await asyncio.to_thread(self._write_on_fresh_connection)

    def _write_on_fresh_connection(self) -> None:
        if self._last:
            close_old_connections()
            self.write()
