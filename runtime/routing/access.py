"""The checks of one endpoint on who calls and with what, compiled once.

For: addresses, origins of web pages and kinds of body. An endpoint that asks for none of these has no `Access` at all.
Not here: reading the settings (`runtime.engine.access_rules`), answering (`runtime.ingress.admission`).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from runtime.engine.access_rules import ANY_ORIGIN, Network, read_networks, read_origins
from runtime.engine.definition import EndpointConfig
from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.media import EXAMPLES, kind_of


@dataclass(frozen=True, slots=True)
class Access:
    """`networks` None lets every address in, `kinds` None takes every body; no `origins` is no page of another origin."""

    networks: tuple[Network, ...] | None
    origins: frozenset[str]
    kinds: frozenset[str] | None

    def admits(self, address: str) -> bool:
        """An address that cannot be read, as that of a local socket, is on no list."""
        if self.networks is None:
            return True
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return any(parsed.version == network.version and parsed in network for network in self.networks)

    def origin_told(self, origin: str) -> str:
        """What an answer tells a page of this origin: the origin, `*`, or nothing when it may not read the answer."""
        if ANY_ORIGIN in self.origins:
            return ANY_ORIGIN
        origin = origin.lower()
        if origin in self.origins:
            return origin
        scheme, mark, host = origin.partition("://")
        while mark and "." in host:
            host = host.partition(".")[2]
            if f"{scheme}://*.{host}" in self.origins:
                return origin
        return ""

    def check_type(self, content_type: str) -> None:
        """Raises NotAllowed `content_type_not_taken`. Without a type the body may be JSON, text or bytes."""
        if self.kinds is None:
            return
        kind = kind_of(content_type.partition(";")[0].strip().lower())
        if kind in self.kinds or (not kind and self.kinds & {"json", "text", "binary"}):
            return
        raise NotAllowed(
            f"This endpoint takes {self.types}, not {content_type[:100] or 'a body without a type'}.",
            code="content_type_not_taken",
        )

    @property
    def types(self) -> str:
        """One media type for each kind that is taken."""
        return ", ".join(EXAMPLES[kind] for kind in EXAMPLES if self.kinds is None or kind in self.kinds)


def compile_access(config: EndpointConfig, kinds: tuple[str, ...]) -> Access | None:
    """`kinds` are the kinds of body the URL takes; none named is all. None when the endpoint asks for nothing here."""
    if not (config.allowed_addresses or config.allowed_origins or kinds):
        return None
    return Access(
        networks=read_networks(config.allowed_addresses) if config.allowed_addresses else None,
        origins=read_origins(config.allowed_origins),
        kinds=frozenset(kinds) or None,
    )
