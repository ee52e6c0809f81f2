"""Third-party services that post while the product is killed around them.

For: threads that take the next number, post it, and write the answer into the ledger. A sender of events with ids repeats one
until it is answered 2xx, as real senders do, and repeats some of the answered ones; others never repeat.
"""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from tests.killing.ledger import BROKEN, Entry, Ledger
from tests.killing.work import SHARES, kind_of

PATIENCE = 30.0  # seconds for one answer
WHILE_DOWN = 0.05  # seconds between tries to connect
MOST_TIMES = 5  # the numbers asked for
REPEATED = 0.05  # share of answered events that come once more


@dataclass
class Crowd:
    """`requests` numbers, sent by `size` threads to `urls` (kind to URL); more, within bounds, until the trouble is over."""

    urls: Mapping[str, str]
    ledger: Ledger
    requests: int
    size: int
    seed: int
    shares: Mapping[str, int] = field(default_factory=lambda: SHARES)  # of a hundred requests, by kind
    trouble_is_over: bool = False
    refused: int = 0  # connections that nobody took
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    _threads: list[threading.Thread] = field(default_factory=list)
    _taken: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self._threads = [threading.Thread(target=_Sender(self).run, daemon=True) for _ in range(self.size)]
        for thread in self._threads:
            thread.start()

    @property
    def taken(self) -> int:
        """How many numbers were begun."""
        return self._taken

    @property
    def done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        self._stopped.set()

    def join(self, within: float) -> None:
        deadline = time.monotonic() + within
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def next_number(self) -> int | None:
        number = next(self._numbers)
        enough = self.requests if self.trouble_is_over else self.requests * MOST_TIMES
        if number > enough or self._stopped.is_set():
            return None
        self._taken = number
        return number


class _Sender:
    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.connections: dict[str, HTTPConnection] = {}

    def run(self) -> None:
        try:
            self._send_all()
        finally:
            for connection in self.connections.values():
                connection.close()

    def _send_all(self) -> None:
        while (number := self.crowd.next_number()) is not None:
            kind = kind_of(self.crowd.seed, number, self.crowd.shares)
            entry = self._post(number, kind)
            while kind == "once" and not entry.promised and not self.crowd._stopped.is_set():
                time.sleep(WHILE_DOWN)
                entry = self._post(number, kind)
            if kind == "once" and random.Random(f"{self.crowd.seed}:{number}:again").random() < REPEATED:
                self._post(number, kind)

    def _post(self, number: int, kind: str) -> Entry:
        headers = {"Content-Type": "application/json", "X-Event-Id": f"event-{number}"}
        entry = Entry(number, kind, BROKEN, time.time())
        try:
            connection = self._connected(self.crowd.urls[kind])
            connection.request("POST", urlsplit(self.crowd.urls[kind]).path, json.dumps({"n": number}), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            request, execution = (answer.getheader(f"X-Hookyard-{name}", "") for name in ("Request", "Execution"))
            entry = Entry(number, kind, answer.status, time.time(), request, execution, body[:300])
        except (OSError, HTTPException):
            self._forget(kind)
            entry = Entry(number, kind, BROKEN, time.time())
        self.crowd.ledger.write(entry)
        return entry

    def _connected(self, url: str) -> HTTPConnection:
        """Waits until somebody listens, so that a dead server uses up no numbers."""
        address = urlsplit(url).netloc
        connection = self.connections.setdefault(address, HTTPConnection(address, timeout=PATIENCE))
        while connection.sock is None:
            try:
                connection.connect()
            except ConnectionRefusedError:
                self.crowd.refused += 1
                if self.crowd._stopped.is_set():
                    raise
                time.sleep(WHILE_DOWN)
        return connection

    def _forget(self, kind: str) -> None:
        if connection := self.connections.pop(urlsplit(self.crowd.urls[kind]).netloc, None):
            connection.close()
