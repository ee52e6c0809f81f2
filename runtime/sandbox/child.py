"""The process that runs builders' JavaScript: frames in, frames out, nothing else.

For: raising the walls, then answering one call after the other until standard input ends.
Not here: who asks and for whom. It imports the engine and its neighbours, and knows no tenant, no database, no secret.

Started as `python -I child.py [strict]` with an empty environment; `pool` and `process` are the other side.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

# Isolated mode leaves the script's folder off the path, and its neighbours are found nowhere else.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from runtime.sandbox import frames
from runtime.sandbox.conversing import Conversations
from runtime.sandbox.walls import raise_walls
from runtime.sandbox.warm import WarmContexts

STANDARD_INPUT: Final = 0
STANDARD_OUTPUT: Final = 1
CHUNK: Final = 256 * 1024
LONGEST_FRAME: Final = 64 * 1024 * 1024  # the parent's own limit is far below


def main() -> None:
    lacks = raise_walls()
    if lacks and frames.STRICT in sys.argv:
        return _refuse(lacks)
    contexts = WarmContexts()
    conversations = Conversations(contexts)
    _tell(lacks)
    cutter = frames.Cutter(limit=LONGEST_FRAME)
    while chunk := os.read(STANDARD_INPUT, CHUNK):
        for frame in cutter.cut(chunk):
            answer = _answer(contexts, conversations, frames.unpack(frame))
            # Each answer leaves before the next call starts: when this process dies, the first call without one is to blame.
            _write(frames.LENGTH.pack(len(answer)) + answer)


def _answer(contexts: WarmContexts, conversations: Conversations, call: frames.Call) -> bytes:
    if call.verb in (frames.BEGIN, frames.GO_ON, frames.DROP):
        return _limited(call.cpu_seconds, lambda: conversations.answer(call))
    if call.verb == frames.CHECK:
        return _limited(call.cpu_seconds, lambda: contexts.check(call.source, cpu_seconds=call.cpu_seconds))
    return _limited(
        call.cpu_seconds,
        lambda: contexts.run(
            call.scope, call.source, call.arguments, cpu_seconds=call.cpu_seconds, output_limit=call.output_limit
        ),
    )


def _limited(cpu_seconds: float, work: Callable[[], bytes]) -> bytes:
    """The engine looks at its clock between operations of its own, and some of those take minutes (`new Array(1e9) + ""`).

    So the kernel counts too: SIGPROF ends the process. It allows for the module, the call and a second try to overrun a little.
    """
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds * 1.5 + 0.1)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _tell(lacks: list[str]) -> None:
    names = ",".join(lacks).encode()
    _write(frames.LENGTH.pack(len(names)) + names)


def _refuse(lacks: list[str]) -> None:
    _tell(lacks)
    # Whoever started it ends it. Ending by itself could break the pipe before that was read.
    while os.read(STANDARD_INPUT, CHUNK):
        pass


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(STANDARD_OUTPUT, view) :]


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        # Not even an answer can be built. The parent tells this from other ends by the status.
        os._exit(frames.OUT_OF_MEMORY)
    except BrokenPipeError:
        os._exit(0)
