"""Single sign-on by OpenID Connect: what the provider says of somebody, checked.

For: sending a browser there and reading what it brings back: state, PKCE, nonce, signature, issuer, audience, time. authlib does
the work. Not here: whose account that is (`joining`), the routes (`sso_pages`), how it is asked (`asking_the_provider`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from joserfc.errors import JoseError

from designer.signing_in.asking_the_provider import NoAnswer, SafeSession

log = structlog.get_logger(__name__)
LEEWAY = 60  # seconds that the provider's clock may be off
# What only the provider can sign: with a shared secret, whoever knows that could sign too.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Refused(Exception):
    """`code` is what the sign-in page says it by; `why` is for the log."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says it is. `email` is verified by it."""

    issuer: str
    subject: str
    email: str


def is_set_up() -> bool:
    return bool(settings.OIDC_ISSUER)


def send_there(request: HttpRequest, back: str) -> HttpResponseRedirect:
    """To the provider, which sends the browser `back`. Raises `Refused`."""
    try:
        return _client().authorize_redirect(request, back)
    except (NoAnswer, AuthlibBaseError, RuntimeError, ValueError) as failure:
        raise Refused("unavailable", repr(failure)) from failure


def came_back(request: HttpRequest) -> Person:
    """Who it is. What was kept for this browser is used up. Raises `Refused`."""
    if error := request.GET.get("error"):
        raise Refused("unavailable" if error in ("server_error", "temporarily_unavailable") else "denied", error[:100])
    client = _client()
    issuer = settings.OIDC_ISSUER
    if request.GET.get("iss", issuer) != issuer:  # RFC 9207: an answer of another provider
        raise Refused("not_genuine", "another issuer answered")
    wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID}}
    try:
        token = client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
        told = token.get("userinfo")
        if not told:
            raise Refused("not_genuine", "no ID token")
        told = _with_email(client, token, told)
    except MismatchingStateError as failure:
        raise Refused("out_of_date", "unknown state") from failure
    except OAuthError as failure:
        raise Refused("out_of_date" if failure.error == "invalid_grant" else "not_genuine", repr(failure)) from failure
    except NoAnswer as failure:
        raise Refused("unavailable", repr(failure)) from failure
    except (JoseError, AuthlibBaseError, RuntimeError, ValueError, KeyError, TypeError) as failure:
        raise Refused("not_genuine", repr(failure)) from failure
    return _person(issuer, told)


def _with_email(client: DjangoOAuth2App, token: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Some providers tell the address only when asked for it; an answer about somebody else does not count."""
    if "email" in told or "userinfo_endpoint" not in client.load_server_metadata():
        return told
    more = client.userinfo(token=token)
    if more.get("sub") != told["sub"]:
        raise Refused("not_genuine", "userinfo is of another subject")
    return {**more, **told}


def _person(issuer: str, told: dict[str, Any]) -> Person:
    subject, email = told.get("sub"), told.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused("not_genuine", "no subject")
    if not isinstance(email, str) or "@" not in email or len(email) > 254 or told.get("email_verified") is not True:
        raise Refused("email_unverified", "no verified e-mail address")
    return Person(issuer, subject, email.lower())


def _client() -> DjangoOAuth2App:
    client = _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    metadata = client.load_server_metadata_once()
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise Refused("unavailable", f"the provider calls itself {metadata.get('issuer')!r}")
    return client


class _App(DjangoOAuth2App):
    client_cls = SafeSession

    def load_server_metadata_once(self) -> dict[str, Any]:
        """What the provider tells of itself, and of its ways to sign only those we take."""
        try:
            metadata = self.load_server_metadata()
        except (NoAnswer, ValueError) as failure:
            raise Refused("unavailable", repr(failure)) from failure
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED_BY] or ["RS256"]
        return metadata


class _OAuth(OAuth):
    oauth2_client_cls = _App


@lru_cache(maxsize=4)
def _registered(issuer: str, client_id: str, client_secret: str) -> Any:
    return _OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=client_secret or None,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )
