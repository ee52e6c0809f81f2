"""Whether this process alone serves its data.

For: deciding at the start whether what stands as running can belong to anybody else. SQLite only: a server of databases has
clients that no file of ours tells of.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO


def only_process(path: Path) -> IO[str] | None:
    """An open file whose lock says that no other process serves this data folder; None when one does. The kernel frees it."""
    held = path.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        return None
    return held
