"""Telling a service of a subscription: within the window, past it, or while somebody deletes it; and looking again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from runtime import subscribing
from runtime.delivery.models import DeliveryEvent
from runtime.engine.errors import RemoteProblem, StepProblem
from runtime.identifiers import id_of
from runtime.reading import in_thread
from runtime.subscriptions import library, registering
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.ports import Heard, Registered
from runtime.subscriptions.trigger import Operation, ServiceOf, Trigger
from tests.product import eventually

pytestmark = pytest.mark.django_db(transaction=True)
ANY = {"type": "object", "advanced": [], "properties": {"how": {"type": "string"}}, "required": []}
PARCELS = Trigger("parcel-trigger", "2.0", "Parcels", "", ServiceOf("x", "parcel"), (Operation("moved", "Moved", "", ANY, {}),))


class Service:
    """An outside service that does as a subscription's input says."""

    def __init__(self) -> None:
        self.goes_on, self.registered, self.taken_away = Event(), [], []
        self.found: Registered | Exception = Registered()
        self.refuses = False

    def triggers(self, tenant_id: str) -> list[Trigger]:
        return [PARCELS]

    async def register(self, subscription: Subscription, url: str) -> Registered:
        how = subscription.input.get("how")
        if how == "refuse":
            raise StepProblem("There is no such form.", code="code_threw")
        if how == "fall over":
            raise ZeroDivisionError
        if how == "slow":
            await asyncio.to_thread(self.goes_on.wait, 30)
        self.registered.append(url)
        return Registered({"hook": "h-1"}, timezone.now() + timedelta(hours=1) if how == "poll" else None)

    async def look(self, subscription: Subscription, url: str, registration: Any) -> Registered:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    async def deregister(self, subscription: Subscription, url: str, registration: Any) -> None:
        if self.refuses:
            raise RemoteProblem("It is away.")
        self.taken_away.append(registration)

    async def hear(self, subscription: Subscription, inbound: Any, registration: Any) -> Heard:
        return Heard()


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    library.add(made)
    yield made
    made.goes_on.set()
    library.drop(made)


def subscribe(user, how: str, **more: Any) -> dict[str, Any]:
    return user.subscribe(trigger={"name": "parcel-trigger", "version": "2.0"}, operation="moved", input={"how": how}, **more)


def row_of(told: dict[str, Any]) -> Subscription:
    return Subscription.across_tenants.select_related("tenant", "customer", "connection__service").get(pk=id_of(told["id"]))


def look_after_what_is_due(after: timedelta = timedelta()) -> int:
    async def look() -> int:
        rows = await in_thread(lambda: registering.due(timezone.now() + after))
        for row in rows:
            await registering.look_after(row, timezone.now() + after)
        return len(rows)

    return asyncio.run(look())


@pytest.mark.parametrize(
    ("how", "state", "code"),
    [
        ("ok", "active", None),
        ("refuse", "creation_failed", "user_input_error"),
        ("fall over", "creation_failed", "internal_error"),
    ],
)
def test_what_the_service_says_within_the_window_is_the_answer(user, service, how, state, code):
    told = subscribe(user, how)
    assert (told["state"], told.get("error", {}).get("code")) == (state, code)
    assert told["signingKey"] and len(service.registered) == (state == "active")
    assert "h-1" not in str(Subscription.across_tenants.values().get()), "what it gave back may be a secret"


def test_past_the_window_it_is_creating_and_becomes_active_behind(user, service, monkeypatch):
    monkeypatch.setattr(subscribing, "WINDOW", timedelta(seconds=0.05))
    told = subscribe(user, "slow", stateChangeEndpoint="https://events.acme.example/states")
    assert told["state"] == "creating" and told["signingKey"]
    service.goes_on.set()
    eventually(lambda: user.get(f"subscriptions/{told['id']}").json()["state"] == "active")
    assert '"state":"active","previousState":"creating"' in DeliveryEvent.across_tenants.get().body
    assert row_of(told).due_at is None


def test_one_that_is_deleted_while_it_is_made_is_taken_away_again(user, service, monkeypatch):
    monkeypatch.setattr(subscribing, "WINDOW", timedelta(seconds=0.05))
    told = subscribe(user, "slow")
    assert user.delete(f"subscriptions/{told['id']}").status_code == 204
    service.goes_on.set()
    eventually(lambda: row_of(told).registration)
    assert look_after_what_is_due() == 1
    assert service.taken_away == [{"hook": "h-1"}]
    left = row_of(told)
    assert (left.state, left.registration, left.due_at) == ("deleted", "", None)


def test_one_whose_process_died_meanwhile_has_failed_by_time(user, service):
    told = subscribe(user, "ok")
    Subscription.across_tenants.update(state="creating", due_at=timezone.now(), registration="")
    assert look_after_what_is_due() == 1
    shown = user.get(f"subscriptions/{told['id']}").json()
    assert (shown["state"], shown["error"]["code"]) == ("creation_failed", "timeout_error")


def test_a_service_that_is_away_is_told_of_the_end_later_and_later(user, service):
    told = subscribe(user, "ok")
    service.refuses = True
    user.delete(f"subscriptions/{told['id']}")
    assert look_after_what_is_due() == 1
    first = row_of(told).due_at - timezone.now()
    assert look_after_what_is_due() == 0
    assert look_after_what_is_due(timedelta(minutes=1)) == 1
    assert row_of(told).due_at - timezone.now() - timedelta(minutes=1) > first
    service.refuses = False
    assert look_after_what_is_due(timedelta(hours=2)) == 1
    assert len(service.taken_away) == 1


def test_what_is_found_by_looking_is_delivered_and_a_failure_is_told_until_it_is_over(user, service):
    told = subscribe(user, "poll")
    assert look_after_what_is_due() == 0, "it is looked at when it said so"
    service.found = RemoteProblem("It is away.")
    assert look_after_what_is_due(timedelta(hours=2)) == 1
    shown = user.get(f"subscriptions/{told['id']}").json()
    assert (shown["state"], shown["error"]) == ("active", {"code": "api_error", "message": "It is away."})
    service.found = Registered({"hook": "h-2"}, timezone.now() + timedelta(days=1), [{"parcel": "A"}, {"parcel": "B"}])
    assert look_after_what_is_due(timedelta(hours=4)) == 1
    assert {event.body for event in DeliveryEvent.across_tenants.all()} == {'{"parcel":"A"}', '{"parcel":"B"}'}
    assert "error" not in user.get(f"subscriptions/{told['id']}").json()
    assert registering.registration_of(row_of(told)) == {"hook": "h-2"}
