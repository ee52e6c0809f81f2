"""`manage.py worker`: a process that runs what web processes queued."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from designer.config import working
from designer.config.starting import bring_up_to_date

BEHIND_THE_DOOR = 10  # niceness: on a machine shared with web processes, their senders wait, and what is queued does not


class Command(BaseCommand):
    help = "Runs queued executions. With a broker (REDIS_URL or BROKER_URL) it is a Celery worker, else it looks every second."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--beat", action="store_true", help="Be also the clock; one worker may.")

    def handle(self, *args: Any, **options: Any) -> None:
        bring_up_to_date()
        if hasattr(os, "nice"):
            os.nice(BEHIND_THE_DOOR)
        self.stdout.write(self.style.SUCCESS("Hookyard runs what is queued here."))
        self.stdout.flush()
        if settings.BROKER_URL:
            _under_celery(beat=options["beat"])
        else:
            _alone()


def _under_celery(*, beat: bool) -> None:
    from designer.config.celery import app  # costs a fifth of a second, so only where it is used

    if beat:
        # Celery's own --beat is a process that outlives a worker that was killed. A thread does not, and what beats every few
        # seconds needs no file that remembers when it last did.
        from celery.beat import EmbeddedService, Scheduler

        EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()
    app.worker_main(["worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"])


def _alone() -> None:
    told = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: told.set())
    working.begin()
    told.wait()
    working.end()
