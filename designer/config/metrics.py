"""`/metrics`: this process's figures for Prometheus.

For: who may read the page, and answering it beside Django. With `HOOKYARD_METRICS_TOKEN` whoever sends it as a bearer token;
without one only a caller on this very machine that came through no proxy, since a proxy makes strangers look local.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from ipaddress import ip_address
from time import monotonic

import structlog
from django.conf import settings
from django.db import Error, close_old_connections
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from runtime import wiring
from runtime.ingress.door import Scope, Send
from runtime.watching import exposition, lag

PATH = "/metrics"
KEPT_FOR = 2.0  # seconds that a look into the database serves further scrapes
PROXIED = frozenset({b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"})
log = structlog.get_logger(__name__)
_lanes: list[tuple[float, dict[str, lag.Lag]]] = []


async def answer(scope: Scope, send: Send) -> None:
    allowed = may_read(scope["headers"], scope.get("client"), settings.METRICS_TOKEN)
    body = await asyncio.to_thread(_page) if allowed else b"Send HOOKYARD_METRICS_TOKEN as a bearer token.\n"
    kind = CONTENT_TYPE_PLAIN_0_0_4 if allowed else "text/plain"
    headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    if not allowed:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": 200 if allowed else 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def may_read(headers: Iterable[tuple[bytes, bytes]], client: tuple[str, int] | None, token: str) -> bool:
    named = {name.lower(): value for name, value in headers}
    if token:
        given = named.get(b"authorization", b"")
        return hmac.compare_digest(given, b"Bearer " + token.encode())
    if client is None or named.keys() & PROXIED:
        return False
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _page() -> bytes:
    close_old_connections()
    process = wiring.process()
    lanes = {"door": process.door_lane, "live": process.live_lane, "bench": process.bench_lane}
    children = {name: sum(map(len, lane.sandbox.process_ids.values())) for name, lane in lanes.items() if lane}
    return exposition.page(settings.VERSION, lags(), children)


def lags() -> dict[str, lag.Lag]:
    """Of the live lane and the one of drafts. Nothing while the database is away: the rest of the page still tells."""
    if _lanes and monotonic() - _lanes[0][0] < KEPT_FOR:
        return _lanes[0][1]
    now = datetime.now(UTC)
    try:
        measured = {"live": lag.measure(drafts=False, now=now), "drafts": lag.measure(drafts=True, now=now)}
    except Error:
        log.warning("metrics.no_lag")
        return {}
    _lanes[:] = [(monotonic(), measured)]
    return measured
