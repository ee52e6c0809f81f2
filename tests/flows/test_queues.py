"""The same promises of every way to wake a worker: in the process itself, and by Celery over a Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker

from designer.accounts.tenants import create_tenant
from fixtures.deploy.servers import redis
from runtime import wiring
from runtime.executions import worker
from runtime.executions.worker import Worker
from runtime.journal.models import Execution
from runtime.queueing.bell import DRAFTS
from runtime.queueing.over_celery import app, celery_bell
from runtime.wiring import EVERYTHING, Process
from tests.flows.yard import Yard, count, counted, start
from tests.product import eventually, free_port

pytestmark = [pytest.mark.django_db(transaction=True)]
NEVER = 600.0  # seconds: whoever looks before was told to
RINGS = 1000


@dataclass
class Queue:
    """Where requests come in, and by which broker the workers hear of it, if by one."""

    yard: Yard
    worker: Process
    broker: Broker | None = None

    def ring(self) -> None:
        self.yard.process.wake_live()

    def ended(self, executions: list[str]) -> bool:
        return Execution.of(self.yard.tenant).filter(pk__in=executions, status="succeeded").count() == len(executions)


@dataclass
class Broker:
    """A Redis that may go and come back to the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    running: ExitStack = field(default_factory=ExitStack)

    def come(self) -> str:
        return self.running.enter_context(redis(self.folder, port=self.port))

    def go(self) -> None:
        self.running.close()


@pytest.fixture(scope="module")
def broker(tmp_path_factory) -> Iterator[Broker]:
    """One for all, as Celery keeps connections open from one test to the next."""
    made = Broker(tmp_path_factory.mktemp("redis"))
    before, app.conf.broker_url = app.conf.broker_url, made.come()
    yield made
    app.close()
    app.conf.broker_url = before
    made.go()


@pytest.fixture(params=["in the process itself", "celery over redis"])
def open_queue(request, make_process, broker, monkeypatch) -> Iterator[Callable[..., Queue]]:
    """`look_every`: seconds after which a worker looks unasked; `workers`: how many there are."""
    with ExitStack() as stack:

        def made(*, look_every: float, workers: int = 1) -> Queue:
            monkeypatch.setattr(worker, "LOOK_EVERY", look_every)
            processes = [make_process(serves=True, works=EVERYTHING) for _ in range(workers)]
            web, celery = processes[0], request.param == "celery over redis"
            if celery:
                monkeypatch.setattr(wiring, "_current", [processes[0]])  # whom the Celery worker wakes
                stack.enter_context(start_worker(app, pool="threads", perform_ping_check=False, shutdown_timeout=30))
                web = make_process(serves=True, works={DRAFTS})
                web.bell = celery_bell()
            door = web.bench.call(web.open_door())
            stack.callback(lambda: web.bench.call(web.close_door()))
            return Queue(Yard(create_tenant("Acme Builders"), web, door), processes[0], broker if celery else None)

        yield made


def test_who_is_rung_for_looks_at_once(open_queue):
    queue = open_queue(look_every=NEVER)
    _, execution = start(queue.yard, count())
    assert queue.yard.ended(execution).status == "succeeded"


def test_a_lost_ring_costs_a_look_and_no_execution(open_queue):
    queue = open_queue(look_every=0.1)
    _, execution = start(queue.yard, count())
    queue.yard.ended(execution)
    Execution.of(queue.yard.tenant).update(status="queued")  # nobody rings for this
    eventually(lambda: (queue.yard.row(execution).epoch, queue.yard.row(execution).status) == (2, "succeeded"))
    assert list(counted(queue.yard).values()) == [1]


def test_many_rings_are_few_looks(open_queue, monkeypatch):
    looks: list[float] = []
    claim = Worker._claim

    async def counted_claim(self: Worker, *given: Any) -> Any:
        if not self.drafts:
            looks.append(self.looked_at)
        return await claim(self, *given)

    monkeypatch.setattr(Worker, "_claim", counted_claim)
    queue = open_queue(look_every=NEVER)
    eventually(lambda: looks)
    for _ in range(RINGS):
        queue.ring()
    eventually(lambda: len(looks) > 1)
    _, execution = start(queue.yard, count())
    queue.yard.ended(execution)
    assert len(looks) < RINGS / 2


def test_two_workers_that_hear_of_the_same_work_run_it_once(open_queue):
    queue = open_queue(look_every=0.01, workers=2)
    deployed, first = start(queue.yard, count())
    answers = queue.yard.post_together(deployed.path(), 20, {})
    executions = [first, *(answer.headers["x-hookyard-execution"] for answer in answers)]
    eventually(lambda: queue.ended(executions))
    assert list(counted(queue.yard).values()) == [21]
    assert set(Execution.of(queue.yard.tenant).values_list("epoch", flat=True)) == {1}


def test_with_the_broker_gone_all_is_taken_and_run_and_afterwards_rings_are_heard_again(open_queue, monkeypatch):
    queue = open_queue(look_every=0.1)
    if queue.broker:
        queue.broker.go()
    deployed, first = start(queue.yard, count())
    answers = queue.yard.post_together(deployed.path(), 10, {})
    assert {answer.status for answer in answers} == {200}
    eventually(lambda: queue.ended([first, *(answer.headers["x-hookyard-execution"] for answer in answers)]))
    if queue.broker:
        queue.broker.come()
    heard: list[Process] = []
    wake = Process.wake_live
    monkeypatch.setattr(Process, "wake_live", lambda process: (heard.append(process), wake(process)))
    eventually(lambda: queue.ring() or queue.worker in heard)
    assert list(counted(queue.yard).values()) == [11]
