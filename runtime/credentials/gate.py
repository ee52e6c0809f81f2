"""The credential of an endpoint, compiled once: who is let in, what is answered to a handshake, what must not be kept.

For: the value that a route plan holds, so that a request touches no row and decrypts nothing.
Not here: the checks (`verify`), loading the row (`runtime.routing.loading`), noting when a secret was used (`uses`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from runtime.credentials import handshakes
from runtime.credentials.calls import Call, Verifier
from runtime.credentials.handshakes import Greeting
from runtime.credentials.schemes import SCHEMES
from runtime.credentials.verify import compile_verifier
from runtime.engine.errors import NotAllowed


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One secret of a credential, and its check."""

    secret: Mapping[str, Any]
    verifier: Verifier


@dataclass(frozen=True, slots=True, repr=False)
class Gate:
    """`previous` is a secret that was rotated away and counts until `previous_until`, in Unix seconds."""

    credential_id: str
    scheme: str
    settings: Mapping[str, Any]
    current: Key
    previous: Key | None = None
    previous_until: float = 0.0

    @property
    def secret_headers(self) -> frozenset[str]:
        """Headers that carry the secret itself. A signature is no secret: it stays, so that one can see why it did not fit."""
        named = self.settings.get("header", "") if self.scheme in ("api_key", "jwt") else ""
        return frozenset({named.lower()} - {""})

    @property
    def ids(self) -> tuple[str, ...]:
        """Where in the trigger results a delivery's id may stand."""
        return SCHEMES[self.scheme].ids

    @property
    def window(self) -> int:
        """For how many seconds an id tells repeats apart."""
        return SCHEMES[self.scheme].window

    def check(self, call: Call, now: float) -> bool:
        """Whether the secret in use now proved the call: False when it was the one before. Raises as `Verifier.check` does."""
        try:
            self.current.verifier.check(call, now)
        except NotAllowed as refusal:
            if self.previous is None or now >= self.previous_until:
                raise
            try:
                self.previous.verifier.check(call, now)
            except NotAllowed:
                raise refusal from None
            return False
        return True

    def asks_unproven(self, method: str, query: str) -> bool:
        return handshakes.asks_unproven(self.scheme, method, query)

    def answer_unproven(self, method: str, query: str, now: float) -> Greeting | None:
        """Raises `NotAllowed`."""
        try:
            return handshakes.answer_unproven(self.scheme, self.current.secret, method, query)
        except NotAllowed:
            if self.previous is None or now >= self.previous_until:
                raise
            return handshakes.answer_unproven(self.scheme, self.previous.secret, method, query)

    def answer_proven(self, call: Call, *, by_current: bool) -> Greeting | None:
        """Raises `NotAllowed` for a handshake that is malformed."""
        key = self.current if by_current or self.previous is None else self.previous
        return handshakes.answer_proven(self.scheme, self.settings, key.secret, call)


def compile_gate(
    credential_id: str,
    scheme: str,
    settings: Mapping[str, Any],
    secret: Mapping[str, Any],
    *,
    previous: Mapping[str, Any] | None = None,
    previous_until: float = 0.0,
) -> Gate:
    """Raises `ValueError` for what cannot check callers. A previous secret that fits the settings no more lets nobody in."""

    def key(secret: Mapping[str, Any]) -> Key:
        return Key(secret, compile_verifier(scheme, settings, secret))

    earlier = None
    if previous is not None:
        with suppress(ValueError):
            earlier = key(previous)
    return Gate(credential_id, scheme, settings, key(secret), earlier, previous_until)
