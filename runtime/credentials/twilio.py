"""Twilio's signature: the URL and the sorted form fields, or the URL and a hash of the body in its query.

For: the check alone. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl

from runtime.credentials.calls import SPACE, Call, as_sent, from_base64, invalid, missing
from runtime.credentials.urls import port_spellings

HEADER = "x-twilio-signature"
CHOICE = "x-twilio-webhooks-signature-settings"  # names the algorithm for shared keys; without it the auth token signs with SHA-1
ALGORITHMS = {"": "sha1", "HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, repr=False)
class TwilioVerifier:
    key: bytes

    def check(self, call: Call, now: float) -> None:
        given = from_base64(call.headers.get(HEADER, "").strip(SPACE))
        if given is None:
            raise missing("Sign the request in the header x-twilio-signature.")
        algorithm = ALGORITHMS.get(chosen_algorithm(call.headers.get(CHOICE, "")))
        fields = signed_fields(call)
        if algorithm is None or fields is None:
            raise invalid("The signature covers something else than this body.")
        # Twilio writes the port in some calls and leaves it out in others.
        expected = [hmac.digest(self.key, as_sent(url) + fields, algorithm) for url in port_spellings(call.url)]
        if not sum([hmac.compare_digest(given, one) for one in expected]):
            raise invalid("The signature does not fit the URL and the form. Check the token, and the public URL of this server.")


def chosen_algorithm(settings: str) -> str:
    named = (part.partition("=") for part in settings.split(",")[:20])
    return next((value.strip().upper() for name, _, value in named if name.strip() == "algorithm"), "")


def signed_fields(call: Call) -> bytes | None:
    """What follows the URL: names and values of the form, sorted; nothing for another body, whose hash must stand in the query.

    None when neither covers the body: it could then be anybody's.
    """
    if not call.body:
        return b""
    if call.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM:
        return _sorted_fields(call.body)
    try:
        named = parse_qs(call.query, max_num_fields=MOST_FIELDS).get("bodySHA256", [""])[0]
    except ValueError:
        return None
    is_its_hash = hmac.compare_digest(as_sent(named.lower()), hashlib.sha256(call.body).hexdigest().encode())
    return b"" if is_its_hash else None


def _sorted_fields(body: bytes) -> bytes | None:
    try:
        # Strict, as a field without its `=` would be signed like one that has it.
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return "".join(f"{name}{value}" for name, value in sorted(set(pairs))).encode("utf-8", "surrogatepass")
