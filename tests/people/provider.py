"""A provider of single sign-on with a server of its own: authlib's OpenID Connect on Flask, on a port of this machine.

For: tests of single sign-on. It checks PKCE, the client and the redirect as the strict ones do; a test changes what it says.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

from tests.connections.provider import Client as ServiceClient

os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # it lives on 127.0.0.1 without TLS
CLIENT_ID, CLIENT_SECRET = "hookyard-pages", "s3cret/with:odd chars"


class Client(ServiceClient):
    client_id, client_secret, callback = CLIENT_ID, CLIENT_SECRET, "/connect/oidc/callback"


def decode_payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@dataclass
class Provider:
    """`claims` go into every ID token over what belongs there, None takes one out. Without `email_told` userinfo tells it."""

    url: str = ""
    subject: str = "u-1"
    email: str = "viewer@example.com"
    verified: Any = True
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = None
    signs_with: Any = None
    alg: str = "RS256"
    email_told: bool = True
    userinfo_subject: str = ""
    issuer: str = ""
    down: bool = False
    moved_to: str = ""
    token_url: str = ""
    codes: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)  # of its own, which no test means

    def person(self) -> dict[str, Any]:
        return {"email": self.email, "email_verified": self.verified}


def make_app(provider: Provider) -> Flask:
    app = Flask("sso")
    server = AuthorizationServer(app, query_client=lambda client_id: Client() if client_id == CLIENT_ID else None)

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code, request):
            asked = request.payload.data
            provider.codes[code] = SimpleNamespace(
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                get_redirect_uri=lambda: asked["redirect_uri"],
                get_scope=lambda: asked.get("scope", ""),
                get_nonce=lambda: asked.get("nonce"),
                get_auth_time=lambda: None,
                get_acr=lambda: None,
                get_amr=lambda: None,
            )

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            provider.codes = {code: kept for code, kept in provider.codes.items() if kept is not authorization_code}

        def authenticate_user(self, authorization_code):
            return "ada"

    class Words(OpenIDCode):
        def exists_nonce(self, nonce, request):
            return False

        def resolve_client_private_key(self, client):
            return provider.signs_with or provider.key

        def get_client_algorithm(self, client):
            return provider.alg

        def get_encode_header(self, client):
            kid = {} if provider.alg == "HS256" else {"kid": provider.key.kid}
            return {"alg": provider.alg, **kid}

        def get_client_claims(self, client):
            return {"iss": provider.issuer or provider.url, "aud": [client.get_client_id()]}

        def generate_user_info(self, user, scope):
            return UserInfo({"sub": provider.subject, **(provider.person() if provider.email_told else {})})

        def encode_id_token(self, token, request):
            told = decode_payload(super().encode_id_token(token, request))
            changed = {name: value for name, value in {**told, **provider.claims}.items() if value is not None}
            header = self.get_encode_header(request.client)
            return jwt.encode(header, changed, self.resolve_client_private_key(request.client), [provider.alg])

    server.register_grant(CodeGrant, [CodeChallenge(required=True), Words(require_nonce=True)])
    server.init_app(app, save_token=lambda token, request: None)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Any:
        if provider.down:
            return Response("away", 503)
        url = provider.url
        if provider.moved_to:
            return redirect(provider.moved_to)
        return jsonify(
            issuer=provider.issuer or url,
            authorization_endpoint=f"{url}/authorize",
            token_endpoint=provider.token_url or f"{url}/token",
            jwks_uri=f"{url}/jwks",
            userinfo_endpoint=f"{url}/userinfo",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
        )

    @app.get("/jwks")
    def jwks() -> Any:
        return jsonify(KeySet([provider.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user="ada")
        return server.create_authorization_response(grant_user=None if "deny" in request.args else "ada", grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        return jsonify(sub=provider.userinfo_subject or provider.subject, **provider.person())

    @app.errorhandler(500)
    def failed(error: Any) -> Any:
        provider.failures.append(repr(getattr(error, "original_exception", error)))
        return Response("broken", 500)

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider(key=RSAKey.generate_key(2048, auto_kid=True))
    server = make_server("127.0.0.1", 0, make_app(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
