"""Traces as a collector gets them: one tree from the sender's own span down to the call of an outside service."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from ulid import ULID

from runtime.watching import tracing
from tests.flows.yard import Service, Yard, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)
CAME = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Collector:
    """Takes OTLP over HTTP, as any collector does."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                body = gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body
                sent = ExportTraceServiceRequest.FromString(body)
                collector.spans += [span for one in sent.resource_spans for part in one.scope_spans for span in part.spans]
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def get(self) -> dict[str, Any]:
        """Everything so far, by name."""
        tracing.stop()
        return {span.name: span for span in self.spans}


@pytest.fixture
def collector(monkeypatch):
    running = Collector()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{running.server.server_port}")
    tracing.start()
    yield running
    tracing.stop()
    running.server.shutdown()
    running.server.server_close()


def test_a_request_is_one_tree_down_to_the_call_it_makes(yard: Yard, service: Service, collector: Collector):
    service.gate.set()
    deployed = yard.deploy(flow("orders", service.ask(), response="sync"))
    answer = yard.post(deployed.path(), {"n": 1}, traceparent=CAME)
    assert answer.status == 200
    spans = collector.get()
    call = spans["POST 127.0.0.1"]
    chain = ["POST 127.0.0.1", "step ask_1", "execution", "request"]
    for below, above in pairwise(chain):
        assert spans[below].parent_span_id == spans[above].span_id, (below, above)
    assert spans["request"].parent_span_id.hex() == "00f067aa0ba902b7"
    assert {span.trace_id.hex() for span in spans.values()} == {"4bf92f3577b34da6a3ce929d0e0e4736"}
    assert service.calls[0]["traceparent"] == f"00-{call.trace_id.hex()}-{call.span_id.hex()}-01"
    assert spans["door match"].parent_span_id == spans["request"].span_id
    assert spans["request"].end_time_unix_nano >= spans["execution"].end_time_unix_nano >= call.end_time_unix_nano
    assert "/hooks/" not in str(spans), "the last part of a URL is a secret"


def test_without_a_traceparent_the_trace_is_the_executions_id_and_a_worker_finds_it(yard: Yard, collector: Collector):
    deployed = yard.deploy(flow("orders", echo()))
    execution = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
    yard.work()
    assert yard.ended(execution).status == "succeeded"
    spans = collector.get()
    assert {span.trace_id.hex() for span in spans.values()} == {f"{int(ULID.from_str(execution)):032x}"}
    assert spans["execution"].parent_span_id == spans["request"].span_id
    assert spans["step echo_1"].parent_span_id == spans["execution"].span_id


def test_a_step_that_fails_is_marked(yard: Yard, service: Service, collector: Collector):
    refused = {"id": "ask_1", "component": "http.request", "inputs": {"url": {"value": "http://127.0.0.1:1/"}}}
    deployed = yard.deploy(flow("orders", refused, response="sync"))
    yard.post(deployed.path(), {"n": 1})
    spans = collector.get()
    assert spans["step ask_1"].status.code == 2 and spans["execution"].status.code == 2


@pytest.mark.parametrize("sent", ["", "garbage", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", CAME.upper(), "ff" * 500])
def test_a_malformed_traceparent_is_none(sent):
    assert tracing._came_with({"traceparent": sent}) is None


def test_who_sampled_it_out_is_heeded(yard: Yard, collector: Collector):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    yard.post(deployed.path(), {"n": 1}, traceparent=CAME[:-2] + "00")
    assert collector.get() == {}


def test_off_means_off(yard: Yard, service: Service, monkeypatch):
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    tracing.start()
    assert not tracing.on()
    service.gate.set()
    yard.post(yard.deploy(flow("orders", service.ask(), response="sync")).path(), {"n": 1}, traceparent=CAME)
    assert "traceparent" not in service.calls[0]
