"""How the provider of single sign-on is asked: through the same door as every request of ours to the outside.

For: authlib's session, whose requests leave by `runtime.outbound`: connected to the address that was checked, bounded in time and
size, no redirect, nothing read from the environment but the certificates of an authority of one's own (`SSL_CERT_FILE`).
Not here: what is asked and believed (`single_sign_on`).

The issuer is the operator's choice, so it may stand on a private network. What it names beside itself may not, unless
`HOOKYARD_OUTBOUND_ALLOW` lets it.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from requests import ConnectionError as Unreachable
from requests import PreparedRequest, Response
from requests import RequestException as NoAnswer
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import HookyardError
from runtime.outbound.client import OURS, OutboundClient

__all__ = ("NoAnswer", "SafeSession")
TIMEOUT = 10.0  # seconds, from looking up the name to the last byte
PORTS = {"http": 80, "https": 443}


class SafeSession(OAuth2Session):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trust_env = False  # no proxy and no .netrc, which would carry the client's secret elsewhere
        self.max_redirects = 0
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Door())


class _Door(BaseAdapter):
    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Raises `requests.ConnectionError` with what our door says."""
        try:
            return _as_response(request, asyncio.run(_ask(request)))
        except HookyardError as refusal:
            raise Unreachable(f"{refusal.code}: {refusal.message}", request=request) from refusal

    def close(self) -> None:
        """Nothing stays open."""


async def _ask(request: PreparedRequest) -> HttpAnswer:
    client = OutboundClient(allow=[*settings.OUTBOUND_ALLOW, _issuer()], tls=httpx2.create_ssl_context())
    ours = {*OURS, "accept-encoding"}
    headers = {name: value for name, value in request.headers.items() if name.lower() not in ours}
    content = request.body.encode() if isinstance(request.body, str) else request.body
    try:
        return await client.request(request.method, request.url, headers=headers, content=content, timeout=TIMEOUT)
    finally:
        await client.aclose()


def _issuer() -> str:
    """As an entry of the list of what may be called although it is private."""
    parts = urlsplit(settings.OIDC_ISSUER)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{host}:{parts.port or PORTS[parts.scheme]}"


def _as_response(request: PreparedRequest, answer: HttpAnswer) -> Response:
    response = Response()
    response.status_code, response.url, response.request = answer.status, request.url or "", request
    response.headers = CaseInsensitiveDict(answer.headers)
    response.encoding = "utf-8"
    response._content = answer.body  # read and unpacked already
    return response
