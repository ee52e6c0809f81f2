"""Certificates that signed messages point to: fetched once, kept while they are valid.

For: Amazon SNS and PayPal. The address was checked by its scheme (`sns`, `paypal`); the outbound client goes to no private one.
Not here: checking signatures.

A stranger can name addresses that look right. So few are fetched a minute for each credential, and what failed is not asked again
for a while. Whoever cannot be told a yes or no by then is to ask again: Amazon throws away what was refused for good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from runtime.credentials.calls import invalid, unavailable
from runtime.engine.component import HttpPort
from runtime.engine.errors import HookyardError

MOST_KEPT = 100
MOST_A_MINUTE = 10  # of one credential
MOST_TRIED = 5_000
PATIENCE = 5.0  # seconds: the sender waits for us meanwhile
FORGET_FAILURE = 60.0  # seconds


class Certificates:
    """One a process. `known` maps addresses to public keys; a key leaves it when its certificate has expired."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Any, datetime]] = {}
        self._tried: dict[tuple[str, str], float] = {}

    @property
    def known(self) -> Mapping[str, Any]:
        if not self._known:
            return {}
        now = datetime.now(UTC)
        return {url: key for url, (key, until) in self._known.items() if now < until}

    async def fetch(self, url: str, http: HttpPort, *, asks: str) -> None:
        """`asks` is the credential that wants it. Raises `NotAllowed`: `signature_invalid` when the address holds no certificate,
        `proof_unavailable` when nobody could look."""
        now = self._clock()
        self._tried = {tried: at for tried, at in self._tried.items() if now - at < FORGET_FAILURE}
        of_this = [tried for tried in self._tried if tried[0] == asks]
        if (asks, url) in self._tried or len(of_this) >= MOST_A_MINUTE or len(self._tried) >= MOST_TRIED:
            raise unavailable("The certificate that the message names could not be fetched. It is tried again in a minute.")
        self._tried[asks, url] = now
        try:
            answer = await http.request("GET", url, headers={}, content=None, timeout=PATIENCE)
        except HookyardError as problem:
            raise unavailable(f"The certificate that the message names could not be fetched: {problem.message}") from None
        if answer.status >= 500:
            raise unavailable(f"The certificate could not be fetched: the service answered {answer.status}.")
        try:
            certificate = x509.load_pem_x509_certificate(answer.body) if answer.status == 200 else None
            key = certificate.public_key() if certificate else None
        except (ValueError, UnsupportedAlgorithm):
            certificate = None
        if certificate is None or not certificate.not_valid_before_utc <= datetime.now(UTC) < certificate.not_valid_after_utc:
            raise invalid("The address that the message names holds no valid certificate.")
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[url] = (key, certificate.not_valid_after_utc)
        self._tried.pop((asks, url), None)
