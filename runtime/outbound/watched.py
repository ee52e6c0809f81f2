"""Each call to an outside service, counted and, when traces are on, put into the trace of the step that makes it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter_ns, time_ns

from runtime.engine.errors import HookyardError
from runtime.watching import meters, tracing


@dataclass(slots=True)
class Call:
    """`headers` are those to send; `outcome` is set by whoever gets an answer."""

    headers: Mapping[str, str]
    outcome: str = "failed"


@contextmanager
def watched(method: str, host: str, headers: Mapping[str, str]) -> Iterator[Call]:
    place = tracing.outgoing()
    call = Call(headers)
    if place and not any(name.lower() == "traceparent" for name in headers):
        call.headers = {**headers, "traceparent": place.header}
    begun, began_ns = perf_counter_ns(), time_ns() if place else 0
    try:
        yield call
    except HookyardError as problem:
        call.outcome = problem.code
        raise
    except asyncio.CancelledError:
        call.outcome = "cut_off"  # its step ran out of time, or was cancelled
        raise
    except Exception as failure:
        call.outcome = type(failure).__name__
        raise
    finally:
        meters.outbound[call.outcome].observe((perf_counter_ns() - begun) // 1000)
        if place:
            tracing.called(place, method=method, host=host, began_ns=began_ns, outcome=call.outcome)
