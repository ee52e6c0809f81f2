"""The signatures of what we send. Pure.

For: `x-tray-signature` as Tray's Triggers API documents it, and the three headers of Standard Webhooks
(https://github.com/standard-webhooks/standard-webhooks) with both of its versions: `v1` by a secret that the receiver shares,
`v1a` by an Ed25519 key of which it knows the public half alone.
Not here: where the keys are kept (`keys`).

The shared key is random bytes. Tray's users know it as base64, `signingKey`; Standard Webhooks writes `whsec_` before the same
base64. The seed of `v1a` is not made from it: whoever can check by the one could sign by the other.

`v1` stands before `v1a`: a receiver that looks at the first signature alone goes on as before.

While keys are changed, Standard Webhooks' header carries the signatures of both. Tray's holds only one, so it stays with the old
key until the overlap ends: a receiver that takes either key in the meantime misses nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES, SEED_BYTES = 64, 32
PREFIX, PUBLIC_PREFIX = "whsec_", "whpk_"
LEAST, MOST = 24, 64  # bytes of a key, as Standard Webhooks says


class KeyUnreadable(ValueError):
    """It is not base64, or of the wrong length."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a destination's events are signed with, in base64; never in a `repr`.

    Without a `seed` there is no `v1a`: an older process made them while this one was brought up to date.
    """

    shared: str = field(repr=False)
    seed: str = field(default="", repr=False)

    @property
    def public(self) -> str:
        """What checks `v1a`, as Standard Webhooks' libraries take it. Anybody may know it; empty without a seed."""
        if not self.seed:
            return ""
        return PUBLIC_PREFIX + _base64(_private(self.seed).public_key().public_bytes_raw())


def new_keys(shared: str = "") -> Keys:
    """`shared` is one that somebody brought, read already."""
    return Keys(shared or new_key(), new_seed())


def new_key() -> str:
    return _base64(secrets.token_bytes(KEY_BYTES))


def new_seed() -> str:
    return _base64(secrets.token_bytes(SEED_BYTES))


def read_key(given: str) -> str:
    """A key that somebody brings, with or without `whsec_`. Raises `KeyUnreadable`."""
    try:
        opened = base64.b64decode(given.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise KeyUnreadable("A signing key is base64, with or without whsec_ before it.") from None
    if not LEAST <= len(opened) <= MOST:
        raise KeyUnreadable(f"A signing key has {LEAST} to {MOST} bytes; this one has {len(opened)}.")
    return _base64(opened)


def standard_secret(key: str) -> str:
    return PREFIX + key


def signed_headers(message_id: str, body: bytes, keys: Sequence[Keys], now: datetime) -> dict[str, str]:
    """`keys` are the current ones, and behind them those they replace while these still count."""
    stamp = str(int(now.timestamp()))
    content = f"{message_id}.{stamp}.".encode() + body
    standard = [f"v1,{_hmac(one.shared, content)}" for one in keys]
    standard += [f"v1a,{_base64(_private(one.seed).sign(content))}" for one in keys if one.seed]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(standard),
        "x-tray-signature": _hmac(keys[-1].shared, body),
    }


def _hmac(key: str, content: bytes) -> str:
    return _base64(hmac.new(base64.b64decode(key), content, hashlib.sha256).digest())


def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))


def _base64(given: bytes) -> str:
    return base64.b64encode(given).decode()
