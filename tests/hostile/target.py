"""An endpoint to attack: one that takes POST with anything in it and answers 200, of a product that runs."""

from __future__ import annotations

import http.client
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.hostile.json_cases import Case
from tests.product import Product
from tests.server.desk import code, deploy, flow


@dataclass(frozen=True)
class Target:
    product: Product
    path: str

    @property
    def port(self) -> int:
        return self.product.port

    @property
    def memory(self) -> int:
        """KiB that the server holds."""
        assert self.product.process
        status = Path(f"/proc/{self.product.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))

    def post_all(self, given: list[Case]) -> list[int]:
        """The status of each, one behind the other on one connection."""
        statuses = []
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            for case in given:
                connection.request("POST", self.path, case.body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                statuses.append(answer.status)
        return statuses


def stand_up(product: Product, name: str = "Target") -> Target:
    step = code("code_1", "module.exports = async () => ({ data: 'done' });")
    deployed = deploy(product, name, {"endpoint": {"type": "flow"}, "flows": [flow("main", step)]})
    return Target(product, urlsplit(deployed.urls()["main"]).path)
