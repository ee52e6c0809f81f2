"""The port by which a process that queues work wakes those that work it off elsewhere."""

from __future__ import annotations

from typing import Protocol

# The queues: what customers run; what the designer's tests run; what is delivered.
LIVE, DRAFTS, DELIVERIES = "live", "drafts", "deliveries"


class Bell(Protocol):
    def ring(self, queue: str) -> None:
        """From any thread. Never waits and never fails: whoever is not reached looks by itself."""

    def close(self) -> None: ...


class NoBell:
    """There is nobody elsewhere, or nothing to reach them by; they look every second."""

    def ring(self, queue: str) -> None: ...

    def close(self) -> None: ...
