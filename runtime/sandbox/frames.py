"""The bytes between the pool and a sandbox child.

For: packing calls, cutting a stream into frames, the few numbers both sides must agree on.
Not here: reading answers (`answers`), running anything. Both sides import this, so it needs nothing but the standard library.

A frame is a 4 byte big-endian length and that many bytes. The child's first frame tells that its walls stand, and names those
that this system does not give, by comma; it is empty when all do. Then each call gets one frame back, in order: JSON text,
`{"data", "logs"}` or `{"error": {"kind", ...}, "logs"}`. A child that was started as `STRICT` and lacks a wall answers no call.

A call that may ask (BEGIN, whose scope begins with a token and NUL) can also be answered with `{"questions": [{"id", "kind",
"details"}]}`. It then waits inside the child until GO_ON brings answers, `[{"id", "value"}]` or `[{"id", "problem"}]`, with the
token as scope, or DROP gives it up. In between the child takes other calls.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

LENGTH: Final = struct.Struct("!I")
HEAD: Final = struct.Struct("!BfIHI")  # what to do, CPU seconds, largest answer in bytes, length of the scope, of the source

RUN: Final = 1
CHECK: Final = 2
BEGIN: Final = 3
GO_ON: Final = 4
DROP: Final = 5

STRICT: Final = "strict"  # the argument of a child that runs nothing unless all walls stand
FIRST_PRELUDE_LINE: Final = 20_000  # the engine gives all code one file name; lines from here on are not the builder's
WRAPPER_HEAD: Final = "(function (module, exports) {"  # stands before the builder's first line, in that line
MOST_WAITING: Final = 32  # calls in one child that wait for answers: each holds a context, and the memory of a child is bounded
OUT_OF_MEMORY: Final = 77  # exit status of a child whose own Python found no memory


@dataclass(frozen=True, slots=True)
class Call:
    """`scope` names whose globals the code may find; `arguments` is JSON text `{"context", "stepResults", "trigger"}`."""

    verb: int
    cpu_seconds: float
    output_limit: int
    scope: bytes
    source: bytes
    arguments: bytes


def pack(call: Call) -> bytes:
    head = HEAD.pack(call.verb, call.cpu_seconds, call.output_limit, len(call.scope), len(call.source))
    length = len(head) + len(call.scope) + len(call.source) + len(call.arguments)
    return b"".join((LENGTH.pack(length), head, call.scope, call.source, call.arguments))


def unpack(frame: bytes) -> Call:
    verb, cpu_seconds, output_limit, scope_length, source_length = HEAD.unpack_from(frame)
    source_at = HEAD.size + scope_length
    arguments_at = source_at + source_length
    return Call(
        verb, cpu_seconds, output_limit, frame[HEAD.size : source_at], frame[source_at:arguments_at], frame[arguments_at:]
    )


class Cutter:
    """Turns chunks of a stream into whole frames."""

    def __init__(self, *, limit: int) -> None:
        """`limit`: the longest frame worth reading, in bytes."""
        self._rest = b""
        self._limit = limit

    def cut(self, chunk: bytes) -> list[bytes]:
        """The frames that this chunk completes. Raises `ValueError` for one longer than the limit."""
        data = self._rest + chunk if self._rest else chunk
        frames, at = [], 0
        while len(data) - at >= LENGTH.size:
            (length,) = LENGTH.unpack_from(data, at)
            if length > self._limit:
                raise ValueError(f"a frame of {length} bytes, where {self._limit} is the most")
            if len(data) - at - LENGTH.size < length:
                break
            at += LENGTH.size
            frames.append(data[at : at + length])
            at += length
        self._rest = data[at:]
        return frames
