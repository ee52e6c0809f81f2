"""Requests on behalf of tenants, against a real server and hostile names."""

import asyncio
import gc

import httpcore2
import pytest

from runtime.engine.errors import NotAllowed, RemoteProblem, StepProblem
from runtime.outbound.addresses import AllowList
from runtime.outbound.backend import CheckedBackend
from runtime.outbound.client import OutboundClient

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nhi"


async def get(http, url, *, method="GET", headers=None, content=None, timeout=5.0):
    return await http.request(method, url, headers=headers or {}, content=content, timeout=timeout)


async def test_it_sends_the_request_and_reads_the_answer(http, server, answering):
    async with server.running(answering(OK)):
        got = await get(http, f"http://127.0.0.1:{server.port}/a?b=1", method="POST", headers={"X-Mine": "é"}, content=b"body")
    assert (got.status, got.headers["x-a"], got.body) == (200, "1, 2", b"hi")
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a?b=1 HTTP/1.1\r\n")
    assert b"Host: 127.0.0.1:%d" % server.port in head
    assert "X-Mine: é".encode() in head
    assert body == b"body"


async def test_a_connection_is_never_used_twice_though_the_server_would(http, server):
    async def keep_open(request, writer):
        writer.write(OK)
        await asyncio.Event().wait()

    async with server.running(keep_open):
        for _ in range(3):
            await get(http, f"http://127.0.0.1:{server.port}/")
    assert server.connections == 3
    assert all(b"Connection: close" in request for request in server.requests)


async def test_a_cookie_of_one_answer_is_not_sent_with_the_next_request(http, server, answering):
    async with server.running(answering(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")):
        await get(http, f"http://127.0.0.1:{server.port}/")
        await get(http, f"http://127.0.0.1:{server.port}/")
    assert b"cookie" not in server.requests[1].lower()


async def test_the_environment_names_no_proxy(http, server, answering, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    async with server.running(answering(OK)):
        assert (await get(http, f"http://127.0.0.1:{server.port}/")).status == 200


async def test_a_redirect_is_an_answer_and_is_not_followed(http, server, answering):
    target = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n"
    async with server.running(answering(target)):
        got = await get(http, f"http://127.0.0.1:{server.port}/")
    assert got.status == 302
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://168.63.129.16/",
    ],
)
async def test_without_an_exception_nothing_private_is_called(url):
    http = OutboundClient()
    with pytest.raises(NotAllowed) as refused:
        await get(http, url)
    await http.aclose()
    assert refused.value.code == "address_blocked"
    assert "HOOKYARD_OUTBOUND_ALLOW" in refused.value.message


def resolver(*answers):
    """Gives the answers one after the other, the last one for ever, and counts how often it was asked."""
    asked = []

    async def resolve(host, port):
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["2606:4700::1", "::1"], ["::ffff:10.0.0.1"]],
)
async def test_a_name_with_any_private_address_is_refused(addresses):
    resolve, _ = resolver(addresses)
    http = OutboundClient(resolve=resolve)
    with pytest.raises(NotAllowed) as refused:
        await get(http, "http://mixed.example.com/")
    assert refused.value.code == "address_blocked"
    assert "10.0.0.1" not in str(refused.value.as_json())
    await http.aclose()


async def test_a_name_that_changes_its_address_is_asked_once_and_dialled_where_it_was_checked(server, answering):
    """The second answer would lead to a blocked address; it must never be asked for."""
    resolve, asked = resolver(["127.0.0.1"], ["169.254.169.254"])
    http = OutboundClient(resolve=resolve, allow=["127.0.0.1"])
    async with server.running(answering(OK)):
        got = await get(http, f"http://rebinding.example.com:{server.port}/")
        assert got.body == b"hi"
        assert len(asked) == 1
        assert b"Host: rebinding.example.com" in server.requests[0]
        with pytest.raises(NotAllowed):
            await get(http, f"http://rebinding.example.com:{server.port}/")
    assert len(server.requests) == 1
    await http.aclose()


class Diverted(httpcore2.AsyncNetworkBackend):
    """Sockets that end up somewhere else than they were told, as behind a transparent proxy or a broken route."""

    def __init__(self, peer):
        self.peer = peer
        self.closed = False

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        return self

    def get_extra_info(self, info):
        return (self.peer, 80) if info == "server_addr" else None

    async def read(self, max_bytes, timeout=None):
        return b""

    async def write(self, buffer, timeout=None):
        pass

    async def aclose(self):
        self.closed = True


