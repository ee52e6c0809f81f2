"""What the environment says of single sign-on, checked at start: a mistake in it would lock people out, or let them in.

Not here: signing in with it (`designer.signing_in`).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROLES = ("viewer", "operator", "builder")  # nobody becomes owner by having an address


@dataclass(frozen=True, slots=True)
class Join:
    """Who has a verified address of this domain and no account yet joins this tenant."""

    domain: str
    slug: str
    role: str


def joins_of(entries: list[str]) -> list[Join]:
    """Reads `acme.example=acme-builders:viewer`."""
    joins = []
    for entry in entries:
        domain, _, place = entry.strip().partition("=")
        slug, _, role = place.partition(":")
        if not (domain and slug) or (role or ROLES[0]) not in ROLES:
            raise ImproperlyConfigured(f"OIDC_JOIN: {entry!r} is not <domain>=<tenant>:<{', '.join(ROLES)}>.")
        joins.append(Join(domain.lower(), slug, role or ROLES[0]))
    return joins


def checked_issuer(issuer: str, client_id: str) -> str:
    """As it was given, since it is compared letter by letter."""
    if not issuer:
        return ""
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        raise ImproperlyConfigured("OIDC_ISSUER: begins with https:// (http:// only for this very machine).")
    if not client_id:
        raise ImproperlyConfigured("OIDC_ISSUER is set, so OIDC_CLIENT_ID is needed too.")
    return issuer


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
