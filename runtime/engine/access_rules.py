"""Who may call an endpoint from where: addresses, origins of web pages, and the kinds of body it takes.

For: reading these settings, and what is wrong with them. Pure; the door compiles what is read here.
Not here: methods and credentials (`endpoint_rules`), enforcing anything (`runtime.routing.access`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from runtime.engine.definition import EndpointConfig
from runtime.engine.problems import Problem

Network = IPv4Network | IPv6Network

ANY_ORIGIN = "*"
# RFC 6454, 6.2, as browsers write it; a leading `*.` stands for every name below the one behind it.
_ORIGIN = re.compile(r"(https?)://((?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?\Z")
_USUAL_PORTS = {"http": ":80", "https": ":443"}


def access_problems(endpoint: EndpointConfig) -> Iterator[Problem]:
    for position, text in enumerate(endpoint.allowed_addresses):
        try:
            read_network(text)
        except ValueError as error:
            yield Problem("address_malformed", str(error), field=f"endpoint.allowedAddresses[{position}]")
    for position, text in enumerate(endpoint.allowed_origins):
        try:
            read_origin(text)
        except ValueError as error:
            yield Problem("origin_malformed", str(error), field=f"endpoint.allowedOrigins[{position}]")
    if ANY_ORIGIN in endpoint.allowed_origins and len(endpoint.allowed_origins) > 1:
        message = "* lets every page call already; leave the other origins out, or take the * away."
        yield Problem("origin_redundant", message, severity="warning", field="endpoint.allowedOrigins")


def read_network(text: str) -> Network:
    """An address or a network in CIDR form. Raises `ValueError` that says what to write instead."""
    try:
        return ip_network(text)
    except ValueError:
        pass
    try:
        meant = ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is no address: write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.") from None
    raise ValueError(f"{text} names a network by an address inside it: write {meant}, or the address alone.")


def read_origin(text: str) -> str:
    """An origin as browsers send it, without a port that goes without saying. Raises `ValueError`."""
    if text == ANY_ORIGIN:
        return text
    origin = text.strip().lower().removesuffix("/")
    found = _ORIGIN.match(origin)
    if not found:
        raise ValueError(f"{text!r} is no origin: write https://shop.example, https://*.shop.example, or * for every page.")
    return origin.removesuffix(_USUAL_PORTS[found[1]])


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Those that can be read: only a draft holds others, and there each one less lets fewer in."""
    networks = []
    for text in texts:
        try:
            networks.append(read_network(text))
        except ValueError:
            continue
    return tuple(networks)


def read_origins(texts: Sequence[str]) -> frozenset[str]:
    origins = set()
    for text in texts:
        try:
            origins.add(read_origin(text))
        except ValueError:
            continue
    return frozenset(origins)
