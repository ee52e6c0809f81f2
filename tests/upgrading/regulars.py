"""Who goes on through the upgrade, one thing after the other: a sender whose requests have an order, one who signs, a builder.

For: what only one at a time can tell, the order of requests, and writes at the desk from both versions. Each answer that
promises something stands in the ledger like the others'.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from typing import Any

from tests.killing.ledger import BROKEN, Entry
from tests.killing.sender import Crowd
from tests.product import OWNER, PASSWORD, Product, call
from tests.upgrading.work import DOOR, EVENT, Installed

LINES = 3
FIRST = 1_000_000  # their numbers are none of the crowd's
PAUSE = 0.05


class Regulars:
    def __init__(self, installed: Installed) -> None:
        self.installed, self.urls = installed, installed.urls()
        self.complaints: list[str] = []
        self.desk = 0  # what the builder did
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, crowd: Crowd) -> None:
        """They tell what happened to the ledger of that crowd."""
        self.crowd = crowd
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._send, self._build)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(90)

    def _send(self) -> None:
        for number in itertools.count(FIRST, 2):
            if self._over.is_set():
                return
            self._post("line", number, {"n": number, "key": f"line-{number // 2 % LINES}"})
            body = {"n": number + 1}
            digest = hmac.new(DOOR.encode(), json.dumps(body).encode(), hashlib.sha256).hexdigest()
            self._post("signed", number + 1, body, {"X-Signature": f"sha256={digest}"})
            time.sleep(PAUSE)

    def _post(self, kind: str, number: int, body: Any, headers: dict[str, str] | None = None) -> None:
        entry = Entry(number, kind, BROKEN, time.time())
        try:
            answer = call(self.urls[kind], "POST", body=body, headers=headers)
            request, execution = (answer.headers.get(f"x-hookyard-{name}", "") for name in ("request", "execution"))
            entry = Entry(number, kind, answer.status, time.time(), request, execution, answer.body.decode()[:300])
        except OSError as problem:
            if isinstance(getattr(problem, "reason", None), ConnectionRefusedError):
                self.crowd.refused += 1
                return  # nobody was there to promise anything
        self.crowd.ledger.write(entry)

    def _build(self) -> None:
        """New customers with instances of their own, and events from outside."""
        product = self.installed.product
        for number in itertools.count():
            if self._over.is_set():
                return
            with suppress(OSError):
                try:
                    made = product.api("POST", "customers", {"externalId": f"desk-{number}", "name": f"Desk {number}"})
                    body = {"integration": self.installed.main.integration_id, "customer": made["id"]}
                    instance = product.api("POST", "instances", body)
                    product.api("GET", f"instances/{instance['id']}")
                    if self.installed.delivers:
                        product.api("POST", "events", {"type": EVENT, "data": {"n": -1}})
                    self.desk += 1
                except AssertionError as problem:
                    self.complaints.append(f"at the desk: {problem}")
            time.sleep(PAUSE)


class Session:
    """The owner's browser, signed in from before the upgrade on."""

    def __init__(self, product: Product) -> None:
        self._url = product.url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._csrf = ""
        self._csrf = self.ask("session")["csrfToken"]
        self._csrf = self.ask("session", {"email": OWNER, "password": PASSWORD})["csrfToken"]

    def ask(self, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json", "Origin": self._url, "X-CSRFToken": self._csrf}
        request = urllib.request.Request(f"{self._url}/api/{path}", json.dumps(body).encode() if body else None, headers)
        with self._opener.open(request, timeout=60) as response:
            return json.load(response)

    def problems(self) -> Iterator[str]:
        """It reads and it writes, without anybody signing in again."""
        try:
            self.ask("integrations")
            self.ask("customers", {"externalId": "by-the-session", "name": "By the session"})
        except OSError as problem:
            yield f"the session ended: {problem}"
