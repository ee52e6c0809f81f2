"""Telling people, and programs, how a destination fares.

For: the port by which others hear that one fails for long, or was disabled; in the transaction that finds it out.
Not here: what is said and to whom (`designer.delivery`).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import structlog
from django.db import transaction

from runtime.delivery.models import Destination

log = structlog.get_logger(__name__)


class Notice(StrEnum):
    FAILING = "failing"
    DISABLED = "disabled"


Listener = Callable[[Destination, Notice], None]
_listeners: list[Listener] = []


def tell_also(listener: Listener) -> None:
    """From the start of the process on. It may write rows; they are there when what it was told of is."""
    if listener not in _listeners:
        _listeners.append(listener)


def give(destination: Destination, notice: Notice) -> None:
    """Call it in the transaction. One listener that fails takes nothing else along."""
    log.warning("delivery.destination", destination=destination.pk, notice=notice.value, reason=destination.status_reason)
    for listener in _listeners:
        try:
            with transaction.atomic():
                listener(destination, notice)
        except Exception:
            log.exception("delivery.notice_failed", destination=destination.pk, notice=notice.value)
