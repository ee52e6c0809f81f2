"""Destinations and deliveries over the API, and the letters that tell of trouble."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import override_settings

from runtime.credentials import vault
from runtime.delivery import destinations
from runtime.delivery.attempting import Attempted
from runtime.delivery.models import Delivery, Destination
from runtime.delivery.schedule import WAITS
from runtime.mail.models import Letter
from runtime.retention import policies
from tests.delivery.carrying import claim, record
from tests.designer.stock import make_customer, make_delivery, make_destination

pytestmark = pytest.mark.django_db
NEW = {"name": "Warehouse", "url": "https://hooks.example/in"}


def given_up(row: Destination, status: int = 410) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    record([Attempted(job, now, 5, {"webhook-id": "x"}, f"http_{status}", "no", status) for job in claim(now)], now)


def test_a_signing_key_is_told_once(builder):
    made = builder.post("destinations", NEW).json()
    assert made["secret"] == f"whsec_{made['signingKey']}"
    key = made["signingKey"]
    told = json.dumps([builder.get(f"destinations/{made['id']}").json(), builder.get("destinations").json()])
    assert key not in told and "signingKey" not in told
    rotated = builder.post(f"destinations/{made['id']}/rotate", {"overlapHours": 2}).json()
    assert rotated["signingKey"] != key and rotated["previousKeyUntil"]
    assert builder.post(f"destinations/{made['id']}/end-previous-key").json()["previousKeyUntil"] is None


def test_all_that_is_wrong_with_a_new_one_is_said_at_once(builder):
    answer = builder.post("destinations", {"name": "", "url": "http://x.example", "mostAtOnce": 0, "eventTypes": ["a b"]})
    assert answer.status_code == 400
    assert {one["field"] for one in answer.json()["errors"]} >= {"name", "mostAtOnce"}
    assert builder.post("destinations", {**NEW, "url": "http://x.example"}).json()["errors"][0]["field"] == "url"
    assert builder.post("destinations", {**NEW, "key": "whsec_short"}).json()["errors"][0]["field"] == "key"


def test_a_line_says_who_holds_it_up_and_people_let_it_go_on(builder, cast):
    made = builder.post("destinations", {**NEW, "ordered": True, "orderBy": "body.order"}).json()
    event = {"data": {"order": 17}, "destination": made["id"]}
    first, second = (builder.post("events", event).json()["deliveries"][0] for _ in range(2))
    for _ in range(len(WAITS) + 1):
        Delivery.of(cast.acme).filter(pk=first, status="pending").update(due_at=datetime.now(UTC))
        Destination.of(cast.acme).update(due_at=datetime.now(UTC), rest_until=None)
        given_up(Destination.of(cast.acme).get(), 500)
    told, behind = (builder.get(f"deliveries/{pk}").json() for pk in (first, second))
    assert (told["status"], told["holdsUp"], told["behind"], told["heldUpBy"]) == ("failed", True, 1, None)
    assert (behind["waitsInLine"], behind["heldUpBy"], behind["orderKey"]) == (True, first, "17")
    assert builder.post(f"deliveries/{second}/redeliver").json()["code"] == "delivery_in_line"
    assert builder.get(f"destinations/{made['id']}").json()["inLine"] == 1
    assert builder.post(f"deliveries/{first}/discard").status_code == 200
    assert builder.get(f"deliveries/{second}").json()["waitsInLine"] is False
    refused = builder.patch(f"destinations/{made['id']}", {"orderBy": "headers.x"})
    assert refused.json()["errors"][0]["field"] == "orderBy"


def test_a_delivery_shows_what_is_sent_and_every_attempt(viewer, cast):
    row = make_destination(cast.acme)
    sent = make_delivery(cast.acme, row)
    given_up(row)
    told = viewer.get(f"deliveries/{sent.pk}").json()
    assert json.loads(told["body"])["body"] == {"order": 7} and json.loads(told["body"])["id"] == told["messageId"]
    assert (told["status"], told["code"], told["tries"][0]["code"]) == ("failed", "endpoint_gone", "http_410")
    listed = viewer.get(f"deliveries?destination={row.pk}&status=failed&type=order.created").json()["results"]
    assert [one["id"] for one in listed] == [sent.pk]
    assert viewer.get("deliveries?since=yesterday").status_code == 400
    stands = viewer.get(f"destinations/{row.pk}").json()
    assert (stands["status"], stands["statusReason"], stands["dead"]) == ("disabled", "gone", 1)


def test_a_message_is_found_by_its_id_wherever_it_went(viewer, cast):
    here, there = make_delivery(cast.acme), make_delivery(cast.acme)
    assert len(viewer.get("deliveries").json()["results"]) == 2
    wanted = viewer.get(f"deliveries/{here.pk}").json()["messageId"]
    for given in (wanted, f" {wanted.upper()} ", here.pk):
        found = viewer.get(f"deliveries?messageId={quote(given)}").json()["results"]
        assert [(one["id"], one["destinationStatus"]) for one in found] == [(here.pk, "active")]
    for given in ("nonsense", "0" * 26, there.tenant_id):
        assert viewer.get(f"deliveries?messageId={quote(given)}").json()["results"] == []


def test_destinations_are_found_by_how_they_fare_whose_they_are_and_what_they_are_called(viewer, cast):
    customer = make_customer(cast.acme, "c-9")
    failing, fine = make_destination(cast.acme, name="Ledger"), make_destination(cast.acme, url="https://depot.example/in")
    theirs = make_destination(cast.acme, customer_id=customer.pk, external_id="their-7")
    make_delivery(cast.acme, failing)
    given_up(failing, 500)
    destinations.pause(theirs)
    asked = {
        "status=failing": [failing],
        "status=active": [fine, failing],
        "status=paused": [theirs],
        f"customer={customer.pk}": [theirs],
        "search=DEPOT": [fine],
        "search=ledg": [failing],
        "search=their-7&status=paused": [theirs],
        "search=their-7&status=active": [],
    }
    found = {query: [one["id"] for one in viewer.get(f"destinations?{query}").json()["results"]] for query in asked}
    assert found == {query: [row.pk for row in rows] for query, rows in asked.items()}


def test_what_failed_goes_again_once_it_is_enabled(operator, cast):
    row = make_destination(cast.acme)
    sent = make_delivery(cast.acme, row)
    given_up(row)
    assert operator.post(f"deliveries/{sent.pk}/redeliver").json()["code"] == "destination_not_active"
    operator.post(f"destinations/{row.pk}/enable", {})
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert operator.post(f"destinations/{row.pk}/recover", {"since": since}).json() == {"deliveries": 1}
    assert operator.post(f"deliveries/{sent.pk}/discard").json()["status"] == "discarded"
    assert operator.post(f"deliveries/{sent.pk}/discard").json()["code"] == "delivery_ended"
    assert operator.post(f"deliveries/{sent.pk}/redeliver").json()["status"] == "pending"


def test_an_event_is_published_to_those_who_want_it(operator, cast):
    customer = make_customer(cast.acme, "c-9")
    own = make_destination(cast.acme, event_types=["order.created"])
    theirs = make_destination(cast.acme, customer_id=customer.pk)
    make_destination(cast.acme, event_types=["invoice.sent"])
    answer = operator.post("events", {"type": "order.created", "data": {"n": 1}, "customer": customer.pk})
    assert answer.status_code == 202
    went = Delivery.of(cast.acme).filter(pk__in=answer.json()["deliveries"]).values_list("destination_id", flat=True)
    assert set(went) == {own.pk, theirs.pk}
    assert operator.post("events", {"data": 1, "destination": "0" * 26}).json()["code"] == "destination_not_found"
    assert operator.post("events", {"data": "x" * 600_000, "destination": own.pk}).json()["code"] == "event_too_large"


def test_a_closed_one_takes_nothing_more_and_its_history_stays(builder, cast):
    row = make_destination(cast.acme)
    sent = make_delivery(cast.acme, row)
    assert builder.delete(f"destinations/{row.pk}").status_code == 204
    assert builder.get(f"destinations/{row.pk}").status_code == 404
    assert builder.get(f"deliveries/{sent.pk}").json()["status"] == "discarded"
    assert builder.post("events", {"data": 1, "destination": row.pk}).json()["code"] == "destination_closed"


def test_one_that_a_subscription_owns_is_not_deleted_here(builder, cast):
    row, _ = destinations.make(cast.acme, url=NEW["url"], name="s", subscription_id="0" * 26)
    assert builder.delete(f"destinations/{row.pk}").json()["code"] == "destination_in_use"


@override_settings(EMAIL_IS_SET_UP=True)
def test_owners_and_builders_get_a_letter_when_it_was_disabled(cast):
    row = make_destination(cast.acme)
    make_delivery(cast.acme, row)
    given_up(row)
    letters = list(Letter.objects.filter(kind="destination.disabled"))
    assert {letter.to for letter in letters} == {cast.owner.email, cast.builder.email}
    said = vault.decrypt(cast.acme.pk, letters[0].pk, letters[0].body)["letter"]["text"]
    assert "410" in said and f"/deliveries/{row.pk}" in said


def test_the_promise_is_published(viewer):
    told = viewer.get("destinations/schedule").json()
    assert (told["attempts"], told["waits"][:3], sum(told["waits"]) > 75 * 3600) == (10, [5, 300, 1800], True)


def test_more_than_may_wait_is_refused_and_the_page_shows_how_many_do(operator, cast):
    row = make_destination(cast.acme)
    policies.change(cast.acme, quota_deliveries=2)
    for number in range(2):
        assert operator.post("events", {"data": number, "destination": row.pk}).status_code == 202
    answer = operator.post("events", {"data": 2, "destination": row.pk})
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "deliveries_quota", "30")
    shown = operator.get("storage").json()
    assert (shown["quotaDeliveries"], shown["use"]["deliveriesWaiting"]) == (2, 2)
    policies.change(cast.acme, quota_deliveries=None)
    assert operator.post("events", {"data": 2, "destination": row.pk}).status_code == 202
    assert operator.get("storage").json()["use"]["deliveriesWaiting"] is None
