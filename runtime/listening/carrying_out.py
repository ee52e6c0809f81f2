"""Bringing what is registered at services in line with what is wanted, one subscription at a time, whatever dies meanwhile.

For: claiming a subscription, asking the service what it has, doing what `deciding` says, and when to look again.
Not here: who wants what (`keeping`), what arrives (`arriving`, `polling`), the loop (`serving`).

Everything that is asked of a service is written down before. A process that dies leaves a claim that ends by itself and lines
in the ledger; who comes next asks the service what became of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.db.models import Q

from runtime.engine.errors import HookyardError, NotAllowed
from runtime.instances.models import Instance
from runtime.listening import ledger
from runtime.listening.deciding import (
    REFRESH_EARLY,
    Action,
    Adopt,
    Listed,
    Refresh,
    Register,
    RemoveStray,
    Settle,
    Unregister,
    Wait,
    decide,
)
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.listening.ports import Provider, Providers, Selected
from runtime.listening.selectors import check_selector
from runtime.reading import in_thread

CLAIM = timedelta(minutes=5)  # longer than one subscription can take, with each call bounded
LOOK_AGAIN = timedelta(hours=6)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
MOST_ROUNDS = 4  # what was decided may show something new, as a hook that has to be adopted before it can be removed
GIVEN_UP_AFTER = timedelta(days=7)  # taking away what nobody wants any more
Kind, Status = EventSubscription.Kind, EventSubscription.Status
log = structlog.get_logger(__name__)


class Poller(Protocol):
    async def poll(self, row: EventSubscription, provider: Provider, now: datetime) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Reconciler:
    """`name` is this process among those that share a database."""

    providers: Providers
    name: str
    poller: Poller | None = None

    async def look_after(self, tenant_id: str, subscription_id: str, now: datetime) -> bool:
        """False when another process has it, or it is gone."""
        row = await in_thread(lambda: claim(tenant_id, subscription_id, self.name, now))
        if row is None:
            return False
        try:
            due = await self._settle(row, now)
        except HookyardError as problem:
            failed = problem
            await in_thread(lambda: _failed(row, self.name, failed, now))
            return True
        except Exception:
            log.exception("listening.crashed", subscription=row.pk)
            ours = HookyardError("Something went wrong on our side; it is tried again.", code="internal_error")
            await in_thread(lambda: _failed(row, self.name, ours, now))
            return True
        await in_thread(lambda: _settled(row, self.name, due, now))
        return True

    async def _settle(self, row: EventSubscription, now: datetime) -> datetime | None:
        """When to look again. Raises `HookyardError`."""
        hooks = await in_thread(lambda: ledger.hooks_of(row))
        if not row.wanted and not hooks:
            await self._look_back(row, now)
            return None
        provider = await self.providers.open(row)
        await in_thread(lambda: _note_kind(row, provider.kind))
        if provider.kind == Kind.WEBHOOK or hooks:
            due = await self._settle_hooks(row, provider, now)
        else:
            due = None
        match provider.kind if row.wanted else "":
            case Kind.GLOBAL:
                await self._select(row, provider)
                due = now + LOOK_AGAIN
            case Kind.POLLING if self.poller:
                due = await self.poller.poll(row, provider, now)
        return due

    async def _look_back(self, row: EventSubscription, now: datetime) -> None:
        """Nothing of it should be left. One last look for strays, which keeps nobody waiting who cannot be asked any more."""
        if row.kind == Kind.WEBHOOK:
            with suppress(HookyardError):
                provider = await self.providers.open(row)
                if provider.lists:
                    await self._settle_hooks(row, provider, now)

    async def _settle_hooks(self, row: EventSubscription, provider: Provider, now: datetime) -> datetime | None:
        origin = ledger.origin(row.tenant_id)
        for _ in range(MOST_ROUNDS):
            listed = await provider.list() if provider.lists else None
            hooks = await in_thread(lambda: ledger.hooks_of(row))
            strays = await in_thread(lambda told=listed: ledger.strays(row.tenant_id, told or ()))  # type: ignore[misc]
            wanted = row.wanted and provider.kind == Kind.WEBHOOK
            actions = decide(wanted=wanted, hooks=hooks, listed=listed, strays=strays, origin=origin, now=now)
            waits = [action.until for action in actions if isinstance(action, Wait)]
            await self._do_all(row, provider, actions, now)
            if waits:
                return max(waits)
            if not actions:
                await in_thread(lambda told=listed: _note_seen(row, told, now))  # type: ignore[misc]
                break
            if all(isinstance(one, Register) or (isinstance(one, Refresh) and provider.refreshes) for one in actions):
                break  # nothing to see that we did not do ourselves
        return await in_thread(lambda: _next_look(row, now))

    async def _do_all(self, row: EventSubscription, provider: Provider, actions: Sequence[Action], now: datetime) -> None:
        """A stray that will not go keeps nothing else from being done, but it is not forgotten either."""
        left: HookyardError | None = None
        for action in actions:
            try:
                await self._do(row, provider, action, now)
            except HookyardError as problem:
                if not isinstance(action, RemoveStray):
                    raise
                left = problem
        if left:
            raise left

    async def _do(self, row: EventSubscription, provider: Provider, action: Action, now: datetime) -> None:
        match action:
            case Register():
                await self._register(row, provider, now)
            case Unregister(hook_id):
                hook = await in_thread(lambda: ledger.row_of(row, hook_id))
                await self._unregister(provider, hook, now)
            case RemoveStray(listed):
                with _gone_is_gone():
                    await provider.unsubscribe(listed.uri, dict(listed.state))
                log.info("hooks.stray_removed", subscription=row.pk, external=listed.external_id)
            case Adopt(hook_id, listed):
                hook = await in_thread(lambda: ledger.row_of(row, hook_id))
                await in_thread(lambda: ledger.adopted(hook, listed, now))
            case Settle(hook_id, how):
                hook = await in_thread(lambda: ledger.row_of(row, hook_id))
                await in_thread(lambda: ledger.ended(hook, how, now))
            case Refresh(hook_id):
                hook = await in_thread(lambda: ledger.row_of(row, hook_id))
                await self._refresh(provider, hook, now)

    async def _register(self, row: EventSubscription, provider: Provider, now: datetime) -> None:
        hook = await in_thread(lambda: ledger.intend(row, now))
        try:
            told = await provider.subscribe(hook.uri)
        except HookyardError as problem:
            # Even a refusal may have come after it was registered: a connector makes several calls.
            said = problem.message
            await in_thread(lambda: ledger.unknown(hook, said))
            raise
        await in_thread(lambda: ledger.registered(hook, told, now))

    async def _unregister(self, provider: Provider, hook: RegisteredHook, now: datetime) -> None:
        state = await in_thread(lambda: ledger.reveal(hook))
        await in_thread(lambda: ledger.removing(hook))
        with _gone_is_gone():
            await provider.unsubscribe(hook.uri, state)
        await in_thread(lambda: ledger.ended(hook, RegisteredHook.Status.REMOVED, now))

    async def _refresh(self, provider: Provider, hook: RegisteredHook, now: datetime) -> None:
        if not provider.refreshes:
            # Without a way to renew it, it is registered anew; its end is known, so nothing is lost in between.
            await self._unregister(provider, hook, now)
            return
        state = await in_thread(lambda: ledger.reveal(hook))
        told = await provider.refresh(hook.uri, state)
        await in_thread(lambda: ledger.refreshed(hook, told, now))

    async def _select(self, row: EventSubscription, provider: Provider) -> None:
        selected = await provider.select()
        selector = check_selector(selected.selector)
        if not selected.webhook_key:
            raise NotAllowed("get-event-selector names no globalWebhookKey.", code="selector_refused")
        kept = Selected(selected.webhook_key[:80], selector)
        await in_thread(lambda: _update(row, webhook_key=kept.webhook_key, selector=kept.selector))


def claim(tenant_id: str, subscription_id: str, name: str, now: datetime) -> EventSubscription | None:
    rows = EventSubscription.of(tenant_id).filter(pk=subscription_id)
    free = rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
    if not free.update(claimed_until=now + CLAIM, claimed_by=name):
        return None
    return rows.first()


def pause_after(failures: int) -> timedelta:
    """Longer each time, and never in step with others."""
    pause = min(FIRST_PAUSE * 2 ** min(failures, 12), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311


def _settled(row: EventSubscription, name: str, due: datetime | None, now: datetime) -> None:
    """As it should be, for now. One that was changed meanwhile is due at once."""
    mine = EventSubscription.of(row.tenant_id).filter(pk=row.pk, claimed_by=name)
    free = {"claimed_until": None, "claimed_by": ""}
    if not row.wanted and due is None:
        if _is_over(row):
            mine.filter(wanted=False).delete()
        off = {"status": Status.OFF, "problem": None, "failures": 0, "due_at": None, "checked_at": now, **free}
        if not mine.filter(wanted=False).update(**off):
            mine.update(due_at=now, **free)
        return
    status = Status.ON if row.wanted else Status.OFF
    waiting = row.wanted and due is not None and not _stands(row)
    well = {"status": Status.SETTING_UP if waiting else status, "problem": None, "failures": 0, "checked_at": now}
    if not mine.filter(wanted=row.wanted).update(due_at=due, **well, **free):
        mine.update(due_at=now, **free)


def _failed(row: EventSubscription, name: str, problem: HookyardError, now: datetime) -> None:
    since = (row.problem or {}).get("since") or now.isoformat()
    told = {"code": problem.code, "message": problem.message[:500], "since": since}
    if not row.wanted and now - datetime.fromisoformat(since) > GIVEN_UP_AFTER:
        _give_up(row, problem, now)
        due = now
    else:
        due = now + pause_after(row.failures)
    mine = EventSubscription.of(row.tenant_id).filter(pk=row.pk, claimed_by=name)
    free = {"claimed_until": None, "claimed_by": ""}
    failing = {"status": Status.FAILING, "problem": told, "failures": row.failures + 1, **free}
    if not mine.filter(wanted=row.wanted).update(due_at=due, **failing):
        mine.update(due_at=now, **free)
    log.info("listening.failed", subscription=row.pk, code=problem.code, failures=row.failures + 1)


def _give_up(row: EventSubscription, problem: HookyardError, now: datetime) -> None:
    note = f"The service could not be told for a week: {problem.message}"
    for hook in ledger.live_of([row.pk], row.tenant_id):
        ledger.ended(hook, RegisteredHook.Status.SUPERSEDED, now, note=note)


def _is_over(row: EventSubscription) -> bool:
    """Its instance is gone, or asks for something else now. That of a paused one stays, to tell whom events were for."""
    asked = EventSubscription.of(row.tenant_id).filter(pk=row.pk).values_list("listeners", flat=True).first()
    return not asked or not Instance.of(row.tenant_id).filter(pk=row.instance_id).exists()


def _stands(row: EventSubscription) -> bool:
    kind = EventSubscription.of(row.tenant_id).filter(pk=row.pk).values_list("kind", flat=True).first()
    if kind != Kind.WEBHOOK:
        return True
    return ledger.live_of([row.pk], row.tenant_id).filter(status=RegisteredHook.Status.REGISTERED).exists()


def _next_look(row: EventSubscription, now: datetime) -> datetime | None:
    hooks = ledger.hooks_of(row)
    if not row.wanted and not hooks:
        return None
    refreshes = [hook.refresh_at - REFRESH_EARLY for hook in hooks if hook.refresh_at]
    return max(now, min([now + LOOK_AGAIN, *refreshes]))


def _note_kind(row: EventSubscription, kind: str) -> None:
    if row.kind != kind:
        _update(row, kind=kind)


def _note_seen(row: EventSubscription, listed: Sequence[Listed] | None, now: datetime) -> None:
    if listed is not None:
        ledger.seen(ledger.live_of([row.pk], row.tenant_id).filter(uri__in=[one.uri for one in listed]), now)


def _update(row: EventSubscription, **columns: object) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    EventSubscription.of(row.tenant_id).filter(pk=row.pk).update(**columns)


@contextmanager
def _gone_is_gone() -> Iterator[None]:
    """A service that does not know it any more says that what was asked for is so."""
    try:
        yield
    except HookyardError as problem:
        if problem.details.get("status") not in (404, 410):
            raise
