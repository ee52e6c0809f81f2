"""Whatever knocks gets an answer or a closed door, nobody else waits for it, and the server is no larger afterwards."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest

from tests.hostile.http_cases import BODY, HttpCase, head, http_cases, speak
from tests.hostile.json_cases import cases
from tests.hostile.target import Target, stand_up
from tests.product import call, running_product

pytestmark = pytest.mark.server
PATIENCE = 0.5
SLOW_CLIENTS = 60


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with running_product(HOOKYARD_SLOWEST_HEAD=str(PATIENCE), HOOKYARD_SLOWEST_BODY=str(PATIENCE)) as product:
        yield stand_up(product)
        assert "Traceback" not in product.log, product.log[-4000:]


def case_named(path: str, name: str) -> HttpCase:
    return next(case for case in http_cases(path) if case.name == name)


@pytest.mark.parametrize("name", [case.name for case in http_cases("/")])
def test_odd_http_gets_its_answer_or_a_closed_door(target: Target, name: str) -> None:
    case = case_named(target.path, name)
    statuses = speak(target.port, case.sent)
    assert statuses[0] in case.statuses
    assert len(statuses) <= case.most, f"{statuses}: something behind the request was taken for another one"
    assert all(status < 500 for status in statuses)


def test_every_json_is_stored_byte_for_byte_or_refused(target: Target) -> None:
    given = cases()
    statuses = target.post_all(given)
    wrong = [case for case, status in zip(given, statuses, strict=True) if status != (200 if case.kind == "good" else 400)]
    assert not wrong
    stored = {bytes(row[0]) for row in target.product.sql("SELECT body FROM runtime_request WHERE status = 'accepted'")}
    assert {case.body for case in given if case.kind == "good"} <= stored


def drip(connection: socket.socket, piece: bytes) -> bytes:
    """Sends a byte whenever a moment passed without an answer, until the other side has had enough. Returns what came."""
    connection.settimeout(PATIENCE / 10)
    received = b""
    with suppress(ConnectionError):
        while True:
            connection.sendall(piece)
            try:
                chunk = connection.recv(65536)
            except TimeoutError:
                continue
            if not chunk:
                return received
            received += chunk
    return received


def test_a_head_that_drips_is_hung_up_on(target: Target) -> None:
    with socket.create_connection(("127.0.0.1", target.port)) as connection:
        connection.sendall(f"POST {target.path} HTTP/1.1\r\nHost: x\r\nX-A: ".encode())
        assert drip(connection, b"a") == b""


def test_a_body_that_drips_is_answered_408_and_hung_up_on(target: Target) -> None:
    with socket.create_connection(("127.0.0.1", target.port)) as connection:
        connection.sendall(head(target.path, "Content-Length: 1000000"))
        assert drip(connection, b" ").startswith(b"HTTP/1.1 408 ")


def test_slow_senders_keep_nobody_waiting(target: Target) -> None:
    with ExitStack() as held:
        for number in range(SLOW_CLIENTS):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", target.port)))
            connection.sendall(head(target.path, "Content-Length: 50") if number % 2 else b"POST / HTTP/1.1\r\nX-A: ")
        answer = call(f"http://127.0.0.1:{target.port}{target.path}", "POST", body={"a": 1})
    assert answer.status == 200


def test_senders_that_hang_up_early_leave_nothing_behind(target: Target) -> None:
    for sent in (head(target.path, "Content-Length: 50") + b"{", head(target.path, f"Content-Length: {len(BODY)}") + BODY):
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", target.port))
            # Off without a word: the socket is reset instead of closed.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(sent)
            connection.close()
    assert call(f"http://127.0.0.1:{target.port}/readyz").status == 200


def test_the_server_is_no_larger_afterwards(target: Target) -> None:
    def attack() -> None:
        for case in http_cases(target.path):
            speak(target.port, case.sent)

    attack()
    before = target.memory
    attack()
    attack()
    assert target.memory - before < 30 * 1024, "KiB"


def test_a_sender_that_sends_no_more_still_gets_its_answer(target: Target) -> None:
    """As `nc -N` does, or a program that closes its side once it has written."""
    answers: list[Any] = speak(target.port, head(target.path, f"Content-Length: {len(BODY)}") + BODY)
    assert answers == [200]
