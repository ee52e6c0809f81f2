"""One server that is any service: a contract file says which requests it knows and what it answers.

For: the other side of the shipped connectors' requests. Answers are formulas over `{path, query, body, headers, id, items,
item}`; a route may keep what it is sent under a new id, change it, or drop it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from runtime.connectors.formulas import UNDEFINED, evaluate
from runtime.engine.component import HttpAnswer
from runtime.outbound.client import OutboundClient


@dataclass
class Service:
    """What the fake is just now: its routes, the header that proves a caller, what it was told and what it keeps."""

    routes: list[Mapping[str, Any]] = field(default_factory=list)
    expects: Mapping[str, str] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_id: int = 100

    def answer(self, request: dict[str, Any]) -> tuple[int, Any, Mapping[str, str]]:
        self.told.append(request)
        refused = [name for name, value in self.expects.items() if request["headers"].get(name) != value]
        for route in self.routes:
            found = _matched(str(route["path"]), request["path"])
            if found is None or route["method"] != request["method"]:
                continue
            if refused and not route.get("open"):
                return 401, {"message": f"{refused[0]} is missing or wrong."}, {}
            if "when" in route and evaluate(route["when"], request) is not True:
                continue
            return self._take(route, {**request, "path": found})
        return 404, {"message": f"{request['method']} {request['path']} is not known."}, {}

    def _take(self, route: Mapping[str, Any], request: dict[str, Any]) -> tuple[int, Any, Mapping[str, str]]:
        shelf = self.kept.setdefault(str(route.get("shelf", "hooks")), {})
        told = _value(route["id"], request) if "id" in route else request["path"].get("id", "")
        id = str(told).rpartition("/")[2]
        if does := route.get("does"):
            if does == "keep":
                self.next_id += "id" not in route
                id = id or str(self.next_id)
                shelf[id] = {
                    **shelf.get(id, {}),
                    **(_value(route["item"], {**request, "id": id}) if "item" in route else request["body"]),
                }
            elif id not in shelf:
                gone = {"message": f"There is no {id}."}
                return (200, route["gone"], {}) if "gone" in route else (404, gone, {})
            elif does == "drop":
                del shelf[id]
        item = shelf.get(id)
        items = [{"id": id, **one} for id, one in shelf.items()]
        scope = {**request, "id": int(id) if id.isdecimal() else id, "item": item, "items": items}
        return int(route.get("status", 200)), _value(route.get("answer"), scope), route.get("headers", {})


def _value(node: Any, scope: Mapping[str, Any]) -> Any:
    found = evaluate(node, scope)
    return None if found is UNDEFINED else found


def _matched(pattern: str, path: str) -> dict[str, str] | None:
    expression = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(pattern))
    found = re.fullmatch(expression, path)
    return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


class Fake:
    """`service` may be put in place of another at any time; `http` reaches the fake under every name in the world."""

    def __init__(self, port: int) -> None:
        self.service = Service()
        self.http = Rerouted(port)


class Rerouted:
    """The real client, with each address turned to the fake: the host becomes the first part of the path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._client = OutboundClient(allow=[f"127.0.0.1:{port}"])

    def of(self, owner: str) -> Rerouted:
        return self

    async def request(self, method: str, url: str, **more: Any) -> HttpAnswer:
        _, address = url.split("://", 1)
        return await self._client.request(method, f"http://127.0.0.1:{self.port}/{address}", **{**more, "hosts": ()})

    async def aclose(self) -> None:
        await self._client.aclose()


@contextmanager
def running_fake() -> Iterator[Fake]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            url = urlsplit(self.path)
            request = {
                "method": self.command,
                "path": url.path[1:],
                "query": dict(parse_qsl(url.query, keep_blank_values=True)),
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": _read(body, self.headers.get("content-type") or ""),
            }
            status, answer, headers = fake.service.answer(request)
            content = b"" if status == 204 else answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = Fake(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _read(body: str, content_type: str) -> Any:
    if "x-www-form-urlencoded" in content_type:
        return dict(parse_qsl(body, keep_blank_values=True))
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body
