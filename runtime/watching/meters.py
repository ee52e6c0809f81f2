"""What this process counts of itself.

For: the counters and histograms of the process, raised where things happen, read by whoever shows them.
Not here: per tenant or integration (`traffic`), text for Prometheus (`exposition`), what only the database tells (`lag`).

They belong to the process like its id does, so they stand in the module instead of travelling through every constructor. No name
of a tenant, customer or flow is ever a key here: a metric must not grow with what people make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from time import time

from runtime.components import BY_KEY
from runtime.watching.histograms import Histogram

STAGES = ("endpoint", "read", "verify", "parse", "preprocess", "pick", "match", "store", "run", "answer")
STARTED_AT = time()

stages = {name: Histogram() for name in STAGES}  # of the door
answers: dict[tuple[int, str, str], int] = defaultdict(int)  # (status, code, outcome)
received_bytes = [0]
executions: dict[tuple[str, str], int] = defaultdict(int)  # (kind, status)
steps: dict[str, Histogram] = defaultdict(Histogram)  # by component
step_failures: dict[tuple[str, str], int] = defaultdict(int)  # (component, code)
sandbox: dict[str, int] = defaultdict(int)  # children started, calls cut off by which limit
outbound: dict[str, Histogram] = defaultdict(Histogram)  # by class of answer
revivals: dict[str, int] = defaultdict(int)  # loops and workers that had to be started anew
commits = Histogram()
commit_writes = [0] * 11  # batch sizes by bits: 1, 2-3, 4-7, ... 512-1023
commit_refused = [0]


def door_answered(status: int, code: str, outcome: str, *, size: int, marks: Iterable[tuple[str, int]]) -> None:
    """One request was answered; `marks` are (stage, microseconds)."""
    answers[status, code, outcome] += 1
    received_bytes[0] += size
    for name, us in marks:
        stages[name].observe(us)


def committed(writes: int, us: int) -> None:
    """The journal made that many writes durable at once."""
    commits.observe(us)
    commit_writes[min(writes.bit_length(), len(commit_writes)) - 1] += 1


def execution_ended(kind: str, status: str) -> None:
    """`kind`: live, draft or preprocess."""
    executions[kind, status] += 1


def step_ended(component: str, us: int, failure: str) -> None:
    """`failure` is its error's code, empty when it went well."""
    name = component if component in BY_KEY else "connector"  # whose name a tenant chose
    steps[name].observe(us)
    if failure:
        step_failures[name, failure] += 1
