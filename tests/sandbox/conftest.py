"""A pool per test, short on time so that hostile code ends soon, and one way to call it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from runtime.engine.component import CodeAnswer
from runtime.sandbox.pool import SandboxPool

Run = Callable[..., Awaitable[CodeAnswer]]


@pytest.fixture
async def pool() -> AsyncIterator[SandboxPool]:
    pool = SandboxPool(2, cpu_seconds=0.3, wall_seconds=10.0)
    yield pool
    await pool.close()


@pytest.fixture
def run(pool: SandboxPool) -> Run:
    async def run_code(
        source: str,
        *,
        tenant: str = "acme",
        scope: str = "instance-1",
        step_results: Any = None,
        config: Any = None,
        context: Any = None,
        wall_seconds: float | None = None,
    ) -> CodeAnswer:
        return await pool.run(
            source,
            tenant=tenant,
            scope=scope,
            step_results=step_results or {},
            config=config or {},
            context=context or {},
            wall_seconds=wall_seconds,
        )

    return run_code
