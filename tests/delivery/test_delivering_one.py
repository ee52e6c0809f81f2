"""One event to one destination: what is sent, what every kind of answer means, what is kept of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from standardwebhooks.webhooks import Webhook

from runtime.delivery import destinations, redelivering
from runtime.delivery.models import Attempt, Delivery, Destination
from runtime.delivery.sending import Event, send
from runtime.engine.errors import HookyardError, NotAllowed
from tests.delivery.carrying import carry
from tests.delivery.receivers import receiving

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def receivers():
    with receiving() as running, override_settings(OUTBOUND_ALLOW=["127.0.0.1"]):
        yield running


@pytest.fixture
def make(cast, receivers):
    def making(path: str, **given):
        row, key = destinations.make(cast.acme, url=receivers.url(path), name=path, **{"timeout_seconds": 1, **given})
        return row, key

    return making


def later(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


def test_an_event_arrives_in_the_documented_envelope_with_both_signatures(make, receivers):
    row, key = make("ok/envelope", external_id="their-7")
    happened = datetime(2026, 4, 13, 10, 4, tzinfo=UTC)
    sent = send(row, Event({"lead": "Ada ✓"}, happened_at=happened))
    carry(later())
    heard = receivers.at("ok/envelope")[0]
    told = json.loads(heard.body)
    assert list(told) == ["id", "subscription", "outcome", "body", "timestamp"]
    assert told["subscription"]["externalId"] == "their-7" and told["outcome"] == "success"
    assert told["body"] == {"lead": "Ada ✓"} and told["timestamp"] == "2026-04-13 10:04:00Z"
    assert heard.headers["webhook-id"] == told["id"] and "." not in told["id"]
    assert Webhook(f"whsec_{key}").verify(heard.body, heard.headers) == told
    by_recipe = base64.b64encode(hmac.new(base64.b64decode(key), heard.body, hashlib.sha256).digest()).decode()
    assert heard.headers["x-tray-signature"] == by_recipe
    delivery = Delivery.of(row.tenant_id).get(pk=sent)
    assert (delivery.status, delivery.attempts, delivery.status_code) == ("succeeded", 1, 200)


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        ("hang", "remote_timeout"),
        ("dribble", "remote_timeout"),
        ("reset", "remote_unreachable"),
        ("garbage", "remote_garbage"),
        ("redirect", "http_302"),
        ("fail", "http_500"),
    ],
)
def test_whatever_is_no_2xx_is_tried_again_and_kept_as_it_was(make, manner, code):
    row, _ = make(manner)
    sent = send(row, Event({}))
    began = later()
    carry(began)
    delivery, kept = Delivery.of(row.tenant_id).get(pk=sent), Attempt.objects.of(row.tenant_id).get(delivery_id=sent)
    assert (delivery.status, delivery.code, kept.code, kept.number) == ("pending", code, code, 1)
    assert timedelta(seconds=5) <= kept.next_at - kept.began_at < timedelta(seconds=8)
    assert kept.message and kept.request_headers["webhook-signature"].startswith("v1,")
    assert carry(began) == [], "before it is due nothing is sent"


def test_an_answer_that_never_ends_counts_by_its_status(make):
    row, _ = make("flood")
    sent = send(row, Event({}))
    carry(later())
    kept = Attempt.objects.of(row.tenant_id).get(delivery_id=sent)
    assert (kept.code, len(kept.answer_body)) == ("ok", 4096)


def test_a_redirect_is_not_followed(make, receivers):
    row, _ = make("redirect")
    before = len(receivers.at("ok"))
    send(row, Event({}))
    carry(later())
    assert len(receivers.at("ok")) == before


def test_retry_after_rests_the_whole_destination(make):
    row, _ = make("busy")
    send(row, Event({"n": 1}))
    carry(later())
    send(row, Event({"n": 2}))
    assert carry(later(seconds=60)) == []
    assert len(carry(later(seconds=123))) == 1, "and then one at a time, as nothing got through yet"


def test_gone_disables_at_once_and_what_waits_is_kept(make):
    row, _ = make("gone", most_at_once=1)
    first, second = send(row, Event({"n": 1})), send(row, Event({"n": 2}))
    carry(later())
    row.refresh_from_db()
    assert (row.status, row.status_reason) == ("disabled", "gone")
    assert Delivery.of(row.tenant_id).get(pk=first).code == "endpoint_gone"
    assert carry(later(days=1)) == []
    assert Delivery.of(row.tenant_id).get(pk=second).status == "pending"
    with pytest.raises(NotAllowed) as refused:
        redelivering.redeliver(Delivery.of(row.tenant_id).get(pk=first))
    assert refused.value.code == "destination_not_active"


def test_after_a_key_is_changed_both_sign_until_the_overlap_ends(make, receivers):
    row, old = make("ok/keys")
    row, new = destinations.rotate_key(row)
    send(row, Event({}))
    carry(later())
    heard = receivers.at("ok/keys")[-1]
    for key in (old, new):
        Webhook(f"whsec_{key}").verify(heard.body, heard.headers)
    assert heard.headers["x-tray-signature"] == _tray(old, heard.body)
    destinations.end_previous_key(row)
    send(row, Event({}))
    carry(later())
    heard = receivers.at("ok/keys")[-1]
    assert heard.headers["x-tray-signature"] == _tray(new, heard.body)
    assert heard.headers["webhook-signature"].count("v1,") == 1


def _tray(key: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(base64.b64decode(key), body, hashlib.sha256).digest()).decode()


def test_a_redelivery_has_the_same_id_and_bytes(make, receivers):
    row, _ = make("ok/again")
    sent = send(row, Event({"n": 1}))
    carry(later())
    redelivering.redeliver(Delivery.of(row.tenant_id).get(pk=sent))
    carry(later())
    first, second = receivers.at("ok/again")
    assert (first.id, first.body) == (second.id, second.body)
    assert [one.by_hand for one in Attempt.objects.of(row.tenant_id).order_by("number")] == [False, True]


def test_sending_the_same_key_twice_is_sending_once(make, receivers):
    row, _ = make("ok/once")
    execution = "01M80QKK1C05T7GSDSB6ZY46Y1"
    assert send(row, Event({}, key=f"{execution}:step")) == send(row, Event({}, key=f"{execution}:step"))
    carry(later())
    assert len(receivers.at("ok/once")) == 1


def test_what_is_rolled_back_was_never_sent(make, receivers):
    from django.db import transaction

    row, _ = make("ok/rolled")
    with pytest.raises(RuntimeError), transaction.atomic():
        send(row, Event({}))
        raise RuntimeError
    assert carry(later()) == []


def test_recover_sends_what_failed_since(make):
    row, _ = make("gone/recover")
    sent = send(row, Event({}))
    carry(later())
    row = destinations.enable(row)
    destinations.change(row, {"url": row.url.replace("gone/", "ok/")})
    assert redelivering.recover(row, since=later(hours=1)) == 0
    assert redelivering.recover(row, since=later(hours=-1)) == 1
    carry(later())
    assert Delivery.of(row.tenant_id).get(pk=sent).status == "succeeded"


@pytest.mark.parametrize(
    "url", ["ftp://x.example", "https://", "http://somewhere.example/hook", "https://u:p@x.example/", "nonsense"]
)
def test_a_url_that_will_never_do_is_refused_when_it_is_made(cast, url):
    with pytest.raises(HookyardError) as refused:
        destinations.make(cast.acme, url=url, name="x")
    assert refused.value.details["errors"][0]["field"] == "url"


def test_a_private_address_is_refused_when_it_is_called(cast):
    row, _ = destinations.make(cast.acme, url="https://127.0.0.1/hook", name="x")
    send(row, Event({}))
    with override_settings(OUTBOUND_ALLOW=[]):
        assert [one.code for one in carry(later())] == ["address_blocked"]
    assert Destination.of(cast.acme).get(pk=row.pk).failures_in_row == 1
