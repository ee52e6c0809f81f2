"""A worker that is asked to end does, whatever its broker does meanwhile."""

from __future__ import annotations

import threading

from celery import signals

from designer.config import celery, working


def test_a_broker_that_never_lets_go_keeps_no_worker(monkeypatch) -> None:
    """RabbitMQ that had stopped answering did: the worker was killed after forty seconds with all that it ran."""
    told: list[str] = []
    left = threading.Event()

    def leave(code: int) -> None:
        told.append(f"left with {code}")
        left.set()

    monkeypatch.setattr(celery, "GOODBYE", 0.0)
    monkeypatch.setattr(working, "end", lambda: told.append("gave back what ran"))
    monkeypatch.setattr(celery.os, "_exit", leave)
    signals.worker_shutting_down.send(sender="a worker", sig="SIGTERM", how="Warm", exitcode=0)
    assert left.wait(10)
    assert told == ["gave back what ran", "left with 0"]
