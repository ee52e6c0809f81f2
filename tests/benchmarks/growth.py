"""What a request and a page cost as a product grows: `python -m tests.benchmarks.growth [--only ...]`.

For: CPU time a request, latency, and p95 of the lists and admin pages, from an empty product to a million stored executions,
10,000 endpoints, 1,000 customers, flows of 50 steps. It needs about 4 GB of disk for the million and some minutes.
A figure, never a test. The last column says how much dearer a line is than the first of its table: flat is 1.0. Lines "the first
time" are of plans that are not compiled yet, and are held against nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.benchmarks.accept import pure_steps
from tests.benchmarks.filling import fill_customers, fill_history
from tests.benchmarks.load import put_load
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.servers.hookyard import CODE
from tests.benchmarks.servers.job import PAYLOAD
from tests.product import OWNER, PASSWORD, Product, call, eventually, running_product
from tests.server.desk import Deployed, code, deploy, flow

HISTORIES = (0, 1_000, 100_000, 1_000_000)
ENDPOINTS = (1, 100, 10_000)
CUSTOMERS = (1, 100, 1_000)
LENGTHS = (1, 10, 50)
CONNECTIONS = 16
LOOKS = 20  # at each page
SHARED = """module.exports = async (context, stepResults) => {
  const body = stepResults.trigger.results.body.data;
  return { data: { customerExternalId: body.customer, flowName: "Accept" } };
};"""


# For so many seconds; gives requests, requests a second, p50 and p99 in milliseconds, wrong answers.
Send = Callable[[float], tuple[int, float, float, float, int]]


class Table:
    def __init__(self, title: str) -> None:
        self.first = 0.0
        print(f"\n{title}\n{'':<34}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>9}{'wrong':>7}{'x first':>9}", flush=True)

    def line(self, name: str, product: Product, send: Send, seconds: float, *, warm: bool = True) -> None:
        if warm:
            send(1.0)  # what is compiled once is compiled now
            _rest(product)
        assert product.process
        before = cpu_seconds(product.process.pid)
        answers, rate, p50, p99, wrong = send(seconds)
        _rest(product)
        cost = (cpu_seconds(product.process.pid) - before) * 1e6 / max(1, answers)
        self.first = self.first or (cost if warm else 0.0)
        times = f"{cost / self.first:>9.2f}" if warm else ""
        print(f"{name:<34}{rate:>9,.0f}{p50:>9.1f}{p99:>9.1f}{cost:>9,.0f}{wrong:>7}{times}", flush=True)


def _rest(product: Product) -> None:
    running = "SELECT count(*) FROM runtime_execution WHERE status IN ('queued', 'running', 'waiting')"
    eventually(lambda: product.sql(running)[0][0] == 0, within=300)


def at(url: str) -> Send:
    """Load on one URL, each request the same."""

    def send(seconds: float) -> tuple[int, float, float, float, int]:
        load = put_load(url, PAYLOAD.read_bytes(), connections=CONNECTIONS, seconds=seconds)
        return load.answers, load.per_second, load.p50, load.p99, load.wrong + load.broken

    return send


def once(targets: list[tuple[str, bytes]]) -> Send:
    """Each of them, so that its plan is compiled."""
    return in_turn(targets, whole=True)


def in_turn(targets: list[tuple[str, bytes]], *, whole: bool = False) -> Send:
    """One connection, each request another URL or body. Its rate is the client's; its CPU time is the server's."""

    def send(seconds: float) -> tuple[int, float, float, float, int]:
        connection = HTTPConnection(urlsplit(targets[0][0]).netloc, timeout=30)
        times: list[float] = []
        wrong, begun = 0, time.perf_counter()
        while len(times) < len(targets) if whole else time.perf_counter() - begun < seconds:
            sent = time.perf_counter()
            url, body = targets[len(times) * 7919 % len(targets)]  # a prime, so that all of them come
            connection.request("POST", urlsplit(url).path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            wrong += answer.status != 200
            times.append((time.perf_counter() - sent) * 1000)
        connection.close()
        p99 = sorted(times)[int(len(times) * 0.99)]
        return len(times), len(times) / (time.perf_counter() - begun), statistics.median(times), p99, wrong

    return send


def flows() -> list[dict]:
    job = code("code_1", CODE)
    return [flow("answer", job, response="sync"), flow("accept", job)]


def histories(seconds: float) -> None:
    with running_product() as product:
        deployed = deploy(product, "Inventory", {"endpoint": {"type": "flow"}, "flows": flows()})
        urls = deployed.urls()
        pattern = call(urls["accept"], "POST", body=PAYLOAD.read_bytes(), headers={"Content-Type": "application/json"})
        execution = product.execution(pattern.json["executionId"])["id"]
        tables: dict[str, Table] = {}
        cookie = _signed_in(product)
        pages: dict[int, dict[str, float]] = {}
        stored = 0
        for history in HISTORIES:
            product.stop()
            fill_history(product.data / "hookyard.sqlite3", execution, first=stored + 1, last=history + 1)
            stored = max(stored, history)
            product.start()
            for kind in ("answer", "accept"):
                if kind not in tables:
                    tables[kind] = Table(f"{kind}, by stored executions")
                tables[kind].line(f"{history:>9,} executions, {kind}", product, at(urls[kind]), seconds)
            pages[history] = {name: look(product, url, cookie) for name, url in _pages(product, deployed, execution).items()}
            _print_pages(pages)  # each time, so that a run that is broken off has told what it knew


def _pages(product: Product, deployed: Deployed, execution: str) -> dict[str, str]:
    own = f"integration={deployed.integration_id}"
    lists = (
        "executions", f"executions?{own}", "executions?status=failed", "executions?status=queued", "executions?flow=accept",
        f"executions?customer={deployed.customer_id}", "executions?customer=01NOBODY",
        f"executions?instance={deployed.instance_id}", "executions?since=2026-01-01T00:00:00Z",
        "executions?error=answered", "executions?error=nowhere",
        "executions/counts", "executions/counts?status=failed", f"executions/{execution}",
        "requests", "requests?status=unrouted", f"requests?{own}", "requests?status=refused",
        "requests?since=2026-01-01T00:00:00Z", "requests?search=answered", "requests?search=nowhere", "requests?search=01NOBODY",
        "integrations", "traffic", "customers",
    )  # fmt: skip
    admin = ("execution", "request", "execution/?status__exact=failed", "execution/?q=Accept", "request/?status__exact=unrouted")
    found = {f"/api/{path}": f"{product.url}/api/{path}" for path in lists}
    return found | {f"/admin/ {path}": f"{product.url}/admin/runtime/{path if '?' in path else path + '/'}" for path in admin}


def look(product: Product, url: str, cookie: str) -> float:
    """p95 in milliseconds."""
    headers = {"Authorization": f"Bearer {product._token()}"} if "/api/" in url else {"Cookie": cookie}
    times: list[float] = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        answer = call(url, headers=headers)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, f"{url} answered {answer.status}: {answer.body[:300]!r}"
    return sorted(times)[int(LOOKS * 0.95)]


def _signed_in(product: Product) -> str:
    """The session's cookie."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    session = f"{product.url}/api/session"
    proof = json.loads(opener.open(session).read())["csrfToken"]
    headers = {"Content-Type": "application/json", "X-CSRFToken": proof, "Referer": product.url}
    opener.open(Request(session, json.dumps({"email": OWNER, "password": PASSWORD}).encode(), headers)).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _print_pages(pages: dict[int, dict[str, float]]) -> None:
    print(f"\np95 of {LOOKS} looks in ms, by stored executions\n{'':<44}" + "".join(f"{history:>12,}" for history in pages))
    for name in next(iter(pages.values())):
        print(f"{name:<44}" + "".join(f"{of[name]:>12,.0f}" for of in pages.values()), flush=True)


