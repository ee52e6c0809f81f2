"""One instance's life: it is enabled, disabled, changed and deleted at random while processes die and the service misbehaves.

For: making the sequence and saying what became of it. A process dies at any point between two steps of its work: what it was
about to do is not done, or was done and nobody heard of it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime.identifiers import new_id
from runtime.instances import services
from runtime.instances.customers import create_customer
from runtime.instances.models import Instance, Integration
from runtime.listening import carrying_out, ledger
from runtime.listening.carrying_out import Reconciler
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.tenancy.models import Tenant
from tests.registering.client import Clients
from tests.registering.service import Service

EVENTS = ("enable", "disable", "configure", "work", "work", "work", "work", "forget", "double", "orphan", "wait")
# Where there is no list, only silence tells of a hook that somebody deleted: that is for the watch over registrations.
UNLISTED = tuple(event for event in EVENTS if event != "forget")
DEFINITION: dict[str, Any] = {
    "name": "Orders",
    "key": "orders",
    "endpoint": {"type": "flow"},
    "configVariables": [{"key": "list", "name": "List", "type": "string", "default": "a"}],
    "flows": [
        {
            "key": "ordered",
            "name": "Ordered",
            "response": "async",
            "steps": [
                {
                    "id": "event_1",
                    "component": "connector.event",
                    "inputs": {"connector": {"value": "fake"}, "event": {"value": "order"}},
                }
            ],
            "links": [],
        }
    ],
}


class Killed(BaseException):
    """As by SIGKILL: nothing of ours may catch it."""


@dataclass
class Death:
    """Every so often the process dies before or after a step of its work; `at_most` times in one sequence."""

    dice: random.Random
    chance: float
    died: int = 0
    at_most: int = 6

    def strikes(self) -> None:
        if self.died < self.at_most and self.dice.random() < self.chance:
            self.died += 1
            raise Killed


@dataclass
class Mortal:
    """A client whose process may die around any call."""

    client: Any
    death: Death

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.client, name)
        if name not in ("subscribe", "unsubscribe", "refresh", "list"):
            return value

        async def call(*arguments: Any) -> Any:
            self.death.strikes()
            answer = await value(*arguments)
            self.death.strikes()
            return answer

        return call


@dataclass
class MortalClients:
    clients: Clients
    death: Death

    async def open(self, subscription: EventSubscription) -> Mortal:
        return Mortal(await self.clients.open(subscription), self.death)


@contextmanager
def dying_between_writes(death: Death) -> Iterator[None]:
    whole = carrying_out.in_thread

    async def in_thread(work: Any) -> Any:
        death.strikes()
        done = await whole(work)
        death.strikes()
        return done

    carrying_out.in_thread = in_thread
    try:
        yield
    finally:
        carrying_out.in_thread = whole


@dataclass
class Outcome:
    """Over many sequences."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class World:
    tenant: Tenant
    integration: Integration
    service: Service
    outcome: Outcome
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def play(self, number: int, seed: int, *, length: int = 14, deletes: bool = False) -> None:
        dice = random.Random(seed)
        death = Death(dice, 0.04)
        customer = create_customer(self.tenant, external_id=f"c-{seed}-{number}", name=f"Customer {number}")
        instance = services.deploy(self.integration, customer)
        story: list[str] = []
        for _ in range(length):
            event = dice.choice(EVENTS if self.service.lists else UNLISTED)
            story.append(event)
            self._do(event, instance, death, dice)
            self._check(instance, story)
        wanted = dice.random() < 0.6
        if deletes and not wanted:
            services.delete_instance(Instance.across_tenants.get(pk=instance.pk))
            story.append("delete")
        else:
            (services.resume if wanted else services.pause)(self._live(instance))
            story.append("enable" if wanted else "disable")
        self.outcome.counts["processes killed"] += death.died
        self._settle(instance, wanted, story)
        self.outcome.counts["sequences"] += 1

    def _do(self, event: str, instance: Instance, death: Death, dice: random.Random) -> None:
        match event:
            case "enable":
                services.resume(self._live(instance))
            case "disable":
                services.pause(self._live(instance))
            case "configure":
                services.configure(self._live(instance), {"list": dice.choice("abc")})
            case "forget":
                self.service.forget(instance.pk)
                self._repair(instance)
            case "double":
                self.service.double(instance.pk)
                self._repair(instance)
            case "orphan":
                known = RegisteredHook.of(self.tenant).filter(instance_id=instance.pk).exists()
                if self.service.lists and known and not self.service.of(instance.pk):
                    self.service.leave_behind(instance.pk, ledger.origin(self.tenant.pk) + new_id())
                    self._repair(instance)
            case "wait":
                self.now += timedelta(minutes=dice.choice((1, 2, 10)))
            case "work":
                self.outcome.counts["looks"] += self._work(instance, death)

    def _repair(self, instance: Instance) -> None:
        """What a person may ask for, or six hours bring by themselves."""
        EventSubscription.of(self.tenant).filter(instance_id=instance.pk).update(due_at=self.now)

    def _work(self, instance: Instance, death: Death | None) -> int:
        """A process looks after what is due until it dies or nothing is due."""
        due = EventSubscription.of(self.tenant).filter(instance_id=instance.pk, due_at__lte=self.now)
        clients: Any = Clients(self.service)
        reconciler = Reconciler(MortalClients(clients, death) if death else clients, new_id())
        looked = 0
        for pk in list(due.values_list("pk", flat=True)):
            try:
                if death:
                    with dying_between_writes(death):
                        looked += asyncio.run(reconciler.look_after(self.tenant.pk, pk, self.now))
                else:
                    looked += asyncio.run(reconciler.look_after(self.tenant.pk, pk, self.now))
            except Killed:
                break
        return looked

    def _settle(self, instance: Instance, wanted: bool, story: list[str]) -> None:
        """The service is well again and nobody dies: what is registered must come to what is wanted, however it stood."""
        trouble, self.service.trouble = self.service.trouble, 0.0
        for _ in range(40):
            rows = EventSubscription.of(self.tenant).filter(instance_id=instance.pk)
            left = rows.filter(due_at__isnull=False)
            if not left.filter(due_at__lte=self.now + timedelta(hours=2)).exists():
                break
            self.now += timedelta(minutes=6)
            self.outcome.counts["looks until settled"] += self._work(instance, None)
        self.service.trouble = trouble
        found, hooks = self.service.of(instance.pk), RegisteredHook.of(self.tenant).filter(instance_id=instance.pk)
        live = hooks.filter(status__in=ledger.LIVE)
        told = f"{' '.join(story)}: wanted {wanted}, at the service {found}, in the ledger {list(live.values())}"
        good = {hook["url"] for hook in found.values()} & set(live.values_list("uri", flat=True))
        if len(good) != int(wanted) or live.count() != int(wanted):
            self.outcome.wrong.append(told)
        if self.service.lists and len(found) != int(wanted):
            self.outcome.wrong.append(f"strays: {told}")
        self.outcome.counts["strays that no list shows"] += len(found) - len(good)

    def _check(self, instance: Instance, story: list[str]) -> None:
        """At every moment: of the hooks at the service, at most one is answered."""
        live = RegisteredHook.of(self.tenant).filter(instance_id=instance.pk, status__in=ledger.LIVE)
        urls = set(live.values_list("uri", flat=True))
        answered = [hook for hook in self.service.of(instance.pk).values() if hook["url"] in urls]
        mischief = [hook for hook in answered if sum(one["url"] == hook["url"] for one in answered) > 1]
        if len(answered) - len(mischief) > 1:
            self.outcome.wrong.append(f"two are answered at once: {' '.join(story)}: {answered}")

    def _live(self, instance: Instance) -> Instance:
        rows = Instance.across_tenants.select_related("version", "customer", "integration")
        return rows.get(pk=instance.pk)
