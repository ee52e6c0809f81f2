"""A yard for each test: a tenant, and the runtime on a database whose commits are real."""

from __future__ import annotations

from collections.abc import Iterator, Set

import pytest

from designer.accounts.tenants import create_tenant
from runtime.executions import worker
from runtime.journal.journal import Journal
from runtime.wiring import EVERYTHING, Process
from tests.flows.yard import Service, Yard


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.close()


@pytest.fixture
def make_process(transactional_db, settings, tmp_path, service, monkeypatch):
    """Makes processes on the same data. All of them are closed after the test."""
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.02)  # nobody wakes them here
    settings.DATA = tmp_path
    settings.OUTBOUND_ALLOW = [service.address]
    made: list[Process] = []

    def make(*, serves: bool = False, works: Set[str] = EVERYTHING) -> Process:
        made.append(Process(serves=serves, works=works))
        return made[-1]

    yield make
    service.gate.set()
    for process in made:
        process.close()


@pytest.fixture
def yard(make_process) -> Iterator[Yard]:
    process = make_process()
    door = process.bench.call(process.open_door())
    yield Yard(create_tenant("Acme Builders"), process, door)
    process.bench.call(process.close_door())


@pytest.fixture
def tenant(transactional_db):
    return create_tenant("Acme Builders")


@pytest.fixture
def journal(transactional_db) -> Iterator[Journal]:
    made = Journal()
    made.start()
    yield made
    made.close()
