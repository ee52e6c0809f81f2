"""Clients that send too much, too slowly, or take nothing: they lose their own connection and nobody else's."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import Any

import pytest
import uvicorn

from designer.config import bounded_http
from designer.config.bounded_http import MOST_HEAD, MOST_HEADERS, BoundedHttp
from tests.product import Product, call, eventually, free_port

pytestmark = pytest.mark.server
EVERY_THREAD = 12  # more than pages have threads


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """Until the other side closes; a reset counts, since it comes where we were still sending."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def request(path: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def test_it_refuses_a_head_without_end(product: Product) -> None:
    with connect(product.port) as connection:
        connection.sendall(request("/healthz", f"X-A: {'a' * MOST_HEAD}"))
        assert read_all(connection).startswith(b"HTTP/1.1 431 ")


def test_it_refuses_a_header_that_never_ends_before_it_fills_the_memory(product: Product) -> None:
    with connect(product.port) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 2 * MOST_HEAD)
        assert read_all(connection).startswith(b"HTTP/1.1 431 ")


def test_it_refuses_a_flood_of_headers(product: Product) -> None:
    with connect(product.port) as connection:
        connection.sendall(request("/healthz", *[f"X-{number}: a" for number in range(MOST_HEADERS)]))
        assert read_all(connection).startswith(b"HTTP/1.1 431 ")


def test_it_answers_a_large_body_and_the_next_request_on_the_same_connection(product: Product) -> None:
    body = b"a" * 4 * MOST_HEAD
    first = request("/api/session", "Content-Type: application/json", f"Content-Length: {len(body)}", method="POST")
    with connect(product.port) as connection:
        connection.sendall(first + body + request("/healthz", "Connection: close"))
        received = read_all(connection)
    assert received.count(b"HTTP/1.1 ") == 2
    assert b'{"status":"ok"}' in received


def test_it_takes_a_large_body_that_comes_in_one_piece_with_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"a" * (MOST_HEAD + 20_000)
    with impatient_server(monkeypatch) as port, connect(port) as connection:
        connection.sendall(request("/", f"Content-Length: {len(body)}", "Connection: close", method="POST") + body)
        assert read_all(connection).startswith(b"HTTP/1.1 200 ")


def test_bodies_that_never_come_leave_the_pages_to_everybody_else(product: Product) -> None:
    forged = "a" * 32  # anybody can send a cookie and a header that agree
    head = request(
        "/api/session",
        f"Cookie: csrftoken={forged}",
        f"X-CSRFToken: {forged}",
        "Content-Type: application/json",
        "Content-Length: 5000",
        method="POST",
    )
    with ExitStack() as held:
        for _ in range(EVERY_THREAD):
            held.enter_context(connect(product.port)).sendall(head + b"{")
        assert call(f"{product.url}/api/session").status == 200


def test_answers_that_nobody_takes_leave_the_pages_to_everybody_else(product: Product) -> None:
    with ExitStack() as held:
        for _ in range(EVERY_THREAD):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.connect(("127.0.0.1", product.port))
            held.enter_context(connection).sendall(request("/api/schema") * 20)
        assert call(f"{product.url}/api/session").status == 200
    assert call(f"{product.url}/api/session").status == 200
    assert "Traceback" not in product.log, product.log[product.log.index("Traceback") :][:3000]


def test_a_page_takes_no_body_without_end(product: Product) -> None:
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    with connect(product.port) as connection:
        try:
            connection.sendall(request("/api/session", "Transfer-Encoding: chunked", method="POST") + chunk * 129)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused while we were still sending
        assert b" 413 " in read_all(connection)[:20]


@contextmanager
def impatient_server(monkeypatch: pytest.MonkeyPatch, app: Any = None) -> Iterator[int]:
    """A server whose patience is short, so that a test can see the end of it."""
    monkeypatch.setattr(bounded_http, "SLOWEST_HEAD", 0.2)
    monkeypatch.setattr(bounded_http, "LONGEST_LINGER", 0.2)
    config = uvicorn.Config(app or hello, port=free_port(), http=BoundedHttp, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        eventually(lambda: server.started)
        yield config.port
    finally:
        server.should_exit = True
        thread.join()


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.mark.parametrize("sent", [b"", b"\r\n", b"GET", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n"])
def test_it_hangs_up_on_a_head_that_does_not_come(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    with impatient_server(monkeypatch) as port, connect(port) as connection:
        connection.sendall(sent)
        assert read_all(connection) == b""


def test_it_hangs_up_on_a_body_that_nobody_waits_for_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with impatient_server(monkeypatch) as port, connect(port) as connection:
        connection.sendall(request("/", "Content-Length: 5000", method="POST") + b"a")
        assert read_all(connection).endswith(b"hello")


def test_a_refusal_reaches_a_client_that_is_still_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing at once would reset the connection, and the client would see that instead of why."""

    async def too_large(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"4"), (b"connection", b"close")]}
        )
        await send({"type": "http.response.body", "body": b"less"})

    body = b"a" * 8 * 1024 * 1024
    with impatient_server(monkeypatch, too_large) as port, connect(port) as connection:
        connection.sendall(request("/", f"Content-Length: {len(body)}", method="POST") + body)
        assert read_all(connection).endswith(b"less")


def test_a_client_that_sends_for_ever_is_cut_off_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0"), (b"connection", b"close")]}
        )
        await send({"type": "http.response.body", "body": b""})

    monkeypatch.setattr(bounded_http, "MOST_LINGERING", 1024 * 1024)
    with impatient_server(monkeypatch, refuse) as port, connect(port) as connection:
        monkeypatch.setattr(bounded_http, "LONGEST_LINGER", 20.0)
        with pytest.raises(ConnectionError):
            connection.sendall(request("/", "Content-Length: 999999999", method="POST"))
            while True:
                connection.sendall(b"a" * 65536)
