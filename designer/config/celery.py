"""`celery -A designer.config.celery worker` and `... beat`: a worker process, and the clock that wakes one.

For: what a Celery worker is as a process of ours. `manage.py worker` starts the same. Only `-P threads` (the default here) works:
all runs of a process share its loops, and a forked child would have none.
Not here: the task and its settings (`runtime.queueing.over_celery`).
"""

from __future__ import annotations

import os
from typing import Any

import django
from celery import signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designer.config.settings")
django.setup()

from designer.config import working  # noqa: E402
from runtime.queueing.over_celery import app  # noqa: E402

__all__ = ["app"]


@signals.worker_init.connect
def _begin(sender: Any = None, **_: Any) -> None:
    if "thread" not in str(getattr(sender, "pool_cls", "")):
        raise SystemExit("Hookyard's workers run with -P threads, which is the default here: leave the option out.")
    working.begin()


@signals.worker_shutdown.connect
def _end(**_: Any) -> None:
    working.end()
