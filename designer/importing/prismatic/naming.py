"""How Prismatic calls things, and how we do.

For: the name under which a step is referred to there, ids and keys that are ours.
Not here: references themselves (`pointing`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.text import slugify

from runtime.engine.graph_rules import RESERVED, STEP_ID

LONGEST_ID = 50
LONGEST_NAME = 120
VARIABLE_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")
_WORD = re.compile(r"[A-Za-z0-9]+")


def reference_name(name: str) -> str:
    """`Get a Queue's URL` is read as `getAQueueSUrl`."""
    first, *others = _WORD.findall(name) or [""]
    return first.lower() + "".join(word.capitalize() for word in others)


def step_id(name: str, taken: Collection[str]) -> str:
    """The name itself where our ids allow it, so that references and code stay as they are."""
    wanted = reference_name(name)[:LONGEST_ID] or "step"
    if wanted[0].isdigit():
        wanted = f"_{wanted}"[:LONGEST_ID]
    if wanted in RESERVED or not STEP_ID.fullmatch(wanted):
        wanted = f"{wanted}_1"
    return free(wanted, taken, longest=LONGEST_ID, joint="_")


def flow_key(name: str, taken: Collection[str]) -> str:
    return free(_slug(name, 80) or "flow", taken, longest=80, joint="-")


def integration_key(name: str) -> str:
    return _slug(name, 70) or "integration"


def variable_key(name: str, taken: Collection[str]) -> str:
    """The name itself where it can be a key, as those of old files often can."""
    wanted = name if VARIABLE_KEY.fullmatch(name) else _slug(name, 80).replace("-", "_") or "variable"
    return free(wanted, taken, longest=80, joint="_")


def free(wanted: str, taken: Collection[str], *, longest: int, joint: str) -> str:
    if wanted not in taken:
        return wanted
    endings = (f"{joint}{number}" for number in range(2, len(taken) + 3))
    return next(name for ending in endings if (name := wanted[: longest - len(ending)] + ending) not in taken)


def short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _slug(name: str, longest: int) -> str:
    return re.sub("[-_]+", "-", slugify(name))[:longest].strip("-")
