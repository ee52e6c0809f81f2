"""JSON Web Tokens: one algorithm, a key that was pasted, a lifetime; everything else is refused."""

from __future__ import annotations

import base64
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from runtime.credentials.calls import Call
from runtime.credentials.schemes import InvalidCredential, check_secret, check_settings
from runtime.credentials.verify import compile_verifier
from runtime.engine.errors import NotAllowed

NOW = int(time.time())
SECRET = "0123456789abcdef0123456789abcdef"
RSA, OTHER_RSA = (rsa.generate_private_key(65537, 2048) for _ in range(2))
KEYS = {
    "HS256": SECRET,
    "RS256": RSA,
    "PS256": RSA,
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "ES512": ec.generate_private_key(ec.SECP521R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
GOOD = {"iss": "https://issuer.example", "aud": ["hookyard", "other"], "exp": NOW + 60, "sub": "shop"}


def pem(key) -> str:
    if isinstance(key, str):
        return key
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def key_set(**by_id) -> str:
    made = jwt.algorithms.RSAAlgorithm
    return json.dumps(
        {"keys": [{**json.loads(made.to_jwk(key.public_key())), "kid": kid, "use": "sig"} for kid, key in by_id.items()]}
    )


def verifier(algorithm="RS256", key=None, **settings):
    chosen = check_settings("jwt", {"algorithm": algorithm, **settings})
    return compile_verifier("jwt", chosen, check_secret("jwt", {"key": key or pem(KEYS[algorithm])}, chosen))


def outcome(check, token, header="authorization", *, bearer=True, now=NOW):
    try:
        check.check(Call({header: f"Bearer {token}" if bearer else token}, b"{}"), now)
    except NotAllowed as refused:
        return refused.code
    return "accepted"


def signed(claims=GOOD, algorithm="RS256", key=None, **headers):
    return jwt.encode(claims, key or KEYS[algorithm], algorithm=algorithm, headers=headers)


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_token_of_each_kind_of_key_passes_and_one_changed_anywhere_does_not(algorithm):
    check = verifier(algorithm, issuer=GOOD["iss"], audience="hookyard")
    token = signed(algorithm=algorithm)
    assert outcome(check, token) == "accepted"
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        if _bytes(changed) != _bytes(token):
            assert outcome(check, changed) != "accepted", place


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(token: str):
    """What the three parts stand for; the last letter of one may have bits that mean nothing."""
    parts = token.split(".")
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts] if len(parts) == 3 else token


@pytest.mark.parametrize(
    ("claims", "expected", "remark"),
    [
        ({**GOOD, "iss": "https://issuer.example/"}, "signature_invalid", "another issuer"),
        ({**GOOD, "aud": "other"}, "signature_invalid", "another audience"),
        ({**GOOD, "aud": "hookyard"}, "accepted", "an audience that is no list"),
        ({key: value for key, value in GOOD.items() if key != "aud"}, "signature_invalid", "no audience"),
        ({key: value for key, value in GOOD.items() if key != "exp"}, "signature_invalid", "it would never end"),
        ({**GOOD, "exp": "soon"}, "signature_invalid", "an end that is no number"),
        ({**GOOD, "exp": float("nan")}, "signature_invalid", "an end that is before nothing"),
        ({**GOOD, "exp": float("inf")}, "signature_invalid", "an end that never comes"),
        ({**GOOD, "exp": NOW - 59}, "accepted", "over, within the leeway"),
        ({**GOOD, "exp": NOW - 60}, "timestamp_stale", "over"),
        ({**GOOD, "nbf": NOW + 60}, "accepted", "not yet, within the leeway"),
        ({**GOOD, "nbf": NOW + 61}, "timestamp_stale", "not yet"),
        ({**GOOD, "exp": 10**400}, "accepted", "a number that no float holds"),
    ],
)
def test_what_a_token_claims_is_judged(claims, expected, remark):
    assert outcome(verifier(issuer=GOOD["iss"], audience="hookyard"), signed(claims)) == expected, remark


def test_the_algorithm_is_pinned_whatever_the_token_says():
    check = verifier("RS256")
    none = jwt.encode(GOOD, None, algorithm="none")
    assert outcome(check, none) == outcome(check, none + "x") == "signature_invalid"
    assert outcome(check, signed(algorithm="PS256")) == "signature_invalid"
    header, payload = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "HS256"}, GOOD)
    )
    # The old trick: the public key, which anybody has, used as if it were a shared secret.
    import hashlib

    proof = hmac.new(pem(RSA).encode(), f"{header}.{payload}".encode(), hashlib.sha256).digest()
    forged = f"{header}.{payload}.{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"
    assert outcome(check, forged) == "signature_invalid"
    assert outcome(check, signed(key=OTHER_RSA)) == "signature_invalid"


