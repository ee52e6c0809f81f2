"""A worker that lives and hears nothing is started anew; a loop that is blocked is told with the place where it stands."""

from __future__ import annotations

import asyncio
import threading
from time import monotonic

import pytest

from runtime.executions.loops import LoopThread
from runtime.journal.journal import Journal
from runtime.watching import meters, watchdog
from runtime.watching.watchdog import Watchdog
from tests.flows.yard import Yard, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


class Deaf:
    """It looks once and then waits for ever, as a worker does whose connection is half open."""

    def __init__(self) -> None:
        self.looked_at = monotonic() - 1000
        self.serves = threading.Event()

    async def serve(self) -> None:
        self.serves.set()
        await asyncio.Event().wait()


@pytest.fixture
def loop():
    thread = LoopThread("guarded")
    yield thread
    thread.close()


@pytest.fixture
def journal():
    running = Journal()
    running.start()
    yield running
    running.close()


def test_a_deaf_worker_is_started_anew(loop, journal):
    made: list[Deaf] = []

    def make() -> Deaf:
        made.append(Deaf())
        return made[-1]

    dog = Watchdog(journal)
    dog.guard("live", loop, make)
    before = meters.revivals["live_worker"]
    dog.look()
    assert len(made) == 2 and made[1].serves.wait(5)
    made[1].looked_at = monotonic()
    dog.look()
    assert len(made) == 2, "one that looks is left alone"
    assert meters.revivals["live_worker"] == before + 1


def test_a_worker_that_ended_is_started_anew(loop, journal):
    class Ends(Deaf):
        async def serve(self) -> None:
            self.looked_at = monotonic()

    made: list[Ends] = []
    dog = Watchdog(journal)
    dog.guard("live", loop, lambda: made.append(Ends()) or made[-1])  # type: ignore[func-returns-value]
    loop.call(asyncio.sleep(0))
    dog.look()
    assert len(made) == 2


def test_nothing_is_started_while_the_journal_does_not_commit(loop, journal, monkeypatch):
    made: list[Deaf] = []
    dog = Watchdog(journal)
    dog.guard("live", loop, lambda: made.append(Deaf()) or made[-1])  # type: ignore[func-returns-value]
    journal.close()
    dog.look()
    assert len(made) == 1


def test_a_blocked_loop_is_told_and_found_well_again(loop, journal, monkeypatch):
    monkeypatch.setattr(watchdog, "SIGN_OF_LIFE", 0.05)
    told: list[dict] = []
    monkeypatch.setattr(watchdog.log, "error", lambda event, **facts: told.append({"event": event, **facts}))
    dog = Watchdog(journal)
    worker = Deaf()
    worker.looked_at = monotonic()
    dog.guard("live", loop, lambda: worker)
    gate = threading.Event()
    loop.loop.call_soon_threadsafe(gate.wait, 10)
    dog.look()
    dog.look()
    assert "live" in dog.trouble
    assert [line["event"] for line in told] == ["loop.blocked"], "once, however long it lasts"
    assert "wait" in told[0]["stands"]
    gate.set()
    monkeypatch.setattr(watchdog, "SIGN_OF_LIFE", 5)
    dog.look()
    assert dog.trouble == ""


def test_the_process_starts_its_worker_again_and_work_goes_on(make_process, monkeypatch):
    from designer.accounts.tenants import create_tenant

    process = make_process(serves=True)
    door = process.bench.call(process.open_door())
    yard = Yard(create_tenant("Acme Builders"), process, door)
    charge = process.watchdog._charges["live"]
    charge.serving.cancel()  # whatever ended it
    deployed = yard.deploy(flow("orders", echo()))
    execution = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
    process.watchdog.look()
    assert yard.ended(execution).status == "succeeded"
    process.bench.call(process.close_door())
