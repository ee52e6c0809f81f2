"""How many slots each customer may have.

For: the arithmetic of fairness. Pure.
Not here: finding who waits (`claims`).

However much one customer sends, a part of the slots stays free for who comes next: of what its tenant may have, one customer
at work gets half, two get a third each, and so on. The same holds between tenants, save that a tenant alone may have seven
eighths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

LaneId = tuple[str, str]  # tenant, customer
T = TypeVar("T")


def deal(queues: Mapping[LaneId, Sequence[T]], in_hand: Counter[LaneId], *, width: int, free: int) -> list[T]:
    """One from each tenant in turn, of it one from each customer in turn, until the slots or the shares are used up."""
    at_work = Counter(tenant for tenant, _ in {lane for lane, count in in_hand.items() if count} | queues.keys())
    of_tenant = max(1, width * 7 // 8 if len(at_work) == 1 else width // (len(at_work) + 1))
    had, had_by_tenant = Counter(in_hand), Counter[str]()
    for (tenant, _), count in in_hand.items():
        had_by_tenant[tenant] += count
    turns: dict[str, list[tuple[LaneId, list[T]]]] = {}
    for lane, queue in queues.items():
        turns.setdefault(lane[0], []).append((lane, list(reversed(queue))))
    taken: list[T] = []
    while turns and len(taken) < free:
        for tenant in list(turns):
            if len(taken) == free:
                break
            found = (
                _next(turns[tenant], had, max(1, of_tenant // (at_work[tenant] + 1)))
                if had_by_tenant[tenant] < of_tenant
                else None
            )
            if found is None:
                del turns[tenant]
                continue
            had_by_tenant[tenant] += 1
            taken.append(found)
    return taken


def _next(lanes: list[tuple[LaneId, list[T]]], had: Counter[LaneId], most: int) -> T | None:
    while lanes:
        lane, queue = lanes.pop(0)
        if queue and had[lane] < most:
            had[lane] += 1
            lanes.append((lane, queue))
            return queue.pop()
    return None
