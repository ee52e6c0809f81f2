"""Who is calling when a reverse proxy stands in front.

For: the caller's address and scheme as the trusted proxies tell them; every part of the product then reads one truth. And which
addresses are one caller to whoever counts.
Not here: what an address may do (allow lists, sign-in limits).

Only a request that comes from a trusted proxy is believed, and of `X-Forwarded-For` only what trusted proxies added: the last
address that is none of theirs. What stands left of it the caller may have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network


class TrustedProxies:
    """Reads CIDRs. Raises `ValueError` that names the setting for one that is none."""

    def __init__(self, entries: Sequence[str]) -> None:
        try:
            self._networks: tuple[Network, ...] = tuple(ip_network(entry.strip(), strict=False) for entry in entries)
        except ValueError as error:
            raise ValueError(f"HOOKYARD_TRUSTED_PROXIES: {error}. Write addresses or CIDRs, such as 10.0.0.0/8.") from None

    def __bool__(self) -> bool:
        return bool(self._networks)

    def trusts(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return any(parsed.version == network.version and parsed in network for network in self._networks)

    def caller(self, scope: Any) -> Any:
        """The scope with the caller's own address and scheme, when a trusted proxy handed the request on."""
        peer = scope.get("client")
        if not peer or not self.trusts(peer[0]):
            return scope
        told = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        schemes = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-proto"]
        scheme = ",".join(schemes).rpartition(",")[2].strip().lower()
        seen = {"client": (self._first_stranger(",".join(told), peer[0]), 0)}
        if scheme in ("http", "https"):
            seen["scheme"] = {"http": "ws", "https": "wss"}[scheme] if scope["type"] == "websocket" else scheme
        return {**scope, **seen}

    def _first_stranger(self, forwarded: str, peer: str) -> str:
        """From the right, the first address that is no proxy of ours; the last known one where the list ends or breaks off."""
        known = peer
        for entry in reversed(forwarded.split(",")):
            address = bare_address(entry)
            if not address:
                return known
            known = address
            if not self.trusts(address):
                return known
        return known


def bare_address(entry: str) -> str:
    """The address in an entry such as `203.0.113.7`, `203.0.113.7:4711` or `[2001:db8::1]:4711`; empty when it holds none."""
    entry = entry.strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Who is counted as one: an IPv4 address, and of IPv6 the network of 64 bits that a single household is given whole."""
    if ":" not in address:
        return address
    try:
        parsed = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
