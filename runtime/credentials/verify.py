"""Is the caller who they say they are?

For: checking a request against a credential, on the raw bytes. Pure: no database, no clock, no framework.
Not here: which credential an endpoint asks for (`runtime.routing`), storing secrets (`vault`).

The check is a total function: whatever bytes a stranger sends, it returns or raises `NotAllowed`, nothing else. Secrets and
signatures are compared in constant time. Header names come in lower case; values as the server decoded them (latin-1).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from runtime.engine.errors import NotAllowed

MOST_SIGNATURES = 20  # in one header; a sender that rotates its key sends two


class Verifier(Protocol):
    def check(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        """`now` is Unix time in seconds. Raises `NotAllowed`: `credential_missing`, `signature_invalid`, `timestamp_stale`."""
        ...


def compile_verifier(scheme: str, settings: Mapping[str, Any], secret: Mapping[str, Any]) -> Verifier:
    """Raises `ValueError` for a scheme that cannot check callers: an endpoint must never be open for want of a check."""
    match scheme:
        case "api_key":
            return HeaderVerifier(settings["header"].lower(), secret["value"].encode())
        case "basic":
            return BasicVerifier(f"{settings['username']}:{secret['password']}".encode())
        case "bearer":
            return BearerVerifier(secret["token"].encode())
        case "hmac":
            return _compile_hmac(settings, secret["value"].encode())
    raise ValueError(f"{scheme} cannot check callers")


@dataclass(frozen=True, slots=True, repr=False)
class HeaderVerifier:
    header: str
    expected: bytes

    def check(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        given = headers.get(self.header)
        if given is None or not hmac.compare_digest(as_sent(given.strip()), self.expected):
            raise _missing(f"Send the right key in the header {self.header}.")


@dataclass(frozen=True, slots=True, repr=False)
class BasicVerifier:
    """RFC 7617. `expected` is `user:password` in UTF-8."""

    expected: bytes

    def check(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        given = from_base64(_authorization(headers, "basic"))
        if given is None or not hmac.compare_digest(given, self.expected):
            raise _missing("Send the right user name and password as Basic authorization.")


@dataclass(frozen=True, slots=True, repr=False)
class BearerVerifier:
    """RFC 6750 section 2.1: the Authorization header alone, never the query."""

    expected: bytes

    def check(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        if not hmac.compare_digest(as_sent(_authorization(headers, "bearer")), self.expected):
            raise _missing("Send the right token as Bearer authorization.")


@dataclass(frozen=True, slots=True, repr=False)
class HmacVerifier:
    """Several signatures may stand in the header, as while a sender rotates its key; one that is right suffices."""

    header: str
    prefix: str
    key: bytes
    algorithm: str
    decode: Callable[[str], bytes | None]
    timestamp_header: str | None  # set when `timestamp.body` is signed, else the body alone
    tolerance: int

    def check(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        given = headers.get(self.header, "").strip()
        if not given:
            raise _missing(f"Sign the request in the header {self.header}.")
        timestamp = headers.get(self.timestamp_header, "").strip() if self.timestamp_header else None
        if timestamp == "":
            raise _missing(f"Send the time of signing in the header {self.timestamp_header}.")
        signed = body if timestamp is None else as_sent(timestamp) + b"." + body
        expected = hmac.digest(self.key, signed, self.algorithm)
        # All are compared, so that the time taken does not tell which came close.
        if not sum(hmac.compare_digest(candidate, expected) for candidate in self._candidates(given)):
            raise NotAllowed(
                "The signature does not fit the body. Sign the exact bytes sent, with the shared secret.",
                code="signature_invalid",
            )
        if timestamp is not None:
            self._check_age(timestamp, now)

    def _candidates(self, given: str) -> Iterator[bytes]:
        for part in re.split(r"[,\s]+", given)[:MOST_SIGNATURES]:
            if part.startswith(self.prefix) and (decoded := self.decode(part[len(self.prefix) :])) is not None:
                yield decoded

    def _check_age(self, timestamp: str, now: float) -> None:
        seconds = int(timestamp) if timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15 else None
        if seconds is None:
            raise NotAllowed("The time of signing must be Unix time in seconds.", code="timestamp_stale")
        if abs(now - seconds) > self.tolerance:
            where = "past" if seconds < now else "future"
            raise NotAllowed(
                f"The request was signed too far in the {where}; {self.tolerance} seconds are allowed. Check the sender's clock.",
                code="timestamp_stale",
            )


def _compile_hmac(settings: Mapping[str, Any], key: bytes) -> HmacVerifier:
    timestamped = settings.get("signed") == "timestamp.body"
    return HmacVerifier(
        header=settings["header"].lower(),
        prefix=settings.get("prefix") or "",
        key=key,
        algorithm=hashlib.new(settings.get("algorithm") or "sha256").name,
        decode=from_base64 if settings.get("encoding") == "base64" else from_hex,
        timestamp_header=settings["timestampHeader"].lower() if timestamped else None,
        tolerance=settings.get("toleranceSeconds") or 300,
    )


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
    """None for what is no base64. Padding may be left out, as some senders do."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True) if text else None
    except ValueError:
        return None


def _authorization(headers: Mapping[str, str], scheme: str) -> str:
    """What follows the scheme, whose case does not matter (RFC 9110 section 11.1); empty when it is another."""
    name, _, rest = headers.get("authorization", "").strip().partition(" ")
    return rest.strip() if name.lower() == scheme else ""


def _missing(message: str) -> NotAllowed:
    return NotAllowed(message, code="credential_missing")
