"""Bytes that are text."""

from __future__ import annotations

from runtime.routing.bodies.refusals import malformed

# The longer marks first: that of UTF-16 begins that of UTF-32.
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def as_text(body: bytes) -> str | None:
    """UTF-8 without NULs, or None: what can be shown, and stored by every database."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def decode(body: bytes, charset: str, what: str) -> str:
    """By the byte order mark, which knows best, else by the charset, else as UTF-8. Raises NotAllowed `body_malformed`."""
    for mark, codec in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            charset, body = codec, body[len(mark) :] if codec == "utf-8" else body
            break
    try:
        return body.decode(charset or "utf-8")
    except (UnicodeDecodeError, ValueError):
        raise malformed(f"The {what} is not text in {charset or 'UTF-8'}.") from None
