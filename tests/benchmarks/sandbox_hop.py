"""What one hop into the sandbox costs: `python tests/benchmarks/sandbox_hop.py [--uvloop]`.

For: medians of calls per second with 1, 16 and 64 calls in flight, the seed's mapping in and out. A figure, never a test.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import uvloop

from runtime.sandbox.pool import SandboxPool

CODE = """
const flowNamesMap = { inventory_update: "Update Inventory", create_order: "Create Order" };
module.exports = async ({ logger, configVars }, stepResults) => {
  const customerExternalId = stepResults.getCustomerByAcmeId.results.id;
  const flowName = flowNamesMap[stepResults.trigger.results.body.data.type];
  return { data: { customerExternalId, flowName } };
};
"""
STEP_RESULTS = {
    "getCustomerByAcmeId": {"results": {"found": True, "id": "abc-123", "name": "ABC"}},
    "trigger": {
        "results": {"headers": {"content-type": "application/json"}, "body": {"data": {"type": "create_order", "data": []}}}
    },
}
ROUNDS = 5
SECONDS_A_ROUND = 0.6


async def calls_per_second(pool: SandboxPool, in_flight: int) -> float:
    began = time.perf_counter()
    until = began + SECONDS_A_ROUND

    async def caller() -> int:
        done = 0
        while time.perf_counter() < until:
            await pool.run(CODE, tenant="bench", scope="one", step_results=STEP_RESULTS, config={}, context={})
            done += 1
        return done

    total = sum(await asyncio.gather(*(caller() for _ in range(in_flight))))
    return total / (time.perf_counter() - began)


async def main() -> None:
    pool = SandboxPool(size=1)
    await pool.run(CODE, tenant="bench", scope="one", step_results=STEP_RESULTS, config={}, context={})
    for in_flight in (1, 16, 64):
        rounds = [await calls_per_second(pool, in_flight) for _ in range(ROUNDS)]
        print(f"{in_flight:>3} in flight: {statistics.median(rounds):>8,.0f} calls/s")
    await pool.close()


if __name__ == "__main__":
    if "--uvloop" in sys.argv:
        uvloop.run(main())
    else:
        asyncio.run(main())
