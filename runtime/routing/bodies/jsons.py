"""JSON bodies, and bodies of one JSON value a line.

RFC 8259 to the letter: no NaN, no comments, no number past a double, no half of a surrogate pair. Of a key that comes twice the
last counts, as in every JavaScript engine, so code that reads the raw body sees the same. Whole numbers are exact to 64 bits.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from runtime.routing.bodies.refusals import malformed
from runtime.routing.bodies.text import decode

DEEPEST = 64
# A million keys that differ take half a second to read, and everybody waits meanwhile; so many take an eighth of one, as other
# bodies of the largest size do. A batch of thousands of ordinary records has fewer.
MOST_KEYS = 250_000
MOST_LINES = 50_000
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_MARKS = (b"\xef", b"\xff", b"\xfe", b"\x00")  # how a byte order mark begins


def parse_json(body: bytes, charset: str = "", *, what: str = "body") -> Any:
    """Raises NotAllowed `body_malformed`, for nesting past 64 levels and for too many keys too."""
    if charset not in ("", "utf-8", "ascii") or body.startswith(_MARKS):
        body = decode(body, charset, what).encode("utf-8", "surrogatepass")
    if body.count(b"[") + body.count(b"{") > DEEPEST and _too_deep(body):
        raise malformed(f"The {what} nests deeper than {DEEPEST} levels.")
    _bound_keys(body, what)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise malformed(f"The {what} is not JSON: {error.msg} at character {error.pos}.") from None


def parse_lines(body: bytes, charset: str = "") -> list[Any]:
    """A list of what each line holds; empty lines count for nothing."""
    decoded = decode(body, charset, "body").encode("utf-8", "surrogatepass")
    _bound_keys(decoded, "body")
    lines = decoded.split(b"\n")
    if len(lines) > MOST_LINES:
        raise malformed(f"The body has over {MOST_LINES} lines.")
    return [parse_json(line, what=f"line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def _bound_keys(body: bytes, what: str) -> None:
    if body.count(b":") > MOST_KEYS and _keys(body) > MOST_KEYS:
        raise malformed(f"The {what} has over {MOST_KEYS:,} keys. Send it in parts, or as CSV.")


def _keys(body: bytes) -> int:
    """How many there are, without reading them: a quote and a colon, unless the quote is escaped and so part of a text."""
    dense = body.translate(None, b" \t\r\n")
    return dense.count(b'":') - dense.count(b'\\":') + dense.count(b'\\\\":')


def _too_deep(body: bytes) -> bool:
    """Whether brackets outside of strings nest past the limit. Those that do not match are left for the parser to name.

    Each pass takes away the innermost pairs, so no byte of a large body is looked at in Python.
    """
    brackets = _STRING.sub(b"", body).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(DEEPEST):
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            return False
        brackets = fewer
    return b"[]" in brackets
