"""Who is let in, and what everybody else is told."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runtime.components.authorization import authorization_headers
from runtime.credentials.calls import Call
from runtime.credentials.schemes import check_secret, check_settings
from runtime.credentials.signatures import MOST_SIGNATURES
from runtime.credentials.verify import compile_verifier
from runtime.engine.errors import NotAllowed

VECTORS = Path(__file__).parents[3] / "fixtures" / "signing"
NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC).timestamp()


def judged(verifier, call, now=NOW):
    """`accepted`, or the code the caller is refused with."""
    try:
        verifier.check(call, now)
    except NotAllowed as refused:
        return refused.code
    return "accepted"


def outcome(verifier, headers, body=b"", now=NOW):
    return judged(verifier, Call(headers, body), now)


def vectors():
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text())
        for case in document["cases"]:
            yield pytest.param(document, case, id=f"{path.stem}: {case['remark']}")


@pytest.mark.parametrize(("document", "case"), list(vectors()))
def test_a_signature_vector_ends_as_it_says(document, case):
    settings = check_settings(document["scheme"], document["settings"])
    verifier = compile_verifier(document["scheme"], settings, check_secret(document["scheme"], document["secret"], settings))
    body = base64.b64decode(case["bodyBase64"]) if "bodyBase64" in case else case["body"].encode()
    call = Call(case["headers"], body, case.get("method", "POST"), case.get("url", ""))
    assert judged(verifier, call, case.get("now", NOW)) == case["outcome"]


API_KEY = compile_verifier("api_key", {"header": "X-Api-Key"}, {"value": "k-4711"})
BASIC = compile_verifier("basic", {"username": "ada"}, {"password": "p:ßw"})
BEARER = compile_verifier("bearer", {}, {"token": "t-4711"})


def basic(pair):
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.mark.parametrize(
    ("verifier", "headers", "expected", "remark"),
    [
        (API_KEY, {"x-api-key": "k-4711"}, "accepted", ""),
        (API_KEY, {"x-api-key": " k-4711 "}, "accepted", "space around a value means nothing (RFC 9110 section 5.5)"),
        (API_KEY, {"x-api-key": "K-4711"}, "credential_missing", "case matters"),
        (API_KEY, {"x-api-key": "k-4711, k-4711"}, "credential_missing", "sent twice"),
        (API_KEY, {"x-api-key": ""}, "credential_missing", "empty"),
        (API_KEY, {"authorization": "k-4711"}, "credential_missing", "in another header"),
        (API_KEY, {}, "credential_missing", "nothing"),
        (BASIC, {"authorization": basic("ada:p:ßw")}, "accepted", "a colon in the password, UTF-8"),
        (BASIC, {"authorization": basic("ada:p:ßw").replace("Basic", "bAsIc ")}, "accepted", "the scheme's case does not matter"),
        (BASIC, {"authorization": basic("Ada:p:ßw")}, "credential_missing", "another user"),
        (BASIC, {"authorization": basic("ada:p")}, "credential_missing", "another password"),
        (BASIC, {"authorization": basic("ada")}, "credential_missing", "no password"),
        (BASIC, {"authorization": "Basic ???"}, "credential_missing", "no base64"),
        (BASIC, {"authorization": "Basic"}, "credential_missing", "nothing behind the scheme"),
        (BASIC, {"authorization": "Bearer t-4711"}, "credential_missing", "another scheme"),
        (BASIC, {}, "credential_missing", "nothing"),
        (BEARER, {"authorization": "Bearer t-4711"}, "accepted", ""),
        (BEARER, {"authorization": "bearer  t-4711"}, "accepted", "the scheme's case does not matter"),
        (BEARER, {"authorization": "Bearer t-4712"}, "credential_missing", "another token"),
        (BEARER, {"authorization": "Bearer"}, "credential_missing", "nothing behind the scheme"),
        (BEARER, {"authorization": "t-4711"}, "credential_missing", "no scheme"),
        (BEARER, {}, "credential_missing", "nothing"),
    ],
)
def test_a_caller_is_let_in_or_told_that_the_credential_is_missing(verifier, headers, expected, remark):
    assert outcome(verifier, headers) == expected, remark


SIGNED = {"header": "X-Sig", "signed": "timestamp.body", "timestampHeader": "X-Time"}
EVERY = [
    API_KEY,
    BASIC,
    BEARER,
    compile_verifier("hmac", check_settings("hmac", {**SIGNED, "prefix": "v1="}), {"value": "s"}),
    compile_verifier("hmac", check_settings("hmac", {**SIGNED, "encoding": "base64"}), {"value": "s"}),
    compile_verifier("hmac", check_settings("hmac", {"header": "X-Sig"}), {"value": "s"}),
]
LIKE_A_HEADER = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(max_codepoint=255)),
    st.text(alphabet="v1=, \t\x00abcdef0123456789+/-_."),
    st.builds("{} {}".format, st.sampled_from(["Basic", "Bearer", "basic"]), st.text()),
)


@pytest.mark.parametrize("verifier", EVERY, ids=lambda verifier: type(verifier).__name__)
@given(sent=st.dictionaries(st.sampled_from(["x-api-key", "authorization", "x-sig", "x-time"]), LIKE_A_HEADER), body=st.binary())
@example(sent={"x-sig": "\ud800", "x-time": "\ud800", "authorization": "Bearer \ud800", "x-api-key": "\ud800"}, body=b"")
@example(sent={"x-sig": "v1=" + "0" * 100_000, "x-time": "9" * 5_000}, body=b"")
def test_whatever_is_sent_a_stranger_is_refused_and_nothing_else_happens(verifier, sent, body):
    assert outcome(verifier, sent, body) in ("credential_missing", "signature_invalid")


def test_only_so_many_signatures_are_looked_at():
    verifier = compile_verifier("hmac", {"header": "X-Sig"}, {"value": "s"})
    right = authorization_headers({"scheme": "hmac", "settings": {"header": "X-Sig"}, "secret": {"value": "s"}}, body=b"", now=0)
    wrong = "0" * 64
    assert outcome(verifier, {"x-sig": " ".join([wrong] * (MOST_SIGNATURES - 1) + [right["X-Sig"]])}) == "accepted"
    assert outcome(verifier, {"x-sig": " ".join([wrong] * MOST_SIGNATURES + [right["X-Sig"]])}) == "signature_invalid"


@pytest.mark.parametrize(
    ("scheme", "settings", "secret"),
    [
        ("api_key", {"header": "X-Erp"}, {"value": "k"}),
        ("basic", {"username": "ä"}, {"password": "ö:ü"}),
        ("bearer", {}, {"token": "t"}),
        ("hmac", {"header": "X-Sig"}, {"value": "s"}),
        ("hmac", {"header": "X-Sig", "encoding": "base64", "algorithm": "sha512", "prefix": "v1="}, {"value": "s"}),
        ("hmac", SIGNED, {"value": "schlüssel"}),
    ],
)
def test_what_a_step_sends_with_a_credential_passes_the_check_of_the_same_credential(scheme, settings, secret):
    settings = check_settings(scheme, settings)
    sent = authorization_headers({"scheme": scheme, "settings": settings, "secret": secret}, body=b"\xffbody", now=NOW)
    headers = {name.lower(): value for name, value in sent.items()}
    assert outcome(compile_verifier(scheme, settings, secret), headers, b"\xffbody") == "accepted"


def test_a_scheme_that_cannot_check_is_never_an_open_door():
    with pytest.raises(ValueError, match="oauth2"):
        compile_verifier("oauth2", {}, {})


def test_a_verifier_never_shows_its_secret():
    shown = " ".join(map(repr, [API_KEY, BASIC, BEARER, *EVERY]))
    assert "4711" not in shown and "key=" not in shown
