"""The world of a step, in memory: each port does the real thing on plain Python values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from runtime.components.triggers import WEBHOOK_RESULTS
from runtime.engine.component import CodeAnswer, HttpAnswer, StepContext
from runtime.engine.errors import StepProblem
from runtime.engine.inputs import resolve_inputs


@dataclass
class RecordedRequest:
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    timeout: float
    redirects: int = 0
    hosts: frozenset[str] = frozenset()
    secret_headers: tuple[str, ...] = ()


@dataclass
class FakeHttp:
    answer: HttpAnswer = field(
        # What a REST service might say, and a GraphQL service too.
        default_factory=lambda: HttpAnswer(200, {"content-type": "application/json"}, b'{"id": 1001, "data": null}')
    )
    requests: list[RecordedRequest] = field(default_factory=list)

    async def request(self, method, url, *, headers, content, timeout, redirects=0, hosts=(), secret_headers=()):
        self.requests.append(RecordedRequest(method, url, headers, content, timeout, redirects, hosts, tuple(secret_headers)))
        return self.answer


@dataclass
class FakeSandbox:
    """Answers with the names it was handed, so that a test sees what the code would see."""

    problem: StepProblem | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def run_code(self, source, *, step_results, config, context):
        self.calls.append({"source": source, "step_results": step_results, "config": config, "context": context})
        if self.problem:
            raise self.problem
        return CodeAnswer(data={"sees": sorted(step_results)}, logs=[{"level": "warn", "message": "from code"}])


@dataclass
class FakeStorage:
    values: dict[tuple[str, str], Any] = field(default_factory=dict)

    async def get(self, scope, key):
        return self.values.get((scope, key))

    async def set(self, scope, key, value):
        self.values[scope, key] = value

    async def remove(self, scope, key):
        return self.values.pop((scope, key), None) is not None

    async def add(self, scope, key, amount):
        self.values[scope, key] = self.values.get((scope, key), 0) + amount
        return self.values[scope, key]

    async def append(self, scope, key, item):
        self.values[scope, key] = [*self.values.get((scope, key), []), item]
        return self.values[scope, key]

    async def keys(self, scope, most):
        return sorted(key for its_scope, key in self.values if its_scope == scope)[:most]


class FakeCustomers:
    async def find(self, known_as):
        known = {"C-100": "external_id", "acme-7": "alias"}
        return {"externalId": "C-100", "name": "Northwind", "matched": known[known_as]} if known_as in known else None


@dataclass
class FakeFlows:
    calls: list[tuple[str, Any, bool]] = field(default_factory=list)

    async def call(self, flow, data, *, wait, again=False):
        self.calls.append((flow, data, wait))
        return {"executionId": "01EXECUTION", **({"result": data} if wait else {})}


CREDENTIALS = {
    "erp-key": {"scheme": "api_key", "settings": {"header": "X-Erp-Key"}, "secret": {"value": "k-4711-secret"}},
    "erp-basic": {"scheme": "basic", "settings": {"username": "ada"}, "secret": {"password": "p:w€rd"}},
    "erp-token": {"scheme": "bearer", "settings": {}, "secret": {"token": "t-4711-secret"}},
    "erp-hmac": {
        "scheme": "hmac",
        "settings": {
            "header": "X-Signature",
            "algorithm": "sha256",
            "encoding": "hex",
            "prefix": "sha256=",
            "timestampHeader": "X-Timestamp",
            "signed": "timestamp.body",
            "toleranceSeconds": 300,
        },
        "secret": {"value": "h-4711-secret"},
    },
}


class FakeConnections:
    async def open(self, connection_id, *, refused_token=""):
        raise AssertionError("no test of a component alone opens a connection")

    async def refused(self, connection_id, status):
        raise AssertionError("no test of a component alone opens a connection")


@dataclass
class FakeDeliveries:
    live: bool = True
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    async def send(self, body, *, type, destination, key):
        self.sent.append((type, destination, key))
        id = "01DELIVERY" if self.live else None
        told = {"id": "01DESTINATION", "name": "Warehouse", "deliveryId": id, "messageId": id}
        return {"sent": self.live, "destinations": [] if type == "nobody" else [told]}


@dataclass
class World:
    """The fakes behind `context`, for looking at what a step did."""

    http: FakeHttp = field(default_factory=FakeHttp)
    sandbox: FakeSandbox = field(default_factory=FakeSandbox)
    storage: FakeStorage = field(default_factory=FakeStorage)
    flows: FakeFlows = field(default_factory=FakeFlows)
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    logs: list[tuple[str, str]] = field(default_factory=list)

    def context(self, **changes: Any) -> StepContext:
        async def secret(key: str) -> Mapping[str, Any]:
            return CREDENTIALS[key]

        base = StepContext(
            step_id="step_1",
            execution_id="01EXECUTION",
            idempotency_key="01EXECUTION/step_1",
            now=datetime(2026, 1, 31, 12, 0, tzinfo=UTC),
            config={"Warehouse": "main", "warehouse": "main"},
            step_results={"trigger": {"results": WEBHOOK_RESULTS}, "webhook_1": {"results": WEBHOOK_RESULTS}},
            customer={"externalId": "C-100"},
            instance={"id": "01INSTANCE"},
            http=self.http,
            sandbox=self.sandbox,
            storage=self.storage,
            customers=FakeCustomers(),
            flows=self.flows,
            connections=FakeConnections(),
            secret=secret,
            deliveries=self.deliveries,
            log=lambda level, message: self.logs.append((level, message)),
        )
        return replace(base, **changes)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def resolved():
    """Resolves the raw inputs of an example on the Webhook's own example results, as a run would."""

    def resolve(inputs: Mapping[str, Any]) -> dict[str, Any]:
        found = resolve_inputs(inputs, {"webhook_1": {"results": WEBHOOK_RESULTS}})
        assert found.warnings == []
        return found.values

    return resolve
