"""Amazon SNS: messages signed with a key of Amazon's, whose certificate the message points to.

For: what is signed, which address a certificate may come from, the check once it was fetched. Pure.
Not here: fetching (`certificates`), confirming a subscription (`handshakes`).

Both addresses in a message are a stranger's input. They must be https on the SNS host of the region that the pinned topic is in.
Raw message delivery carries no signature, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from runtime.credentials.calls import Call, CertificateNeeded, check_age, from_base64, invalid, missing, seconds_of
from runtime.credentials.rsa_signatures import is_rsa_signed

TOPIC = r"arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):[A-Za-z0-9_.-]{1,256}"
_TOPIC = re.compile(TOPIC)
_CERTIFICATE_PATH = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
NOTIFICATION = "Notification"
CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    **dict.fromkeys(CONFIRMATIONS, ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")),
}
_HASHES: Mapping[str, type[HashAlgorithm]] = {"1": SHA1, "2": SHA256}


@dataclass(frozen=True, slots=True, repr=False)
class SnsVerifier:
    topic: str
    tolerance: int

    def check(self, call: Call, now: float) -> None:
        message = read_message(call.body)
        if message is None:
            raise missing("Only signed SNS messages are taken; switch raw message delivery off.")
        if message.get("TopicArn") != self.topic:
            raise invalid("The message is of another topic than the credential names.")
        signed, algorithm = canonical(message), _HASHES.get(str(message.get("SignatureVersion")))
        signature = from_base64(str(message.get("Signature", "")))
        if signed is None or algorithm is None or signature is None:
            raise missing("The message lacks its signature, or has one of a version that nobody here knows.")
        address = str(message.get("SigningCertURL", ""))
        if not is_certificate_address(address, self.topic):
            raise invalid("The certificate must come from the SNS host of the topic's region, by https.")
        key = call.certificates.get(address)
        if key is None:
            raise CertificateNeeded(address)
        if not is_rsa_signed(key, signature, signed, algorithm()):
            raise invalid("The signature does not fit the message.")
        check_age(seconds_of(str(message.get("Timestamp", "")), "iso"), now, self.tolerance)


def read_message(body: bytes) -> dict[str, Any] | None:
    """SNS sends JSON as text/plain. None for what is no message of a known type."""
    try:
        message = orjson.loads(body)
    except ValueError:
        return None
    return message if isinstance(message, dict) and str(message.get("Type")) in _SIGNED else None


def canonical(message: Mapping[str, Any]) -> bytes | None:
    """Name and value of each signed field on lines of their own; None when one is missing (a subject may be)."""
    lines: list[str] = []
    for name in _SIGNED[str(message["Type"])]:
        value = message.get(name)
        if value is None and name == "Subject":
            continue
        if not isinstance(value, str):
            return None
        lines += (name, value)
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def host_of(topic: str) -> str:
    """The SNS host of a topic's region; empty for what is no topic."""
    named = _TOPIC.fullmatch(topic)
    return f"sns.{named[2]}.amazonaws.com{'.cn' if named[1] == 'aws-cn' else ''}" if named else ""


def is_certificate_address(address: str, topic: str) -> bool:
    origin = f"https://{host_of(topic)}"
    return address.startswith(f"{origin}/") and bool(_CERTIFICATE_PATH.fullmatch(address.removeprefix(origin)))
