"""Amazon SNS: signed messages, certificates from one host alone, subscriptions confirmed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from runtime.credentials.calls import Call, CertificateNeeded
from runtime.credentials.certificates import MOST_A_MINUTE, Certificates
from runtime.credentials.gate import compile_gate
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import NotAllowed, RemoteProblem
from runtime.ingress.answers import Answer
from runtime.ingress.doorkeeper import Doorkeeper
from runtime.ingress.visits import Visit
from runtime.routing.road import Road

TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders"
HOST = "https://sns.eu-west-1.amazonaws.com"
CERTIFICATE = f"{HOST}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
KEY = rsa.generate_private_key(65537, 2048)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLS = {CERTIFICATE: KEY.public_key()}


def message(kind="Notification", version="2", key=KEY, **changes):
    told = {
        "Type": kind,
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": "Hello\nWorld é",
        "Timestamp": "2026-03-01T12:00:00.000Z",
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE,
    }
    if kind == "Notification":
        told |= {"Subject": "Order", "UnsubscribeURL": f"{HOST}/?Action=Unsubscribe"}
    else:
        told |= {"Token": "t0ken", "SubscribeURL": f"{HOST}/?Action=ConfirmSubscription&Token=t0ken"}
    told |= changes
    told = {name: value for name, value in told.items() if value is not None}
    names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{told[name]}\n" for name in names if name in told)
    digest = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303 - version 1
    return told | {"Signature": base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), digest)).decode()}


def gate(credential="C1"):
    return compile_gate(credential, "aws_sns", {"topicArn": TOPIC, "toleranceSeconds": 7200}, {})


def outcome(told, now=NOW, certificates=CALLS):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    try:
        gate().check(Call({"content-type": "text/plain"}, body, certificates=certificates), now.timestamp())
    except NotAllowed as refused:
        return refused.code
    except CertificateNeeded as needed:
        return needed.url
    return "accepted"


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_signed_message_passes_and_one_with_a_byte_changed_does_not(version):
    told = message(version=version)
    assert outcome(told) == "accepted"
    assert outcome(message(version=version, Subject=None)) == "accepted", "a subject may be missing"
    for name in ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type", "Signature"):
        for place in range(len(told[name])):
            changed = told[name][:place] + ("A" if told[name][place] != "A" else "B") + told[name][place + 1 :]
            assert outcome({**told, name: changed}) in ("signature_invalid", "credential_missing"), (name, place)


@pytest.mark.parametrize(
    "address",
    [
        CERTIFICATE.replace("https", "http"),
        CERTIFICATE.replace("eu-west-1", "us-east-1"),
        CERTIFICATE.replace("amazonaws.com", "amazonaws.com.evil.example"),
        CERTIFICATE.replace("//", "//evil.example@"),
        CERTIFICATE.replace(".com/", ".com:8443/"),
        CERTIFICATE.replace(".com/", ".com/../"),
        CERTIFICATE + "?x=1",
        CERTIFICATE + "\n",
        f"{HOST}/other.pem",
        "",
    ],
)
def test_a_certificate_comes_from_the_topics_own_region_by_https_and_from_nowhere_else(address):
    assert outcome(message(SigningCertURL=address), certificates={address: KEY.public_key()}) == "signature_invalid"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (message(TopicArn=TOPIC.replace("orders", "others")), "signature_invalid"),
        (message(key=rsa.generate_private_key(65537, 2048)), "signature_invalid"),
        ({**message(), "SignatureVersion": "1"}, "signature_invalid"),
        ({**message(), "SignatureVersion": "3"}, "credential_missing"),
        ({**message(), "SignatureVersion": None}, "credential_missing"),
        ({**message(), "Signature": 7}, "credential_missing"),
        ({**message(), "Message": {"not": "text"}}, "credential_missing"),
        ({**message(), "Type": ["Notification"]}, "credential_missing"),
        (b'"raw message delivery"', "credential_missing"),
        (b"\xff", "credential_missing"),
    ],
)
def test_what_is_no_message_of_the_topic_is_refused(told, expected):
    assert outcome(told) == expected


def test_an_old_message_is_stale_and_one_that_sns_still_repeats_is_not():
    assert outcome(message(), NOW + timedelta(hours=1)) == "accepted"
    assert outcome(message(), NOW + timedelta(hours=3)) == outcome(message(), NOW - timedelta(hours=3)) == "timestamp_stale"


def test_a_certificate_that_nobody_has_yet_is_asked_for():
    assert outcome(message(), certificates={}) == CERTIFICATE


def certificate(key=KEY, days=30) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    begun = datetime.now(UTC) - timedelta(days=60)
    built = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), begun, begun + timedelta(days=60 + days)
    )
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Outside:
    """The services outside: answers by address, and who was called."""

    def __init__(self, **answers: HttpAnswer | Exception) -> None:
        self.answers, self.asked = answers, []

    async def request(self, method, url, *, headers, content, timeout):
        self.asked.append(url)
        answer = self.answers["certificate" if url.endswith(".pem") else "subscribe"]
        if isinstance(answer, Exception):
            raise answer
        return answer


def found(body=b"", status=200):
    return HttpAnswer(status=status, headers={}, body=body)


class Plan:
    asks_customer = False

    def __init__(self, credential):
        self.gate = gate(credential)


async def knock(outside, told, certificates=None, credential="C1"):
    """(what came of it, the trace)"""
    keeper, visit = Doorkeeper(certificates or Certificates(), outside), Visit(Plan(credential), None)
    call = Call({}, json.dumps(told).encode(), "POST", "https://hooks.example/x")
    try:
        return await keeper.admit(Road(None, None), visit, call, NOW.timestamp()), visit.trace.stages
    except NotAllowed as refused:
        return refused.code, visit.trace.stages


async def test_the_certificate_is_fetched_once_for_all_messages():
    outside, certificates = Outside(certificate=found(certificate())), Certificates()
    for _ in range(3):
        admitted, stages = await knock(outside, message(), certificates)
        assert admitted.gate and [(stage["stage"], stage["ok"]) for stage in stages] == [("verify", True)]
    assert outside.asked == [CERTIFICATE]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(found(b"no certificate"), "signature_invalid", id="garbage"),
        pytest.param(found(certificate(), 404), "signature_invalid", id="404"),
        pytest.param(found(certificate(days=-1)), "signature_invalid", id="expired"),
        pytest.param(found(status=503), "proof_unavailable", id="busy"),
        pytest.param(RemoteProblem("away", code="remote_timeout"), "proof_unavailable", id="away"),
    ],
)
async def test_without_a_good_certificate_a_message_is_refused_and_the_address_left_alone_for_a_while(answer, code):
    outside, certificates = Outside(certificate=answer), Certificates()
    refusals = [await knock(outside, message(), certificates) for _ in range(3)]
    assert [refused for refused, _ in refusals] == [code, "proof_unavailable", "proof_unavailable"]
    assert not any(stages[-1]["ok"] for _, stages in refusals)
    assert outside.asked == [CERTIFICATE]


async def test_a_stranger_who_names_many_addresses_makes_us_fetch_only_a_few():
    outside, certificates = Outside(certificate=found(b"x")), Certificates()
    for number in range(100):
        await knock(outside, message(SigningCertURL=f"{HOST}/SimpleNotificationService-{number:032}.pem"), certificates)
    assert len(outside.asked) == MOST_A_MINUTE
    outside.answers["certificate"] = found(certificate())
    admitted, _ = await knock(outside, message(), certificates, credential="C2")
    assert admitted.gate, "what one credential's strangers do is not felt at another's"


async def test_a_subscription_is_confirmed_by_visiting_its_address():
    outside = Outside(certificate=found(certificate()), subscribe=found())
    answer, stages = await knock(outside, message("SubscriptionConfirmation"))
    assert isinstance(answer, Answer) and answer.status == 200
    assert outside.asked[1:] == [f"{HOST}/?Action=ConfirmSubscription&Token=t0ken"]
    assert [stage["stage"] for stage in stages] == ["verify", "handshake"]


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/?a", "https://evil.example/?a", f"{HOST}@evil.example/?a", f"{HOST}.evil/?a"]
)
async def test_a_subscription_is_never_confirmed_anywhere_else_even_when_it_is_signed(address):
    outside = Outside(certificate=found(certificate()), subscribe=found())
    refused, _ = await knock(outside, message("SubscriptionConfirmation", SubscribeURL=address))
    assert refused == "signature_invalid"
    assert outside.asked == [CERTIFICATE]


async def test_a_stranger_cannot_have_anything_visited():
    outside = Outside(certificate=found(certificate()), subscribe=found())
    refused, _ = await knock(outside, message("SubscriptionConfirmation", key=rsa.generate_private_key(65537, 2048)))
    assert (refused, outside.asked) == ("signature_invalid", [CERTIFICATE])


async def test_the_end_of_a_subscription_is_heard_and_not_undone():
    outside = Outside(certificate=found(certificate()), subscribe=found())
    answer, _ = await knock(outside, message("UnsubscribeConfirmation"))
    assert isinstance(answer, Answer) and outside.asked == [CERTIFICATE]
