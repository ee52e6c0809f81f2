"""Workers woken by Celery, over Redis or RabbitMQ.

For: the Celery application, its one task, and a bell that sends it. The settings are those under which killing workers and the
broker was seen to lose no message; even so nothing depends on one.
Not here: the worker's life as a process (`designer.config.celery`), embedded workers, which need no message.
"""

from __future__ import annotations

from celery import Celery
from django.conf import settings

from runtime import wiring
from runtime.queueing import bell
from runtime.queueing.gathering import GatheringBell

LOOK_AFTER = 5.0  # seconds between beat's messages; workers look by themselves all the same
WORTH = 10  # seconds after which a message that nobody took says nothing any more
SOCKET = {"socket_timeout": 5, "socket_connect_timeout": 2, "health_check_interval": 10}

app = Celery("hookyard", broker=settings.BROKER_URL or "memory://", set_as_current=False)
app.conf.update(
    task_default_queue="hookyard",
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_store_errors_even_if_ignored=False,
    worker_prefetch_multiplier=1,
    worker_pool="threads",  # one process with one set of loops; forked children would have none
    worker_concurrency=1,  # the task only wakes the loop that does the work
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # the worker works on without its broker
    broker_transport_options=SOCKET if settings.BROKER_URL.startswith("redis") else {"confirm_publish": True},
    timezone="UTC",
    enable_utc=True,
    beat_schedule={
        "look": {"task": "hookyard.look", "schedule": LOOK_AFTER, "args": (bell.LIVE,), "options": {"expires": WORTH}}
    },
)


@app.task(name="hookyard.look")
def look(queue: str) -> None:
    """Wakes this worker. It claims what is due in batches until nothing is left."""
    match queue:
        case bell.LIVE:
            wiring.process().wake_live()
        case bell.DELIVERIES:
            wiring.process().wake_deliveries()


def celery_bell() -> GatheringBell:
    return GatheringBell(lambda queue: look.apply_async((queue,), expires=WORTH, retry=False) and None)
