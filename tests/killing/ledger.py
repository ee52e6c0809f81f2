"""What senders were answered, on disk before they go on: the promises that the product is held to.

Not here: whether they were kept (`checker`).
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

BROKEN = 0  # the connection ended without an answer: nothing was promised


@dataclass(frozen=True, slots=True)
class Entry:
    """`execution` is empty where the answer names none; `body` is kept of answers that say something of the run."""

    number: int
    kind: str
    status: int
    at: float
    request: str = ""
    execution: str = ""
    body: str = ""

    @property
    def promised(self) -> bool:
        return 200 <= self.status < 300


class Ledger:
    """From any thread. Each line is flushed to the disk before `write` returns."""

    def __init__(self, path: Path) -> None:
        self.entries: list[Entry] = []
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()

    def write(self, entry: Entry) -> None:
        line = json.dumps(asdict(entry)).encode() + b"\n"
        with self._lock:
            self._file.write(line)
            os.fsync(self._file.fileno())
            self.entries.append(entry)

    @property
    def promises(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.promised]

    def close(self) -> None:
        self._file.close()
