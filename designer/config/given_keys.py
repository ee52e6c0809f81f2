"""Keys that the environment gives, so that many machines share one set: `HOOKYARD_SECRET_KEY`, `HOOKYARD_VAULT_KEYS`.

Not here: the keys of one machine, which its data folder keeps (`keys`).
"""

from __future__ import annotations

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

from designer.config.keys import Keys

SHORTEST_SECRET = 32  # characters
HOW_TO_MAKE = "python -c 'import base64,secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"


def given_keys(secret: str, vault: str) -> Keys | None:
    """`vault` by comma, newest first. None when neither is given. Raises ImproperlyConfigured."""
    if not (secret or vault):
        return None
    keys = tuple(part.strip() for part in vault.split(",") if part.strip())
    if not (secret and keys):
        raise ImproperlyConfigured("Give both HOOKYARD_SECRET_KEY and HOOKYARD_VAULT_KEYS, or neither.")
    if len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"HOOKYARD_SECRET_KEY needs at least {SHORTEST_SECRET} characters. Make one: {HOW_TO_MAKE}")
    for place, key in enumerate(keys, start=1):
        if not _is_vault_key(key):
            raise ImproperlyConfigured(f"Key {place} of HOOKYARD_VAULT_KEYS is not one. Make one: {HOW_TO_MAKE}")
    return Keys(secret, keys)


def _is_vault_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except (binascii.Error, ValueError):
        return False
