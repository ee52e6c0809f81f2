"""The job that every server does, and how an answer to it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from tests.product import ROOT

PAYLOAD = ROOT / "fixtures" / "payloads" / "acme_erp" / "inventory_update.json"
WANTED = {"customerExternalId": "progix-100", "flowName": "Update Inventory"}
# Said by each server in its own words around these two lines.
MAPS = (
    'const flowNames = { inventory_update: "Update Inventory", create_order: "Create Order" };\n'
    'const customers = { A06DFFAC: "progix-100", C3E72B0C: "progix-200" };\n'
)
ANSWER = "{ customerExternalId: customers[body.customerId], flowName: flowNames[body.type] }"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a URL of a server that is up."""

    name: str
    url: str
    pids: tuple[int, ...]  # each the first process of a tree


class Server(Protocol):
    """`start` installs what is missing, starts, and waits until it answers; `close` ends its processes."""

    def start(self) -> list[Row]: ...
    def close(self) -> None: ...


def wrong(answer: Any) -> str:
    """Empty when it is what was asked for."""
    return "" if answer == WANTED else f"answered {str(answer)[:200]} instead of {WANTED}"
