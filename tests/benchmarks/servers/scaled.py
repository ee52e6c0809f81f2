"""Hookyard as `make scale` runs it: two web processes, two workers, PostgreSQL and Redis, on the same cores as everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.benchmarks.servers.hookyard import Hookyard
from tests.benchmarks.servers.job import Row
from tests.killing.scaled import Scaled, scaled
from tests.product import Product

NAME = " on PostgreSQL, 2 workers"


class HookyardScaled(Hookyard):
    def __init__(self) -> None:
        super().__init__()
        self._stand: Scaled | None = None
        self._running = self._scaled()

    def start(self) -> list[Row]:
        rows = super().start()
        assert self._stand
        return [replace(row, name=row.name.replace(",", NAME + ",", 1), pids=self._stand.process_ids()) for row in rows]

    @contextmanager
    def _scaled(self) -> Iterator[Product]:
        with scaled() as self._stand:
            yield self._stand.product
