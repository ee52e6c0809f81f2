"""The HTTP client for requests on behalf of tenants: `HttpPort` for real.

For: one request at a time, bounded in every direction, its failures classified.
Not here: retries (the flow's policy), meaning of a status (`runtime.components.http_answer`).

Redirects are followed only when asked for, each one checked like the first; nothing is read from the environment (proxies,
.netrc), no cookie is kept, and a connection is used again only by the owner that opened it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import httpcore2
import httpx2

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import HookyardError, NotAllowed, RemoteProblem, StepProblem
from runtime.outbound import targets
from runtime.outbound.addresses import AllowList
from runtime.outbound.backend import CheckedBackend, Resolver, SystemResolver, is_address
from runtime.outbound.body import BoundedBody, garbage
from runtime.outbound.pools import Pools
from runtime.outbound.watched import watched

MAX_BODY = 1024 * 1024  # bytes, after decompression
CONNECT_TIMEOUT = 5.0  # seconds, for resolving and connecting
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"})
# RFC 9110, 9.2.2: sending these twice is like sending them once.
REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
HUNG_UP = "Server disconnected without sending a response."


class OutboundClient:
    """Belongs to the event loop of its first request; `aclose` when that ends.

    `allow` are entries of `AllowList.parse`. `own_hosts` are names under which we are reached ourselves: flows call each other
    by a step, and what only looks like the outside must not reach us. `resolve` gives every address of a name.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str] = (),
        own_hosts: Collection[str] = (),
        resolve: Resolver | None = None,
        max_body: int = MAX_BODY,
        connect_timeout: float = CONNECT_TIMEOUT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._resolver = resolve or SystemResolver()
        self._max_body = max_body
        self._phases = {"timeout": {"connect": connect_timeout}}  # for the TLS handshake, which follows connecting
        self._allow = AllowList.parse(allow)
        # Of an address the operator's list speaks as of any other.
        self._own_hosts = frozenset(host.lower().rstrip(".") for host in own_hosts if not is_address(host))
        tls = tls or httpx2.create_ssl_context(trust_env=False)
        backend = CheckedBackend(allow=self._allow, resolve=self._resolver, connect_timeout=connect_timeout)
        self._pools = Pools(
            lambda kept, seconds: httpcore2.AsyncConnectionPool(
                ssl_context=tls,
                max_connections=None,
                max_keepalive_connections=kept,
                keepalive_expiry=seconds,
                network_backend=backend,
            )
        )

    def of(self, owner: str) -> OwnedClient:
        """The same door for one owner, whose connections are kept open for its next request."""
        return OwnedClient(self, owner)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
        redirects: int = 0,
        hosts: Collection[str] = (),
        secret_headers: Collection[str] = (),
        owner: str = "",
        cut_at: int | None = None,
    ) -> HttpAnswer:
        """`timeout` in seconds, from resolving the name to the last byte of the body, over all `redirects`. With `cut_at`, only
        so many bytes of the body are read, and a longer one is no problem.

        `hosts` are the only ones that the request may begin with; `secret_headers` go to no other origin, nor does any cookie
        or authorisation. Raises `RemoteProblem` `remote_unreachable`, `remote_timeout`, `remote_too_large`, `remote_garbage`,
        `redirect_invalid`, `too_many_redirects`; `NotAllowed` `address_blocked`, `port_blocked`, `host_not_allowed`;
        `StepProblem` `url_invalid`, `request_malformed`.
        """
        first = targets.parse_url(url)
        targets.check_host(first, hosts)
        told, at = dict(headers), first
        try:
            async with asyncio.timeout(timeout):
                for _ in range(redirects + 1):
                    answer = await self._call(method, at, told, content, owner, cut_at)
                    location = answer.headers.get("location", "")
                    if not redirects or answer.status not in targets.REDIRECTS or not location:
                        return answer
                    at = targets.next_url(at, location)
                    again = targets.next_method(method, answer.status)
                    if again != method:
                        method, content = again, None
                        told = {name: value for name, value in told.items() if not name.lower().startswith("content-")}
                    told = targets.headers_for(at, first, told, secret_headers)
                raise RemoteProblem(f"The service redirects more than {redirects} times.", code="too_many_redirects")
        except TimeoutError:
            raise _too_slow(_host(at), f"no full answer within {timeout:g} s") from None
        except HookyardError as known:
            known.details.setdefault("host", _host(at))
            raise
        except Exception as failure:
            raise classify(failure, _host(at)) from failure

    async def aclose(self) -> None:
        await self._pools.aclose()
        if isinstance(self._resolver, SystemResolver):
            self._resolver.close()

    async def _call(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], content: bytes | None, owner: str, cut_at: int | None
    ) -> HttpAnswer:
        with watched(method, _host(url), headers) as call:
            answer = await self._send(method, url, call.headers, content, owner, cut_at)
            call.outcome = f"{answer.status // 100}xx"
            return answer

    async def _send(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], content: bytes | None, owner: str, cut_at: int | None
    ) -> HttpAnswer:
        self._check_target(url)
        request = build_request(method, url, headers, content, keep=bool(owner))
        request.extensions = self._phases
        try:
            return await self._exchange(request, owner, cut_at)
        except (httpcore2.RemoteProtocolError, httpcore2.NetworkError) as broken:
            # The server may have closed a kept connection while the request was on its way to it.
            closed_on_us = isinstance(broken, httpcore2.ReadError | httpcore2.WriteError) or str(broken) == HUNG_UP
            if not owner or method not in REPEATABLE or not closed_on_us:
                raise
        request = build_request(method, url, headers, content, keep=False)
        request.extensions = self._phases
        return await self._exchange(request, "", cut_at)

    def _check_target(self, url: httpx2.URL) -> None:
        host, port = _host(url), targets.port_of(url)
        if self._allow.names(host, port):
            return
        if host.lower().rstrip(".") in self._own_hosts:
            raise NotAllowed(
                f"{host} is this installation itself. Use a Call flow step, or ask whoever runs it to add {host}:{port} to "
                "HOOKYARD_OUTBOUND_ALLOW.",
                code="address_blocked",
                host=host,
            )
        if port in targets.CLOSED_PORTS and not self._allow.opens(port):
            raise NotAllowed(
                f"Port {port} belongs to another kind of service, which flows may not call. Use the port of a web service.",
                code="port_blocked",
                host=host,
            )

    async def _exchange(self, request: httpcore2.Request, owner: str, cut_at: int | None) -> HttpAnswer:
        response = await self._pools.exchange(owner, request)
        try:
            headers = read_headers(response.headers)
            body = BoundedBody(encoding=headers.get("content-encoding", ""), limit=self._max_body, cut_at=cut_at)
            async for chunk in response.aiter_stream():
                body.add(chunk)
                if body.is_cut:
                    break
            return HttpAnswer(status=response.status, headers=headers, body=body.finish())
        finally:
            await response.aclose()
            self._pools.done(owner)


