"""Both signatures of what we send. Pure.

For: `x-tray-signature` as Tray's Triggers API documents it, and the three headers of Standard Webhooks
(https://github.com/standard-webhooks/standard-webhooks), from one key.
Not here: where the key is kept (`keys`).

The key is random bytes. Tray's users know it as base64, `signingKey`; Standard Webhooks writes `whsec_` before the same base64.

While a key is changed, Standard Webhooks' header carries both signatures. Tray's holds only one, so it stays with the old key
until the overlap ends: a receiver that takes either key in the meantime misses nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

KEY_BYTES = 64
PREFIX = "whsec_"
LEAST, MOST = 24, 64  # bytes of a key, as Standard Webhooks says


class KeyUnreadable(ValueError):
    """It is not base64, or of the wrong length."""


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key(given: str) -> str:
    """A key that somebody brings, with or without `whsec_`. Raises `KeyUnreadable`."""
    try:
        opened = base64.b64decode(given.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise KeyUnreadable("A signing key is base64, with or without whsec_ before it.") from None
    if not LEAST <= len(opened) <= MOST:
        raise KeyUnreadable(f"A signing key has {LEAST} to {MOST} bytes; this one has {len(opened)}.")
    return base64.b64encode(opened).decode()


def standard_secret(key: str) -> str:
    return PREFIX + key


def signed_headers(message_id: str, body: bytes, keys: Sequence[str], now: datetime) -> dict[str, str]:
    """`keys` are base64: the current one, and behind it the one it replaces while that still counts."""
    stamp = str(int(now.timestamp()))
    standard = [f"v1,{_hmac(key, f'{message_id}.{stamp}.'.encode() + body)}" for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(standard),
        "x-tray-signature": _hmac(keys[-1], body),
    }


def _hmac(key: str, content: bytes) -> str:
    return base64.b64encode(hmac.new(base64.b64decode(key), content, hashlib.sha256).digest()).decode()
