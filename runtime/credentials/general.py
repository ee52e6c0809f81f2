"""Schemes that belong to no provider.

For: rows of the table (`schemes`).
"""

from __future__ import annotations

from runtime.credentials.scheme import HEADER_NAME, VISIBLE, Scheme, text, tolerance
from runtime.credentials.tokens import ALGORITHMS

# A secret that steps send is worth guarding from a URL that somebody builds of a request's own data.
ALLOWED_HOSTS = text(
    "Allowed hosts",
    "Steps may send it only to these, such as api.example.com or *.example.com. None: to every host.",
    pattern=r"^(\*\.)?[A-Za-z0-9.:-]{1,253}([\s,]+(\*\.)?[A-Za-z0-9.:-]{1,253}){0,49}\Z",
)

SCHEMES = (
    Scheme(
        key="api_key",
        title="API key",
        text="Callers send the key in a header.",
        settings={
            "header": text("Header", "A header name, such as X-Api-Key.", default="X-Api-Key", **HEADER_NAME),
            "allowedHosts": ALLOWED_HOSTS,
        },
        secret={"value": text("Key", "Visible characters without spaces.", **VISIBLE)},
        sends=True,
    ),
    Scheme(
        key="basic",
        title="Basic",
        text="Callers send a user name and a password.",
        # RFC 7617 section 2: the first colon ends the user name.
        settings={
            "username": text("User name", "Text without a colon.", pattern="^[^:\x00-\x1f\x7f]{1,200}\\Z"),
            "allowedHosts": ALLOWED_HOSTS,
        },
        secret={"password": text("Password", "Text of one line.", pattern="^[^\x00-\x1f\x7f]{1,1000}\\Z")},
        required=("username",),
        sends=True,
    ),
    Scheme(
        key="bearer",
        title="Bearer token",
        text="Callers send Authorization: Bearer and the token.",
        settings={"allowedHosts": ALLOWED_HOSTS},
        secret={"token": text("Token", "Visible characters without spaces.", **VISIBLE)},
        sends=True,
    ),
    Scheme(
        key="hmac",
        title="HMAC signature",
        text="Callers sign each request with a shared secret; a changed body or a stale timestamp is refused.",
        settings={
            "header": text("Signature header", "The header that carries the signature.", **HEADER_NAME),
            "algorithm": text("Algorithm", "The hash.", enum=["sha256", "sha512", "sha1"], default="sha256"),
            "encoding": text("Encoding", "How the signature is written.", enum=["hex", "base64"], default="hex"),
            "prefix": text("Prefix", "What stands before the signature, such as sha256=.", pattern="^[!-+.-~-]{0,40}\\Z"),
            "signed": text("Signed", "What the signature covers.", enum=["body", "timestamp.body"], default="body"),
            "timestampHeader": text("Timestamp header", "The header with the Unix time in seconds.", **HEADER_NAME),
            "toleranceSeconds": tolerance(),
            "allowedHosts": ALLOWED_HOSTS,
        },
        secret={"value": text("Shared secret", "Used as UTF-8 bytes.", minLength=1, maxLength=4096)},
        required=("header",),
        sends=True,
    ),
    Scheme(
        key="jwt",
        title="JSON Web Token",
        text="Callers send a token that somebody you trust has signed. It proves who calls; it does not cover the body.",
        settings={
            "algorithm": text("Algorithm", "The only one that is taken.", enum=list(ALGORITHMS), default="RS256"),
            "issuer": text("Issuer", "The token's iss must be exactly this.", maxLength=1000),
            "audience": text("Audience", "The token's aud must be or hold this.", maxLength=1000),
            "header": text(
                "Header", "With Bearer before the token, if it is Authorization.", default="Authorization", **HEADER_NAME
            ),
            "leewaySeconds": {
                "title": "Leeway",
                "description": "How many seconds the clocks may differ.",
                "type": "integer",
                "minimum": 0,
                "maximum": 3600,
                "default": 60,
            },
        },
        secret={
            "key": text(
                "Key",
                "For HS algorithms the shared secret; for all others the public key as PEM, or a key set (JWKS) as JSON.",
                minLength=1,
                maxLength=32_768,
                multiline=True,
            )
        },
        find="Your identity provider shows its public keys at its jwks_uri; paste what that address answers.",
    ),
)
