"""Two web processes and two workers on PostgreSQL and Redis: what one knows all know, and whoever dies takes nothing along."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from fixtures.deploy.scale import Deployment
from fixtures.deploy.servers import DURABLE, postgres, redis
from tests.product import OWNER, PASSWORD, Answer, Product, call, eventually, free_port
from tests.server.desk import deploy

pytestmark = pytest.mark.server
PAYLOAD = Path("fixtures/payloads/acme_erp/inventory_update.json").read_text()


class Slow:
    """A service that answers only when it is let."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.gate = threading.Event()
        slow = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                slow.calls.append(self.headers.get("idempotency-key", ""))
                slow.gate.wait(60)
                self.send_response(200)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()


class Many:
    """The deployment as the tests drive it; `first` and `second` are its web processes."""

    def __init__(self, deployment: Deployment, first: Product, second: Product, slow: Slow) -> None:
        self.deployment, self.first, self.second, self.slow = deployment, first, second, slow
        self.shared = ""
        self.slow_path = ""

    def post(self, product: Product, path: str = "", body: str = PAYLOAD, **headers: str) -> Answer:
        url = f"{product.url}{path or self.shared}"
        return call(url, "POST", body=body, headers={"Content-Type": "application/json", **headers})

    def deploy_slow_flow(self) -> None:
        """A flow that calls the slow service, on a URL of its own."""
        webhook = {"id": "webhook_1", "component": "webhook", "inputs": {}}
        ask = {"method": {"value": "POST"}, "url": {"value": f"http://{self.slow.address}/"}}
        steps = [webhook, {"id": "ask_1", "component": "http.request", "inputs": ask}]
        flow = {"key": "ask", "name": "Ask", "response": "async", "steps": steps, "links": [{"from": "webhook_1", "to": "ask_1"}]}
        self.deployed = deploy(self.first, "Slow", {"endpoint": {"type": "flow"}, "flows": [flow]})
        self.slow_path = self.deployed.urls()["ask"].removeprefix(self.first.url)

    def bring_back(self, piece: str) -> None:
        """Once it tells that it lives."""
        pid = self.deployment.launch(piece).pid
        told = f"SELECT 1 FROM runtime_processbeat WHERE name LIKE '{pid}-%'"
        eventually(lambda: self.first.sql(told), within=90)

    def owner_of(self, execution: str) -> str:
        """The piece that runs it now."""
        owner = self.first.sql(f"SELECT lease_owner FROM runtime_execution WHERE id = '{execution}'")[0][0]
        return next(piece for piece, process in self.deployment.running.items() if str(process.pid) == owner.split("-")[0])


