"""PayPal: notifications signed with a key of PayPal's, whose certificate the notification points to.

For: what is signed, which address a certificate may come from, the check once it was fetched. Pure.
Not here: fetching (`certificates`). There is no handshake.

Of the body only its CRC-32 is signed, so PayPal says. That finds whatever was garbled on the way; but whoever holds one genuine
notification can make another body for it until its time is over. Each transmission, repeated ones too, is signed with its own
time, so the tolerance can be short.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from cryptography.hazmat.primitives.hashes import SHA256

from runtime.credentials.calls import (
    SPACE,
    Call,
    CertificateNeeded,
    as_sent,
    check_age,
    from_base64,
    invalid,
    missing,
    seconds_of,
)
from runtime.credentials.rsa_signatures import is_rsa_signed

ID, TIME, SIGNATURE = "paypal-transmission-id", "paypal-transmission-time", "paypal-transmission-sig"
ALGORITHM, CERTIFICATE = "paypal-auth-algo", "paypal-cert-url"
HEADERS = (SIGNATURE, ID, TIME, ALGORITHM, CERTIFICATE)
KNOWN_ALGORITHM = "SHA256withRSA"
_CERTIFICATE = re.compile(r"https://(?:api|api-m)(?:\.sandbox)?\.paypal\.com/v1/notifications/certs/CERT-[A-Za-z0-9-]{1,100}")


@dataclass(frozen=True, slots=True, repr=False)
class PayPalVerifier:
    webhook_id: str
    tolerance: int

    def check(self, call: Call, now: float) -> None:
        sent = read(call)
        for name in HEADERS:
            if not sent[name]:
                raise missing(f"The notification lacks the header {name}.")
        if sent[ALGORITHM] != KNOWN_ALGORITHM:
            raise invalid(f"The signature is of a kind that nobody here knows; {KNOWN_ALGORITHM} is expected.")
        signature = from_base64(sent[SIGNATURE])
        if signature is None:
            raise invalid(f"The header {SIGNATURE} holds no base64.")
        if not is_certificate_address(sent[CERTIFICATE]):
            raise invalid("The certificate must come from PayPal's API hosts, by https.")
        key = call.certificates.get(sent[CERTIFICATE])
        if key is None:
            raise CertificateNeeded(sent[CERTIFICATE])
        signed = b"".join(piece for _, piece in pieces(call, self.webhook_id))
        if not is_rsa_signed(key, signature, signed, SHA256()):
            raise invalid("The signature does not fit the body and the webhook id of this credential.")
        check_age(seconds_of(sent[TIME], "iso"), now, self.tolerance)


def read(call: Call) -> Mapping[str, str]:
    """Its headers by name; empty where one did not come."""
    return {name: call.headers.get(name, "").strip(SPACE) for name in HEADERS}


def pieces(call: Call, webhook_id: str) -> list[tuple[str, bytes]]:
    """What is signed, each piece with the name of what it is."""
    sent, bar = read(call), ("text", b"|")
    id, time = ("id", as_sent(sent[ID])), ("timestamp", as_sent(sent[TIME]))
    return [id, bar, time, bar, ("webhook id", webhook_id.encode()), bar, ("crc32 of the body", b"%d" % crc32(call.body))]


def is_certificate_address(address: str) -> bool:
    return bool(_CERTIFICATE.fullmatch(address))
