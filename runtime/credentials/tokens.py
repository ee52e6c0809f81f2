"""JSON Web Tokens as callers present them.

For: keys as people paste them (a secret, PEM, JWKS), and the check: one pinned algorithm, signature, lifetime, issuer, audience.
Pure. Not here: fetching keys; a key set is pasted, so no stranger's token decides what we fetch.
A token proves who calls, not what they send: it does not cover the body.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import get_default_algorithms

from runtime.credentials.calls import SPACE, Call, invalid, missing
from runtime.engine.errors import NotAllowed

ALGORITHMS = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SHORTEST_SECRET = {"HS256": 32, "HS384": 48, "HS512": 64}  # bytes: RFC 7518 section 3.2
SMALLEST_RSA = 2048  # bits: RFC 7518 section 3.3
MOST_KEYS = 20
LONGEST_TOKEN = 16 * 1024  # characters; the headers of a request are not larger by much


class InvalidKey(ValueError):
    """What was pasted is no key for the algorithm; the message says what is wrong and never repeats it."""


def read_keys(text: str, algorithm: str) -> dict[str, Any]:
    """Key id to key; an id is empty where the key has none. Raises `InvalidKey`."""
    text = text.strip()
    if algorithm in SHORTEST_SECRET and not text.startswith("{"):
        return {"": _secret(text, algorithm)}
    if text.startswith("{"):
        return _read_key_set(text, algorithm)
    if "PRIVATE KEY" in text:
        raise InvalidKey("This is a private key. Paste the public one: to check tokens nothing secret is needed.")
    return {"": _prepared(text.encode("utf-8", "surrogatepass"), algorithm)}


@dataclass(frozen=True, slots=True, repr=False)
class TokenVerifier:
    header: str
    algorithm: str
    keys: Mapping[str, Any]
    issuer: str | None
    audience: str | None
    leeway: int

    def check(self, call: Call, now: float) -> None:
        token = self._token(call)
        if not token:
            raise missing(f"Send a token in the header {self.header}.")
        claims = self._claims(token)
        if claims is None:
            raise invalid(f"No key fits the token. It must be signed with {self.algorithm}.")
        self._check_lifetime(claims, now)
        if self.issuer is not None and claims.get("iss") != self.issuer:
            raise invalid("The token is of another issuer.")
        if self.audience is not None and self.audience not in _listed(claims.get("aud")):
            raise invalid("The token is for another audience.")

    def _token(self, call: Call) -> str:
        given = call.headers.get(self.header, "").strip(SPACE)
        scheme, _, rest = given.partition(" ")
        if self.header == "authorization" or scheme.lower() == "bearer":
            given = rest.strip(SPACE) if scheme.lower() == "bearer" else ""
        return given if len(given) <= LONGEST_TOKEN else ""

    def _claims(self, token: str) -> Mapping[str, Any] | None:
        """The claims of a token that one of the keys signed. Time is judged by our own clock, after that."""
        try:
            named = str(jwt.get_unverified_header(token).get("kid", ""))
        except Exception:  # a library reads a stranger's bytes: whatever it raises is a refusal
            return None
        candidates = [self.keys[named]] if named in self.keys else list(self.keys.values())
        for key in candidates:
            try:
                return jwt.decode(token, key, algorithms=[self.algorithm], options=SIGNATURE_ONLY)
            except Exception:  # noqa: S112 - the same; the next key may fit
                continue
        return None

    def _check_lifetime(self, claims: Mapping[str, Any], now: float) -> None:
        """RFC 7519 section 4.1: `exp` is needed, so that a stolen token ends; `nbf` counts where it is."""
        until, since = _time(claims.get("exp")), _time(claims.get("nbf", 0))
        if until is None or since is None:
            raise invalid("The token needs exp, the time it ends, as a number.")
        if now >= until + self.leeway:
            raise NotAllowed("The token has expired. Get a new one.", code="timestamp_stale")
        if now < since - self.leeway:
            raise NotAllowed("The token is not valid yet. Check the clock of whoever issues it.", code="timestamp_stale")


SIGNATURE_ONLY: Any = {
    "verify_signature": True,
    **dict.fromkeys(("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti"), False),
}


def compile_token_verifier(settings: Mapping[str, Any], key: str) -> TokenVerifier:
    """Raises `InvalidKey`."""
    return TokenVerifier(
        header=(settings.get("header") or "Authorization").lower(),
        algorithm=settings["algorithm"],
        keys=read_keys(key, settings["algorithm"]),
        issuer=settings.get("issuer"),
        audience=settings.get("audience"),
        leeway=settings.get("leewaySeconds", 60),
    )


def _read_key_set(text: str, algorithm: str) -> dict[str, Any]:
    try:
        document = orjson.loads(text)
    except ValueError:
        raise InvalidKey("It begins like a key set (JWKS), but it is not JSON.") from None
    listed = document.get("keys", [document])
    keys: dict[str, Any] = {}
    for place, entry in enumerate(listed[:MOST_KEYS] if isinstance(listed, list) else []):
        if isinstance(entry, dict) and entry.get("use", "sig") == "sig" and entry.get("alg", algorithm) == algorithm:
            if "d" in entry:
                raise InvalidKey("The key set holds a private key. Paste the public one.")
            try:
                key = jwt.PyJWK(entry, algorithm=algorithm).key
            except Exception:  # noqa: S112 - a set may hold keys of kinds that this algorithm has no use for
                continue
            keys[str(entry.get("kid", f"#{place}"))] = _strong(key, algorithm)
    if not keys:
        raise InvalidKey(f"The key set holds no key for {algorithm}.")
    return keys


def _secret(text: str, algorithm: str) -> Any:
    secret = text.encode("utf-8", "surrogatepass")
    if "-----BEGIN" in text:
        # Taking a public key for a secret would let everybody sign.
        raise InvalidKey(f"This is a key in PEM form; {algorithm} needs a shared secret.")
    return _strong(secret, algorithm)


def _prepared(text: bytes, algorithm: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _strong(get_default_algorithms()[algorithm].prepare_key(text), algorithm)
    except InvalidKey:
        raise
    except Exception:
        raise InvalidKey(f"This is no public key for {algorithm}. Paste it as PEM or as a key set (JWKS).") from None


def _strong(key: Any, algorithm: str) -> Any:
    if isinstance(key, bytes) and len(key) < SHORTEST_SECRET.get(algorithm, 0):
        raise InvalidKey(f"A secret for {algorithm} needs at least {SHORTEST_SECRET[algorithm]} bytes, or it can be guessed.")
    if isinstance(key, RSAPublicKey) and key.key_size < SMALLEST_RSA:
        raise InvalidKey(f"The RSA key has {key.key_size} bits; it needs at least {SMALLEST_RSA}.")
    return key


def _listed(audience: Any) -> list[Any]:
    return audience if isinstance(audience, list) else [audience]


def _time(value: Any) -> float | None:
    """JSON as Python reads it knows NaN, which is neither before nor after anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or (isinstance(value, float) and not isfinite(value)):
        return None
    return value
