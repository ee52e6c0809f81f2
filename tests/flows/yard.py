"""The hot half of the runtime inside the test: door, journal, lanes and worker on their own threads, on a real database.

For: tests that send requests through the door and look at the rows they leave. Nothing here waits for time to pass.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

from designer.integrations import drafts
from runtime.executions.arrivals import Arrivals
from runtime.executions.carrier import Carrier
from runtime.executions.worker import Worker
from runtime.ingress.door import Door
from runtime.instances import services
from runtime.instances.customers import create_customer
from runtime.instances.models import Instance, Integration
from runtime.journal.models import Execution, Request, StepResult
from runtime.routing.models import Endpoint
from runtime.storage.models import StoredValue
from runtime.tenancy.models import Tenant
from runtime.wiring import Process
from tests.product import Answer, eventually

OVER = ("succeeded", "failed", "cancelled")
ONCE = {"dedupe": {"id": {"reference": "trigger.results.headers.x-event-id"}}}


def step(id: str, component: str, **inputs: Any) -> dict[str, Any]:
    """Inputs that are not tagged yet are literal values."""
    tags = {"value", "reference", "template", "object", "list"}
    tagged = {
        name: value if isinstance(value, dict) and set(value) & tags else {"value": value} for name, value in inputs.items()
    }
    return {"id": id, "component": component, "inputs": tagged}


def flow(key: str, *steps: dict[str, Any], trigger: str = "webhook", **more: Any) -> dict[str, Any]:
    """A chain of steps behind a trigger."""
    chain = [{"id": f"{trigger}_1", "component": trigger, "inputs": more.pop("webhook", {})}, *steps]
    links = [{"from": left["id"], "to": right["id"]} for left, right in pairwise(chain)]
    return {"key": key, "name": key.title(), "response": "async", "steps": chain, "links": links, **more}


def count(id: str = "count_1", scope: str = "instance") -> dict[str, Any]:
    return step(id, "storage.add", scope=scope, key="seen", amount=1)


def echo(id: str = "echo_1") -> dict[str, Any]:
    return step(id, "map", fields={"object": {"body": {"reference": "trigger.results.body.data"}}})


@dataclass
class Deployed:
    integration: Integration
    instance: Instance

    def path(self, flow_key: str = "") -> str:
        """Of the flow's URL, or of the only one there is."""
        rows = Endpoint.of(self.instance.tenant_id).filter(integration=self.integration)
        own = rows.filter(instance=self.instance, **({"flow_key": flow_key} if flow_key else {}))
        return (own.first() or rows.get(type="shared")).path

    @property
    def draft_path(self) -> str:
        return Endpoint.of(self.instance.tenant_id).get(type="draft", integration=self.integration).path


@dataclass
class Yard:
    tenant: Tenant
    process: Process
    door: Door

    def deploy(self, *flows: dict[str, Any], endpoint: dict[str, Any] | None = None, customer: str = "c-1") -> Deployed:
        number = Integration.of(self.tenant).count()
        document = {
            "name": f"Shop {number}",
            "key": f"shop-{number}",
            "endpoint": endpoint or {"type": "flow"},
            "flows": list(flows),
        }
        integration = drafts.create_integration(self.tenant, name=document["name"], key=document["key"], definition=document)
        services.accept_version(integration, document, comment="", published_by="test")
        person = create_customer(self.tenant, external_id=customer, name=f"Customer {customer}")
        return Deployed(integration, services.deploy(integration, person))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.process.bench.call(work)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.run(self._post(path, body, headers))

    def post_together(self, path: str, count: int, body: Any = None, **headers: str) -> list[Answer]:
        async def together() -> list[Answer]:
            return await asyncio.gather(*(self._post(path, body, headers) for _ in range(count)))

        return self.run(together())

    async def _post(self, path: str, body: Any, headers: dict[str, str]) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await call(self.door, path, content, {"content-type": "application/json", **headers})

    def work(self, *, drafts: bool = False) -> None:
        """From now on a worker takes what is queued."""
        process = self.process
        lane = process.bench_lane
        carrier = Carrier(process.journal, lane.runner, process.leases, process.bench_wake.set)
        worker = Worker(drafts, carrier, process.book, process.bench_wake, arrivals=self.door.reception.arrivals)
        process.bench.submit(worker.serve())

    def start_what_arrives(self) -> Arrivals:
        """Executions start with their request from now on; a worker stands by and has found the queue empty."""
        process = self.process
        lane = process.bench_lane
        carrier = Carrier(process.journal, lane.runner, process.leases, process.bench_wake.set)
        arrivals = Arrivals(carrier, process.crowd, process.bench.loop.call_soon_threadsafe)
        self.door.reception.arrivals = arrivals
        self.work()
        eventually(lambda: arrivals.waiting is not None)
        return arrivals

    def row(self, execution_id: str) -> Execution:
        return Execution.of(self.tenant).get(pk=execution_id)

    def ended(self, execution_id: str) -> Execution:
        eventually(lambda: self.row(execution_id).status in OVER)
        return self.row(execution_id)

    def steps(self, execution_id: str) -> list[str]:
        rows = StepResult.of(self.tenant).filter(execution_id=execution_id).order_by("sequence")
        return [row.path for row in rows]

    def request(self, answer: Answer) -> Request:
        return Request.of(self.tenant).get(pk=answer.headers["x-hookyard-request"])


async def call(
    door: Door, path: str, body: bytes = b"", headers: dict[str, str] | None = None, *, method: str = "POST", query: str = ""
) -> Answer:
    """One request as an ASGI server hands it over."""
    named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in named.items()],
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await door(scope, receive, send)
    start, content = sent
    return Answer(start["status"], {name.decode(): value.decode("latin-1") for name, value in start["headers"]}, content["body"])


class Service:
    """An outside service on this machine. It answers `status` when `gate` is open, and writes down who called."""

    def __init__(self) -> None:
        self.status = 200
        self.gate = threading.Event()
        self.calls: list[dict[str, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.calls.append({name.lower(): value for name, value in self.headers.items()})
                service.gate.wait(60)
                with suppress(OSError):  # who called may have been stopped
                    self.send_response(service.status)
                    self.send_header("content-length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def ask(self, id: str = "ask_1") -> dict[str, Any]:
        """A step that calls it."""
        return step(id, "http.request", method="POST", url=f"http://{self.address}/")

    def wait_for(self, calls: int) -> None:
        eventually(lambda: len(self.calls) >= calls)

    def close(self) -> None:
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


def ids(answers: Sequence[Answer]) -> set[str]:
    return {answer.headers["x-hookyard-execution"] for answer in answers}


def counted(yard: Yard) -> dict[tuple[str, str], int]:
    """What flows have counted: (scope, owner) to the number."""
    return {(row.scope, row.owner): row.value for row in StoredValue.of(yard.tenant)}


def start(yard: Yard, *steps: dict[str, Any], **more: Any) -> tuple[Deployed, str]:
    """Deploys one flow, sends it a request and returns its execution's id."""
    deployed = yard.deploy(flow("orders", *steps, **more))
    return deployed, yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
