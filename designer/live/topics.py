"""What a page may watch, and the name that Channels knows it by.

`requests`, `executions` (the tenant's lists), `execution:<id>`, `test:<key>` (a run of the test bench; the page makes the key and
hands it to the test). A topic means nothing without its tenant, so a group's name is made of both.
"""

from __future__ import annotations

import hashlib
import re

from runtime.audience import EXECUTIONS, REQUESTS, Watched

LISTS = frozenset({REQUESTS, EXECUTIONS})
TEST_KEY = r"[0-9A-Za-z_-]{16,64}"
_TOPIC = re.compile(rf"{REQUESTS}|{EXECUTIONS}|execution:[0-9A-Za-z]{{1,40}}|test:{TEST_KEY}")


def is_topic(name: object) -> bool:
    return isinstance(name, str) and _TOPIC.fullmatch(name) is not None


def execution_of(topic: str) -> str:
    """The execution that a topic is about; empty for every other topic."""
    kind, _, id = topic.partition(":")
    return id if kind == "execution" else ""


def group_of(watched: Watched) -> str:
    """Hashed, as Channels allows few characters; no two tenants share one."""
    return "live." + hashlib.sha256("\0".join(watched).encode()).hexdigest()[:48]
