"""PayPal: notifications signed with a certificate that only PayPal's hosts may hold. The authority that signs it is our own."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from runtime.credentials.calls import Call, CertificateNeeded
from runtime.credentials.certificates import Certificates
from runtime.credentials.debugging.explain import Subject, explain
from runtime.credentials.gate import compile_gate
from runtime.credentials.schemes import InvalidCredential, check_settings
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import NotAllowed
from runtime.ingress.doorkeeper import Doorkeeper
from runtime.ingress.visits import Visit
from runtime.routing.road import Road

HOST = "https://api.sandbox.paypal.com"
CERTIFICATE = f"{HOST}/v1/notifications/certs/CERT-360caa42-fca2a594-5eb9b3e0"
WEBHOOK = "9TG95132CY1460234"
AUTHORITY = rsa.generate_private_key(65537, 2048)
KEY = rsa.generate_private_key(65537, 2048)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = (
    '{"id":"WH-2WR32451HC0233532-67976317FL4543714","event_type":"PAYMENT.SALE.COMPLETED","summary":"Zahlung über 1 €"}'.encode()
)
REFUSALS = {"credential_missing", "signature_invalid", "timestamp_stale"}


def notification(body: bytes = BODY, *, webhook: str = WEBHOOK, key: rsa.RSAPrivateKey = KEY, **changes: str) -> Call:
    headers = {
        "paypal-transmission-id": "89556ce0-4d55-11ee-9f56-dd5f48f22b28",
        "paypal-transmission-time": "2026-03-01T12:00:00Z",
        "paypal-auth-algo": "SHA256withRSA",
        "paypal-cert-url": CERTIFICATE,
    } | {f"paypal-{name.replace('_', '-')}": value for name, value in changes.items()}
    id, time = headers["paypal-transmission-id"], headers["paypal-transmission-time"]
    signed = f"{id}|{time}|{webhook}|{crc32(body)}".encode()
    signature = base64.b64encode(key.sign(signed, padding.PKCS1v15(), hashes.SHA256())).decode()
    return Call({"paypal-transmission-sig": signature} | headers, body, certificates={CERTIFICATE: KEY.public_key()})


def gate():
    return compile_gate("C1", "paypal", check_settings("paypal", {"webhookId": WEBHOOK}), {})


def outcome(call: Call, now: datetime = NOW) -> str:
    try:
        gate().check(call, now.timestamp())
    except NotAllowed as refused:
        return refused.code
    except CertificateNeeded as needed:
        return needed.url
    return "accepted"


def one_byte_off(text: bytes) -> Iterator[bytes]:
    for place, byte in enumerate(text):
        yield text[:place] + text[place + 1 :]
        yield from (text[:place] + bytes([byte ^ flip]) + text[place + 1 :] for flip in (0x01, 0x10, 0x20, 0x80))


def test_what_paypal_signed_passes_and_no_byte_of_it_may_differ():
    call = notification()
    assert outcome(call) == "accepted"
    for body in [*one_byte_off(BODY), b"", BODY + b"\n"]:
        assert outcome(replace(call, body=body)) in REFUSALS, body
    for name, value in call.headers.items():
        for changed in one_byte_off(value.encode()):
            text = changed.decode("latin-1")
            if text.rstrip("=") != value.rstrip("="):  # padding says nothing
                other = outcome(replace(call, headers={**call.headers, name: text}))
                assert other in REFUSALS or (name == "paypal-cert-url" and other == text.strip()), (name, text)
        rest = {header: kept for header, kept in call.headers.items() if header != name}
        assert outcome(replace(call, headers=rest)) == "credential_missing"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(notification(webhook="8TG95132CY1460234"), id="another webhook"),
        pytest.param(notification(webhook="WEBHOOK_ID"), id="the simulator"),
        pytest.param(notification(key=rsa.generate_private_key(65537, 2048)), id="another key"),
        pytest.param(notification(auth_algo="SHA1withRSA"), id="another algorithm"),
        pytest.param(
            replace(notification(), certificates={CERTIFICATE: ec.generate_private_key(ec.SECP256R1())}), id="no RSA key"
        ),
    ],
)
def test_what_is_signed_otherwise_is_refused(call):
    assert outcome(call) == "signature_invalid"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW, "accepted"),
        (NOW + timedelta(hours=1), "accepted"),
        (NOW - timedelta(hours=1), "accepted"),
        (NOW + timedelta(hours=1, seconds=1), "timestamp_stale"),
        (NOW - timedelta(hours=1, seconds=1), "timestamp_stale"),
    ],
)
def test_its_time_may_be_off_by_an_hour(at, expected):
    assert outcome(notification(), at) == expected


@pytest.mark.parametrize("time", ["yesterday", "2026-03-01T12:00:00", "1772366400", "9" * 400])
def test_a_time_that_is_none_is_refused_though_it_is_signed(time):
    assert outcome(notification(transmission_time=time)) == "timestamp_stale"


@pytest.mark.parametrize(
    "address",
    [
        CERTIFICATE.replace("https", "http"),
        CERTIFICATE.replace("paypal.com", "paypal.com.evil.example"),
        CERTIFICATE.replace("//", "//evil.example@"),
        CERTIFICATE.replace("api.sandbox", "evil"),
        CERTIFICATE.replace(".com/", ".com:8443/"),
        CERTIFICATE.replace("certs/", "certs/../../"),
        f"{CERTIFICATE}?x=1",
        f"{CERTIFICATE}#x",
        f"{HOST}/v1/notifications/certs/other",
        "https://169.254.169.254/v1/notifications/certs/CERT-1",
    ],
)
def test_a_certificate_comes_from_paypals_own_hosts_by_https_and_from_nowhere_else(address):
    call = replace(notification(cert_url=address), certificates={address: KEY.public_key()})
    assert outcome(call) == "signature_invalid"


def certificate(days: int = 30) -> bytes:
    """Its own, then that of the authority which signed it, as PayPal's files have both."""
    begun = datetime.now(UTC) - timedelta(days=60)

    def issued(whose: str, key: rsa.RSAPrivateKey) -> bytes:
        subject, issuer = ([x509.NameAttribute(NameOID.COMMON_NAME, name)] for name in (whose, "Test authority"))
        until = begun + timedelta(days=60 + days)
        serial = x509.random_serial_number()
        built = x509.CertificateBuilder(x509.Name(issuer), x509.Name(subject), key.public_key(), serial, begun, until)
        return built.sign(AUTHORITY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    return issued("messageverificationcerts.paypal.com", KEY) + issued("Test authority", AUTHORITY)


class PayPal:
    """Its host: one file, and who asked for it."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        self.answer, self.asked = HttpAnswer(status=status, headers={}, body=body), []

    async def request(self, method, url, *, headers, content, timeout):
        self.asked.append((method, url))
        return self.answer


class Plan:
    asks_customer = False
    gate = gate()


async def knock(paypal: PayPal, certificates: Certificates, call: Call) -> str:
    try:
        await Doorkeeper(certificates, paypal).admit(
            Road(None, None), Visit(Plan(), None), replace(call, certificates={}), NOW.timestamp()
        )
    except NotAllowed as refused:
        return refused.code
    return "accepted"


async def test_the_certificate_is_fetched_once_for_all_notifications():
    paypal, certificates = PayPal(certificate()), Certificates()
    assert [await knock(paypal, certificates, notification()) for _ in range(3)] == ["accepted"] * 3
    assert await knock(paypal, certificates, notification(key=AUTHORITY)) == "signature_invalid"
    assert paypal.asked == [("GET", CERTIFICATE)]


@pytest.mark.parametrize(
    ("paypal", "code"),
    [
        pytest.param(PayPal(certificate(days=-1)), "signature_invalid", id="expired"),
        pytest.param(PayPal(b"no certificate"), "signature_invalid", id="garbage"),
        pytest.param(PayPal(b"", status=503), "proof_unavailable", id="busy"),
    ],
)
async def test_without_a_good_certificate_nobody_is_let_in(paypal, code):
    assert await knock(paypal, Certificates(), notification()) == code


async def test_a_stranger_cannot_have_anything_else_fetched():
    paypal = PayPal(certificate())
    assert await knock(paypal, Certificates(), notification(cert_url="http://169.254.169.254/CERT-1")) == "signature_invalid"
    assert paypal.asked == []


def test_the_debugger_shows_what_is_signed_and_says_what_to_look_at():
    told = explain(Subject(gate(), notification(webhook="WEBHOOK_ID"), NOW.timestamp() + 60))
    assert told["verdict"]["code"] == "signature_invalid"
    assert "".join(piece["text"] for piece in told["signed"]["pieces"]) == (
        f"89556ce0-4d55-11ee-9f56-dd5f48f22b28|2026-03-01T12:00:00Z|{WEBHOOK}|{crc32(BODY)}"
    )
    assert next(header["name"] for header in told["headers"] if header["wanted"]) == "paypal-transmission-sig"
    assert (told["time"]["skewSeconds"], told["time"]["ok"]) == (60, True)
    assert "simulator" in told["causes"][0]
    assert not any("URL is signed" in cause for cause in told["causes"])


def test_the_debugger_tells_of_an_old_notification_and_of_a_wrong_address():
    late = explain(Subject(gate(), notification(), NOW.timestamp() + 7200))
    assert (late["verdict"]["code"], late["time"]["ok"]) == ("timestamp_stale", False)
    assert "long before it came" in late["causes"][0]
    elsewhere = explain(Subject(gate(), notification(cert_url="https://evil.example/CERT-1"), NOW.timestamp()))
    assert "PayPal did not send this" in elsewhere["causes"][0]
    unknown = explain(Subject(gate(), replace(notification(), certificates={}), NOW.timestamp()))
    assert unknown["verdict"]["code"] == "unknown" and CERTIFICATE in unknown["verdict"]["message"]


@pytest.mark.parametrize("id", ["", "a b", "x" * 51, "9TG\n"])
def test_a_webhook_id_is_letters_and_digits(id):
    with pytest.raises(InvalidCredential):
        check_settings("paypal", {"webhookId": id})
