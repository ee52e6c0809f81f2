"""What is to be done about the hooks of one subscription, from what we wrote down and what the service says it has. Pure.

For: never two live hooks, none that nobody wants, none that was lost for long; whatever died in between.
Not here: doing it (`carrying_out`), rows (`ledger`).

An attempt is written down before the service is asked, with a URL of its own. So a hook that may or may not stand there can be
told from every other: by the URL in the service's list, or, where it has no list, by what arrives at that URL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GRACE = timedelta(seconds=90)  # longer than any call may take, and than lists lag behind what was just registered
REFRESH_EARLY = timedelta(minutes=10)


class Standing(StrEnum):
    """Of a hook that may be live at the service."""

    INTENDED = "intended"
    UNKNOWN = "unknown"
    REGISTERED = "registered"
    REMOVING = "removing"


UNCERTAIN = frozenset({Standing.INTENDED, Standing.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Hook:
    id: str
    uri: str
    standing: Standing
    since: datetime  # when the service was last asked about it
    external_id: str = ""
    refresh_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One that the service says it has."""

    uri: str
    external_id: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """A new one, at a URL of its own."""


@dataclass(frozen=True, slots=True)
class Unregister:
    hook: str


@dataclass(frozen=True, slots=True)
class RemoveStray:
    """At the service, but nobody's: registered twice, or left behind."""

    listed: Listed


@dataclass(frozen=True, slots=True)
class Adopt:
    """It does stand, though nobody heard so."""

    hook: str
    listed: Listed


@dataclass(frozen=True, slots=True)
class Settle:
    """It stands no more, or never did: `how` is its status from now on."""

    hook: str
    how: str


@dataclass(frozen=True, slots=True)
class Refresh:
    hook: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing may be done before."""

    until: datetime


Action = Register | Unregister | RemoveStray | Adopt | Settle | Refresh | Wait


def decide(
    *,
    wanted: bool,
    hooks: Sequence[Hook],
    listed: Sequence[Listed] | None,
    strays: Sequence[Listed] = (),
    origin: str,
    now: datetime,
) -> list[Action]:
    """In the order in which it is to be done. `listed` None: the service cannot be asked what it has.

    `strays` are those at URLs of ours that no hook of anybody has any more. A hook that does not begin with `origin` was
    registered when this installation was known by another address.
    """
    actions: list[Action] = [RemoveStray(one) for one in strays]
    standing: list[Hook] = []
    waits: list[datetime] = []
    for hook in hooks:
        found = None if listed is None else [one for one in listed if one.uri == hook.uri]
        stands = _stands(hook, found, now, actions, waits)
        if stands:
            standing.append(hook)
    if waits:
        # A call may still be under way, or the service's list behind: whatever is done now could be done twice.
        return [*actions, Wait(max(waits))]
    # Without a list, one that was being removed may be gone: it is removed once more, and another registered.
    sure = [hook for hook in standing if listed is not None or hook.standing is not Standing.REMOVING]
    kept = _best(sure, origin) if wanted else None
    actions += [Unregister(hook.id) for hook in standing if hook is not kept and hook.uri.startswith(origin)]
    if not wanted:
        return [*actions, *(Unregister(hook.id) for hook in standing if not hook.uri.startswith(origin))]
    if kept is None or not kept.uri.startswith(origin):
        # The new one first: between two addresses an event may come twice, but none is missed.
        moved = [Unregister(hook.id) for hook in standing if not hook.uri.startswith(origin)]
        return [*actions, Register(), *moved]
    if kept.refresh_at and kept.refresh_at - REFRESH_EARLY <= now:
        actions.append(Refresh(kept.id))
    return actions


def _stands(hook: Hook, found: Sequence[Listed] | None, now: datetime, actions: list[Action], waits: list[datetime]) -> bool:
    if found is None:
        if hook.standing in UNCERTAIN:
            # Nobody can say. What arrives at its URL from now on is told that it is gone, so it never counts beside another.
            actions.append(Settle(hook.id, "superseded"))
            return False
        return True
    if not found:
        if hook.standing is not Standing.REMOVING and now < hook.since + GRACE:
            waits.append(hook.since + GRACE)
            return False
        actions.append(Settle(hook.id, _gone(hook)))
        return False
    own = next((one for one in found if hook.external_id and one.external_id == hook.external_id), found[0])
    actions.extend(RemoveStray(one) for one in found if one is not own)
    if hook.standing is not Standing.REGISTERED or own.external_id != hook.external_id:
        actions.append(Adopt(hook.id, own))
    return True


def _gone(hook: Hook) -> str:
    match hook.standing:
        case Standing.REGISTERED:
            return "lost"
        case Standing.REMOVING:
            return "removed"
    return "absent"


def _best(standing: Sequence[Hook], origin: str) -> Hook | None:
    """One at our present address, rather one that was known to be registered, rather the older."""
    order = [Standing.REGISTERED, Standing.REMOVING, Standing.INTENDED, Standing.UNKNOWN]
    return min(standing, key=lambda hook: (not hook.uri.startswith(origin), order.index(hook.standing), hook.since), default=None)
