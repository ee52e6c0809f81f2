"""How much Python a piece of work takes, counted in lines: a bound that holds on a busy machine, too.

Time, even processor time, tells as much of the machine and of the garbage of earlier tests as of the work itself.
What a library does in C is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooMuch(AssertionError):
    """More lines ran than the work may take: it ends there, so that endless work ends, too."""


@contextmanager
def at_most(lines: int) -> Iterator[None]:
    """Let this thread run no more than this many lines of Python.

    Raises:
        TooMuch: from within the work, at the first line over the bound.
    """
    left = lines

    def step(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left < 0:
                raise TooMuch(f"over {lines} lines, in {frame.f_code.co_qualname}")
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        yield
    finally:
        sys.settrace(before)