def endpoints(seconds: float) -> None:
    table, body = Table("accept, by endpoints (each request another one)"), PAYLOAD.read_bytes()
    with running_product() as product:
        definition = {"endpoint": {"type": "flow"}, "flows": [flow("accept", code("code_1", CODE))]}
        deployed = deploy(product, "Inventory", definition)
        urls = [deployed.urls()["accept"]]
        pattern = urls[0].rpartition("/")[0].rpartition("/")[0]
        for count in ENDPOINTS:
            if count > len(urls):
                product.stop()
                file = product.data / "hookyard.sqlite3"
                fill_customers(file, deployed.instance_id, first=len(urls), last=count)
                product.start()
                rows = product.sql("SELECT id, token FROM runtime_endpoint WHERE token LIKE 'benchmark-token-%' ORDER BY token")
                urls = [urls[0], *(f"{pattern}/{own}/{token}" for own, token in rows)]
            targets = [(url, body) for url in urls]
            table.line(f"{count:>9,} endpoints, the first time", product, once(targets), seconds, warm=False)
            table.line(f"{count:>9,} endpoints", product, in_turn(targets), seconds)


def customers(seconds: float) -> None:
    table = Table("shared endpoint, preprocess flow, by customers (each request another one)")
    with running_product() as product:
        shared = {"type": "shared", "preprocessFlow": "preprocess", "flowName": {"reference": "results.flowName"}}
        shared["externalCustomerId"] = {"reference": "results.customerExternalId"}
        preprocess = flow("preprocess", code("code_1", SHARED), response="sync")
        deployed = deploy(product, "Inventory", {"endpoint": shared, "flows": [flow("accept", code("code_1", CODE)), preprocess]})
        url, known = deployed.urls()["shared"], [deployed.external_id]
        for count in CUSTOMERS:
            if count > len(known):
                product.stop()
                fill_customers(product.data / "hookyard.sqlite3", deployed.instance_id, first=len(known), last=count)
                product.start()
                known.extend(f"many-{number}" for number in range(len(known), count))
            targets = [(url, b'{"customer": "%s"}' % name.encode()) for name in known]
            table.line(f"{count:>9,} customers, the first time", product, once(targets), seconds, warm=False)
            table.line(f"{count:>9,} customers", product, in_turn(targets), seconds)


def steps(seconds: float) -> None:
    table = Table("answer, by pure steps of its flow")
    with running_product() as product:
        made = [flow(f"chain-{length}", *pure_steps(length), response="sync") for length in LENGTHS]
        variables = [{"key": "shop", "name": "Shop", "type": "string", "default": "main"}]
        definition = {"endpoint": {"type": "flow"}, "flows": made, "configVariables": variables}
        urls = deploy(product, "Chains", definition).urls()
        for length in LENGTHS:
            table.line(f"{length:>9} steps", product, at(urls[f"chain-{length}"]), seconds)


CURVES = {"histories": histories, "endpoints": endpoints, "customers": customers, "steps": steps}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__.partition("\n")[0])
    asked.add_argument("--only", nargs="+", choices=CURVES, default=list(CURVES))
    asked.add_argument("--seconds", type=float, default=4.0)
    given = asked.parse_args()
    for name in given.only:
        CURVES[name](given.seconds)


if __name__ == "__main__":
    main()
