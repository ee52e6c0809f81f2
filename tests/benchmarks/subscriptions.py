"""What a look at subscriptions costs when there are many: `python -m tests.benchmarks.subscriptions [--rows 100000]`.

For: p95 of the list at its beginning, in the middle and at its end, going back, by external id and by customer, and of one got by
its id; at a thousand, and at as many as are asked for. A figure, never a test: `tests/triggers/test_many_subscriptions.py` guards
the queries instead.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from runtime.identifiers import as_uuid, new_uuid_id
from tests.benchmarks.filling import _copy
from tests.product import Product, call, running_product

LOOKS = 30
PACE = 0.04  # seconds between two calls; thirty a second are let in
FEW = 1_000
DELETED_EVERY = 4  # of those beside: tombstones must cost the others nothing
BODY = {
    **{"name": "Orders", "trigger": {"name": "webhook-trigger", "version": "1.0"}, "operation": "webhook", "input": {}},
    **{"endpoint": "https://events.acme.example/in", "externalId": "one"},
}


def core(product: Product, token: str, method: str, path: str, body: Any = None) -> Any:
    answer = call(f"{product.url}/core/v1/{path}", method, body=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 200, (path, answer.status, answer.body[:300])
    return answer.json


def user_token(product: Product) -> str:
    def ask(query: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {product._token()}"}
        return call(f"{product.url}/graphql", "POST", body={"query": query}, headers=headers).json["data"]

    made = ask('mutation { createExternalUser(input: {name: "Ada", externalUserId: "ada"}) { userId } }')
    told = ask(f'mutation {{ authorize(input: {{userId: "{made["createExternalUser"]["userId"]}"}}) {{ accessToken }} }}')
    return str(told["authorize"]["accessToken"])


def fill(file: Path, *, first: int, last: int) -> list[str]:
    """Copies of the two there are, the tenant's and the customer's in turn. The ids, in their order."""
    ids = [new_uuid_id() for _ in range(first, last)]
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous=OFF")
        real = [row[0] for row in database.execute("SELECT id FROM runtime_subscription ORDER BY id LIMIT 2")]
        for place, pattern in enumerate(real):
            numbers = range(first + place, last, 2)

            def subscription(number: int) -> dict[str, Any]:
                gone = {"state": "deleted", "deleted_at": "2026-01-01 00:00:00"} if number % DELETED_EVERY == 0 else {}
                return {"id": ids[number - first], "token": f"t{number}", "external_id": f"x{number}", **gone}

            def destination(number: int) -> dict[str, Any]:
                return {"id": ids[number - first], "subscription_id": ids[number - first], "external_id": f"x{number}"}

            _copy(database, "runtime_subscription", f"id = '{pattern}'", numbers, subscription)
            _copy(database, "runtime_destination", f"id = '{pattern}'", numbers, destination)
        database.execute("ANALYZE")
        database.commit()
    return ids


def looks(ids: list[str], last: int) -> Iterator[tuple[str, str, str]]:
    """What it is called, whose token, which path. Ids that were not deleted are asked for."""
    middle, oldest = as_uuid(ids[len(ids) // 2]), as_uuid(ids[60])
    for whose in ("master", "user"):
        yield f"{whose}: first page", whose, "subscriptions?first=50"
        yield f"{whose}: page in the middle", whose, f"subscriptions?first=50&after={middle}"
        yield f"{whose}: last page", whose, f"subscriptions?first=50&after={oldest}"
        yield f"{whose}: back from the middle", whose, f"subscriptions?last=50&before={middle}"
        yield f"{whose}: 200 rows", whose, "subscriptions?first=200"
    wanted = next(number for number in range(last - 1, 0, -1) if number % DELETED_EVERY)
    yield "master: by external id", "master", f"subscriptions?externalId=x{wanted}"
    yield "master: an external id that is none", "master", "subscriptions?externalId=none"
    yield "master: one by its id", "master", f"subscriptions/{as_uuid(ids[wanted - (last - len(ids))])}"


def measure(product: Product, tokens: dict[str, str], ids: list[str], last: int) -> dict[str, float]:
    found = {}
    for name, whose, path in looks(ids, last):
        took = []
        for _ in range(LOOKS):
            begun = time.perf_counter()
            core(product, tokens[whose], "GET", path)
            took.append((time.perf_counter() - begun) * 1000)
            time.sleep(PACE)
        found[name] = sorted(took)[int(LOOKS * 0.95) - 1]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with running_product() as product:
        tokens = {"master": product._token(), "user": user_token(product)}
        for token in tokens.values():
            core(product, token, "POST", "subscriptions", BODY)
        file = product.data / "hookyard.sqlite3"
        figures: list[dict[str, float]] = []
        ids: list[str] = []
        for first, last in ((1, FEW + 1), (FEW + 1, rows + 1)):
            product.stop()
            ids += fill(file, first=first, last=last)
            product.start()
            figures.append(measure(product, tokens, ids, last))
    print(f"{'p95 in ms':40} {FEW:>10,} {rows:>10,}")
    for name, few in figures[0].items():
        print(f"{name:40} {few:10.1f} {figures[1][name]:10.1f}")
    print(json.dumps({"few": figures[0], "many": figures[1]}))


if __name__ == "__main__":
    main()
