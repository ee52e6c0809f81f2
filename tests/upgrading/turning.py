"""The upgrade itself, under load: what was running is asked to end, and today's code goes on with its data.

One process on SQLite is stopped and started. Many processes go one by one in the order of `fixtures/deploy/README.md`: the first
new web process brings the database up to date while all the others are of before and go on.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from tests.killing.ledger import Entry
from tests.killing.rolling import Rolling
from tests.killing.scaled import Scaled
from tests.killing.sender import Crowd
from tests.killing.stands import Stand
from tests.killing.trouble import SLOWEST_PROGRESS, Event
from tests.product import ROOT, eventually
from tests.upgrading.regulars import Regulars
from tests.upgrading.work import Installed

IN_ORDER = ("web-1", "web-2", "worker-1", "worker-2")


@dataclass
class Upgrade:
    stand: Stand
    installed: Installed
    regulars: Regulars
    gentle: bool  # the version of before lets calls end before it does
    events: list[Event] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    before: list[Entry] = field(default_factory=list)  # what had been promised when it began
    under_way: dict[str, int] = field(default_factory=dict)  # by status, when it began

    def run(self, crowd: Crowd) -> None:
        self.regulars.start(crowd)
        eventually(lambda: crowd.taken >= crowd.requests // 3 or crowd.done, within=SLOWEST_PROGRESS)
        self.stand.product.sql("UPDATE runtime_schedule SET due_at = CURRENT_TIMESTAMP")  # it starts in either version, once
        counted = self.stand.rows("SELECT status FROM runtime_execution")
        self.under_way = dict(Counter(status for (status,) in counted))
        self.before = list(crowd.ledger.promises)
        self.stand.move(ROOT)
        if isinstance(self.stand, Scaled):
            self._one_by_one(self.stand, crowd)
        else:
            self._at_once()
        more = crowd.taken + crowd.requests // 3
        eventually(lambda: crowd.taken >= more or crowd.done, within=SLOWEST_PROGRESS)
        self.stand.product.api("POST", f"instances/{self.installed.paused.instance_id}/resume", {"held": "run"})
        self.regulars.stop()
        self.complaints += self.regulars.complaints

    def _at_once(self) -> None:
        self.events.append(Event("product SIGTERM", time.time(), cut=not self.gentle))
        self.stand.stop("product", signal.SIGTERM)
        self.events.append(Event("product ended", time.time()))
        self.stand.launch("product")
        eventually(self.stand.is_up, within=SLOWEST_PROGRESS)

    def _one_by_one(self, stand: Scaled, crowd: Crowd) -> None:
        Rolling(stand, 1, IN_ORDER, self.events, self.complaints).run(crowd)
        if not self.gentle:  # what was cut off by a version that did so is no fault of today's
            self.complaints = [one for one in self.complaints if not one.endswith("cut off")]
            self.events = [replace(event, cut=True) for event in self.events]
