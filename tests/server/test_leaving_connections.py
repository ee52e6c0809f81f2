"""A server that ends cuts off no sender who uses an open connection once more."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import uvicorn

from designer.config import bounded_http
from designer.config.bounded_http import BoundedHttp
from tests.product import eventually, free_port

pytestmark = pytest.mark.server
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@contextmanager
def connected() -> Iterator[tuple[uvicorn.Server, socket.socket]]:
    """A server, and a connection to it that was used already."""
    server = uvicorn.Server(uvicorn.Config(hello, port=free_port(), http=BoundedHttp, log_config=None, lifespan="off"))
    thread = Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        eventually(lambda: server.started)
        with socket.create_connection(("127.0.0.1", server.config.port), timeout=60) as connection:
            connection.sendall(REQUEST)
            assert connection.recv(65536).endswith(b"hello")
            yield server, connection
    finally:
        server.should_exit = True
        thread.join()


def end(server: uvicorn.Server) -> None:
    server.should_exit = True
    eventually(lambda: all(one._is_leaving for one in server.server_state.connections))


def test_the_next_request_is_answered_and_told_that_it_was_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "LAST_REQUEST", 60.0)
    with connected() as (server, connection):
        end(server)
        connection.sendall(REQUEST)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.endswith(b"hello")
    assert b"connection: close" in answer.lower()


def test_a_connection_that_nobody_uses_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "LAST_REQUEST", 0.05)
    with connected() as (server, connection):
        end(server)
        assert connection.recv(1) == b""
