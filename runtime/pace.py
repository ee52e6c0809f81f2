"""How the interpreter shares its time, once everything is loaded.

For: a process that serves; commands and tests keep the usual settings.
Not here: how much work is taken on at a time (`runtime.executions.worker`).
"""

from __future__ import annotations

import gc
import sys

# A request makes some hundred objects and leaves no cycle: looking through all of them every 700 cost a fifth of its time.
YOUNG, MIDDLE, OLD = 50_000, 20, 50
# A thread wins the lock back within so many seconds, though a loop is busy. A commit has to win it back some six times, and a
# request some ten: with a thousandth, who sent little waited ten of them beside a customer whose executions start in heaps.
LONGEST_TURN = 0.0002


def keep_pace() -> None:
    """Call it when the process is ready to serve: what was loaded by then is not looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    sys.setswitchinterval(LONGEST_TURN)
