"""The HTTP client for requests on behalf of tenants: `HttpPort` for real.

For: one request at a time, bounded in every direction, its failures classified.
Not here: retries (the flow's policy), meaning of a status (`runtime.components.http_answer`).

No redirects are followed, nothing is read from the environment (proxies, .netrc), no cookie is kept, and no connection is used
twice: what one tenant said to a server can never be continued by another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from time import perf_counter_ns

import httpcore2
import httpx2

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import HookyardError, RemoteProblem, StepProblem
from runtime.outbound.addresses import AllowList
from runtime.outbound.backend import CheckedBackend, Resolver, SystemResolver
from runtime.outbound.body import BoundedBody, garbage
from runtime.watching import meters

MAX_BODY = 1024 * 1024  # bytes, after decompression
CONNECT_TIMEOUT = 5.0  # seconds, for resolving and connecting
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"})


class OutboundClient:
    """Belongs to the event loop of its first request; `aclose` when that ends.

    `allow` are entries of `AllowList.parse`. `resolve` gives every address of a name.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str] = (),
        resolve: Resolver | None = None,
        max_body: int = MAX_BODY,
        connect_timeout: float = CONNECT_TIMEOUT,
    ) -> None:
        self._resolver = resolve or SystemResolver()
        self._max_body = max_body
        self._phases = {"timeout": {"connect": connect_timeout}}  # for the TLS handshake, which follows connecting
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=CheckedBackend(allow=AllowList.parse(allow), resolve=self._resolver, connect_timeout=connect_timeout),
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
    ) -> HttpAnswer:
        """`timeout` in seconds, from resolving the name to the last byte of the body.

        Raises `RemoteProblem` `remote_unreachable`, `remote_timeout`, `remote_too_large`, `remote_garbage`; `NotAllowed`
        `address_blocked`; `StepProblem` `url_invalid`, `request_malformed`.
        """
        request = build_request(method, url, headers, content)
        request.extensions = self._phases
        host = request.url.host.decode("ascii", "replace")
        begun, kind = perf_counter_ns(), "failed"
        try:
            async with asyncio.timeout(timeout):
                answer = await self._exchange(request)
            kind = f"{answer.status // 100}xx"
            return answer
        except TimeoutError:
            kind = "remote_timeout"
            raise _too_slow(host, f"no full answer within {timeout:g} s") from None
        except HookyardError as known:
            kind = known.code
            known.details.setdefault("host", host)
            raise
        except Exception as failure:
            problem = classify(failure, host)
            kind = problem.code
            raise problem from failure
        finally:
            meters.outbound[kind].observe((perf_counter_ns() - begun) // 1000)

    async def aclose(self) -> None:
        await self._pool.aclose()
        if isinstance(self._resolver, SystemResolver):
            self._resolver.close()

    async def _exchange(self, request: httpcore2.Request) -> HttpAnswer:
        response = await self._pool.handle_async_request(request)
        try:
            headers = read_headers(response.headers)
            body = BoundedBody(encoding=headers.get("content-encoding", ""), limit=self._max_body)
            async for chunk in response.aiter_stream():
                body.add(chunk)
            return HttpAnswer(status=response.status, headers=headers, body=body.finish())
        finally:
            await response.aclose()


def build_request(method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> httpcore2.Request:
    """Raises `StepProblem` `url_invalid` or `request_malformed`."""
    target = parse_url(url)
    pairs = [(name.encode("utf-8"), value.encode("utf-8", "replace")) for name, value in headers.items()]
    names = {name.lower() for name in headers}
    if forbidden := names & OURS:
        raise StepProblem(
            f"Leave out the header {min(forbidden)}: it is set from the URL and the body.", code="request_malformed"
        )
    defaults = [(b"User-Agent", b"Hookyard"), (b"Accept", b"*/*"), (b"Accept-Encoding", b"gzip")]
    pairs += [(name, value) for name, value in defaults if name.decode().lower() not in names]
    # httpx2 knows how to write a URL's host and a body's length into headers; only its client would add state.
    built = httpx2.Request(method, target, headers=[*pairs, (b"Connection", b"close")], content=content)
    return httpcore2.Request(
        method=built.method,
        url=httpcore2.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path),
        headers=built.headers.raw,
        content=built.stream,
    )


def parse_url(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as invalid:
        raise StepProblem(f"The URL cannot be read: {str(invalid)[:120]}.", code="url_invalid") from None
    if parsed.scheme not in ("http", "https") or not parsed.raw_host:
        raise StepProblem("The URL must begin with http:// or https:// and a host.", code="url_invalid")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise StepProblem("The port in the URL must be between 1 and 65535.", code="url_invalid")
    if parsed.userinfo:
        raise StepProblem("Take the name and password out of the URL and use a credential instead.", code="url_invalid")
    return parsed


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case; values of a repeated header joined as RFC 9110 section 5.3 says."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def classify(failure: Exception, host: str) -> HookyardError:
    """A failure of the library or the network as one of ours; what is neither is our bug and comes back as it is."""
    match failure:
        case httpcore2.TimeoutException():
            return _too_slow(host, str(failure) or "it is too slow")
        case httpcore2.LocalProtocolError():
            return StepProblem("A header of the request holds characters that HTTP does not allow.", code="request_malformed")
        case httpcore2.RemoteProtocolError():
            problem = garbage(str(failure)[:120].rstrip("."))
            problem.details["host"] = host
            return problem
        case httpcore2.NetworkError() | OSError():
            reason = str(failure)[:200].rstrip(".") or "the connection broke"
            return RemoteProblem(f"{host} cannot be reached: {reason}.", code="remote_unreachable", host=host)
    raise failure


def _too_slow(host: str, why: str) -> RemoteProblem:
    return RemoteProblem(f"{host} takes too long: {why}.", code="remote_timeout", host=host)
