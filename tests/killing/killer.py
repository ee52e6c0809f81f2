"""Chooses what dies and when, from the seed.

For: spreading kills over the load: at a random moment between two numbers of the senders, sometimes again while it starts,
sometimes by a clean stop, as a deployment does.
"""

from __future__ import annotations

import random
import signal
import time
from dataclasses import dataclass, field

from tests.killing.sender import Crowd
from tests.killing.stands import Stand
from tests.killing.trouble import SLOWEST_PROGRESS, Event
from tests.product import eventually

AGAIN = 0.15  # share of starts that are killed too
CLEAN = 0.1  # share of stops by SIGTERM


@dataclass
class Killer:
    stand: Stand
    kills: int
    seed: int
    events: list[Event] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, crowd: Crowd) -> None:
        chance = random.Random(f"{self.seed}:killer")
        stride = crowd.requests / (self.kills + 1)
        while len(self.events) < self.kills and not crowd.done:
            wanted = (len(self.events) + chance.uniform(0.5, 1.0)) * stride
            eventually(lambda wanted=wanted: crowd.taken >= wanted or crowd.done, within=SLOWEST_PROGRESS)
            time.sleep(chance.uniform(0, 0.2))
            piece = chance.choices(list(self.stand.pieces), list(self.stand.pieces.values()))[0]
            self._kill(piece, clean=chance.random() < CLEAN)
            time.sleep(chance.uniform(0, 0.3))
            self.stand.launch(piece)
            if chance.random() < AGAIN and len(self.events) < self.kills:
                time.sleep(chance.uniform(0.05, 2.5))
                self._kill(piece, clean=False)
                self.stand.launch(piece)
            eventually(self.stand.is_up, within=SLOWEST_PROGRESS)

    def _kill(self, piece: str, *, clean: bool) -> None:
        how = signal.SIGTERM if clean else signal.SIGKILL
        at = time.time()
        self.stand.stop(piece, how)
        self.events.append(Event(f"{piece} {how.name}", at, cut=True))
