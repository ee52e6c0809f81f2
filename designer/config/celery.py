"""`celery -A designer.config.celery worker` and `... beat`: a worker process, and the clock that wakes one.

For: what a Celery worker is as a process of ours. `manage.py worker` starts the same. Only `-P threads` (the default here) works:
all runs of a process share its loops, and a forked child would have none.
Not here: the task and its settings (`runtime.queueing.over_celery`).
"""

from __future__ import annotations

import os
import threading
from typing import Any

import django
from celery import signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designer.config.settings")
django.setup()

from designer.config import working  # noqa: E402
from runtime.queueing.over_celery import app  # noqa: E402

__all__ = ["app"]
GOODBYE = 5.0  # seconds a broker may take to let a worker go
_ending = threading.Lock()


@signals.worker_init.connect
def _begin(sender: Any = None, **_: Any) -> None:
    if "thread" not in str(getattr(sender, "pool_cls", "")):
        raise SystemExit("Hookyard's workers run with -P threads, which is the default here: leave the option out.")
    working.begin()


@signals.worker_shutdown.connect
def _end(**_: Any) -> None:
    with _ending:
        working.end()


@signals.worker_shutting_down.connect
def _end_without_the_broker(**_: Any) -> None:
    """Celery says goodbye to its broker before it tells us that it ends. RabbitMQ that takes connections and never answers kept
    a worker until it was killed, and what ran there was not given back."""
    after = threading.Timer(GOODBYE, _end_and_leave)
    after.daemon = True
    after.start()


def _end_and_leave() -> None:
    _end()
    os._exit(0)
