"""An outside service where hooks are registered, on a port of this machine.

For: counting. It notes each time an account gets a second hook, and can be told to be in a bad way: refuse, answer only after
having done it, hang up, forget a hook, or make one twice.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MOODS = ("500 before", "500 after", "hangs up after", "429")


@dataclass
class Service:
    """`trouble` is how often (0 to 1) a call goes wrong. An account is whose hooks they are."""

    trouble: float = 0.0
    seed: int = 0
    lists: bool = True
    hooks: dict[str, dict[str, str]] = field(default_factory=dict)  # by id: {account, url}
    counts: Counter[str] = field(default_factory=Counter)
    doubled: list[str] = field(default_factory=list)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.lock = threading.RLock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                service.serve(self, "list")

            def do_POST(self) -> None:
                service.serve(self, "register")

            def do_DELETE(self) -> None:
                service.serve(self, "remove")

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def of(self, account: str) -> dict[str, dict[str, str]]:
        with self.lock:
            return {id: hook for id, hook in self.hooks.items() if hook["account"] == account}

    def forget(self, account: str) -> None:
        """Somebody deletes the hook there, behind our back."""
        with self.lock:
            for id in self.of(account):
                del self.hooks[id]
            self.counts["deleted behind our back"] += 1

    def double(self, account: str) -> None:
        """Somebody registers the same URL again there."""
        with self.lock:
            for hook in list(self.of(account).values())[:1]:
                self._add(hook["account"], hook["url"], by_us=False)
                self.counts["doubled behind our back"] += 1

    def leave_behind(self, account: str, url: str) -> None:
        """A hook of ours that nobody here remembers."""
        with self.lock:
            self._add(account, url, by_us=False)
            self.counts["orphaned"] += 1

    def serve(self, request: BaseHTTPRequestHandler, what: str) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        account = request.path.strip("/").split("/")[0]
        with self.lock:
            mood = self.dice.choice(MOODS) if self.dice.random() < self.trouble else ""
            self.counts[f"{what} calls"] += 1
            if mood:
                self.counts["calls that went wrong"] += 1
            status, answer = (429, {}) if mood == "429" else (500, {}) if mood == "500 before" else (0, {})
            if not status:
                status, answer = getattr(self, f"_{what}")(account, request.path, json.loads(body or b"{}"))
                status = 500 if mood == "500 after" else status
        if mood == "hangs up after":
            request.close_connection = True
            return
        content = json.dumps(answer).encode()
        request.send_response(status)
        request.send_header("content-type", "application/json")
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def _list(self, account: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"hooks": [{"id": id, "url": hook["url"]} for id, hook in self.of(account).items()]}

    def _register(self, account: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        return 201, {"id": self._add(account, body["url"])}

    def _remove(self, account: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        found = self.hooks.pop(path.rsplit("/", 1)[-1], None)
        return (200, {}) if found else (404, {})

    def _add(self, account: str, url: str, *, by_us: bool = True) -> str:
        if by_us:
            self.counts["registered"] += 1
            if self.of(account):
                self.doubled.append(account)
        self._numbers += 1
        self.hooks[f"h{self._numbers}"] = {"account": account, "url": url}
        return f"h{self._numbers}"