@contextmanager
def deployed() -> Iterator[Many]:
    slow = Slow()
    with ExitStack() as stack:
        stack.callback(slow.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hookyard-many-")))
        folder.chmod(0o755)  # the database may run as another user
        port = free_port()
        environment = {
            "HOOKYARD_DATA": str(folder),
            "HOOKYARD_OWNER": f"{OWNER}:{PASSWORD}",
            "DATABASE_URL": stack.enter_context(postgres(folder / "postgres", settings=DURABLE)),
            "REDIS_URL": stack.enter_context(redis(folder / "redis")),
            "HOOKYARD_OUTBOUND_ALLOW": slow.address,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        ports = {"web-1": {"PORT": str(port)}, "web-2": {"PORT": str(free_port())}}
        deployment = Deployment(environment, folder, ports)
        stack.callback(deployment.stop_all)
        first, second = (Product(folder, int(own["PORT"]), environment) for own in ports.values())
        for piece, product in (("web-1", first), ("web-2", second)):
            product.process = deployment.launch(piece)
        for piece in ("worker-1", "worker-2"):
            deployment.launch(piece)
        eventually(lambda: first.is_up() and second.is_up(), within=90)
        many = Many(deployment, first, second, slow)
        many.shared = first.demo()["sharedUrl"].removeprefix(first.url)
        yield many


@pytest.fixture(scope="module")
def many() -> Iterator[Many]:
    with deployed() as running:
        yield running


def test_any_of_them_accepts_and_a_worker_runs_it(many):
    for product in (many.first, many.second):
        answer = many.post(product)
        assert answer.status == 200, answer.body
        assert many.second.execution(answer.json["executionId"])["status"] == "succeeded"


def test_what_is_changed_at_one_counts_at_the_other(many):
    many.deploy_slow_flow()
    eventually(lambda: many.post(many.second, many.slow_path, "{}").status == 200, within=5)
    many.first.api("POST", f"instances/{many.deployed.instance_id}/pause")
    assert eventually(lambda: many.post(many.second, many.slow_path, "{}").json.get("status") == "held", within=5)
    many.first.api("POST", f"instances/{many.deployed.instance_id}/resume", {"held": "discard"})
    eventually(lambda: many.post(many.second, many.slow_path, "{}").status == 200, within=5)
    many.slow.gate.set()


def test_a_page_at_one_hears_of_a_request_to_the_other_and_of_its_run_in_a_worker(many):
    line = f"ws://127.0.0.1:{many.second.port}/api/live"
    with connect(line, additional_headers={"Authorization": f"Bearer {many.second._token()}"}) as socket:
        socket.send('{"subscribe": "executions"}')
        while json.loads(socket.recv(timeout=10))["event"] != "missed":  # from now on the others know
            pass
        execution = many.post(many.first).json["executionId"]
        heard: set[str] = set()
        while "succeeded" not in heard:  # `recv` gives up
            message = json.loads(socket.recv(timeout=30))
            heard |= {item["status"] for item in message.get("items", []) if item["id"] == execution}


def test_without_the_broker_requests_are_taken_and_run_within_seconds(many):
    port = int(many.deployment.environment["REDIS_URL"].rpartition(":")[2].split("/")[0])
    broker = next(_listening(port))
    os.kill(broker, signal.SIGSTOP)  # worse than dead: it takes connections and never answers
    try:
        answers = [many.post(product) for product in (many.first, many.second) for _ in range(5)]
        assert [answer.status for answer in answers] == [200] * 10
        for answer in answers:
            assert many.first.execution(answer.json["executionId"])["status"] == "succeeded"
    finally:
        os.kill(broker, signal.SIGCONT)


@pytest.fixture
def in_hand(many) -> Iterator[tuple[str, str]]:
    """An execution that waits for the slow service, and the worker that runs it."""
    if not many.slow_path:
        many.deploy_slow_flow()
    many.slow.gate.clear()
    many.slow.calls.clear()
    answer = many.post(many.first, many.slow_path, "{}")
    assert answer.status == 200, answer.body
    execution = answer.json["executionId"]
    eventually(lambda: many.slow.calls)
    piece = many.owner_of(execution)
    yield execution, piece
    many.slow.gate.set()
    if piece not in many.deployment.running:
        many.bring_back(piece)


def test_what_a_killed_worker_had_in_hand_goes_on_in_another(many, in_hand):
    execution, piece = in_hand
    many.deployment.stop(piece, signal.SIGKILL)
    eventually(lambda: len(many.slow.calls) > 1)  # a lease of ten seconds and the look after it
    many.slow.gate.set()
    assert many.first.execution(execution)["status"] == "succeeded"
    assert len(set(many.slow.calls)) == 1, "with the same idempotency key"


def test_who_is_asked_to_end_ends_by_itself_and_gives_back_what_runs(many, in_hand):
    execution, piece = in_hand
    process = many.deployment.running[piece]
    many.deployment.stop(piece)
    assert process.returncode == 0, "who does not end in time is killed"
    many.slow.gate.set()
    assert many.first.execution(execution)["status"] == "succeeded"


def _listening(port: int) -> Iterator[int]:
    """Who listens on it, by the kernel's tables."""
    wanted = f":{port:04X}"
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(wanted) and line.split()[3] == "0A"
    }
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = [os.readlink(each) for each in (process / "fd").iterdir()]
        except OSError:
            continue
        if any(f"socket:[{inode}]" in links for inode in inodes):
            yield int(process.name)
