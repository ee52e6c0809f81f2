"""What a text in a signature header can be: hex, base64, and of which hash.

For: recognising how a stranger wrote a signature, whatever the credential expects.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

HASHES = {16: "MD5", 20: "SHA-1", 28: "SHA-224", 32: "SHA-256", 48: "SHA-384", 64: "SHA-512"}
_HEX = re.compile(r"[0-9A-Fa-f]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_BASE64_URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_PREFIX = re.compile(r"(?:[A-Za-z0-9_-]{1,20}[=,:]\s*)?(.+)", re.DOTALL)
MOST_WRITTEN = 20


@dataclass(frozen=True, slots=True)
class Written:
    """One signature as it stands in a header. `encoding` is hex, base64, base64url or unknown."""

    text: str
    encoding: str
    raw: bytes

    @property
    def words(self) -> str:
        if self.encoding == "unknown":
            return "neither hex nor base64"
        hash = HASHES.get(len(self.raw))
        length = f"{len(self.raw)} bytes"
        return f"{self.encoding}, {length}" + (f" as of {hash}" if hash else ", the length of no hash")


def read_signature(text: str) -> Written:
    text = text.strip().strip('"')
    if _HEX.fullmatch(text) and len(text) % 2 == 0:
        return Written(text, "hex", bytes.fromhex(text))
    for encoding, pattern, other in (("base64", _BASE64, None), ("base64url", _BASE64_URL, b"-_")):
        bare = text.rstrip("=")
        if pattern.fullmatch(text) and len(bare) % 4 != 1:
            try:
                return Written(text, encoding, base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=other))
            except ValueError:
                continue
    return Written(text, "unknown", b"")


def signatures_in(value: str) -> list[Written]:
    """Whatever in a header's value could be a signature: the whole, and each part behind a prefix such as `v1=`."""
    parts = [value, *re.split(r"[,\s]+", value)][:MOST_WRITTEN]
    texts = [text for part in parts for text in (part, (_PREFIX.fullmatch(part) or [part, part])[1])]
    read = [read_signature(text) for text in dict.fromkeys(texts) if text]
    return [one for one in read if len(one.raw) in HASHES]
