"""Redirects when they are asked for, and connections that are kept for their owner alone."""

from __future__ import annotations

import asyncio

import pytest

from runtime.engine.errors import NotAllowed, RemoteProblem
from runtime.outbound import pools, targets
from runtime.outbound.client import OutboundClient

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
SECRETS = {
    "Authorization": "Bearer s3cret",
    "X-Key": "s3cret",
    "Cookie": "a=s3cret",
    "X-Plain": "p",
    "Content-Type": "text/plain",
}


def to(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


async def call(http, url, method="GET", headers=None, content=None, **more):
    return await http.request(method, url, headers=headers or {}, content=content, timeout=5, **more)


async def keep_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers every request of a connection."""
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(OK)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
        (302, "PUT", "PUT"),
        (303, "PUT", "GET"),
        (302, "HEAD", "HEAD"),
    ],
)
async def test_a_redirect_is_followed_as_browsers_do(status, method, then, http, server):
    async def once(request, writer):
        writer.write(to("/there?x=1", status) if len(server.requests) == 1 else OK)

    async with server.running(once):
        answer = await call(http, f"http://127.0.0.1:{server.port}/here", method, SECRETS, b"body", redirects=1)
    assert answer.status == 200
    second = server.requests[1]
    assert second.startswith(f"{then} /there?x=1 ".encode())
    assert second.endswith(b"\r\n\r\nbody") is (then == method), "what was sent is sent again, or nothing is"
    assert b"Bearer s3cret" in second, "the same origin gets what it was meant to get"


async def test_secrets_stay_behind_when_the_origin_changes(http, server):
    other = type(server)()

    async def onwards(request, writer):
        writer.write(to(f"http://127.0.0.1:{other.port}/"))

    async def end(request, writer):
        writer.write(OK)

    async with server.running(onwards), other.running(end):
        await call(http, f"http://127.0.0.1:{server.port}/", headers=SECRETS, redirects=1, secret_headers=["x-key"])
    assert b"s3cret" in server.requests[0]
    assert b"s3cret" not in other.requests[0]
    assert b"X-Plain: p" in other.requests[0]


async def test_a_loop_ends(http, server, answering):
    async with server.running(answering(to("/again"))):
        with pytest.raises(RemoteProblem) as refused:
            await call(http, f"http://127.0.0.1:{server.port}/", redirects=5)
    assert refused.value.code == "too_many_redirects"
    assert len(server.requests) == 6


def test_a_redirect_never_leaves_tls_behind():
    with pytest.raises(RemoteProblem) as refused:
        targets.next_url(targets.parse_url("https://a.example/"), "http://a.example/")
    assert refused.value.code == "redirect_invalid"


@pytest.mark.parametrize(
    ("host", "allowed", "may"),
    [
        ("api.example.com", ["api.example.com"], True),
        ("API.Example.com.", ["api.example.com"], True),
        ("api.example.com", ["*.example.com"], True),
        ("example.com", ["*.example.com"], False),
        ("evilexample.com", ["*.example.com"], False),
        ("api.example.com.evil.test", ["api.example.com", "*.example.com"], False),
        ("evil.test", ["api.example.com"], False),
        ("evil.test", [], True),
    ],
)
async def test_a_credential_goes_only_to_its_hosts(host, allowed, may):
    async def nowhere(name, port):
        raise OSError

    http = OutboundClient(resolve=nowhere)
    with pytest.raises((NotAllowed, RemoteProblem)) as refused:
        await call(http, f"https://{host}/", hosts=allowed)
    assert refused.value.code == ("remote_unreachable" if may else "host_not_allowed")
    await http.aclose()


@pytest.fixture
async def counting():
    """A server that keeps connections open, and how many it was given."""
    opened: list[asyncio.StreamWriter] = []

    async def serve(reader, writer):
        opened.append(writer)
        await keep_open(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", opened
    server.close()
    for writer in opened:
        writer.close()


async def test_an_owner_uses_its_connection_again_and_nobody_else_does(http, counting):
    url, opened = counting
    for _ in range(3):
        await call(http.of("tenant-a:instance-1"), url, "POST", content=b"")
    assert len(opened) == 1
    await call(http.of("tenant-a:instance-2"), url)
    await call(http.of("tenant-b:instance-1"), url)
    assert len(opened) == 3
    await call(http, url)
    await call(http, url)
    assert len(opened) == 5, "without an owner nothing is kept"


async def test_what_fell_quiet_is_closed(http, counting, monkeypatch):
    monkeypatch.setattr(pools, "KEPT_FOR", 0.05)
    url, opened = counting
    await call(http.of("a"), url)
    closed = asyncio.gather(*[writer.wait_closed() for writer in opened])
    await asyncio.wait_for(closed, 5)
    assert not http._pools._pools


@pytest.mark.parametrize(("method", "outcome"), [("GET", 200), ("PUT", 200), ("POST", "remote_unreachable")])
async def test_a_kept_connection_that_closed_is_no_failure_where_sending_twice_is_harmless(method, outcome, http):
    """The first connection answers once, takes one more request and hangs up; what may be sent again is."""
    connections = 0

    async def serve(reader, writer):
        nonlocal connections
        connections += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        if connections == 1:
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server:
        owned = http.of("a")
        assert (await call(owned, url)).status == 200
        try:
            second = (await call(owned, url, method)).status
        except RemoteProblem as refused:
            second = refused.code
    assert second == outcome
    assert connections == (1 if outcome == "remote_unreachable" else 2)
