"""Events of connectors start flows: by one URL for all customers, by hooks that register themselves, and by polling.

The connector is the one that Integration.app's documentation shows, letter for letter; the service is one of our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from designer.accounts.tenants import create_tenant
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.connectors import keeping as connectors
from runtime.executions.loading import inbound_of
from runtime.identifiers import new_id
from runtime.ingress.visits import Visit
from runtime.instances import services
from runtime.instances.customers import create_customer
from runtime.instances.models import Instance
from runtime.journal.models import Execution, Request
from runtime.listening import webhooks
from runtime.listening.carrying_out import LOOK_AGAIN
from runtime.listening.fitting import reconciler
from runtime.listening.models import EventSubscription, RegisteredHook
from tests.flows.yard import Yard, call, flow
from tests.registering.acme import PACKAGE, Acme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme(settings) -> Iterator[Acme]:
    running = Acme()
    yield running
    running.close()


class Stand:
    """Two customers with accounts of their own at Acme, and an integration that listens."""

    def __init__(self, yard: Yard, acme: Acme, event: str) -> None:
        self.yard, self.acme, self.now = yard, acme, datetime.now(UTC)
        lane = yard.process.bench_lane
        connectors.upload(yard.tenant, {path: text.encode() for path, text in PACKAGE.items()})
        service = create_service(
            yard.tenant,
            name="Acme",
            scheme="custom",
            settings={
                "hosts": ["127.0.0.1"],
                "fields": [{"key": "baseUri", "label": "Base"}, {"key": "token", "label": "Token", "secret": True}],
                "headers": {"Authorization": "Bearer {{token}}"},
            },
        )
        listening = flow("listening", trigger="connector.event")
        listening["steps"][0] |= {
            "id": "event_1",
            "inputs": {
                "connector": {"value": "acme"},
                "event": {"value": event},
                "connection": {"configVariable": "account"},
            },
        }
        self.deployed = yard.deploy(listening, customer="nobody")
        document = self.deployed.instance.version.definition | {
            "configVariables": [{"key": "account", "name": "Account", "type": "connection", "service": service.key}]
        }
        self.version = services.accept_version(self.deployed.integration, document, comment="", published_by="test")
        self.integration = self.deployed.integration
        services.delete_instance(live(self.deployed.instance))
        self.instances = [self._deploy(service, number) for number in (1, 2)]
        parts = (yard.process.book, yard.process.journal, lane.functions, lane.http, lambda: None)
        self.reconciler = reconciler(*parts, new_id())

    def _deploy(self, service: Any, number: int) -> Instance:
        person = create_customer(self.yard.tenant, external_id=f"c-{number}", name=f"Customer {number}")
        values = {"baseUri": f"http://{self.acme.address}", "token": f"t-{number}"}
        account = create_connection(person, service, name="Account", values=values)
        return services.deploy(self.integration, person, version=self.version, config={"account": account.pk})

    def look(self, later: timedelta = timedelta()) -> None:
        """Looks after everything that is due by then."""
        self.now = max(self.now, datetime.now(UTC)) + later
        due = EventSubscription.of(self.yard.tenant).filter(due_at__lte=self.now).order_by("pk")
        for pk in list(due.values_list("pk", flat=True)):
            self.yard.run(self.reconciler.look_after(self.yard.tenant.pk, pk, self.now))

    def rows(self) -> list[EventSubscription]:
        return list(EventSubscription.of(self.yard.tenant).filter(wanted=True).order_by("customer_id"))

    def hook(self, instance: Instance) -> RegisteredHook:
        return RegisteredHook.of(self.yard.tenant).get(instance_id=instance.pk, status="registered")

    def ran(self) -> list[tuple[str, Any]]:
        rows = Execution.of(self.yard.tenant).order_by("pk")
        return [(row.trigger["customer"]["externalId"], row.trigger["payload"]) for row in rows]


def live(instance: Instance) -> Instance:
    return Instance.across_tenants.select_related("version", "customer", "integration").get(pk=instance.pk)


@pytest.fixture
def stand(acme, settings, make_process):
    """Of one event, made when the test says which."""
    settings.OUTBOUND_ALLOW = [acme.address]
    process = make_process()
    door = process.bench.call(process.open_door())
    yield lambda event: Stand(Yard(create_tenant("Acme Builders"), process, door), acme, event)
    process.bench.call(process.close_door())


def global_path(stand: Stand) -> str:
    [webhook] = webhooks.ensure(stand.integration, "acme")
    return webhook.path


def test_one_url_serves_two_customers_and_each_event_reaches_only_its_own(stand):
    at = stand("event-key")
    at.look()
    assert [(row.status, row.selector) for row in at.rows()] == [("on", "user_id:1001"), ("on", "user_id:1002")]
    first = at.yard.post(global_path(at), {"from_user_id": 1001, "text": "hi"})
    assert (first.status, first.body, first.headers["content-type"]) == (201, b"Webhook received", "text/plain; charset=utf-8")
    at.yard.post(global_path(at), {"from_user_id": 1002, "text": "ho"})
    assert at.ran() == [("c-1", {"from_user_id": 1001, "text": "hi"}), ("c-2", {"from_user_id": 1002, "text": "ho"})]
    request = at.yard.request(first)
    assert (request.status, request.customer_id) == ("accepted", at.instances[0].customer_id)


def test_what_nobody_waits_for_is_in_the_inbox_with_the_nearest_selectors(stand):
    at = stand("event-key")
    at.look()
    answer = at.yard.post(global_path(at), {"from_user_id": 10010})
    assert (answer.status, answer.body) == (201, b"Webhook received"), "what handle says, whoever waits"
    request = at.yard.request(answer)
    assert (request.status, request.code) == ("unrouted", "event_unmatched")
    match = next(stage for stage in request.trace if stage["stage"] == "match")
    assert [one["selector"] for one in match["data"]["events"][0]["nearest"]][:1] == ["user_id:1001"]
    assert 'Nobody waits for "user_id:10010". Closest: "user_id:1001" (Customer 1).' in match["detail"]
    services.pause(live(at.instances[1]))
    at.look()
    paused = at.yard.request(at.yard.post(global_path(at), {"from_user_id": 1002}))
    assert "Its instance is paused." in next(stage for stage in paused.trace if stage["stage"] == "match")["detail"]
    assert at.ran() == []


def test_selectors_made_of_nothing_are_refused_on_both_sides(stand, acme):
    acme.users["t-1"] = acme.users["t-2"] = None
    at = stand("event-key")
    at.look()
    assert {(row.status, row.problem["code"]) for row in at.rows()} == {("failing", "selector_refused")}
    answer = at.yard.post(global_path(at), {"no_user": True})
    assert (answer.status, at.yard.request(answer).code, at.ran()) == (201, "selector_refused", [])


def test_an_unmatched_request_can_be_replayed_when_somebody_waits(stand, acme):
    at = stand("event-key")
    at.look()
    missed = at.yard.request(at.yard.post(global_path(at), {"from_user_id": 7}))
    acme.users["t-1"] = 7
    at.look(later=LOOK_AGAIN)
    plan = at.yard.run(at.yard.process.book.hook("global", global_path(at).rpartition("/")[2]))
    kept = Request.of(at.yard.tenant).get(pk=missed.pk)
    again = Visit(plan, inbound_of(kept, request_id=new_id(), received_at=datetime.now(UTC)), replay_of=kept.pk)
    at.yard.run(at.yard.door.reception.route(again))
    assert at.ran() == [("c-1", {"from_user_id": 7})]


def test_code_that_throws_is_answered_500_and_what_came_is_kept(stand):
    at = stand("event-key")
    answer = at.yard.post(global_path(at), b"null")
    assert (answer.status, answer.json["code"]) == (500, "handle_failed")
    request = at.yard.request(answer)
    assert (request.status, bytes(request.body)) == ("unrouted", b"null")
    assert "handle.js" in json.dumps(request.trace)


def test_heads_and_options_run_nothing(stand):
    at = stand("event-key")
    answer = at.yard.run(call(at.yard.door, global_path(at), method="HEAD"))
    assert (answer.status, answer.body) == (200, b"")


def test_a_hook_registers_itself_delivers_each_event_once_and_goes_with_its_instance(stand, acme):
    at = stand("hooked")
    acme.failing = 1
    at.look()
    at.look(later=timedelta(minutes=2))
    assert len(acme.hooks) == 2, "once for each customer, though the service was away at first"
    path = at.hook(at.instances[0]).uri.partition("8000")[2]
    body = {"events": [{"id": "e-1"}, {"id": "e-2"}]}
    assert at.yard.post(path, body).status == 401, "handle refuses whoever does not know the secret"
    assert at.yard.post(path, body, x_secret="s-1").status == 200
    assert at.yard.post(path, body, x_secret="s-1").status == 200
    assert at.ran() == [("c-1", {"id": "e-1"}), ("c-1", {"id": "e-2"})], "what comes twice runs once"
    statuses = list(Request.of(at.yard.tenant).order_by("pk").values_list("status", flat=True))
    assert statuses == ["refused", "accepted", "duplicate"]
    services.pause(live(at.instances[0]))
    at.look()
    services.delete_instance(live(at.instances[1]))
    at.look()
    assert acme.hooks == {}
    assert at.yard.post(path, body, x_secret="s-1").status == 410
    assert EventSubscription.of(at.yard.tenant).count() == 1, "that of the paused instance"


def test_a_hook_that_somebody_deleted_at_the_service_is_registered_again(stand, acme):
    at = stand("hooked")
    at.look()
    acme.hooks.clear()
    at.look(later=LOOK_AGAIN + timedelta(minutes=1))
    assert len(acme.hooks) == 2
    ledger = RegisteredHook.of(at.yard.tenant).order_by("pk").values_list("status", flat=True)
    assert sorted(ledger) == ["lost", "lost", "registered", "registered"]


def test_a_hook_is_refreshed_before_it_ends(stand, acme):
    at = stand("hooked")
    acme.expires = int((at.now + timedelta(hours=1)).timestamp() * 1000)
    at.look()
    acme.expires += 3_600_000
    acme.calls.clear()
    at.look(later=timedelta(minutes=51))
    assert sum(call.startswith("PUT") for call in acme.calls) == 2
    assert sum(call.startswith("POST") for call in acme.calls) == 0
    assert at.hook(at.instances[0]).refresh_at > at.now + timedelta(minutes=60)


def test_an_upgrade_that_asks_for_the_same_asks_the_service_for_nothing(stand, acme):
    at = stand("hooked")
    at.look()
    acme.calls.clear()
    document = at.version.definition | {"description": "The same, better told"}
    second = services.accept_version(at.integration, document, comment="", published_by="test")
    services.upgrade(live(at.instances[0]), second)
    at.look()
    assert acme.calls == []


def test_a_challenge_is_answered_by_the_connector_letter_for_letter(stand):
    at = stand("hooked")
    at.look()
    path = at.hook(at.instances[0]).uri.partition("8000")[2]
    answer = at.yard.run(call(at.yard.door, path, method="GET", query="challenge=a%20b"))
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"a b", "text/plain")


def test_polling_remembers_what_was_there_and_starts_flows_for_what_is_new(stand, acme):
    at = stand("polled")
    acme.items = [{"id": "old"}]
    at.look()
    assert at.ran() == []
    acme.items.append({"id": "new"})
    at.look(later=timedelta(seconds=119))
    assert at.ran() == [], "not before its time"
    at.look(later=timedelta(seconds=10))
    at.look(later=timedelta(seconds=130))
    assert sorted(at.ran()) == [("c-1", {"id": "new"}), ("c-2", {"id": "new"})]


def test_an_event_that_two_flows_ask_for_is_registered_once_and_starts_both(stand, acme):
    at = stand("hooked")
    document = json.loads(json.dumps(at.version.definition))
    second = {**document["flows"][0], "key": "second", "name": "Second"}
    version = services.accept_version(
        at.integration, document | {"flows": [*document["flows"], second]}, comment="", published_by="test"
    )
    services.upgrade(live(at.instances[0]), version)
    at.look()
    assert len(acme.hooks) == 2
    path = at.hook(at.instances[0]).uri.partition("8000")[2]
    at.yard.post(path, {"events": [{"id": "e-1"}]}, x_secret="s-1")
    assert sorted(Execution.of(at.yard.tenant).values_list("flow_key", flat=True)) == ["listening", "second"]
