"""An outside service with an OAuth 2 server of its own: authlib on Flask, on a port of this machine.

For: tests of connections. It rotates refresh tokens, and using an old one again ends them all, as the strict services do.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import time
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # it lives on 127.0.0.1 without TLS
BUTTONS = "".join(f"<button name=answer value={word.lower()}>{word}</button>" for word in ("Allow", "Deny"))
CLIENT_ID, CLIENT_SECRET = "hookyard-app", "s3cret/with:odd chars"


class Client(ClientMixin):
    client_id, client_secret, callback = CLIENT_ID, CLIENT_SECRET, "/connect/callback"

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope or ""

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri.endswith(self.callback)

    def check_client_secret(self, client_secret):
        return client_secret == self.client_secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return True


@dataclass
class Token:
    access: str
    refresh: str
    expires_at: float
    spent: bool = False  # its refresh token was used


@dataclass
class Provider:
    """`asked` lists the grant types of token requests; `life` is how many seconds an access token lives."""

    url: str = ""
    life: int = 3600
    asked: list[str] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    codes: dict[str, Any] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)  # what the API was shown
    rotates: bool = True
    pause: threading.Event | None = None  # the token endpoint waits for it
    keys: set[str] = field(default_factory=lambda: {"k-1234-good"})  # API keys that are let in
    shut: bool = False  # the API lets nobody in, whatever they show
    echoes: bool = False  # the token endpoint refuses, and repeats what it was sent
    revoked: list[str] = field(default_factory=list)  # kinds of token it was told to end

    def revoke_everything(self) -> None:
        self.tokens.clear()

    def end_access_tokens(self) -> None:
        for token in self.tokens:
            token.expires_at = 0

    def is_good(self, access: str) -> bool:
        return any(token.access == access and token.expires_at > time() for token in self.tokens)


def make_app(provider: Provider) -> Flask:
    app = Flask("provider")
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
            )

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            provider.codes = {code: kept for code, kept in provider.codes.items() if kept is not authorization_code}

        def authenticate_user(self, authorization_code):
            return "ada"

    class RefreshGrant(grants.RefreshTokenGrant):
        INCLUDE_NEW_REFRESH_TOKEN = True
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def authenticate_refresh_token(self, refresh_token):
            found = next((token for token in provider.tokens if token.refresh == refresh_token), None)
            if found and found.spent:
                provider.tokens.clear()
                return None
            return found and SimpleNamespace(token=found, get_scope=lambda: "", check_client=lambda client: True)

        def authenticate_user(self, refresh_token):
            return "ada"

        def revoke_old_credential(self, refresh_token):
            refresh_token.token.spent = provider.rotates
            refresh_token.token.expires_at = 0

    class ClientGrant(grants.ClientCredentialsGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_token(token: dict[str, Any], request: Any) -> None:
        token["expires_in"] = provider.life
        provider.tokens.append(Token(token["access_token"], token.get("refresh_token", ""), time() + provider.life))

    class Revocation(RevocationEndpoint):
        CLIENT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def query_token(self, token_string, token_type_hint):
            provider.revoked.append(token_type_hint)
            found = next((one for one in provider.tokens if token_string in (one.access, one.refresh)), None)
            return found and SimpleNamespace(token=found, check_client=lambda client: True)

        def revoke_token(self, token, request):
            provider.tokens.remove(token.token)

    server.register_endpoint(Revocation)
    server.register_grant(CodeGrant, [CodeChallenge(required=True)])
    server.register_grant(RefreshGrant)
    server.register_grant(ClientGrant)
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
    app.config["OAUTH2_SCOPES_SUPPORTED"] = ["orders.read", "orders.write"]
    server.init_app(app, save_token=save_token)

    @app.get("/authorize")
    def authorize() -> Any:
        """Ada agrees, or does not with `?deny`; with `?ask` she sees a page with both."""
        try:
            grant = server.get_consent_grant(end_user="ada")
        except OAuth2Error as error:
            return server.handle_error_response(request, error)
        if "ask" in request.args:
            return f"<title>Shopline</title><h1>Let {CLIENT_ID} use your account?</h1><form method=post>{BUTTONS}</form>"
        return server.create_authorization_response(grant_user=None if "deny" in request.args else "ada", grant=grant)

    @app.post("/authorize")
    def decide() -> Any:
        agreed = request.form["answer"] == "allow"
        return server.create_authorization_response(grant_user="ada" if agreed else None, grant=server.get_consent_grant("ada"))

    @app.post("/revoke")
    def revoke() -> Any:
        return server.create_endpoint_response(Revocation.ENDPOINT_NAME)

    @app.post("/token")
    def token() -> Any:
        provider.asked.append(request.form["grant_type"])
        if provider.pause:
            assert provider.pause.wait(20)
        if provider.echoes:
            told = f"not {request.form.get('refresh_token')} of {CLIENT_SECRET}"
            return jsonify(error="invalid_grant", error_description=told), 400
        return server.create_token_response()

    @app.get("/api/me")
    def me() -> Any:
        shown = request.headers.get("Authorization") or request.headers.get("X-Api-Key", "")
        provider.calls.append(shown)
        good = provider.is_good(shown.removeprefix("Bearer ")) or shown in provider.keys
        if good and not provider.shut:
            return jsonify(name="ada", shown=shown)
        return Response("no", 401)

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    server = make_server("127.0.0.1", 0, make_app(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
