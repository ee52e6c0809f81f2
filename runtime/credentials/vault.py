"""Secrets at rest.

For: encrypting a credential's secret so that it opens only with the installation's keys and only in its own row.
Not here: what a secret must look like (`schemes`), a new key for all of them (`rotation`), who may have it.

Fernet (https://github.com/fernet/spec) has no associated data, so tenant and row stand inside the plaintext: a secret copied
to another tenant's row, or another row of the same tenant, does not open.
"""

from __future__ import annotations

import json
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.module_loading import import_string

from runtime.credentials import hiding
from runtime.engine.errors import StepProblem

if TYPE_CHECKING:
    from runtime.credentials.models import Credential


def encrypt(tenant_id: str, credential_id: str, secret: dict[str, Any]) -> str:
    plain = json.dumps({"tenant": tenant_id, "credential": credential_id, "secret": secret}, separators=(",", ":"))
    _look_again()  # another process may have begun a newer key; what is encrypted with an old one would outlive it
    return _fernet(tuple(settings.VAULT_KEYS)).encrypt(plain.encode()).decode("ascii")


def decrypt(tenant_id: str, credential_id: str, stored: str) -> dict[str, Any]:
    """Raises `StepProblem` `secret_unreadable` when the keys do not fit, or the secret belongs to another row."""
    try:
        opened = json.loads(_decrypted(stored.encode()))
        owner = (opened["tenant"], opened["credential"])
        secret: dict[str, Any] = opened["secret"]
    except (InvalidToken, ValueError, KeyError, TypeError):
        raise _unreadable() from None
    if owner != (tenant_id, credential_id):
        raise _unreadable()
    hiding.learn(secret)
    return secret


def reveal(credential: Credential) -> dict[str, Any]:
    """The secret of a row: {value}, {password} or {token}. Raises `StepProblem` `secret_unreadable`."""
    return decrypt(credential.tenant_id, credential.pk, credential.secret)


def reveal_previous(credential: Credential) -> dict[str, Any] | None:
    """The secret that was rotated away; None where there is none, or none that opens any more."""
    if not credential.previous_secret:
        return None
    try:
        return decrypt(credential.tenant_id, credential.pk, credential.previous_secret)
    except StepProblem:
        return None


def renew(stored: str) -> str:
    """The same secret under the newest key. Raises `StepProblem` `secret_unreadable`."""
    try:
        return _fernet(tuple(settings.VAULT_KEYS)).rotate(stored.encode()).decode("ascii")
    except InvalidToken:
        raise _unreadable() from None


def is_newest(stored: str) -> bool:
    """Whether the newest key encrypted it."""
    try:
        Fernet(settings.VAULT_KEYS[0]).decrypt(stored.encode())
    except InvalidToken:
        return False
    return True


def unusable_secret() -> str:
    """A value nobody knows, for refusing everybody where a credential is missing."""
    return secrets.token_urlsafe(32)


def _decrypted(stored: bytes) -> bytes:
    try:
        return _fernet(tuple(settings.VAULT_KEYS)).decrypt(stored)
    except InvalidToken:
        if not _look_again():
            raise
        return _fernet(tuple(settings.VAULT_KEYS)).decrypt(stored)


def _look_again() -> bool:
    """Whether the key file holds other keys than this process read: `rotate_keys` changes it while servers run."""
    if not settings.VAULT_KEY_SOURCE:
        return False
    keys = tuple(import_string(settings.VAULT_KEY_SOURCE)())
    if keys == tuple(settings.VAULT_KEYS):
        return False
    settings.VAULT_KEYS = keys
    return True


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _unreadable() -> StepProblem:
    return StepProblem(
        "The stored secret does not open with this installation's keys. Enter it again, or restore the old key file.",
        code="secret_unreadable",
    )
