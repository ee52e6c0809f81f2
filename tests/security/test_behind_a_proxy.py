"""Only trusted proxies are believed about who is calling, and nobody opens connections without end."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import Any

import pytest

from designer.config import bounded_http
from designer.config.bounded_http import BoundedHttp
from designer.config.crowd import Crowd
from designer.config.proxies import TrustedProxies, network_of
from tests.cast import Desk
from tests.product import eventually
from tests.security.test_greedy_clients import connect, impatient_server, read_all, request

PROXIES = TrustedProxies(["10.0.0.0/8", "2001:db8::/32"])


def scope(peer: str, *forwarded: str, proto: str = "", type_: str = "http") -> dict[str, Any]:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    headers += [(b"x-forwarded-proto", proto.encode())] if proto else []
    return {"type": type_, "client": (peer, 1), "headers": headers, "scheme": "http"}


@pytest.mark.parametrize(
    ("peer", "forwarded", "client", "remark"),
    [
        ("10.0.0.1", ["203.0.113.7"], "203.0.113.7", "one proxy"),
        ("10.0.0.1", ["203.0.113.7, 10.0.0.2"], "203.0.113.7", "two proxies"),
        ("10.0.0.1", ["1.2.3.4, 203.0.113.7"], "203.0.113.7", "what the caller wrote itself counts for nothing"),
        ("10.0.0.1", ["1.2.3.4", "203.0.113.7"], "203.0.113.7", "neither in a header of its own"),
        ("10.0.0.1", ["10.9.9.9"], "10.9.9.9", "a caller on the inside"),
        ("10.0.0.1", ["203.0.113.7, unknown"], "10.0.0.1", "what cannot be read ends the list"),
        ("10.0.0.1", [""], "10.0.0.1", "nothing said"),
        ("10.0.0.1", [], "10.0.0.1", "no header"),
        ("203.0.113.9", ["1.2.3.4"], "203.0.113.9", "a stranger is not believed"),
        ("::ffff:10.0.0.1", ["203.0.113.7"], "203.0.113.7", "a proxy seen through IPv6"),
        ("2001:db8::5", ["[2a00::1]:4711"], "2a00::1", "IPv6 with a port"),
    ],
)
def test_the_caller_is_the_first_address_that_is_no_proxy(peer: str, forwarded: list[str], client: str, remark: str) -> None:
    assert PROXIES.caller(scope(peer, *forwarded))["client"][0] == client, remark


def test_the_scheme_is_the_one_the_nearest_proxy_tells() -> None:
    assert PROXIES.caller(scope("10.0.0.1", "1.1.1.1", proto="http, https"))["scheme"] == "https"
    assert PROXIES.caller(scope("10.0.0.1", "1.1.1.1", proto="https", type_="websocket"))["scheme"] == "wss"
    assert PROXIES.caller(scope("10.0.0.1", "1.1.1.1", proto="gopher"))["scheme"] == "http"
    assert PROXIES.caller(scope("203.0.113.9", proto="https"))["scheme"] == "http"


def test_a_setting_that_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match="HOOKYARD_TRUSTED_PROXIES"):
        TrustedProxies(["proxy.internal"])


def test_one_address_opens_so_many_connections_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedHttp, "crowd", Crowd(each=3, together=100, trusts=lambda address: False))
    with impatient_server(monkeypatch) as port, ExitStack() as held:
        first = [held.enter_context(connect(port)) for _ in range(3)]
        for connection in first:  # each is known to be open once it was answered
            connection.sendall(request("/"))
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert read_all(held.enter_context(connect(port))).startswith(b"HTTP/1.1 429 ")
        first[0].sendall(request("/", "Connection: close"))
        read_all(first[0])
        eventually(lambda: len(BoundedHttp.crowd) == 2)
        another = held.enter_context(connect(port))
        another.sendall(request("/", "Connection: close"))
        assert read_all(another).startswith(b"HTTP/1.1 200 ")
    assert len(BoundedHttp.crowd) == 0


def test_a_trusted_proxy_opens_as_many_as_it_needs_up_to_all_there_are() -> None:
    crowd = Crowd(each=1, together=3, trusts=lambda address: address == "10.0.0.1")
    assert [crowd.enter("10.0.0.1") for _ in range(4)] == [True, True, True, False]
    crowd.leave("10.0.0.1")
    assert [crowd.enter("203.0.113.7"), crowd.enter("203.0.113.7")] == [True, False]


def test_addresses_of_one_network_of_ipv6_are_one_caller() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2::ffff") == "2001:db8:1:2::"
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert [network_of(one) for one in ("203.0.113.7", "::ffff:203.0.113.7", "nonsense:", "")] == [
        *["203.0.113.7"] * 2,
        *["nonsense:", ""],
    ]
    crowd = Crowd(each=1, together=9, trusts=lambda address: address == "2001:db8::9")
    assert [crowd.enter(f"2001:db8::{n}") for n in (1, 2, 9)] == [True, False, True]
    crowd.leave("2001:db8::1")
    crowd.leave("2001:db8::9")
    assert len(crowd) == 0 and crowd.enter("2001:db8::3")


@pytest.mark.django_db
def test_who_changes_address_within_a_network_guesses_no_more_passwords_for_it(cast, settings) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    guesses = [
        Desk().client.post(
            "/api/session",
            {"email": "viewer@example.com", "password": "a wrong password"},
            content_type="application/json",
            REMOTE_ADDR=f"2001:db8:1:2::{n}",
        )
        for n in range(1, 5)
    ]
    assert [answer.json()["code"] for answer in guesses][-1] == "login_throttled"


def test_a_client_that_takes_its_answer_too_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "READER_LOOKED_AT", 0.1)
    crowd = Crowd(each=0, together=10, trusts=lambda address: False)
    monkeypatch.setattr(BoundedHttp, "crowd", crowd)
    size = 16 * 1024 * 1024

    async def large(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(size).encode())]})
        await send({"type": "http.response.body", "body": b"x" * size})

    with impatient_server(monkeypatch, large) as port, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", port))
        connection.sendall(request("/"))
        assert connection.recv(10).startswith(b"HTTP/1.1 2")
        eventually(lambda: len(crowd) == 0)
        received = len(read_all(connection))
    assert received < size
