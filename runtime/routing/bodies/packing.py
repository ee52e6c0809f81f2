"""Bodies that come packed (Content-Encoding).

gzip and deflate are unpacked, since several senders pack by default and offer no switch. What comes out is bounded like a body
that came plain, and the unpacking stops at the first byte past it, so a bomb costs what an honest body costs; a bound on the
ratio would only refuse honest lists of zeros. Signatures are checked over the bytes as sent, and these stay the record.
"""

from __future__ import annotations

import zlib

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.refusals import malformed, not_taken

TAKEN = ("gzip", "deflate")
MOST_MEMBERS = 1000  # what stands behind a member is copied for the next one
_GZIP = 16 + zlib.MAX_WBITS
_ZLIB_HEADER = 0x0F, 8  # the low half of the first byte says deflate (RFC 1950, 2.2)


def coding_of(header: str) -> str:
    """`gzip`, `deflate`, or empty for a plain body. Raises NotAllowed `content_encoding_not_taken`."""
    coding = header.strip().lower()
    if coding in ("", "identity"):
        return ""
    coding = "gzip" if coding == "x-gzip" else coding
    if coding not in TAKEN:
        raise not_taken(
            f"The body is packed as {coding[:40]!r}. Send it plain, or as one of {', '.join(TAKEN)}.",
            "content_encoding_not_taken",
        )
    return coding


def unpack(body: bytes, coding: str, *, most: int) -> bytes:
    """At most `most` bytes. Raises NotAllowed `body_malformed` or `body_too_large`."""
    parts: list[bytes] = []
    size = 0
    for _ in range(MOST_MEMBERS):
        if not body:
            return b"".join(parts)
        stream = zlib.decompressobj(_window(body, coding))
        try:
            part = stream.decompress(body, most - size + 1)
        except zlib.error:
            raise malformed(f"The body is not {coding}, though its Content-Encoding says so.") from None
        size += len(part)
        if size > most:
            raise NotAllowed(f"The body is over {most} bytes once it is unpacked.", code="body_too_large")
        if not stream.eof:
            raise malformed(f"The {coding} of the body ends too early.")
        parts.append(part)
        body = stream.unused_data  # a gzip file may have several members (RFC 1952, 2.2)
    if body:
        raise malformed(f"The {coding} of the body has over {MOST_MEMBERS} members.")
    return b"".join(parts)


def _window(body: bytes, coding: str) -> int:
    if coding == "gzip":
        return _GZIP
    # RFC 9110, 8.4.1.2: deflate means the zlib format, but some senders leave its header out.
    mask, deflate = _ZLIB_HEADER
    zlib_format = body[0] & mask == deflate and int.from_bytes(body[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if zlib_format else -zlib.MAX_WBITS
