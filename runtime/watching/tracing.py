"""Traces by OpenTelemetry: request, stages, execution, steps, calls to outside services.

For: spans written after what they tell of, from moments that were measured anyway. Off, and free, unless
`OTEL_EXPORTER_OTLP_ENDPOINT` is set; the SDK reads its other settings from the environment too (sampler, headers, batches).
Not here: measuring.

Ids are derived, not handed around: an execution's trace is the one its request came with (`traceparent`,
https://www.w3.org/TR/trace-context/), else the execution's own id, which has the same 128 bits. So a worker on another machine,
or the next process after a crash, writes into the same trace, and no column remembers it.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import time_ns
from typing import Any

from ulid import ULID

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})\Z")
_LOW = (1 << 64) - 1
REQUEST, EXECUTION = 0x52, 0x45  # so that spans of one id differ


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span hangs: its trace, and the span above it (0: none)."""

    trace_id: int
    span_id: int
    sampled: bool = True

    @property
    def header(self) -> str:
        return f"00-{self.trace_id:032x}-{self.span_id:016x}-{'01' if self.sampled else '00'}"


_tracer: Any = None
_provider: Any = None
_chosen = threading.local()
_here: ContextVar[Place | None] = ContextVar("trace_place", default=None)


def start() -> None:
    """Once a process that serves. The SDK is imported only when it is used: it would cost every start a fifth of a second."""
    global _tracer, _provider
    if _tracer is not None or not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        def generate_span_id(self) -> int:
            return getattr(_chosen, "span", 0) or super().generate_span_id()

        def generate_trace_id(self) -> int:
            return getattr(_chosen, "trace", 0) or super().generate_trace_id()

    _provider = TracerProvider(id_generator=Ids(), resource=Resource.create({"service.name": "hookyard"}))
    _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracer = _provider.get_tracer("hookyard")


def stop() -> None:
    """Sends what waits."""
    global _tracer, _provider
    provider, _tracer, _provider = _provider, None, None
    if provider is not None:
        provider.shutdown()


def on() -> bool:
    return _tracer is not None


def request(
    headers: Iterable[tuple[str, str]],
    *,
    id: str,
    execution_id: str,
    took_us: int,
    stages: Iterable[tuple[str, int]],
    status: int,
    facts: Mapping[str, Any],
) -> None:
    """A request was answered; its stages follow one another."""
    came = _came_with(dict(headers))
    place = came or Place(_number(execution_id or id), 0)
    own = _span_id(execution_id or id, REQUEST)
    end = time_ns()
    begin = moment = end - took_us * 1000
    _write("request", place, own, begin, end, facts, kind="SERVER", failed=status >= 500)
    for name, us in stages:
        _write(f"door {name}", Place(place.trace_id, own, place.sampled), 0, moment, moment + us * 1000, {})
        moment += us * 1000


def place_of(execution_id: str, trigger: Any) -> Place:
    """Where an execution hangs: below its request."""
    headers = trigger.get("headers") if isinstance(trigger, dict) else None
    came = _came_with(headers) if isinstance(headers, dict) else None
    trace_id, sampled = (came.trace_id, came.sampled) if came else (_number(execution_id), True)
    return Place(trace_id, _span_id(execution_id, REQUEST), sampled)


def execution(execution_id: str, trigger: Any, *, began_ns: int, facts: Mapping[str, Any], failed: bool) -> None:
    place = place_of(execution_id, trigger)
    _write("execution", place, _span_id(execution_id, EXECUTION), began_ns, time_ns(), facts, failed=failed)


@contextmanager
def step(execution_id: str, trigger: Any, name: str, facts: dict[str, Any]) -> Iterator[None]:
    """What is called outside in here hangs below the step. `facts` may be added to until the end; `error` says that it failed."""
    above = place_of(execution_id, trigger)
    place = Place(above.trace_id, _span_id(execution_id, EXECUTION), above.sampled)
    own = int.from_bytes(os.urandom(8), "big") or 1
    token, began = _here.set(Place(place.trace_id, own, place.sampled)), time_ns()
    try:
        yield
    finally:
        _here.reset(token)
        _write(name, place, own, began, time_ns(), facts, failed="error" in facts)


def outgoing() -> Place | None:
    """For a call to an outside service: its span, whose `header` goes along."""
    here = _here.get() if _tracer is not None else None
    return Place(here.trace_id, int.from_bytes(os.urandom(8), "big") or 1, here.sampled) if here else None


def called(place: Place, *, method: str, host: str, began_ns: int, outcome: str) -> None:
    """A call of the step in this task ended. Not the path: it may hold what only the service should know."""
    above = _here.get()
    if above is not None:
        facts = {"http.request.method": method, "server.address": host, "hookyard.outcome": outcome}
        failed = not outcome.startswith(("1", "2", "3"))
        _write(f"{method} {host}", above, place.span_id, began_ns, time_ns(), facts, kind="CLIENT", failed=failed)


def _came_with(headers: Mapping[str, Any]) -> Place | None:
    match = _TRACEPARENT.match(str(headers.get("traceparent", "")))
    if match is None or not int(match[1], 16) or not int(match[2], 16):
        return None
    return Place(int(match[1], 16), int(match[2], 16), bool(int(match[3], 16) & 1))


def _number(id: str) -> int:
    return int(ULID.from_str(id))


def _span_id(id: str, kind: int) -> int:
    return (_number(id) & _LOW) ^ kind or kind


def _write(
    name: str,
    place: Place,
    span_id: int,
    begin: int,
    end: int,
    facts: Mapping[str, Any],
    *,
    kind: str = "INTERNAL",
    failed: bool = False,
) -> None:
    from opentelemetry import trace

    tracer = _tracer
    if tracer is None:
        return
    context = None
    if place.span_id:
        flags = trace.TraceFlags(int(place.sampled))
        above = trace.SpanContext(place.trace_id, place.span_id, is_remote=True, trace_flags=flags)
        context = trace.set_span_in_context(trace.NonRecordingSpan(above))
    _chosen.trace, _chosen.span = place.trace_id, span_id
    try:
        span = tracer.start_span(name, context=context, kind=trace.SpanKind[kind], attributes=facts, start_time=begin)
    finally:
        _chosen.trace = _chosen.span = 0
    if failed:
        span.set_status(trace.StatusCode.ERROR)
    span.end(end_time=max(begin, end))
