"""Standard Webhooks with either kind of key: a shared secret (`v1`) or the sender's public key (`v1a`).

For: reading the key as the sender's page shows it, and the check with a public key. Pure.
Not here: the check with a shared secret (`signatures`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from runtime.credentials.calls import Call, Verifier, check_age, from_base64, invalid, seconds_of
from runtime.credentials.recipes import RECIPES
from runtime.credentials.signatures import Recipe, SignatureVerifier

SHARED, PUBLIC, PRIVATE = "whsec_", "whpk_", "whsk_"
SHORTEST_KEY, LONGEST_KEY = 16, 128  # bytes; the standard advises 24 to 64, and older senders made shorter ones
PUBLIC_LENGTH = 32  # bytes of an Ed25519 key
V1 = RECIPES["standard_webhooks"]
V1A = replace(V1, prefix="v1a,")


def read_key(text: str) -> tuple[str, bytes] | None:
    """(`v1` or `v1a`, key), or None for what is neither kind of key. Without a prefix it is a shared secret."""
    if text.startswith(PUBLIC):
        key = from_base64(text.removeprefix(PUBLIC))
        return ("v1a", key) if key and len(key) == PUBLIC_LENGTH else None
    key = from_base64(text.removeprefix(SHARED))
    return ("v1", key) if key and SHORTEST_KEY <= len(key) <= LONGEST_KEY else None


def standard_webhooks_verifier(text: str, tolerance: int) -> Verifier:
    """Raises `ValueError` for a text that holds no key."""
    read = read_key(text)
    if read is None:
        raise ValueError("the secret is no key of Standard Webhooks")
    version, key = read
    if version == "v1a":
        return PublicKeyVerifier(V1A, Ed25519PublicKey.from_public_bytes(key), tolerance)
    return SignatureVerifier(V1, key, tolerance)


@dataclass(frozen=True, slots=True, repr=False)
class PublicKeyVerifier:
    recipe: Recipe
    key: Ed25519PublicKey
    tolerance: int

    def check(self, call: Call, now: float) -> None:
        evidence = self.recipe.read(call)
        signed = self.recipe.canonical(call, evidence)
        candidates = [decoded for given in evidence.signatures if (decoded := from_base64(given)) is not None]
        if not any(self._fits(candidate, signed) for candidate in candidates):
            raise invalid("No v1a signature fits. Check that this is the public key of the sender's endpoint.")
        check_age(seconds_of(evidence.timestamp, self.recipe.unit), now, self.tolerance)

    def _fits(self, signature: bytes, signed: bytes) -> bool:
        try:
            self.key.verify(signature, signed)
        except InvalidSignature:
            return False
        return True
