"""What a process tells of itself every few seconds: that it lives, and how it is.

For: the few figures that the page of an installation shows for each of its processes.
Not here: writing them down (`keeping`), the full set for Prometheus (`exposition`).
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from runtime.sandbox import standing
from runtime.watching import meters
from runtime.watching.histograms import quantile


@dataclass(frozen=True, slots=True)
class Beat:
    """`sandboxes` tells how many sandbox processes there are now."""

    name: str
    data: Path
    version: str
    sandboxes: Callable[[], int]

    def row(self, now: datetime) -> dict[str, Any]:
        return {
            "machine": platform.node()[:120],
            "started_at": datetime.fromtimestamp(meters.STARTED_AT, UTC),
            "seen_at": now,
            "figures": self.figures(),
        }

    def figures(self) -> dict[str, Any]:
        disk = shutil.disk_usage(self.data)
        answered = sum(meters.answers.values())
        commits = list(meters.commits.counts)
        return {
            "version": self.version,
            "pid": os.getpid(),
            "memory": _resident(),
            "cpuSeconds": round(sum(os.times()[:2]), 1),
            "diskFree": disk.free,
            "diskTotal": disk.total,
            "requests": answered,
            "executions": sum(meters.executions.values()),
            "commits": sum(commits),
            "commitP50Us": quantile(commits, 0.5),
            "commitP99Us": quantile(commits, 0.99),
            "refusedWrites": meters.commit_refused[0],
            "sandboxes": self.sandboxes(),
            "sandboxLacks": standing.lacking(),
            "sandboxEvents": dict(meters.sandbox),
            "revivals": dict(meters.revivals),
        }


def _resident() -> int:
    """Bytes of memory, where the system tells; else 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
