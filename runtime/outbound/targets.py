"""What a URL of a tenant's request may say, and where a redirect leads.

For: reading URLs, ports that no web service has, hosts a credential is for, the next request after a redirect. Pure.
Not here: addresses (`addresses`): a name says nothing about where it leads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import httpx2

from runtime.engine.errors import NotAllowed, RemoteProblem, StepProblem

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
# Names of headers that are for the first host alone.
OF_THE_HOST = frozenset({"authorization", "cookie", "proxy-authorization"})
# The ports of the Fetch standard, where a request could be taken for a command of another protocol, and those of databases.
CLOSED_PORTS = frozenset(
    (1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
     110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
     531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049, 3306,
     3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
     27017)
)  # fmt: skip


def parse_url(url: str) -> httpx2.URL:
    """Raises `StepProblem` `url_invalid`."""
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


def port_of(url: httpx2.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def is_for(host: str, allowed: Collection[str]) -> bool:
    """Whether a host is one of those named: `api.example.com`, or `*.example.com` for every name below it."""
    host = host.lower().rstrip(".")
    return any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in allowed)


def check_host(url: httpx2.URL, allowed: Collection[str]) -> None:
    """Raises `NotAllowed` `host_not_allowed`. No names allow every host."""
    host = url.raw_host.decode("ascii", "replace")
    if allowed and not is_for(host, allowed):
        raise NotAllowed(
            f"The credential of this step is only for {', '.join(sorted(allowed))}, not for {host}. Correct the URL, or the "
            "credential's allowed hosts.",
            code="host_not_allowed",
            host=host,
        )


def next_url(url: httpx2.URL, location: str) -> httpx2.URL:
    """Raises `RemoteProblem` `redirect_invalid`."""
    try:
        following = parse_url(str(url.join(location)))
    except (httpx2.InvalidURL, ValueError, StepProblem):
        raise RemoteProblem("The service redirects to an address that cannot be called.", code="redirect_invalid") from None
    if url.scheme == "https" and following.scheme == "http":
        raise RemoteProblem("The service redirects from https to http, which would tell the request to anybody on the way.",
                            code="redirect_invalid")  # fmt: skip
    return following


def next_method(method: str, status: int) -> str:
    """As browsers do: only 307 and 308 repeat what was sent."""
    if status in (307, 308) or method in ("GET", "HEAD"):
        return method
    return method if status in (301, 302) and method != "POST" else "GET"


def headers_for(url: httpx2.URL, first: httpx2.URL, headers: Mapping[str, str], secret: Collection[str]) -> dict[str, str]:
    """What goes along: secrets only to the very origin that they were meant for."""
    if (url.scheme, url.raw_host, port_of(url)) == (first.scheme, first.raw_host, port_of(first)):
        return dict(headers)
    kept_back = OF_THE_HOST | {name.lower() for name in secret}
    return {name: value for name, value in headers.items() if name.lower() not in kept_back}
