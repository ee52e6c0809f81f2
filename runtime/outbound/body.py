"""Reading a response body without trusting what it says about itself.

For: counting bytes as they come and after decompression, never holding more than the limit.
Not here: sockets, time (`client`).
"""

from __future__ import annotations

import zlib

from runtime.engine.errors import RemoteProblem

GZIP = 16 + zlib.MAX_WBITS


class BoundedBody:
    """Collects chunks of a body; `limit` is in bytes and counts what comes out of gzip, not what goes in. With `cut_at`, its
    first so many bytes are all that is wanted.

    `add` and `finish` raise `RemoteProblem` `remote_too_large` or `remote_garbage`.
    """

    def __init__(self, *, encoding: str, limit: int, cut_at: int | None = None) -> None:
        # What is cut is not unpacked either: nobody reads it but people, and no packing makes an answer wrong.
        encoding = encoding.strip().lower() if cut_at is None else ""
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise garbage(f"its answer is packed as {encoding[:40]!r}, and only gzip was asked for")
        self._gzip = zlib.decompressobj(GZIP) if "gzip" in encoding else None
        self._limit = limit if cut_at is None else min(limit, cut_at)
        self._cuts, self.is_cut = cut_at is not None, False
        self._size = 0
        self._parts: list[bytes] = []
        self._started = False

    def add(self, chunk: bytes) -> None:
        if self._gzip is None:
            self._keep(chunk)
            return
        while chunk:
            self._started = True
            if self._gzip.eof:  # a gzip file may have several members (RFC 1952 section 2.2)
                self._gzip = zlib.decompressobj(GZIP)
            try:
                # One byte more than there is room for: enough to know that it is too large, however much is packed in there.
                self._keep(self._gzip.decompress(chunk, self._limit - self._size + 1))
            except zlib.error:
                raise garbage("its answer is broken gzip") from None
            chunk = self._gzip.unused_data

    def finish(self) -> bytes:
        if self._gzip is not None and self._started and not self._gzip.eof:
            raise garbage("its answer is gzip that ends too early")
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit and self._cuts:
            self._parts.append(part[: len(part) - (self._size - self._limit)])
            self._size, self.is_cut = self._limit, True
            return
        if self._size > self._limit:
            raise too_large(self._limit)
        self._parts.append(part)


def too_large(limit: int) -> RemoteProblem:
    return RemoteProblem(
        f"The service answered with more than {limit // 1024} KiB. Ask it for less, page by page.", code="remote_too_large"
    )


def garbage(why: str) -> RemoteProblem:
    return RemoteProblem(f"The service does not speak proper HTTP: {why}.", code="remote_garbage")
