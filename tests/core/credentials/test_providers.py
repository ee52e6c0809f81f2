"""Each preset lets in what its service signs and nothing that differs from it by a single byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.credentials import paypal
from runtime.credentials.calls import Call, CertificateNeeded
from runtime.credentials.recipes import RECIPES
from runtime.credentials.schemes import SCHEMES, check_secret, check_settings
from runtime.credentials.verify import compile_verifier
from runtime.engine.errors import NotAllowed
from tests.core.credentials.senders import NOW, SENDERS, URL, Sender

each = pytest.mark.parametrize("sender", SENDERS, ids=lambda sender: sender.scheme)
REFUSALS = {"credential_missing", "signature_invalid", "timestamp_stale"}


def verifier_of(sender: Sender, **secret: str):
    chosen = check_settings(sender.scheme, sender.settings or {})
    return compile_verifier(sender.scheme, chosen, check_secret(sender.scheme, {**sender.secret, **secret}, chosen))


def outcome(verifier, call: Call, now: float = NOW) -> str:
    try:
        verifier.check(call, now)
    except NotAllowed as refused:
        return refused.code
    return "accepted"


def one_byte_off(whole: bytes) -> Iterator[bytes]:
    """Every byte replaced by four others, and every byte left out."""
    for place, byte in enumerate(whole):
        before, after = whole[:place], whole[place + 1 :]
        yield before + after
        yield from (before + bytes([byte ^ flip]) + after for flip in (0x01, 0x10, 0x20, 0x80))


def means_the_same(scheme: str, header: str, one: str, other: str) -> bool:
    """Hex may be in capitals, base64 may lack its padding; nothing else is written in two ways."""
    if scheme in RECIPES and RECIPES[scheme].encoding == "hex":
        prefix = RECIPES[scheme].prefix
        return one.startswith(prefix) == other.startswith(prefix) and one.lower() == other.lower()
    return one.rstrip("=") == other.rstrip("=")


def test_every_preset_that_signs_with_a_shared_secret_is_tried_here():
    tried = {sender.scheme for sender in SENDERS}
    otherwise = {"aws_sns", "microsoft_graph", "paypal"}  # nothing is shared: each has tests of its own
    assert tried == {scheme.key for scheme in SCHEMES.values() if scheme.group == "provider"} - otherwise


@each
def test_it_lets_in_what_the_service_signs(sender):
    assert outcome(verifier_of(sender), sender.call()) == "accepted"


@each
def test_no_other_body_passes(sender):
    verifier, call = verifier_of(sender), sender.call()
    for body in one_byte_off(sender.body):
        if sender.scheme == "twilio" and parse_qsl(body.decode("latin-1")) == parse_qsl(sender.body.decode()):
            continue  # Twilio signs the fields; some bytes may write the same field
        assert outcome(verifier, replace(call, body=body)) in REFUSALS, body
    assert outcome(verifier, replace(call, body=b"")) in REFUSALS
    assert outcome(verifier, replace(call, body=sender.body + b"\n")) in REFUSALS


@each
def test_no_other_signature_time_or_id_passes(sender):
    verifier, call = verifier_of(sender), sender.call()
    for header, value in call.headers.items():
        if header == "content-type":
            continue
        for changed in one_byte_off(value.encode()):
            text = changed.decode("latin-1")
            if not means_the_same(sender.scheme, header, text, value):
                assert outcome(verifier, replace(call, headers={**call.headers, header: text})) in REFUSALS, (header, text)
        rest = {name: kept for name, kept in call.headers.items() if name != header}
        assert outcome(verifier, replace(call, headers=rest)) == "credential_missing"


@each
def test_no_other_secret_passes(sender):
    call, secret = sender.call(), sender.secret["value"]
    for changed in one_byte_off(secret.encode()):
        try:
            other = verifier_of(sender, value=changed.decode("latin-1"))
        except Exception as refused:
            assert "errors" in refused.details  # it cannot even be stored
            continue
        if changed.decode("latin-1").removeprefix("whsec_") != secret.removeprefix("whsec_") or sender.scheme == "stripe":
            assert outcome(other, call) in REFUSALS, changed


@each
def test_another_url_or_method_passes_only_where_neither_is_signed(sender):
    verifier, call = verifier_of(sender), sender.call()
    signs_url = sender.scheme in ("hubspot", "square", "twilio")
    for url in one_byte_off(URL.encode()):
        other = outcome(verifier, replace(call, url=url.decode("latin-1")))
        assert other in REFUSALS if signs_url else other == "accepted", url
    assert (outcome(verifier, replace(call, method="PUT")) == "accepted") == (sender.scheme != "hubspot")


@pytest.mark.parametrize("sender", [one for one in SENDERS if one.late], ids=lambda sender: sender.scheme)
def test_it_takes_a_time_that_is_off_either_way_only_so_far(sender):
    verifier, call = verifier_of(sender), sender.call()
    for off, expected in [(0, "accepted"), (sender.late, "accepted"), (-sender.late, "accepted")]:
        assert outcome(verifier, call, NOW + off) == expected
    assert outcome(verifier, call, NOW + sender.late + 1) == outcome(verifier, call, NOW - sender.late - 1) == "timestamp_stale"
    assert outcome(verifier, sender.call(at=0)) in ("timestamp_stale", "credential_missing")


@each
def test_the_wrong_encoding_does_not_pass(sender):
    recipe = RECIPES.get(sender.scheme)
    header = recipe.headers[0] if recipe else "x-twilio-signature"
    call = sender.call()
    for changed in (
        call.headers[header].upper().swapcase() + "A",
        call.headers[header].replace("=", ""),
        f'"{call.headers[header]}"',
        call.headers[header].encode().hex(),
        "",
    ):
        if not means_the_same(sender.scheme, header, changed, call.headers[header]):
            assert outcome(verifier_of(sender), replace(call, headers={**call.headers, header: changed})) in REFUSALS


@each
@given(secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60), body=st.binary(max_size=300))
@settings(max_examples=40)
def test_it_agrees_with_the_service_on_any_body(sender, secret, body):
    if sender.scheme in ("stripe", "slack", "standard_webhooks", "hubspot"):
        body = body.decode("utf-8", "ignore").encode()  # their libraries sign text
    if sender.scheme == "twilio":
        body = b"Body=" + body.hex().encode()
    if sender.scheme == "standard_webhooks":
        secret = sender.secret["value"]
    one = replace(sender, secret={**sender.secret, "value": secret}, body=body)
    assert outcome(verifier_of(one), one.call()) == "accepted"
    assert outcome(verifier_of(one), replace(one.call(), body=body + b"x")) in REFUSALS


HEADERS = sorted(
    {name for sender in SENDERS for name in sender.call().headers}
    | {"svix-signature", "svix-id", "authorization", *paypal.HEADERS}
)
VALUES = st.one_of(st.text(max_size=80), st.text(alphabet="v01a=,t. sha256ABCDEF/+:-TZ", max_size=80))
EVERY = [
    *((sender.scheme, verifier_of(sender)) for sender in SENDERS),
    ("aws_sns", compile_verifier("aws_sns", {"topicArn": "arn:aws:sns:eu-west-1:123456789012:orders"}, {})),
    ("paypal", compile_verifier("paypal", {"webhookId": "9TG95132CY1460234"}, {})),
    ("microsoft_graph", compile_verifier("microsoft_graph", {}, {"value": "0123456789abcdef"})),
    ("v1a", compile_verifier("standard_webhooks", {}, {"value": "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="})),
    ("jwt", compile_verifier("jwt", {"algorithm": "HS256"}, {"key": "k" * 32})),
]


@pytest.mark.parametrize("verifier", [one for _, one in EVERY], ids=[key for key, _ in EVERY])
@given(
    headers=st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=6),
    body=st.one_of(
        st.binary(max_size=100), st.sampled_from([b'{"Type":"Notification"}', b'{"value":[{}]}', b'{"value":[[]]}', b"[]"])
    ),
    url=st.text(max_size=60),
    now=st.floats(min_value=0, max_value=4e9),
)
@settings(max_examples=80)
def test_whatever_a_stranger_sends_is_refused_and_nothing_else_happens(verifier, headers, body, url, now):
    try:
        assert outcome(verifier, Call(headers, body, "POST", url), now) in REFUSALS
    except CertificateNeeded:
        pytest.fail("no such address was named")
