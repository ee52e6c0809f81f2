"""How long one waits while another floods: `python -m tests.benchmarks.fairness [--seconds 10] [--flat-out]`.

For: B posts a few requests a second; from the moment its request was received until its execution ended, first quiet, then while
A posts fifty times as many, then while each of A's executions also waits for a slow service. A is another customer of the same
tenant, then another tenant. `--flat-out` adds lines where A posts as fast as it is answered, which takes all of a small machine.
The last column is B's p95 over its quiet p95. A figure, never a test.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import product as product_of

from tests.benchmarks.load import Load, put_load
from tests.benchmarks.servers.hookyard import CODE
from tests.benchmarks.servers.job import PAYLOAD
from tests.killing.sink import Sink
from tests.product import Product, call, eventually, running_product
from tests.server.desk import Deployed, code, deploy, flow

PER_SECOND = 4  # of B
TIMES = 50  # as many of A
FLOOD = 16  # connections of A
SLOWEST_SERVICE = 1.0  # seconds; half of it on average
OTHER_TENANT = "from designer.accounts.tenants import create_tenant; print(create_tenant('Flood').slug)"


@dataclass(frozen=True, slots=True)
class Sent:
    answers: list[float]
    executions: list[str]


@dataclass(frozen=True, slots=True)
class Trickle:
    """Seconds: until the answer, and from receipt to the end of the execution."""

    answers: list[float]
    ends: list[float]


def main() -> None:
    asked = ArgumentParser(prog="python -m tests.benchmarks.fairness", description=__doc__.partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=10.0, help="Of each line.")
    asked.add_argument("--flat-out", action="store_true", help="Also as fast as A is answered.")
    given = asked.parse_args()
    rates = [float(TIMES * PER_SECOND), *([0.0] if given.flat_out else [])]
    sink = Sink(1, slowest=SLOWEST_SERVICE)
    try:
        with running_product(HOOKYARD_OUTBOUND_ALLOW=sink.address) as product:
            _measure(product, sink, given.seconds, rates)
    finally:
        sink.close()


def _measure(product: Product, sink: Sink, seconds: float, rates: list[float]) -> None:
    quiet = deploy(product, "Quiet", _definition(sink)).urls()["quick"]
    sister = deploy(product, "Flooding", _definition(sink)).urls()
    elsewhere = _in_another_tenant(product, lambda: deploy(product, "Flooding", _definition(sink))).urls()
    _trickle(quiet, 2.0)
    print(f"{'':<44}{'answer p50/p95 ms':>20}{'ended p50/p95 ms':>20}{'A req/s':>10}{'backlog':>9}{'x quiet':>9}", flush=True)
    alone = _line("quiet", _settled(product, _trickle(quiet, seconds)))
    floods = {"another customer": sister, "another tenant": elsewhere}
    for rate, (who, urls), which in product_of(rates, floods.items(), ("quick", "slow")):
        print(f"A is {who}, {which} ...", file=sys.stderr, flush=True)
        load: list[Load] = []
        flood = threading.Thread(target=_flood, args=(urls[which], seconds + 2, rate, load))
        flood.start()
        time.sleep(1.0)  # of the load, so that its backlog stands
        beside = _trickle(quiet, seconds)
        waiting = _waiting(product)
        flood.join()
        _line(f"{who} floods, its flow is {which}", _settled(product, beside), load[0].per_second, waiting, alone)
        eventually(lambda: _waiting(product) == 0, within=900)


def _flood(url: str, seconds: float, rate: float, into: list[Load]) -> None:
    into.append(put_load(url, PAYLOAD.read_bytes(), connections=FLOOD, seconds=seconds, per_second=rate))


def _trickle(url: str, seconds: float) -> Sent:
    sent = Sent([], [])
    for _ in range(round(seconds * PER_SECOND)):
        begun = time.perf_counter()
        answer = call(url, "POST", body=PAYLOAD.read_bytes(), headers={"Content-Type": "application/json"})
        sent.answers.append(time.perf_counter() - begun)
        assert answer.status == 200, answer.body
        sent.executions.append(answer.json["executionId"])
        time.sleep(max(0.0, 1 / PER_SECOND - (time.perf_counter() - begun)))
    return sent


def _settled(product: Product, sent: Sent) -> Trickle:
    """Once all of them have ended."""
    among = ", ".join(f"'{one}'" for one in sent.executions)
    rows = f"""SELECT r.received_at, e.finished_at FROM runtime_execution e JOIN runtime_request r ON r.id = e.request_id
        WHERE e.id IN ({among}) AND e.finished_at IS NOT NULL"""
    ended = eventually(lambda: (found := product.sql(rows)) and len(found) == len(sent.executions) and found, within=600)
    ends = [(datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() for begin, end in ended]
    return Trickle(sent.answers, ends)


def _line(name: str, trickle: Trickle, rate: float = 0.0, waiting: int = 0, alone: float = 0.0) -> float:
    answer, ended = _ranks(trickle.answers), _ranks(trickle.ends)
    times = f"{ended[1] / alone:>9.1f}" if alone else f"{'':>9}"
    cells = "".join(f"{f'{p50:,.0f} / {p95:,.0f}':>20}" for p50, p95 in (answer, ended))
    print(f"{name:<44}{cells}{rate:>10,.0f}{waiting:>9,}{times}", flush=True)
    return ended[1]


def _ranks(seconds: list[float]) -> tuple[float, float]:
    ordered = sorted(seconds)
    return statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def _waiting(product: Product) -> int:
    return product.sql("SELECT count(*) FROM runtime_execution WHERE status IN ('queued', 'running', 'waiting')")[0][0]


def _definition(sink: Sink) -> dict:
    inputs = {
        "method": {"value": "POST"},
        "url": {"value": f"http://{sink.address}/slow"},
        "body": {"value": {"n": 0}},
    }
    ask = {"id": "ask_1", "component": "http.request", "inputs": inputs}
    return {"endpoint": {"type": "flow"}, "flows": [flow("quick", code("code_1", CODE)), flow("slow", ask)]}


def _in_another_tenant(product: Product, build: Callable[[], Deployed]) -> Deployed:
    slug = product.manage("shell", "-c", OTHER_TENANT).strip().splitlines()[-1]
    own, product.token = product.token, product.manage("token", "--tenant", slug, "--role", "owner").strip()
    try:
        return _with_urls(build())
    finally:
        product.token = own


def _with_urls(deployed: Deployed) -> Deployed:
    """Asked now, while the token is of its tenant."""
    urls = deployed.urls()
    deployed.urls = lambda: urls  # type: ignore[method-assign]
    return deployed


if __name__ == "__main__":
    main()
