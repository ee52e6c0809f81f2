"""What runs functions of connectors on the event loop that asks: each loop has sandboxes and connections of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from runtime.connectors.functions import Functions
from runtime.engine.errors import RemoteProblem
from runtime.outbound.client import OutboundClient


@dataclass(frozen=True, slots=True)
class Runs:
    functions: Functions
    http: OutboundClient


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Runs] = WeakKeyDictionary()


def keep(functions: Functions, http: OutboundClient) -> None:
    """Call it on the loop they belong to."""
    _by_loop[asyncio.get_running_loop()] = Runs(functions, http)


def here() -> Runs:
    found = _by_loop.get(asyncio.get_running_loop())
    if found is None:
        raise RemoteProblem("Connectors cannot run in this process.", code="connectors_unavailable")
    return found
