"""Hookyard beside its peers, doing the same job: `python -m tests.benchmarks.side_by_side [--rounds 3] [--seconds 8]`.

For: answers per second, latency, CPU time and memory at 1, 16 and 64 connections, in rounds that take turns, medians of them.
The first run installs Node-RED and n8n from npm, and Node from PyPI where the machine's is too old (`servers.installs` says
where); n8n takes some minutes and a C++ compiler. Each answer is checked before anything is measured, and wrong ones are counted.
CPU time of an accepted request includes the execution behind it. While one is measured the others stand still, and each has a
second of load before, so that a server of eight processes takes no time from a server of one.
A figure, never a test. On a busy machine only CPU time per request means something.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.load import Load, client, put_load
from tests.benchmarks.processes import cpu_seconds, resident_mb, standing_still
from tests.benchmarks.servers.floor import Floor
from tests.benchmarks.servers.hookyard import Hookyard
from tests.benchmarks.servers.job import PAYLOAD, Row, Server
from tests.benchmarks.servers.n8n import N8n
from tests.benchmarks.servers.node_red import NodeRed
from tests.benchmarks.servers.scaled import HookyardScaled
from tests.product import eventually

CONNECTIONS = (1, 16, 64)
SERVERS = ("hookyard", "node-red", "n8n", "n8n-not-saving")
MORE = ("hookyard-scaled", "floor")  # the first beside peers of one process would compare little; the second is no product
LONGEST_DRAIN = 600.0
WARM_UP = 1.0  # seconds of load that no figure is of


class Measured:
    """Of one row: loads by connections, CPU microseconds a request, memory after load."""

    def __init__(self) -> None:
        self.loads: defaultdict[int, list[Load]] = defaultdict(list)
        self.cpu: defaultdict[int, list[float]] = defaultdict(list)
        self.memory: list[float] = []

    def measure(self, row: Row, connections: int, seconds: float, behind: Callable[[], None]) -> None:
        """`behind` waits for the work that answers left behind, so that nobody else is measured meanwhile."""
        put_load(row.url, PAYLOAD.read_bytes(), connections=connections, seconds=WARM_UP)
        behind()
        before = cpu_seconds(*row.pids)
        load = put_load(row.url, PAYLOAD.read_bytes(), connections=connections, seconds=seconds)
        behind()
        self.loads[connections].append(load)
        self.cpu[connections].append((cpu_seconds(*row.pids) - before) * 1e6 / max(1, load.answers))
        self.memory.append(resident_mb(*row.pids))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.side_by_side", description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=int, default=8, help="Of load for each row, round and number of connections.")
    asked.add_argument("--only", nargs="+", choices=SERVERS + MORE, default=list(SERVERS))
    given = asked.parse_args()
    with ExitStack() as stack:
        servers: dict[str, Server] = {name: _make(name, stack) for name in given.only}
        rows: list[Row] = []
        ours: dict[str, Hookyard] = {}  # by the name of the row that leaves executions behind
        for name, server in servers.items():
            stack.callback(server.close)
            print(f"starting {name} ...", file=sys.stderr, flush=True)
            started = server.start()
            rows.extend(started)
            if isinstance(server, Hookyard):
                ours[started[-1].name] = server
        idle = {row.name: resident_mb(*row.pids) for row in rows}
        measured = {row.name: Measured() for row in rows}
        drains: defaultdict[str, list[float]] = defaultdict(list)
        for number in range(given.rounds):
            for connections in CONNECTIONS:
                for row in rows:
                    print(f"round {number + 1}, {connections:>2} connections, {row.name} ...", file=sys.stderr, flush=True)
                    server = ours.get(row.name)
                    behind = partial(_drain, server, drains[row.name]) if server else _nothing
                    with standing_still(*{pid for other in rows for pid in other.pids} - {*row.pids}):
                        measured[row.name].measure(row, connections, given.seconds, behind)
        ended = {name: server.ended() for name, server in ours.items()}
        print(f"{given.rounds} rounds of {given.seconds} s with {client()}; medians")
        _print_table(rows, measured, idle)
        for name, speeds in drains.items():
            drained = (
                f"{statistics.median(speeds):,.0f} executions a second worked off after the load" if speeds else "no backlog"
            )
            print(f"{name}: {drained}; executions by status: {ended[name]}")


def _make(name: str, stack: ExitStack) -> Server:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix=f"benchmark-{name}-", ignore_cleanup_errors=True)))
    match name:
        case "hookyard":
            return Hookyard()
        case "hookyard-scaled":
            return HookyardScaled()
        case "floor":
            return Floor(folder)
        case "node-red":
            return NodeRed(folder)
        case _:
            return N8n(folder, saves=name == "n8n")


def _drain(hookyard: Hookyard, speeds: list[float]) -> None:
    """Notes the executions a second while the backlog is worked off and nothing comes in, where there was one."""
    began, waiting = time.perf_counter(), hookyard.backlog()
    eventually(lambda: hookyard.backlog() == 0, within=LONGEST_DRAIN)
    if waiting > 500:
        speeds.append(waiting / (time.perf_counter() - began))


def _nothing() -> None:
    """Most answers leave no work behind."""


def _print_table(rows: list[Row], measured: dict[str, Measured], idle: dict[str, float]) -> None:
    heads = [f"{connections} conn: req/s, p50/p99 ms, CPU us" for connections in CONNECTIONS]
    print(f"{'':<24}" + "".join(f"{head:>38}" for head in heads) + f"{'MB idle/after':>16}{'wrong':>7}")
    for row in rows:
        one = measured[row.name]
        cells = []
        for connections in CONNECTIONS:
            loads = one.loads[connections]
            rate, p50, p99 = (statistics.median(getattr(load, name) for load in loads) for name in ("per_second", "p50", "p99"))
            cells.append(f"{rate:>12,.0f} {p50:>7.1f} / {p99:<7.1f}{statistics.median(one.cpu[connections]):>9,.0f}")
        wrong = sum(load.wrong + load.broken for loads in one.loads.values() for load in loads)
        memory = f"{idle[row.name]:.0f} / {max(one.memory):.0f}"
        print(f"{row.name:<24}" + "".join(f"{cell:>38}" for cell in cells) + f"{memory:>16}{wrong:>7}")


if __name__ == "__main__":
    main()
