"""A deployment of a new release: each process is asked to end and started again, one after the other, under load.

For: what people notice of it, which should be nothing: no answer but those promised, no sender cut off or turned away, and no
call outside made twice, as nobody died.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.killing.scaled import Scaled
from tests.killing.sender import Crowd
from tests.killing.trouble import SLOWEST_PROGRESS, Event
from tests.product import eventually

PIECES = ("web-1", "worker-1", "web-2", "worker-2")
LISTENS = "0A"  # a socket's state in /proc/net/tcp


@dataclass
class Rolling:
    stand: Scaled
    rounds: int
    pieces: tuple[str, ...] = PIECES
    events: list[Event] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, crowd: Crowd) -> None:
        steps = [piece for _ in range(self.rounds) for piece in self.pieces]
        for piece in steps:
            wanted = crowd.taken + crowd.requests // (len(steps) + 1)  # old and new live together for a while
            eventually(lambda wanted=wanted: crowd.taken >= wanted or crowd.done, within=SLOWEST_PROGRESS)
            self.events.append(Event(f"{piece} restarted", time.time()))
            self.stand.stop(piece, signal.SIGTERM)
            self.stand.launch(piece)
            eventually(lambda piece=piece: self._serves(piece), within=SLOWEST_PROGRESS)
            eventually(self.stand.is_up, within=SLOWEST_PROGRESS)
        if crowd.refused:
            self.complaints.append(f"{crowd.refused} connections were refused")
        unlike = Counter(entry.status for entry in crowd.ledger.entries if entry.status not in (200, 202))
        self.complaints += [f"{count} answers {status or 'cut off'}" for status, count in unlike.items()]

    def _serves(self, piece: str) -> bool:
        """Workers do as soon as they run; a web process once it takes connections itself, as the other has the same port."""
        return piece.startswith("worker") or listens(self.stand.pid(piece), self.stand.product.port)


def listens(pid: int, port: int) -> bool:
    """Whether a socket of this process waits for connections at the port (man 5 proc)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENS and int(row[1].rpartition(":")[2], 16) == port}
    with suppress(FileNotFoundError):  # it closes one while we look
        return any(str(link.readlink()) in ours for link in Path(f"/proc/{pid}/fd").iterdir())
    return False