async def test_what_counts_is_the_peer_of_the_socket():
    resolve, _ = resolver(["8.8.8.8"])
    sockets = Diverted("10.0.0.1")
    backend = CheckedBackend(allow=AllowList(), resolve=resolve, connect_timeout=1, sockets=sockets)
    with pytest.raises(NotAllowed) as refused:
        await backend.connect_tcp("diverted.example.com", 80)
    assert refused.value.code == "address_blocked"
    assert sockets.closed


async def test_the_next_address_is_tried_when_the_first_refuses(server, answering):
    resolve, _ = resolver(["127.0.0.2", "127.0.0.1"])
    http = OutboundClient(resolve=resolve, allow=["127.0.0.0/8"])
    async with server.running(answering(OK)):
        assert (await get(http, f"http://two.example.com:{server.port}/")).status == 200
    await http.aclose()


async def test_a_port_the_exception_does_not_name_stays_closed(server, answering):
    http = OutboundClient(allow=["127.0.0.1:1"])
    async with server.running(answering(OK)):
        with pytest.raises(NotAllowed):
            await get(http, f"http://127.0.0.1:{server.port}/")
    assert server.connections == 0
    await http.aclose()


async def test_a_name_server_that_hangs_ends_with_the_connect_limit():
    async def never(host, port):
        await asyncio.Event().wait()

    http = OutboundClient(resolve=never, connect_timeout=0.05)
    with pytest.raises(RemoteProblem) as refused:
        await get(http, "http://slow-dns.example.com/")
    assert refused.value.code == "remote_timeout"
    await http.aclose()


@pytest.mark.parametrize("failure", [OSError("no such host"), UnicodeError("label too long")])
async def test_a_name_that_does_not_resolve_is_unreachable(failure):
    async def unknown(host, port):
        raise failure

    http = OutboundClient(resolve=unknown)
    with pytest.raises(RemoteProblem) as refused:
        await get(http, "http://nowhere.example.com/")
    assert refused.value.code == "remote_unreachable"
    await http.aclose()


async def test_a_closed_port_is_unreachable(http, server, answering):
    async with server.running(answering(OK)):
        port = server.port
    with pytest.raises(RemoteProblem) as refused:
        await get(http, f"http://127.0.0.1:{port}/")
    assert refused.value.code == "remote_unreachable"


@pytest.mark.parametrize(
    ("url", "remark"),
    [
        ("ftp://example.com/", "another scheme"),
        ("file:///etc/passwd", "no host"),
        ("gopher://127.0.0.1:6379/_SET", "another protocol"),
        ("http://", "nothing"),
        ("http:///path", "no host"),
        ("http://x:99999/", "no such port"),
        ("http://x:0/", "no such port"),
        ("http://user:pass@example.com/", "a password in the URL"),
        ("http://x\r\nHost: y/", "a line break"),
        ("//example.com/", "no scheme"),
        ("http://" + "a" * 70000, "too long"),
    ],
)
async def test_a_url_that_cannot_be_called_is_the_builders_to_correct(url, remark, http):
    with pytest.raises(StepProblem) as refused:
        await get(http, url)
    assert refused.value.code == "url_invalid", remark
    assert "pass@" not in refused.value.message


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil"},
        {"content-length": "5"},
        {"Transfer-Encoding": "chunked"},
        {"X-A": "b\r\nX-B: c"},
        {"X A": "b"},
        {"": "b"},
    ],
)
async def test_a_header_that_would_change_the_request_is_refused(headers, http, server, answering):
    async with server.running(answering(OK)):
        with pytest.raises(StepProblem) as refused:
            await get(http, f"http://127.0.0.1:{server.port}/", headers=headers)
    assert refused.value.code == "request_malformed"
    assert server.requests == []


async def silent(request, writer):
    await asyncio.Event().wait()


async def test_a_handshake_that_never_ends_leaves_no_socket_open(http, server):
    async with server.running(silent):
        with pytest.raises(RemoteProblem) as refused:
            await get(http, f"https://127.0.0.1:{server.port}/", timeout=0.2)
        gc.collect()  # an open socket would warn here, and warnings are errors
    assert refused.value.code == "remote_timeout"


async def test_one_slow_service_does_not_delay_another(http, server, answering):
    quick = type(server)()
    async with server.running(silent), quick.running(answering(OK)):
        waiting = asyncio.create_task(get(http, f"http://127.0.0.1:{server.port}/"))
        assert (await get(http, f"http://127.0.0.1:{quick.port}/")).status == 200
        assert not waiting.done()
        waiting.cancel()
