"""One fake service, one pool of sandboxes and one loop for all contracts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from runtime.connectors.functions import Functions
from runtime.sandbox.pool import SandboxPool
from tests.services.contracts import Contract, contract_of
from tests.services.fake import running_fake

Play = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(scope="module")
def table() -> Iterator[tuple[Callable[[str], Contract], Play]]:
    loop = asyncio.new_event_loop()
    with running_fake() as fake:
        pool = SandboxPool(1, cpu_seconds=1.0, wall_seconds=20.0)
        functions = Functions(pool, fake.http)  # type: ignore[arg-type]
        yield lambda key: contract_of(key, fake, functions), loop.run_until_complete
        loop.run_until_complete(pool.close())
        loop.run_until_complete(fake.http.aclose())
    loop.close()
