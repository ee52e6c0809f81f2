"""Connecting: resolve once, check every address, dial exactly what was checked.

For: the network backend below the HTTP client, the place where nothing later can change the target.
Not here: HTTP (`client`), which addresses are private (`addresses`).

TLS is started by the client above on the name it was asked for, so SNI and the certificate check keep the name while the
socket goes to the checked address. A name that resolves differently a moment later ("rebinding") is never asked again.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import anyio
import httpcore2

from runtime.engine.errors import NotAllowed
from runtime.outbound.addresses import AllowList, is_blocked

Resolver = Callable[[str, int], Awaitable[list[str]]]

ADDRESSES_TRIED = 4


class SystemResolver:
    """getaddrinfo on threads of its own: a name server that hangs must not occupy the threads of everybody else."""

    def __init__(self, threads: int = 8) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> list[str]:
        """Every address of the name, in the system's order. Raises `OSError` or `UnicodeError` when there is none."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, self._look_up, host, port)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    @staticmethod
    def _look_up(host: str, port: int) -> list[Any]:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Refuses a host when any of its addresses is blocked: an attacker may mix good and bad answers."""

    def __init__(
        self,
        *,
        allow: AllowList,
        resolve: Resolver,
        connect_timeout: float,
        sockets: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow = allow
        self._resolve = resolve
        self._connect_timeout = connect_timeout
        self._sockets = sockets or httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises `NotAllowed` `address_blocked`, `httpcore2.ConnectError`, `httpcore2.ConnectTimeout`."""
        try:
            async with asyncio.timeout(self._connect_timeout):
                return await self._dial(host, port, await self._checked_addresses(host, port))
        except TimeoutError as late:
            raise httpcore2.ConnectTimeout(f"no connection within {self._connect_timeout:g} s") from late

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        raise blocked("a local socket")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        try:
            addresses = [host] if is_address(host) else await self._resolve(host, port)
        except (OSError, UnicodeError) as unknown:
            raise httpcore2.ConnectError("its name cannot be resolved") from unknown
        if not addresses:
            raise httpcore2.ConnectError("its name has no address")
        if any(is_blocked(address, port=port, host=host, allow=self._allow) for address in addresses):
            raise blocked(host)
        return addresses[:ADDRESSES_TRIED]

    async def _dial(self, host: str, port: int, addresses: list[str]) -> httpcore2.AsyncNetworkStream:
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = await self._sockets.connect_tcp(address, port)
            except httpcore2.ConnectError as refused:
                failure = refused
                continue
            # What counts is who is at the other end of the socket, whatever happened on the way there.
            if is_blocked(stream.get_extra_info("server_addr")[0], port=port, host=host, allow=self._allow):
                await stream.aclose()
                raise blocked(host)
            return ClosingStream(stream)
        raise httpcore2.ConnectError("it does not accept connections") from failure


class ClosingStream(httpcore2.AsyncNetworkStream):
    """Closes the socket when a TLS handshake is cancelled; httpcore2 only does so when it fails, and would leak it."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self.read = stream.read  # type: ignore[method-assign]
        self.write = stream.write  # type: ignore[method-assign]
        self.aclose = stream.aclose  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
            raise


def blocked(host: str) -> NotAllowed:
    """Names the host as the builder wrote it; the address stays unsaid, since it may tell about our network."""
    return NotAllowed(
        f"{host} is on a private or reserved network, which flows may not call. Use a public address, or ask whoever runs this "
        "installation to add it to HOOKYARD_OUTBOUND_ALLOW.",
        code="address_blocked",
        host=host,
    )


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
