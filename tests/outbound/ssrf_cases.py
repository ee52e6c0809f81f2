"""Every way we know to make a server call what it must not.

Addresses come from the special-purpose registries of IANA and the RFCs named beside them; of each network the first, the last and
one from the middle are tried, and every IPv4 one again in each form in which IPv6 can carry it.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import yaml

from tests.product import ROOT

V4 = {
    "0.0.0.0/8": "RFC 791: this network",
    "10.0.0.0/8": "RFC 1918",
    "100.64.0.0/10": "RFC 6598: carrier-grade NAT",
    "127.0.0.0/8": "RFC 1122: loopback",
    "169.254.0.0/16": "RFC 3927: link-local",
    "172.16.0.0/12": "RFC 1918",
    "192.0.0.0/24": "RFC 6890: protocol assignments",
    "192.0.2.0/24": "RFC 5737: documentation",
    "192.31.196.0/24": "RFC 7535: AS112",
    "192.52.193.0/24": "RFC 7450: AMT",
    "192.88.99.0/24": "RFC 7526: 6to4 relays",
    "192.168.0.0/16": "RFC 1918",
    "192.175.48.0/24": "RFC 7534: AS112",
    "198.18.0.0/15": "RFC 2544: benchmarking",
    "198.51.100.0/24": "RFC 5737: documentation",
    "203.0.113.0/24": "RFC 5737: documentation",
    "224.0.0.0/4": "RFC 1112: multicast",
    "240.0.0.0/4": "RFC 1112: reserved, and broadcast",
}
V6 = {
    "::/128": "RFC 4291: unspecified",
    "::1/128": "RFC 4291: loopback",
    "::/96": "RFC 4291: IPv4-compatible",
    "64:ff9b:1::/48": "RFC 8215: local translation",
    "100::/64": "RFC 6666: discard",
    "100:0:0:1::/64": "RFC 9780: dummy",
    "2001::/32": "RFC 4380: Teredo",
    "2001:1::1/128": "RFC 7723: PCP",
    "2001:2::/48": "RFC 5180: benchmarking",
    "2001:3::/32": "RFC 7450: AMT",
    "2001:4:112::/48": "RFC 7535: AS112",
    "2001:10::/28": "RFC 4843: ORCHID",
    "2001:20::/28": "RFC 7343: ORCHIDv2",
    "2001:30::/28": "RFC 9374: drone identifiers",
    "2001:db8::/32": "RFC 3849: documentation",
    "2002::/16": "RFC 3056: 6to4",
    "2620:4f:8000::/48": "RFC 7534: AS112",
    "3fff::/20": "RFC 9637: documentation",
    "5f00::/16": "RFC 9602: segment routing",
    "fc00::/7": "RFC 4193: unique local",
    "fe80::/10": "RFC 4291: link-local",
    "fec0::/10": "RFC 3879: site-local",
    "ff00::/8": "RFC 4291: multicast",
}
HOSTS: dict[str, list[str]] = yaml.safe_load((ROOT / "fixtures/hostile/hosts.yaml").read_text())
METADATA = HOSTS["metadata"]


def addresses() -> Iterator[tuple[str, str]]:
    """(address, why it is never called)"""
    for text, why in V4.items():
        network = IPv4Network(text)
        middle = network.network_address + network.num_addresses // 2
        for address in dict.fromkeys((network.network_address, middle, network.broadcast_address)):
            yield str(address), why
            yield from ((carried, f"{why}, {how}") for carried, how in in_ipv6(address))
    for text, why in V6.items():
        six = IPv6Network(text)
        ends = (six.network_address, six.network_address + six.num_addresses // 2, six.broadcast_address)
        yield from ((str(address), why) for address in dict.fromkeys(ends))
    yield from ((address, "metadata of a cloud") for address in METADATA)


def in_ipv6(address: IPv4Address) -> Iterator[tuple[str, str]]:
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    yield str(IPv6Address(0xFFFF00000000 | number)), "mapped (RFC 4291)"
    yield f"::ffff:0:{high:x}:{low:x}", "translated (RFC 2765)"
    yield f"::{high:x}:{low:x}", "compatible (RFC 4291)"
    yield f"64:ff9b::{high:x}:{low:x}", "NAT64 (RFC 6052)"
    yield f"64:ff9b:1::{high:x}:{low:x}", "local NAT64 (RFC 8215)"
    yield f"2002:{high:x}:{low:x}::1", "6to4 (RFC 3056)"
    yield str(IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))), "Teredo (RFC 4380)"
    yield f"2606:4700::5efe:{high:x}:{low:x}", "ISATAP (RFC 5214)"


def neighbours() -> Iterator[str]:
    """Public addresses right beside the networks, which must stay open, or flows could not call half of the world."""
    blocked = [IPv4Network(text) for text in V4]
    for network in blocked:
        for address in (int(network.network_address) - 1, int(network.broadcast_address) + 1):
            if 0 < address < 2**32 and not any(IPv4Address(address) in other for other in blocked):
                yield str(IPv4Address(address))
