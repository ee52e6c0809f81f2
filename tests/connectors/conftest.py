"""A service of our own, and functions that may call it."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from runtime.connectors.functions import Functions
from runtime.connectors.package import Package
from runtime.connectors.parsing import parse_package
from runtime.outbound.client import OutboundClient
from runtime.sandbox.pool import SandboxPool


@dataclass
class Service:
    """`answer` decides: (status, headers, JSON or text) from the request; it echoes by default."""

    url: str = ""
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], tuple[int, dict[str, str], Any]] = lambda request: (200, {}, request)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8", "replace")
            headers = {name.lower(): told for name, told in self.headers.items()}
            asked = {"method": self.command, "path": self.path, "headers": headers, "body": content}
            service.requests.append(asked)
            status, told, body = service.answer(asked)
            content_type = "text/plain" if isinstance(body, str) else "application/json"
            packed = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, given in {"content-type": content_type, "content-length": str(len(packed)), **told}.items():
                self.send_header(name, given)
            self.end_headers()
            self.wfile.write(packed)

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.port, service.url = server.server_port, f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield service
        server.shutdown()


@pytest.fixture
async def functions(service: Service) -> AsyncIterator[Functions]:
    pool, http = SandboxPool(2, cpu_seconds=0.5, wall_seconds=10.0), OutboundClient(allow=[f"127.0.0.1:{service.port}"])
    yield Functions(pool, http)
    await pool.close()
    await http.aclose()


@pytest.fixture
def package_of(service: Service) -> Callable[..., Package]:
    """A package of one operation `run`, and whatever other files."""

    def made(run: str, suffix: str = "js", **files: str) -> Package:
        own = {
            "spec.yml": "name: Acme ERP",
            "auth/make-api-client.map.yml": f"baseUri: {service.url}/v1\nheaders: {{X-Key: {{$var: $.credentials.key}}}}",
            "operations/do/spec.yml": "name: Do",
            f"operations/do/run.{suffix}": run,
        }
        return parse_package({path: text.encode() for path, text in {**own, **files}.items()}).or_refuse()

    return made
