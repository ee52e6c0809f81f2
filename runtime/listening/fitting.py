"""Putting this room together for one event loop.

For: what takes requests at hooks, and what looks after subscriptions, with the functions of that loop.
Not here: any decision.
"""

from __future__ import annotations

from collections.abc import Callable

from runtime.connectors.functions import Functions
from runtime.executions.runner import Runner
from runtime.journal.journal import Journal
from runtime.listening.arriving import Arriving
from runtime.listening.carrying_out import Reconciler
from runtime.listening.polling import Poller
from runtime.listening.providers import ConnectorProviders
from runtime.outbound.client import OutboundClient
from runtime.routing.book import RouteBook

Wake = Callable[[], None]


def arriving(
    book: RouteBook, journal: Journal, runner: Runner, functions: Functions, http: OutboundClient, wake: Wake
) -> Arriving:
    return Arriving(book, journal, runner, ConnectorProviders(functions, http), wake)


def reconciler(
    book: RouteBook, journal: Journal, functions: Functions, http: OutboundClient, wake: Wake, name: str
) -> Reconciler:
    return Reconciler(ConnectorProviders(functions, http), name, Poller(book, journal, wake))
