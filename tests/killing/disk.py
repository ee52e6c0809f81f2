"""The disk of the data folder is full for a while.

For: a small file system in memory under the data folder, which is filled while senders go on, then freed. Mounting one needs
root; without it, the kernel's limit on the size of the product's files stands in for the full disk.
"""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tests.killing.sender import Crowd
from tests.killing.stands import Embedded
from tests.killing.trouble import SLOWEST_PROGRESS, Event
from tests.product import call, eventually

SIZE = 128  # MiB
FULL_FOR = 6.0  # seconds
REFUSALS = 100  # at least, so that the disk was full while it mattered
HEALED_WITHIN = 30.0  # seconds


class Disk(Protocol):
    tells: bool  # whether the product can see that it is full

    def fill(self) -> None: ...
    def free(self) -> None: ...


@dataclass
class SmallDisk:
    folder: Path
    tells = True

    def fill(self) -> None:
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            for size in (1024 * 1024, 4096, 1):
                try:
                    while filler.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        (self.folder / "filler").unlink()


@dataclass
class FileSizes:
    """Of the product's own files: none may grow."""

    stand: Embedded
    tells = False

    def fill(self) -> None:
        largest = min(path.stat().st_size for path in self.stand.product.data.glob("*.sqlite3*") if path.suffix != ".sqlite3-shm")
        self._limit(max(largest, 4096))

    def free(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        process = self.stand.product.process
        assert process
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def small_folder() -> Iterator[Path | None]:
    """A folder on a file system of its own; None where that may not be mounted."""
    with TemporaryDirectory(prefix="hookyard-disk-") as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "hookyard-disk", folder], capture_output=True, check=False
        )
        if mounted.returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@dataclass
class FullDisk:
    stand: Embedded
    disk: Disk
    events: list[Event] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, crowd: Crowd) -> None:
        eventually(lambda: crowd.taken >= crowd.requests / 3 or crowd.done, within=SLOWEST_PROGRESS)
        self.disk.fill()
        self.events.append(Event("disk full", time.time(), cut=True))
        full_since, refused = time.monotonic(), _refused(crowd)
        try:
            eventually(lambda: _refused(crowd) - refused >= REFUSALS or crowd.done, within=SLOWEST_PROGRESS)
            if self.disk.tells and call(f"{self.stand.product.url}/readyz").status == 200:
                self.complaints.append("/readyz said 200 while nothing could be stored")
            if call(f"{self.stand.product.url}/healthz").status != 200:
                self.complaints.append("/healthz did not say 200 while the disk was full: a restart would not help")
            time.sleep(max(0.0, FULL_FOR - (time.monotonic() - full_since)))
        finally:
            self.disk.free()
        freed = time.time()
        self.events.append(Event("disk free", freed))
        eventually(lambda: any(entry.at > freed for entry in crowd.ledger.promises[-50:]) or crowd.done, within=HEALED_WITHIN)


def _refused(crowd: Crowd) -> int:
    return sum(entry.status == 503 for entry in crowd.ledger.entries)
