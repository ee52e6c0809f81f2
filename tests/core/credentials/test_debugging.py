"""The signature debugger: it names the real mistake, shows every byte, and gives nothing away."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.credentials.calls import Call
from runtime.credentials.debugging.explain import SHOWN_OF_EXPECTED, Subject, explain
from runtime.credentials.debugging.reading import signatures_in
from runtime.credentials.debugging.visible import visible
from runtime.credentials.gate import compile_gate
from runtime.credentials.schemes import check_settings
from tests.core.credentials.senders import NOW, SENDERS, URL

SECRET = "topsecret-topsecret-4711"
BODY = b'{"id": "evt_1", "name": "Zo\xc3\xab"}'


def gate(scheme="github", secret=SECRET, **chosen):
    return compile_gate("C1", scheme, check_settings(scheme, chosen), {"value": secret, "verifyToken": "t"})


def mac(text: bytes, key: bytes = SECRET.encode(), algorithm="sha256") -> str:
    return hmac.new(key, text, getattr(hashlib, algorithm)).hexdigest()


def report(signature: str, body: bytes = BODY, scheme="github", header="x-hub-signature-256", now=NOW, url=URL, **more):
    return explain(Subject(gate(scheme), Call({header: signature, **more}, body, "POST", url), now))


@pytest.mark.parametrize("sender", SENDERS, ids=lambda sender: sender.scheme)
def test_it_says_that_a_good_request_fits(sender):
    settings_ = check_settings(sender.scheme, {})
    told = explain(Subject(compile_gate("C1", sender.scheme, settings_, sender.secret), sender.call(), NOW))
    assert (told["verdict"]["code"], told["causes"], told["wouldFit"]) == ("accepted", [], [])
    assert all(header["value"] for header in told["headers"] if header["wanted"])


MINIFIED = json.dumps(json.loads(BODY), ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ("sha256=" + mac(MINIFIED), "without spaces"),
        ("sha256=" + mac(json.dumps(json.loads(BODY), separators=(",", ":")).encode()), "escapes"),
        ("sha256=" + mac(json.dumps(json.loads(BODY), ensure_ascii=False, indent=2).encode()), "indented"),
        ("sha256=" + mac(BODY + b"\n"), "line break at its end"),
        ("sha256=" + mac(b""), "the body is empty"),
        ("sha256=" + mac(BODY, SECRET.encode() + b"\n"), "the key has a line break"),
        ("sha1=" + mac(BODY, algorithm="sha1"), "SHA-1"),
        ("sha512=" + mac(BODY, algorithm="sha512"), "SHA-512"),
        ("sha256=" + base64.b64encode(bytes.fromhex(mac(BODY))).decode(), "only how it is written is wrong"),
        (mac(BODY), "only how it is written is wrong"),
        ("sha256=" + mac(URL.encode() + BODY), "URL and body is signed, as Square does"),
        ("sha256=" + mac(b"other"), "Nothing near it fits"),
        ("sha256=" + mac(BODY)[:-2], "the length of no hash"),
        ("sha256=!!", "neither hex nor base64"),
    ],
)
def test_it_names_the_mistake(signature, says):
    told = report(signature)
    assert told["verdict"]["code"] == "signature_invalid"
    assert says in " ".join(told["causes"]), told["causes"]


@pytest.mark.parametrize(
    ("until", "body", "says"), [(NOW - 1, BODY, "its time is over"), (NOW + 60, BODY + b"\n", "still counts")]
)
def test_it_says_whether_a_secret_that_was_rotated_away_still_counts(until, body, says):
    made = compile_gate(
        "C1",
        "github",
        check_settings("github", {}),
        {"value": "new-secret-4712"},
        previous={"value": SECRET},
        previous_until=until,
    )
    told = explain(Subject(made, Call({"x-hub-signature-256": "sha256=" + mac(BODY)}, body, "POST", URL), NOW))
    assert told["verdict"]["code"] == "signature_invalid"
    assert f"the previous secret is the key{'; ' if until < NOW else ', which '}{says}" in " ".join(told["causes"]), told[
        "causes"
    ]


@pytest.mark.parametrize(
    ("secret", "key", "says"),
    [
        ("whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", base64.b64decode("c2VjcmV0LXNlY3JldC1zZWNyZXQ="), "decoded from base64"),
        ("whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", b"c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "without its prefix"),
        ("00112233445566778899aabbccddeeff", bytes.fromhex("00112233445566778899aabbccddeeff"), "decoded from hex"),
    ],
)
def test_it_knows_what_people_take_for_the_key(secret, key, says):
    call = Call({"stripe-signature": f"t={NOW},v1={mac(b'%d.' % NOW + BODY, key)}"}, BODY)
    told = explain(Subject(gate("stripe", secret), call, NOW))
    assert says in told["causes"][0]


def test_it_sees_a_url_that_a_proxy_has_hidden():
    signed = base64.b64encode(bytes.fromhex(mac(URL.replace("hooks.example", "shop.example").encode() + BODY))).decode()
    told = report(signed, scheme="square", header="x-square-hmacsha256-signature", host="shop.example")
    assert "the host is shop.example" in told["causes"][0]
    told = report("AAAA" + signed[4:], scheme="square", header="x-square-hmacsha256-signature", host="shop.example")
    assert any("PUBLIC_URL" in cause for cause in told["causes"])


def test_two_mistakes_at_once_are_found_too():
    told = report("sha256=" + mac(MINIFIED + b"", SECRET.encode() + b"\n"))
    assert len(told["wouldFit"][0]) == 2


@pytest.mark.parametrize(
    ("off", "stamp", "says"),
    [(-3600, None, "long before"), (3600, None, "in the future"), (0, NOW * 1000, "milliseconds")],
)
def test_it_tells_the_skew_and_what_is_wrong_with_the_time(off, stamp, says):
    stamp = str(stamp or NOW + off)
    signature = "v0=" + mac(f"v0:{stamp}:".encode() + BODY)
    told = report(signature, scheme="slack", header="x-slack-signature", **{"x-slack-request-timestamp": stamp})
    assert told["verdict"]["code"] == "timestamp_stale"
    assert says in told["causes"][0]
    assert told["time"]["ok"] is False and told["time"]["tolerance"] == 300
    if off:
        assert told["time"]["skewSeconds"] == -off


def test_a_header_that_did_not_come_is_named_and_the_one_of_another_service_recognised():
    told = report("t=1,v1=ab", header="stripe-signature")
    assert told["verdict"]["code"] == "credential_missing"
    assert [(one["name"], one["wanted"], one["value"]) for one in told["headers"]] == [
        ("x-hub-signature-256", True, None),
        ("stripe-signature", False, "t=1,v1=ab"),
    ]
    assert "Stripe" in told["causes"][1]


def test_every_byte_of_what_is_signed_is_shown():
    body = b'{"a":"\xe2\x80\x8b\xc2\xa0\t"}\r\n\xff\x7f\xe2\x80\xae'
    told = report("v0=00", body, scheme="slack", header="x-slack-signature", **{"x-slack-request-timestamp": str(NOW)})
    pieces = [(piece["name"], piece["bytes"]) for piece in told["signed"]["pieces"]]
    assert pieces == [("text", 3), ("timestamp", 10), ("text", 1), ("body", len(body))]
    assert told["signed"]["pieces"][3]["text"] == '{"a":"⟨U+200B⟩⟨NBSP⟩⟨TAB⟩"}⟨CR⟩⟨LF⟩\n⟨xFF⟩⟨U+007F⟩⟨U+202E⟩'


def test_what_was_kept_only_in_part_is_not_judged():
    told = explain(Subject(gate(), Call({"x-hub-signature-256": "sha256=00"}, b"{"), NOW, cut=True))
    assert (told["verdict"]["code"], told["expected"], told["wouldFit"]) == ("unknown", None, [])


@pytest.mark.parametrize("sender", SENDERS, ids=lambda sender: sender.scheme)
def test_neither_the_secret_nor_a_signature_that_could_be_used_is_told(sender):
    """Whatever is asked to be explained, nothing in the report would let the asker sign."""
    made = compile_gate("C1", sender.scheme, check_settings(sender.scheme, {}), sender.secret)
    good = sender.call()
    wrong = {name: value for name, value in good.headers.items() if "sig" not in name and "hmac" not in name}
    for headers in (wrong, {**wrong, **{name: "v1=00" for name in good.headers if name not in wrong}}):
        told = json.dumps(explain(Subject(made, replace(good, headers=headers), NOW)))
        assert sender.secret["value"] not in told
        for name in good.headers.keys() - wrong.keys():
            right = good.headers[name].rpartition("=" if good.headers[name].endswith("=") is False else ",")[2]
            assert right[: SHOWN_OF_EXPECTED + 3] not in told


def test_only_the_beginning_of_the_right_signature_is_told():
    told = report("sha256=" + mac(b"other"))
    assert told["expected"] == mac(BODY)[:8] + "…"


@pytest.mark.parametrize("scheme", ["github", "stripe", "slack", "standard_webhooks", "hubspot", "twilio", "square", "zendesk"])
@given(
    headers=st.dictionaries(st.sampled_from(["x-hub-signature-256", "stripe-signature", "x-slack-signature", "host", "webhook-id",
        "x-slack-request-timestamp", "webhook-signature", "webhook-timestamp", "x-hubspot-signature-v3", "x-twilio-signature",
        "x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp", "x-hubspot-request-timestamp", "content-type"]),
        st.text(max_size=60) | st.just("9" * 15) | st.just("a" * 64)),
    body=st.binary(max_size=100) | st.just(b'{"a":' * 2000),
    url=st.text(max_size=60) | st.just(URL),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_anything_can_be_explained(scheme, headers, body, url):
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" if scheme == "standard_webhooks" else SECRET
    told = explain(Subject(gate(scheme, secret), Call(headers, body, "POST", url), NOW))
    json.dumps(told)
    assert secret not in json.dumps(told)


@given(st.binary(max_size=200))
def test_no_two_texts_of_bytes_that_differ_by_something_unseen_look_alike(raw):
    assert "\u200b" not in visible(raw) and "\r" not in visible(raw)


def test_a_signature_is_recognised_however_it_is_written():
    digest = hashlib.sha256(b"x").digest()
    for text in (digest.hex(), f"sha256={digest.hex()}", f"t=1,v1={digest.hex()}", base64.b64encode(digest).decode(),
                 f"v1,{base64.b64encode(digest).decode()}", base64.urlsafe_b64encode(digest).decode().rstrip("=")):  # fmt: skip
        assert digest in [one.raw for one in signatures_in(text)], text


@pytest.mark.parametrize(
    ("scheme", "headers", "says"),
    [
        ("api_key", {"x-api-key": "Bearer right-key-4711"}, "behind a word"),
        ("api_key", {"x-api-key": '"right-key-4711"'}, "quotes"),
        ("api_key", {"x-api-key": "a, b"}, "came twice"),
        ("api_key", {}, "x-api-key did not come"),
        ("bearer", {"authorization": "right-key-4711"}, "must begin with Bearer"),
        ("bearer", {"authorization": "Bearer '$TOKEN'"}, "quotes"),
    ],
)
def test_a_secret_sent_wrongly_is_told_without_showing_it_or_how_near_it_is(scheme, headers, says):
    made = compile_gate("C1", scheme, check_settings(scheme, {}), {"value": "right-key-4711", "token": "right-key-4711"})
    told = explain(Subject(made, Call(headers, b""), NOW))
    assert says in " ".join(told["causes"])
    assert "right-key" not in json.dumps(told)
    farther = {name: value.replace("right", "other") for name, value in headers.items()}
    assert explain(Subject(made, Call(farther, b""), NOW)) == told
