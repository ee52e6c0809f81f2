"""Whether an RSA signature is of these bytes: for services whose messages point to a certificate (`sns`, `paypal`). Pure."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import HashAlgorithm


def is_rsa_signed(key: Any, signature: bytes, signed: bytes, algorithm: HashAlgorithm) -> bool:
    """False for a key of another kind: a certificate may hold any."""
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, signed, PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True