@dataclass(frozen=True, slots=True)
class OwnedClient:
    client: OutboundClient
    owner: str

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,
        redirects: int = 0,
        hosts: Collection[str] = (),
        secret_headers: Collection[str] = (),
    ) -> HttpAnswer:
        return await self.client.request(
            method,
            url,
            headers=headers,
            content=content,
            timeout=timeout,
            redirects=redirects,
            hosts=hosts,
            secret_headers=secret_headers,
            owner=self.owner,
        )


def build_request(
    method: str, target: httpx2.URL, headers: Mapping[str, str], content: bytes | None, *, keep: bool
) -> httpcore2.Request:
    """Raises `StepProblem` `request_malformed`."""
    pairs = [(name.encode("utf-8"), value.encode("utf-8", "replace")) for name, value in headers.items()]
    names = {name.lower() for name in headers}
    if forbidden := names & OURS:
        raise StepProblem(
            f"Leave out the header {min(forbidden)}: it is set from the URL and the body.", code="request_malformed"
        )
    defaults = [(b"User-Agent", b"Hookyard"), (b"Accept", b"*/*"), (b"Accept-Encoding", b"gzip")]
    pairs += [(name, value) for name, value in defaults if name.decode().lower() not in names]
    pairs += [] if keep else [(b"Connection", b"close")]
    # httpx2 knows how to write a URL's host and a body's length into headers; only its client would add state.
    built = httpx2.Request(method, target, headers=pairs, content=content)
    return httpcore2.Request(
        method=built.method,
        url=httpcore2.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path),
        headers=built.headers.raw,
        content=built.stream,
    )


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
        case httpcore2.RemoteProtocolError() if str(failure) == HUNG_UP:
            return RemoteProblem(f"{host} cannot be reached: it hung up without an answer.", code="remote_unreachable", host=host)
        case httpcore2.RemoteProtocolError():
            problem = garbage(str(failure)[:120].rstrip("."))
            problem.details["host"] = host
            return problem
        case httpcore2.NetworkError() | OSError():
            reason = str(failure)[:200].rstrip(".") or "the connection broke"
            return RemoteProblem(f"{host} cannot be reached: {reason}.", code="remote_unreachable", host=host)
    raise failure


def _host(url: httpx2.URL) -> str:
    return url.raw_host.decode("ascii", "replace")


def _too_slow(host: str, why: str) -> RemoteProblem:
    return RemoteProblem(f"{host} takes too long: {why}.", code="remote_timeout", host=host)
