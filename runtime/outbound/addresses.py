"""Which addresses we never call for a tenant.

For: one pure question about an address, and the operator's list of exceptions.
Not here: looking names up, connecting (`backend`).

The list is the union of the IANA special-purpose registries
(https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry),
multicast, deprecated translation ranges and the metadata addresses of cloud providers. Only addresses as resolved and connected
to are asked about: spellings such as `0x7f.1` or `2130706433` are the resolver's to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

BLOCKED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; 0.0.0.0 itself reaches the local machine
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; holds a metadata address (100.100.100.200)
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host agent, a public address that is not public
        "169.254.0.0/16",  # link-local; the usual metadata address
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; holds a metadata address (192.0.0.192)
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

# IPv6 is the other way round: only 2000::/3 is given out, so the rest is blocked, and these parts of it.
GLOBAL_V6 = IPv6Network("2000::/3")
BLOCKED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, AMT, AS112
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, deprecated: any IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
MAPPED = IPv6Network("::ffff:0:0/96")
NAT64 = IPv6Network("64:ff9b::/96")  # how an IPv6-only network reaches IPv4, so public addresses inside are fine
ISATAP_MARKS = (0x00005EFE, 0x02005EFE)  # RFC 5214: interface ids that carry an IPv4 address


def is_blocked(address: str | Address, *, port: int | None = None, host: str = "", allow: AllowList | None = None) -> bool:
    """Whether a tenant's request must not connect to this address, unless the operator's list allows it there.

    Raises `ValueError` for text that is no IP address.
    """
    parsed = unwrap(ip_address(address.partition("%")[0]) if isinstance(address, str) else address)
    if allow is not None and allow.permits(parsed, port=port, host=host):
        return False
    if isinstance(parsed, IPv4Address):
        return any(parsed in network for network in BLOCKED_V4)
    if parsed not in GLOBAL_V6 or any(parsed in network for network in BLOCKED_V6):
        return True
    inner = _isatap(parsed)
    return inner is not None and is_blocked(inner)


def unwrap(address: Address) -> Address:
    """The IPv4 address that a mapped or NAT64 address stands for; any other address itself."""
    if isinstance(address, IPv6Address) and (address in MAPPED or address in NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _isatap(address: IPv6Address) -> IPv4Address | None:
    marked = (int(address) >> 32) & 0xFFFFFFFF in ISATAP_MARKS
    return IPv4Address(int(address) & 0xFFFFFFFF) if marked else None


@dataclass(frozen=True, slots=True)
class AllowList:
    """Where the operator lets requests go although the address is private. Port None means any port."""

    networks: tuple[tuple[Network, int | None], ...] = ()
    hosts: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> AllowList:
        """Reads `10.1.0.0/16`, `10.1.2.3`, `10.1.2.3:8080`, `[fd00::1]:8080` and `erp.internal:8080`.

        Raises `ValueError` that names the entry.
        """
        networks: list[tuple[Network, int | None]] = []
        hosts: set[tuple[str, int]] = set()
        for entry in entries:
            host, port = _split(entry)
            try:
                networks.append((ip_network(host), port))
            except ValueError:
                if port is None or "/" in host or not host:
                    raise ValueError(
                        f"HOOKYARD_OUTBOUND_ALLOW: {entry!r} is neither a network, an address nor host:port"
                    ) from None
                hosts.add((host.lower(), port))
        return cls(networks=tuple(networks), hosts=frozenset(hosts))

    def names(self, host: str, port: int) -> bool:
        """Whether this very host and port stand on the list."""
        return (host.lower().rstrip("."), port) in self.hosts

    def opens(self, port: int) -> bool:
        """Whether some network is let in at this very port."""
        return any(allowed == port for _, allowed in self.networks)

    def permits(self, address: Address, *, port: int | None, host: str) -> bool:
        if port is not None and self.names(host, port):
            return True
        return any(
            address.version == network.version and address in network and allowed_port in (None, port)
            for network, allowed_port in self.networks
        )


def _split(entry: str) -> tuple[str, int | None]:
    """Host and port; a bare IPv6 address has colons but no port."""
    entry = entry.strip()
    if entry.startswith("["):
        host, bracket, port = entry[1:].partition("]")
        host, port = host if bracket else entry, port.removeprefix(":")
    elif entry.count(":") == 1:
        host, _, port = entry.partition(":")
    else:
        host, port = entry, ""
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"HOOKYARD_OUTBOUND_ALLOW: {entry!r} has no valid port")
    return host, int(port) if port else None
