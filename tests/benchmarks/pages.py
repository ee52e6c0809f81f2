"""What a look costs when the big tables are long: `python -m tests.benchmarks.pages [--rows 100000]`.

For: p95 of every list, filter, search and page of the admin, and of the API's lists, with so many requests, executions, step
results, customers and audit entries. A figure, never a test: `tests/tenants/test_long_tables.py` guards the queries instead.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import closing
from sqlite3 import connect

from tests.benchmarks.filling import fill_audit, fill_customers, fill_history
from tests.benchmarks.growth import _signed_in
from tests.benchmarks.servers.hookyard import CODE
from tests.benchmarks.servers.job import PAYLOAD
from tests.product import Product, call, running_product
from tests.server.desk import code, deploy, flow

LOOKS = 12
LIMIT = {"admin": 1000, "api": 150}  # milliseconds that a page may take


def fill(product: Product, rows: int) -> dict[str, str]:
    """Ids to look at: one from the middle of each table."""
    deployed = deploy(product, "Inventory", {"endpoint": {"type": "flow"}, "flows": [flow("accept", code("code_1", CODE))]})
    answer = call(deployed.urls()["accept"], "POST", body=PAYLOAD.read_bytes(), headers={"Content-Type": "application/json"})
    execution = product.execution(answer.json["executionId"])["id"]
    product.stop()
    file = product.data / "hookyard.sqlite3"
    fill_history(file, execution, first=1, last=rows)
    fill_customers(file, deployed.instance_id, first=1, last=rows)
    fill_audit(file, first=1, last=rows)
    product.start()
    with closing(connect(file)) as database:

        def middle(table: str) -> str:
            return str(database.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET ?", [rows // 2]).fetchone()[0])

        tables = ("request", "execution", "stepresult", "customer", "instance", "endpoint")
        found = {name: middle(f"runtime_{name}") for name in tables} | {"auditentry": middle("designer_auditentry")}
        found["tenant"] = database.execute("SELECT id FROM runtime_tenant").fetchone()[0]
    return found | {"integration": deployed.integration_id}


def admin_pages(ids: dict[str, str]) -> Iterator[str]:
    designer = ("user", "member", "invitation", "apitoken", "supportvisit", "auditentry")
    runtime = (
        "tenant", "tenantremoval", "storagepolicy", "storageuse", "usageday", "integration", "version", "endpoint", "customer",
        "instance", "credential", "service", "connection", "request", "execution", "stepresult",
    )  # fmt: skip
    every = [f"designer/{name}" for name in designer] + [f"runtime/{name}" for name in runtime]
    for name in every:
        yield f"{name}/"
    long = (
        "runtime/request",
        "runtime/execution",
        "runtime/stepresult",
        "runtime/customer",
        "runtime/instance",
        "designer/auditentry",
    )
    for name in long:
        own = ids[name.partition("/")[2]]
        yield f"{name}/?tenant__id__exact={ids['tenant']}"
        yield f"{name}/?p=150"
        yield f"{name}/?q={own}"
        yield f"{name}/?q=nothing-is-called-so"
        yield f"{name}/{own}/change/"
    yield f"runtime/tenant/{ids['tenant']}/change/"
    yield from ("runtime/execution/?status__exact=failed", "runtime/execution/?status__exact=held")
    yield from ("runtime/request/?status__exact=unrouted", "runtime/request/?status__exact=handshake")
    yield from ("runtime/customer/?q=Customer+777", "runtime/customer/?q=M777")
    yield from (
        "designer/auditentry/?q=token.created",
        "designer/auditentry/?actor_kind=token",
        "runtime/endpoint/?type__exact=shared",
    )


def api_pages(ids: dict[str, str]) -> Iterator[str]:
    one = ids["customer"]
    lists = {
        "requests": ("", "status=unrouted", "status=handshake", "code=customer_not_found", "code=nowhere", f"customer={one}"),
        "executions": ("", "status=failed", "status=held", "error=answered", "error=nowhere", f"customer={one}", "version=1"),
        "customers": ("", "search=Customer+777", "search=M777", "search=nothing-is-called-so", "label=none"),
        "instances": ("", f"customer={one}", f"integration={ids['integration']}"),
        "audit": ("", "deed=token.created", "deed=token", "actor=owner", "actor=nobody", "about=Key+777", "about=nothing"),
    }
    for name, queries in lists.items():
        for query in queries:
            yield f"{name}?{query}" if query else name
        deep = ids["auditentry" if name == "audit" else name.rstrip("s")]
        yield f"{name}?cursor={deep}"
    yield from ("executions/counts", f"customers/{one}", f"executions/{ids['execution']}", f"requests/{ids['request']}")
    yield from ("lanes", "storage", "integrations", "traffic", "audit/export")


def look(url: str, headers: dict[str, str]) -> list[float]:
    times = []
    for _ in range(LOOKS + 1):
        begun = time.perf_counter()
        answer = call(url, headers=headers)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, f"{url} answered {answer.status}: {answer.body[:300]!r}"
    return sorted(times[1:])  # what is compiled once was compiled by the first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with running_product() as product:
        ids = fill(product, rows)
        print(f"{rows:,} rows in each of the big tables; {LOOKS} looks\n{'':<70}{'p50 ms':>9}{'p95 ms':>9}")
        over = []
        ways = [("admin", page, f"{product.url}/admin/{page}", {"Cookie": _signed_in(product)}) for page in admin_pages(ids)]
        bearer = {"Authorization": f"Bearer {product._token()}"}
        ways += [("api", page, f"{product.url}/api/{page}", bearer) for page in api_pages(ids)]
        for kind, page, url, headers in ways:
            times = look(url, headers)
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            slow = p95 > LIMIT[kind]
            over += [page] if slow else []
            print(f"{kind:<6} {page[:62]:<63}{p50:>9.0f}{p95:>9.0f}{'  over' if slow else ''}", flush=True)
        print(json.dumps({"over": over}))


if __name__ == "__main__":
    main()
