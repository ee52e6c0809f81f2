"""Who watches what happens, while it happens.

For: the port by which the runtime tells of requests, executions and steps as they go, and the words it uses.
Not here: who may watch and how it reaches a browser (`designer.live`).

A topic belongs to a tenant: its name means nothing without the tenant's id. What nobody watches is not told, and asking whether
somebody does is one look into a set. What is told is a hint to look: the tables stay the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol

REQUESTS = "requests"
EXECUTIONS = "executions"
OVER = frozenset({"succeeded", "failed", "cancelled", "duplicate"})

Watched = tuple[str, str]  # tenant id, topic


class Audience(Protocol):
    """`topics` is what somebody watches right now. `tell` may be called from any thread and never waits."""

    @property
    def topics(self) -> Set[Watched]: ...

    def tell(self, watched: Watched, event: str, facts: dict[str, Any]) -> None: ...


class Nobody:
    """The audience of a process that no page is connected to."""

    topics: Set[Watched] = frozenset()

    def tell(self, watched: Watched, event: str, facts: dict[str, Any]) -> None: ...


NOBODY = Nobody()


class News(NamedTuple):
    """A row of a request or an execution has changed. `about` is the topic of the list that shows it; `instance_id` whose
    request it was, where that is known."""

    tenant_id: str
    about: str
    id: str
    status: str
    instance_id: str = ""


def of_execution(execution_id: str) -> str:
    return f"execution:{execution_id}"


def of_instance(instance_id: str) -> str:
    """What came for one instance: its set-up wizard listens."""
    return f"instance:{instance_id}"


def announce(audience: Audience, news: News) -> None:
    """Call it when the change is committed, so that whoever looks finds it."""
    topics = audience.topics
    if not topics:
        return
    tenant_id, about, id, status, instance_id = news
    if (tenant_id, about) in topics:
        event = "request.received" if about == REQUESTS else "execution.changed"
        audience.tell((tenant_id, about), event, {"id": id, "status": status})
    if instance_id and (of := (tenant_id, of_instance(instance_id))) in topics:
        audience.tell(of, "request.received", {})
    if about == EXECUTIONS and (watched := (tenant_id, of_execution(id))) in topics:
        audience.tell(watched, "ended" if status in OVER else "changed", {"status": status})


# What the runs of one test of the bench tell, they tell under the test's own topic.
_test: ContextVar[str] = ContextVar("watched_test", default="")


@contextmanager
def watched_as_test(key: str) -> Iterator[None]:
    """Every run begun in here, also that of a preprocess flow or of a called flow, is told to who watches the test `key`."""
    token = _test.set(f"test:{key}" if key else "")
    try:
        yield
    finally:
        _test.reset(token)


def test_under_way() -> str:
    """The topic of the test that this task runs in; empty outside of one."""
    return _test.get()