def test_a_key_set_is_read_by_key_id_and_holds_several_while_they_rotate():
    check = verifier(key=key_set(old=RSA, new=OTHER_RSA))
    assert outcome(check, signed(kid="old")) == outcome(check, signed(key=OTHER_RSA, kid="new")) == "accepted"
    assert outcome(check, signed(kid="new")) == "signature_invalid"
    assert outcome(check, signed()) == "accepted", "a token need not name its key"


def test_a_token_may_come_in_another_header_with_or_without_bearer():
    check = verifier(header="X-Amzn-Oidc-Data")
    for bearer in (True, False):
        assert outcome(check, signed(), "x-amzn-oidc-data", bearer=bearer) == "accepted"
    assert outcome(check, signed()) == "credential_missing"
    assert outcome(verifier(), signed(), bearer=False) == "credential_missing"


@pytest.mark.parametrize(
    ("algorithm", "key", "says"),
    [
        ("HS256", "short", "32 bytes"),
        ("HS512", SECRET, "64 bytes"),
        ("HS256", pem(RSA), "PEM"),
        ("RS256", SECRET, "public key"),
        ("RS256", pem(KEYS["ES256"]), "public key"),
        ("ES256", pem(RSA), "public key"),
        ("RS256", pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),  # noqa: S505
        ("RS256", "{", "not JSON"),
        ("RS256", '{"keys": []}', "no key"),
        ("ES256", key_set(one=RSA), "no key"),
        ("HS256", json.dumps({"keys": [{"kty": "oct", "k": "c2hvcnQ"}]}), "32 bytes"),
        ("EdDSA", "x", "public key"),
    ],
)
def test_what_is_no_key_for_the_algorithm_is_refused_when_it_is_stored(algorithm, key, says):
    with pytest.raises(InvalidCredential) as refused:
        check_secret("jwt", {"key": key}, {"algorithm": algorithm})
    assert says in refused.value.details["errors"][0]["message"]


def test_a_private_key_is_sent_back():
    private = RSA.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    with pytest.raises(InvalidCredential, match="not valid") as refused:
        check_secret("jwt", {"key": private}, {"algorithm": "RS256"})
    assert "private" in refused.value.details["errors"][0]["message"]
    with_private = json.dumps({"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA))]})
    with pytest.raises(InvalidCredential):
        check_secret("jwt", {"key": with_private}, {"algorithm": "RS256"})


CHECK = verifier()


@given(
    token=st.one_of(
        st.text(),
        st.builds(
            lambda *parts: ".".join(_text(part) for part in parts),
            st.sampled_from([b"{}", b"[]", b'{"alg":"RS256"}', b'{"alg":"RS256","crit":["x"]}', b'{"alg":[]}', b"null"]),
            st.binary(max_size=40) | st.just(b"[" * 5000),
            st.binary(max_size=40),
        ),
    )
)
def test_whatever_is_sent_as_a_token_is_refused(token):
    assert outcome(CHECK, token) in ("credential_missing", "signature_invalid")
