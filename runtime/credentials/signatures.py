"""Signatures with a shared secret (HMAC): how each provider writes them, and the one check of them all.

For: a `Recipe` says where signature, time and id stand and what is signed, byte for byte; the verifier and the debugger read it.
Not here: the recipes of providers (`recipes`), signatures with a public key (`tokens`, `sns`, `public_signatures`).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from runtime.credentials.calls import SPACE, Call, as_sent, check_age, from_base64, from_hex, invalid, missing, seconds_of
from runtime.credentials.urls import decoded_url

MOST_SIGNATURES = 20  # in one header; a sender that rotates its key sends two
DECODERS: Mapping[str, Callable[[str], bytes | None]] = {"hex": from_hex, "base64": from_base64}
_SEPARATORS = re.compile(r"[, \t]+")


class Part(Enum):
    """What of a request is signed."""

    TIMESTAMP = "timestamp"
    ID = "id"
    METHOD = "method"
    URL = "url"
    DECODED_URL = "decoded url"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a request brings: `signatures` as written, without their prefix."""

    header: str
    signatures: tuple[str, ...]
    timestamp: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`headers` are the names a signature may come under, in lower case; the first that is sent counts, and `timestamps` and
    `ids` go with it by position. `style` is how the signature header is written:
    `plain`: signatures after a prefix; `pairs`: `t=1,v1=ab,v1=cd`; `versions`: `v1,ab v1,cd`."""

    headers: tuple[str, ...]
    signed: tuple[str | Part, ...] = (Part.BODY,)
    algorithm: str = "sha256"
    encoding: str = "hex"
    prefix: str = ""
    style: str = "plain"
    timestamps: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    unit: str = "s"
    dated: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dated", bool(self.timestamps) or self.style == "pairs")

    def read(self, call: Call) -> Evidence:
        """Raises `NotAllowed` `credential_missing` when a header is not there."""
        for place, header in enumerate(self.headers):
            if given := call.headers.get(header, "").strip(SPACE):
                return self._read(call, header, given, place)
        raise missing(f"Sign the request in the header {self.headers[0]}.")

    def _read(self, call: Call, header: str, given: str, place: int) -> Evidence:
        if self.style == "pairs":
            return _read_pairs(header, given, self.prefix)
        timestamp = self._other(call, self.timestamps, place, "the time of signing")
        id = self._other(call, self.ids, place, "the id of the message")
        separators = _SEPARATORS.split(given) if self.style == "plain" else given.split(" ")
        found = (part[len(self.prefix) :] for part in separators[:MOST_SIGNATURES] if part.startswith(self.prefix))
        return Evidence(header, tuple(found), timestamp, id)

    def _other(self, call: Call, names: tuple[str, ...], place: int, what: str) -> str:
        if not names:
            return ""
        value = call.headers.get(names[place], "").strip(SPACE)
        if not value:
            raise missing(f"Send {what} in the header {names[place]}.")
        return value

    def pieces(self, call: Call, evidence: Evidence) -> list[tuple[str, bytes]]:
        """What is signed, piece by piece, each with the name of what it is; a fixed text is named `text`."""
        return [(part.value, _piece(part, call, evidence)) if isinstance(part, Part) else ("text", part.encode())
                for part in self.signed]  # fmt: skip

    def canonical(self, call: Call, evidence: Evidence) -> bytes:
        """The bytes that are signed."""
        if self.signed == (Part.BODY,):
            return call.body
        return b"".join([part.encode() if isinstance(part, str) else _piece(part, call, evidence) for part in self.signed])


@dataclass(frozen=True, slots=True, repr=False)
class SignatureVerifier:
    """Several signatures may stand in the header, as while a sender rotates its key; one that is right suffices."""

    recipe: Recipe
    key: bytes
    tolerance: int

    def check(self, call: Call, now: float) -> None:
        recipe = self.recipe
        evidence = recipe.read(call)
        expected = hmac.digest(self.key, recipe.canonical(call, evidence), recipe.algorithm)
        decode = DECODERS[recipe.encoding]
        candidates = [decoded for given in evidence.signatures if (decoded := decode(given)) is not None]
        # All are compared, so that the time taken does not tell which came close.
        if not sum([hmac.compare_digest(candidate, expected) for candidate in candidates]):
            raise invalid("The signature does not fit the body. Sign the exact bytes sent, with the shared secret.")
        if recipe.dated:
            check_age(seconds_of(evidence.timestamp, recipe.unit), now, self.tolerance)


def _read_pairs(header: str, given: str, prefix: str) -> Evidence:
    """Unknown names are skipped: a sender may add a newer version beside the one we know."""
    pairs = [pair.strip(SPACE).partition("=") for pair in given.split(",", MOST_SIGNATURES)[:MOST_SIGNATURES]]
    timestamp = next((value for name, _, value in pairs if name == "t"), "")
    signatures = tuple(value for name, _, value in pairs if f"{name}=" == prefix)
    if not timestamp or not signatures:
        raise missing(f"The header {header} needs t= and {prefix}")
    return Evidence(header, signatures, timestamp)


def _piece(part: Part, call: Call, evidence: Evidence) -> bytes:
    match part:
        case Part.BODY:
            return call.body
        case Part.TIMESTAMP:
            return as_sent(evidence.timestamp)
        case Part.ID:
            return as_sent(evidence.id)
        case Part.METHOD:
            return call.method.encode()
        case Part.URL:
            return as_sent(call.url)
        case Part.DECODED_URL:
            return as_sent(decoded_url(call.url))
