"""A loop ends with whatever runs on it, also when something fails in the moment it is told to end."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from runtime.executions import loops
from runtime.executions.loops import LoopThread


@pytest.fixture
def begun():
    return asyncio.Event()


async def fails_when_cancelled(begun: asyncio.Event) -> None:
    try:
        begun.set()
        await asyncio.Event().wait()
    finally:
        raise OSError("in the very moment")


async def goes_on_after_failures(begun: asyncio.Event, failures: list[str]) -> None:
    """What a service does that must survive its own bugs, and thereby its own end."""
    while True:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails_when_cancelled(begun) if not failures else asyncio.Event().wait())
        except* OSError as error:
            failures += [str(each) for each in error.exceptions]


def test_who_took_the_order_to_end_for_a_failure_is_told_once_more(begun, monkeypatch):
    monkeypatch.setattr(loops, "CANCEL_AGAIN", 0.05)
    failures: list[str] = []
    thread = LoopThread("ending")
    thread.submit(goes_on_after_failures(begun, failures))
    thread.call(begun.wait())
    with capture_logs() as said:
        thread.close()
    assert failures == ["in the very moment"]
    assert thread.loop.is_closed()
    assert said == []
