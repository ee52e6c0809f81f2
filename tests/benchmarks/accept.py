"""What one request costs: `python tests/benchmarks/accept.py [--seconds 4] [--only accept|sync|steps]`.

For: the CPU time the whole product spends on a request, and how many it answers a second, at 1, 16 and 64 connections:
`accept` is the demo's shared URL (preprocess flow with a code step, flow and customer picked, 200 after the commit, the
execution behind it); `sync` waits for a code step's answer; `steps` waits for flows of 1 to 50 pure steps.
Starts a product of its own and needs wrk. A figure, never a test: on a busy machine only the CPU time means something.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.product import ROOT, Product, call, eventually, running_product
from tests.server.desk import code, deploy, flow

MAPPING = """
const flowNamesMap = { inventory_update: "Update Inventory", create_order: "Create Order" };
const customers = { A06DFFAC: "progix-100", C3E72B0C: "progix-200" };
module.exports = async ({ logger, configVars }, stepResults) => {
  const { type, customerId } = stepResults.trigger.results.body.data;
  return { data: { customerExternalId: customers[customerId], flowName: flowNamesMap[type] } };
};
"""
CONNECTIONS = (1, 16, 64)
LENGTHS = (1, 10, 50)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What a few seconds of one kind of request came to."""

    answered: int
    seconds: float
    latency: str
    failed: int


def payload() -> bytes:
    files = sorted((ROOT / "fixtures" / "payloads" / "acme_erp").glob("*inventory_update*.json"))
    return files[0].read_bytes()


def load(url: str, connections: int, seconds: float) -> Load:
    """wrk with the payload; it stops by itself."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        body = json.dumps(payload().decode())
        script.write(f'wrk.method = "POST"\nwrk.body = {body}\nwrk.headers["Content-Type"] = "application/json"\n')
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "-s", script.name, url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"(\d+) requests in ([\d.]+)s", told)
    assert found, told
    ranks = dict(re.findall(r"(50|99)%\s+(\S+)", told))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return Load(int(found[1]), float(found[2]), f"{ranks['50']} / {ranks['99']}", int(failed[1]) if failed else 0)


def processes(pid: int) -> list[int]:
    """The product's process and its sandbox children."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [pid for each in (task / "children").read_text().split() for pid in processes(int(each))]
    return found


def cpu_seconds(product: Product) -> dict[str, float]:
    """CPU time so far: of the server, of its sandbox children, and resident memory of all in MB."""
    assert product.process
    server, *children = processes(product.process.pid)
    memory = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in (server, *children)) * 4096 / 2**20
    return {"server": _cpu(server), "sandbox": sum(map(_cpu, children)), "memory": memory}


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def spent(before: dict[str, float], after: dict[str, float], count: int) -> str:
    each = {name: (after[name] - before[name]) / max(count, 1) * 1e6 for name in ("server", "sandbox")}
    return f"{each['server']:6.0f} µs server + {each['sandbox']:4.0f} µs sandbox"


def unfinished(product: Product) -> int:
    return product.sql("SELECT count(*) FROM runtime_execution WHERE status IN ('queued', 'running')")[0][0]


def measure(product: Product, name: str, url: str, seconds: float, connections: tuple[int, ...] = CONNECTIONS) -> None:
    assert call(url, "POST", body=payload(), headers={"Content-Type": "application/json"}).status == 200
    load(url, 16, 1)
    eventually(lambda: unfinished(product) == 0, within=600)
    for count in connections:
        before = cpu_seconds(product)
        done = load(url, count, seconds)
        accepted = cpu_seconds(product)
        print(
            f"{name:>10} {count:>3} conn: {done.answered / done.seconds:>7,.0f} req/s  {done.latency:>17}  "
            f"{spent(before, accepted, done.answered)}" + (f"  {done.failed} FAILED" if done.failed else ""),
            flush=True,
        )
        backlog = unfinished(product)
        if backlog > 100:
            begun = time.perf_counter()
            eventually(lambda: unfinished(product) == 0, within=600)
            rate = backlog / (time.perf_counter() - begun)
            print(f"{'backlog':>14}: {backlog:>6} at {rate:>6,.0f}/s {'':>21}  {spent(accepted, cpu_seconds(product), backlog)}")
        elif name == "accept":
            print(f"{'backlog':>14}: none; executions ran beside")


def pure_steps(count: int) -> list[dict[str, Any]]:
    fields = {"object": {"type": {"reference": "trigger.results.body.data.type"}, "note": {"template": "for {{#Shop}}"}}}
    return [{"id": f"map_{number}", "component": "map", "inputs": {"fields": fields}} for number in range(count)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=4.0)
    arguments.add_argument("--only", choices=["accept", "sync", "steps"])
    given = arguments.parse_args()
    with running_product() as product:
        print(f"idle memory: {cpu_seconds(product)['memory']:.0f} MB")
        if given.only in (None, "accept"):
            measure(product, "accept", product.demo()["sharedUrl"], given.seconds)
        flows = [flow("mapping", code("code_1", MAPPING), response="sync")]
        flows += [flow(f"chain-{length}", *pure_steps(length), response="sync") for length in LENGTHS]
        variables = [{"key": "shop", "name": "Shop", "type": "string", "default": "main"}]
        urls = deploy(product, "Bench", {"endpoint": {"type": "flow"}, "flows": flows, "configVariables": variables}).urls()
        if given.only in (None, "sync"):
            measure(product, "sync", urls["mapping"], given.seconds)
        if given.only in (None, "steps"):
            for length in LENGTHS:
                measure(product, f"{length} steps", urls[f"chain-{length}"], given.seconds, (16,))
        print(f"memory after: {cpu_seconds(product)['memory']:.0f} MB")


if __name__ == "__main__":
    main()
