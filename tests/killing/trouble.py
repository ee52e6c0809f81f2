"""What may happen to a product while its senders go on.

For: the shape every trouble has. Killing stands in `killer`, a full disk in `disk`, a clock that jumps in `clock`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tests.killing.sender import Crowd

SLOWEST_PROGRESS = 240.0  # seconds the load may take from one event to the next; past that something hangs


@dataclass(frozen=True, slots=True)
class Event:
    """`cut` says that the product, or a piece of it, died: what was in flight may be done again."""

    what: str
    at: float
    cut: bool = False


class Trouble(Protocol):
    events: list[Event]
    complaints: list[str]  # what the product should have done meanwhile and did not

    def run(self, crowd: Crowd) -> None:
        """Returns when all is over and the product is up again."""
        ...
