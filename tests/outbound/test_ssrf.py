"""No request of a tenant reaches the inside: not by address, spelling, name, redirect, proxy or a change of mind."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from runtime.engine.errors import NotAllowed, RemoteProblem, StepProblem
from runtime.outbound.addresses import is_blocked
from runtime.outbound.client import OutboundClient
from tests.outbound import ssrf_cases

ADDRESSES = list(ssrf_cases.addresses())


async def refusal(http: OutboundClient, url: str, **more: object) -> str:
    """The code; a URL that cannot even be read, or a name that is none, leads nowhere either."""
    try:
        await http.request("GET", url, headers={}, content=None, timeout=5, **more)
    except (NotAllowed, StepProblem, RemoteProblem) as refused:
        return refused.code
    return "called"


class Names:
    """A resolver that says whatever a test needs, and reads numbers as the system does, without asking any server."""

    def __init__(self) -> None:
        self.answers: list[str] | None = None

    async def __call__(self, host: str, port: int) -> list[str]:
        if self.answers is not None:
            return self.answers
        if host.rstrip(".").lower() == "localhost":
            return ["127.0.0.1", "::1"]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(entry[4][0]) for entry in found]


names = Names()


@pytest.fixture
async def outside() -> AsyncIterator[OutboundClient]:
    """As in production, without any exception."""
    client = OutboundClient(resolve=names, own_hosts=["hooks.acme.example"])
    names.answers = None
    yield client
    await client.aclose()


def test_there_are_hundreds_of_them() -> None:
    assert len({address for address, _ in ADDRESSES}) > 400


@pytest.mark.parametrize("why", sorted({why.partition(",")[0] for _, why in ADDRESSES}))
async def test_an_address_of_this_kind_is_never_called(why: str, outside: OutboundClient) -> None:
    """n8n GHSA-jp9j, n8n-mcp CVE-2026-42449 and CVE-2026-39974, Flowise CVE-2026-31829."""
    for address in (address for address, of in ADDRESSES if of.partition(",")[0] == why):
        assert is_blocked(address), address
        literal = f"[{address}]" if ":" in address else address
        assert await refusal(outside, f"http://{literal}/") == "address_blocked", address
        names.answers = [address]
        assert await refusal(outside, "https://innocent.example.com/") == "address_blocked", address


@pytest.mark.parametrize("address", sorted(set(ssrf_cases.neighbours())))
def test_its_public_neighbours_stay_open(address: str) -> None:
    assert not is_blocked(address)


@pytest.mark.parametrize("kind", ["numbers", "names"])
async def test_an_odd_spelling_leads_nowhere(kind: str, outside: OutboundClient) -> None:
    for host in ssrf_cases.HOSTS[kind]:
        code = await refusal(outside, f"http://{host}/latest/meta-data/")
        assert code in ("address_blocked", "url_invalid", "remote_unreachable"), host


@pytest.mark.parametrize(
    "addresses",
    [
        ("8.8.8.8", "127.0.0.1"),
        ("127.0.0.1", "8.8.8.8"),
        ("2606:4700::1111", "::1"),
        ("8.8.8.8", "fd00::1"),
        ("8.8.8.8", "8.8.4.4", "1.1.1.1", "9.9.9.9", "10.0.0.1"),
        ("64:ff9b::7f00:1", "8.8.8.8"),
    ],
)
async def test_good_and_bad_answers_of_one_name_are_bad(addresses: tuple[str, ...], outside: OutboundClient) -> None:
    names.answers = list(addresses)
    assert await refusal(outside, "http://mixed.example.com/") == "address_blocked"


TARGETS = [f"[{address}]" if ":" in address else address for address in ssrf_cases.METADATA]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_it_is_followed_nowhere(status, server):
    """Only the first server may be called; the operator's exception names its port alone."""
    targets = [*TARGETS, "localhost", "0x7f.1", "2130706433", "[::ffff:169.254.169.254]"]
    names.answers = None

    async def redirect(request, writer):
        target = targets[len(server.requests) - 1]
        writer.write(f"HTTP/1.1 {status} Go\r\nLocation: http://{target}/latest/\r\nContent-Length: 0\r\n\r\n".encode())

    async with server.running(redirect):
        http = OutboundClient(allow=[f"127.0.0.1:{server.port}"], resolve=names)
        outcomes = [await refusal(http, f"http://127.0.0.1:{server.port}/", redirects=5) for _ in targets]
        await http.aclose()
    assert set(outcomes) == {"address_blocked"}
    assert len(server.requests) == len(targets)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://x/", "http://user:pw@x/", "javascript:1"],
)
async def test_a_redirect_to_another_protocol_is_none(location, server, answering, http):
    head = f"HTTP/1.1 302 Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    async with server.running(answering(head)):
        code = await refusal(http, f"http://127.0.0.1:{server.port}/", redirects=5)
    assert code in ("redirect_invalid", "remote_unreachable")
    assert len(server.requests) == 1


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
async def test_no_proxy_of_the_environment_opens_a_way(variable, monkeypatch, outside):
    monkeypatch.setenv(variable, "http://8.8.8.8:3128")
    assert await refusal(outside, "http://169.254.169.254/") == "address_blocked"


async def test_a_name_that_changes_its_mind_is_dialled_where_it_was_checked(server, answering):
    """Between check and connection there is no second question, so there is nothing to change."""
    asked = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) % 2 else ["169.254.169.254"]

    http = OutboundClient(resolve=rebinding, allow=["127.0.0.1"])
    async with server.running(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")):
        outcomes = [await refusal(http, f"http://rebinding.example.com:{server.port}/") for _ in range(6)]
    assert outcomes == ["called", "address_blocked"] * 3
    assert len(asked) == 6
    await http.aclose()


@pytest.mark.parametrize("host", ["hooks.acme.example", "HOOKS.acme.example", "hooks.acme.example."])
async def test_we_are_not_called_under_our_own_name(host: str, outside: OutboundClient) -> None:
    names.answers = ["8.8.8.8"]
    assert await refusal(outside, f"https://{host}/hooks/t/shared/x") == "address_blocked"


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 11211, 6667])
async def test_ports_of_other_services_stay_closed(port: int, outside: OutboundClient) -> None:
    names.answers = ["8.8.8.8"]
    assert await refusal(outside, f"http://public.example.com:{port}/") == "port_blocked"


async def test_many_names_at_once_are_all_refused(outside: OutboundClient) -> None:
    names.answers = ["10.0.0.1"]
    outcomes = await asyncio.gather(*[refusal(outside, f"http://n{number}.example.com/") for number in range(50)])
    assert set(outcomes) == {"address_blocked"}


async def test_our_own_address_is_for_the_operators_list_to_open(server, answering) -> None:
    """As on a machine of one's own, where everything is at 127.0.0.1."""
    http = OutboundClient(own_hosts=["127.0.0.1"], allow=["127.0.0.1"])
    async with server.running(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")):
        assert await refusal(http, f"http://127.0.0.1:{server.port}/") == "called"
    await http.aclose()
