"""Hookyard: the job as a flow that answers its caller when done, and as one that answers once the request is on disk."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from tests.benchmarks.servers.job import ANSWER, MAPS, PAYLOAD, Row, wrong
from tests.benchmarks.servers.process import answers_well
from tests.product import Product, call, eventually, running_product
from tests.server.desk import code, deploy, flow

BODY = "const body = stepResults.trigger.results.body.data;"
CODE = f"{MAPS}module.exports = async (context, stepResults) => {{ {BODY} return {{ data: {ANSWER} }}; }};"
SYNC, ACCEPT = "Hookyard, answer", "Hookyard, accept"


class Hookyard:
    def __init__(self, **env: str) -> None:
        self._running: AbstractContextManager[Product] = running_product(**env)
        self.product: Product | None = None

    def start(self) -> list[Row]:
        self.product = product = self._running.__enter__()
        flows = [flow("answer", code("code_1", CODE), response="sync"), flow("accept", code("code_1", CODE))]
        urls = deploy(product, "Inventory", {"endpoint": {"type": "flow"}, "flows": flows}).urls()
        body = PAYLOAD.read_bytes()
        eventually(lambda: answers_well(urls["answer"], body, wrong))
        accepted = call(urls["accept"], "POST", body=body, headers={"Content-Type": "application/json"})
        complaint = wrong(product.execution(accepted.json["executionId"])["result"])
        assert not complaint, complaint
        pids = (product.process.pid,) if product.process else ()
        return [Row(SYNC, urls["answer"], pids), Row(ACCEPT, urls["accept"], pids)]

    def close(self) -> None:
        if self.product:
            self._running.__exit__(None, None, None)

    def backlog(self) -> int:
        return self._count("status IN ('queued', 'running', 'waiting')")

    def ended(self) -> dict[str, int]:
        """Status to how many."""
        assert self.product
        return dict(self.product.sql("SELECT status, count(*) FROM runtime_execution GROUP BY status"))

    def _count(self, where: str) -> int:
        assert self.product
        rows: list[Any] = self.product.sql(f"SELECT count(*) FROM runtime_execution WHERE {where}")
        return rows[0][0]
