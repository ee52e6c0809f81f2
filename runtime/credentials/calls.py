"""A call as a verifier sees it, and the words it is refused with.

For: the values and the small readers that every scheme shares. Pure.
Not here: any scheme (`verify`, `signatures`, `tokens`, `sns`, `graph`, `twilio`).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Protocol

from runtime.engine.errors import NotAllowed
from runtime.engine.values import value

SPACE = " \t"  # around a header's value it means nothing (RFC 9110 section 5.5); what else Python calls space does


@value
class Call:
    """`headers`: names in lower case, values as the server decoded them (latin-1). `url` is the public one, with path and query
    as sent. `certificates` are public keys by the address they were fetched from."""

    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    url: str = ""
    certificates: Mapping[str, Any] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return self.url.partition("?")[2]


class Verifier(Protocol):
    def check(self, call: Call, now: float) -> None:
        """`now` is Unix time in seconds. Raises `NotAllowed`: `credential_missing`, `signature_invalid`, `timestamp_stale`;
        `CertificateNeeded` when a public key must be fetched first."""
        ...


class CertificateNeeded(Exception):
    """The call names a certificate at an address that its scheme allows, and nobody has fetched it yet."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def missing(message: str) -> NotAllowed:
    return NotAllowed(message, code="credential_missing")


def invalid(message: str) -> NotAllowed:
    return NotAllowed(message, code="signature_invalid")


def unavailable(message: str) -> NotAllowed:
    """Neither yes nor no: what the check needs from outside is not to be had just now, and the sender is to come again."""
    return NotAllowed(message, code="proof_unavailable")


def as_sent(value: str) -> bytes:
    """The bytes of a header value. Servers decode them as latin-1; a test from the designer may hold any text."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def from_hex(text: str) -> bytes | None:
    """None for what is no hex; case does not matter."""
    try:
        return bytes.fromhex(text) if text.isalnum() else None
    except ValueError:
        return None


def from_base64(text: str) -> bytes | None:
    """None for what is no base64. Padding may be left out, as some senders do; loose bits at the end may not be set."""
    bare = text.rstrip("=")
    if not bare or len(text) - len(bare) > 2:
        return None
    try:
        decoded = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except ValueError:
        return None
    # Otherwise several texts would be one signature, and a sender's id for it none.
    return decoded if base64.b64encode(decoded).rstrip(b"=") == bare.encode() else None


def seconds_of(timestamp: str, unit: str) -> float | None:
    """Unix time of a time stamp in `s`, `ms` or `iso`; None for what is none."""
    if unit == "iso":
        return _seconds_of_iso(timestamp)
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        return None
    return int(timestamp) / (1000 if unit == "ms" else 1)


def _seconds_of_iso(timestamp: str) -> float | None:
    try:
        at = datetime.fromisoformat(timestamp) if len(timestamp) <= 40 else None
        return at.timestamp() if at and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def check_age(seconds: float | None, now: float, tolerance: int) -> None:
    """Either way: a time in the future is as wrong as one long gone. Raises `NotAllowed` `timestamp_stale`."""
    if seconds is None:
        raise NotAllowed("The time of signing cannot be read.", code="timestamp_stale")
    if abs(now - seconds) > tolerance:
        where = "past" if seconds < now else "future"
        raise NotAllowed(
            f"The request was signed too far in the {where}; {tolerance} seconds are allowed. Check the sender's clock.",
            code="timestamp_stale",
        )
