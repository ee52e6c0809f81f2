"""Subscriptions by API: made, shown as the original shows them, listed by pages, changed, deleted; and what bad input gets."""

from __future__ import annotations

import base64
from datetime import timedelta
from time import monotonic
from uuid import UUID

import pytest
from django.utils import timezone

from designer.end_users.budget import Budget
from designer.triggers_api.views import CALLS
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.delivery.models import Delivery, DeliveryEvent, Destination
from runtime.identifiers import as_uuid
from runtime.retention import policies
from runtime.subscriptions import webhook
from runtime.subscriptions.models import Subscription
from tests.triggers.conftest import BODY, ENDPOINT, Program

pytestmark = pytest.mark.django_db
LINE = {"hosts": ["a.example"]}


@pytest.fixture
def account(cast, northwind):
    return create_connection(
        northwind, create_service(cast.acme, name="Line", scheme="bearer", settings=LINE), name="A", values={"token": "t"}
    )


def test_a_subscription_is_told_as_the_original_tells_one(user, account):
    told = user.subscribe(externalId="nw-1", authenticationId=as_uuid(account.pk), input={"methods": ["POST", "PUT"]})
    assert UUID(told["id"]).version == 7
    assert {name: told[name] for name in ("name", "trigger", "operation", "endpoint", "state", "externalId")} == {
        "name": "Orders of Northwind",
        "trigger": {"name": "webhook-trigger", "version": "1.0"},
        "operation": "webhook",
        "endpoint": ENDPOINT,
        "state": "active",
        "externalId": "nw-1",
    }
    assert told["authenticationId"] == as_uuid(account.pk)
    assert told["input"] == {
        "methods": {"type": "array", "value": [{"type": "string", "value": "POST"}, {"type": "string", "value": "PUT"}]},
        "public_url": {"type": "jsonpath", "value": "$.env.public_url"},
    }
    assert len(base64.b64decode(told["signingKey"])) == 64
    assert "/subscription/" in told["publicUrl"]
    shown = user.get(f"subscriptions/{told['id']}").json()
    assert shown == {name: value for name, value in told.items() if name != "signingKey"}


def test_what_was_not_given_is_not_told(user):
    assert {"externalId", "authenticationId", "error", "stateChangeEndpoint"}.isdisjoint(user.subscribe())


def test_every_problem_is_told_at_once_and_nothing_is_made(user, cast):
    answer = user.post(
        "subscriptions",
        {**BODY, "endpoint": "http://plain.example", "input": {"methods": [], "public_url": "https://x", "no": 1}},
    )
    assert answer.status_code == 400
    message = answer.json()["message"]
    for said in ("endpoint: Events go over https", "public_url: it is filled in", "methods: it", "no"):
        assert said in message
    assert not Subscription.of(cast.acme).exists() and not Destination.of(cast.acme).exists()


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"trigger": {"name": "none-trigger", "version": "1"}}, 404, "There is no trigger none-trigger 1"),
        ({"trigger": {"name": "webhook-trigger", "version": "9"}}, 404, "its versions are 1.0"),
        ({"operation": "none"}, 404, "it has webhook"),
        ({"trigger": "webhook"}, 400, "trigger"),
        ({"name": None}, 400, "name"),
        ({"authenticationId": "no uuid"}, 400, "authenticationId"),
        ({"authenticationId": "1a7f8a5b-6848-438a-8317-f09876d521ab"}, 400, "no such authentication"),
        ({"surplus": 1}, 400, "There is no such field"),
        ({"input": {"filters": [{"path": "a"}]}}, 400, "filters[0]"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_bad_input_gets_a_message_and_a_code(user, change, status, said):
    answer = user.post("subscriptions", {**BODY, **change})
    assert (answer.status_code, set(answer.json()) - {"errors"}) == (status, {"message", "code"})
    assert said in answer.json()["message"]


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [("", 401, "unauthorized"), ("hku_unknown", 401, "token_invalid"), ("hky_no", 401, "token_invalid")],
)
def test_without_a_good_token_nothing_is_told(db, token, status, code):
    answer = Program(token).get("subscriptions")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_pages_go_forth_and_back_by_either_name_of_a_cursor(user):
    ids = [user.subscribe(name=str(number))["id"] for number in range(5)][::-1]
    first = user.get("subscriptions?first=2").json()
    assert [one["id"] for one in first["elements"]] == ids[:2]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    end = first["pageInfo"]["endCursor"]
    for name in ("after", "cursor"):
        second = user.get(f"subscriptions?first=2&{name}={end}").json()
        assert [one["id"] for one in second["elements"]] == ids[2:4]
        assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (True, True)
    start = second["pageInfo"]["startCursor"]
    for name in ("before", "cursor"):
        back = user.get(f"subscriptions?last=1&{name}={start}").json()
        assert [one["id"] for one in back["elements"]] == ids[1:2]
        assert (back["pageInfo"]["hasNextPage"], back["pageInfo"]["hasPreviousPage"]) == (True, True)
    assert [one["id"] for one in user.get("subscriptions?last=2").json()["elements"]] == ids[3:]
    assert user.get(f"subscriptions?after={ids[4]}").json() == {
        "elements": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": True},
    }


@pytest.mark.parametrize("query", ["first=0", "first=201", "last=x", "cursor=nonsense", "first=1&last=1", "state=none"])
def test_a_page_that_cannot_be_is_refused(user, query):
    assert user.get(f"subscriptions?{query}").status_code == 400


def test_one_finds_ones_own_by_external_id_and_by_state(user):
    wanted = user.subscribe(externalId="a")
    user.subscribe(externalId="b")
    assert [one["id"] for one in user.get("subscriptions?externalId=a").json()["elements"]] == [wanted["id"]]
    assert user.get("subscriptions?state=creating").json()["elements"] == []


def test_a_deleted_one_is_gone_and_its_tombstone_shows_on_request(user):
    pk = user.subscribe()["id"]
    gone = user.delete(f"subscriptions/{pk}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert user.get(f"subscriptions/{pk}").status_code == 404
    assert user.get("subscriptions").json()["elements"] == []
    assert user.delete(f"subscriptions/{pk}").status_code == 404
    tomb = user.get(f"subscriptions/{pk}?include=deleted").json()
    assert (tomb["state"], tomb["endpointStatus"]) == ("deleted", "closed")
    assert [one["id"] for one in user.get("subscriptions?include=deleted").json()["elements"]] == [pk]


def test_it_is_changed_paused_and_goes_on(user):
    pk = user.subscribe()["id"]
    told = user.patch(
        f"subscriptions/{pk}", {"name": "New", "endpoint": f"{ENDPOINT}/2", "externalId": "x", "paused": True}
    ).json()
    assert [told[name] for name in ("name", "endpoint", "externalId", "endpointStatus")] == [
        "New",
        f"{ENDPOINT}/2",
        "x",
        "paused",
    ]
    assert user.patch(f"subscriptions/{pk}", {"paused": False}).json()["endpointStatus"] == "active"
    assert user.patch(f"subscriptions/{pk}", {"endpoint": "ftp://x"}).status_code == 400


def test_a_rotated_key_is_told_once_and_the_old_one_counts_on(user):
    made = user.subscribe()
    told = user.post(f"subscriptions/{made['id']}/rotate", {"overlapHours": 2}).json()
    assert told["signingKey"] != made["signingKey"] and told["previousUntil"]
    assert made["publicKey"] != told["publicKey"] == user.get(f"subscriptions/{made['id']}").json()["publicKey"]
    row = Destination.across_tenants.get()
    assert row.previous_secret and made["signingKey"] not in str(Destination.across_tenants.values().get())


def test_the_same_request_with_the_same_key_is_one_subscription(user, other_user, cast):
    first, second = (user.post("subscriptions", BODY, Idempotency_Key="k-1") for _ in range(2))
    assert first.json() == second.json() and first.json()["signingKey"]
    assert "Idempotent-Replayed" not in first.headers and second.headers["Idempotent-Replayed"] == "true"
    assert other_user.post("subscriptions", BODY, Idempotency_Key="k-1").json()["id"] != first.json()["id"]
    clash = user.post("subscriptions", {**BODY, "name": "Other"}, Idempotency_Key="k-1")
    assert (clash.status_code, clash.json()["code"]) == (409, "idempotency_conflict")
    assert Subscription.of(cast.acme).count() == 2


def test_a_request_that_failed_may_use_its_key_again(user):
    assert user.post("subscriptions", {**BODY, "operation": "none"}, Idempotency_Key="k").status_code == 404
    assert user.post("subscriptions", BODY, Idempotency_Key="k").status_code == 200


def test_a_test_event_is_on_its_way_and_listed(user, cast):
    pk = user.subscribe()["id"]
    sent = user.post(f"subscriptions/{pk}/test", {"body": {"hello": 1}}).json()["deliveryId"]
    listed = user.get(f"subscriptions/{pk}/deliveries").json()["elements"]
    assert [(one["id"], one["status"], one["type"]) for one in listed] == [(sent, "new", "test")]
    assert DeliveryEvent.of(cast.acme).get().body == '{"hello":1}'
    assert user.post(f"subscriptions/{pk}/test").status_code == 200
    assert user.get(f"subscriptions/{pk}/deliveries?status=failed").json()["elements"] == []
    assert user.get(f"subscriptions/{pk}/deliveries?status=x").status_code == 400


def test_what_failed_is_sent_again_one_by_one_and_since_a_time(user, cast):
    pk = user.subscribe()["id"]
    sent = user.post(f"subscriptions/{pk}/test").json()["deliveryId"]
    rows = Delivery.of(cast.acme)
    rows.update(status="failed", ended_at=timezone.now())
    assert user.post(f"subscriptions/{pk}/deliveries/{sent}/redeliver").json()["status"] == "pending"
    rows.update(status="failed", ended_at=timezone.now())
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    assert user.post(f"subscriptions/{pk}/recover", {"since": since}).json() == {"deliveries": 1}
    user.patch(f"subscriptions/{pk}", {"paused": True})
    refused = user.post(f"subscriptions/{pk}/recover", {"since": since})
    assert (refused.status_code, refused.json()["code"]) == (409, "destination_not_active")


def test_somebody_hears_of_its_state(user, cast):
    pk = user.subscribe(externalId="e", stateChangeEndpoint=f"{ENDPOINT}/state")["id"]
    user.delete(f"subscriptions/{pk}")
    event = DeliveryEvent.of(cast.acme).get()
    assert event.type == "subscription.state_changed"
    assert event.body == f'{{"id":"{pk}","externalId":"e","state":"deleted","previousState":"active"}}'
    heard = Delivery.of(cast.acme).get()
    assert Destination.of(cast.acme).get(pk=heard.destination_id).url == f"{ENDPOINT}/state"


def test_calls_beyond_the_limit_wait_and_are_told_how_long(user, cast):
    first = user.get("triggers")
    assert [first.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining")] == ["50", "49"]
    later = monotonic() + 60
    for _ in range(50):
        CALLS.take(cast.acme.pk, later)
    refused = user.get("triggers")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert int(refused.headers["Retry-After"]) >= 1 and refused.headers["RateLimit-Remaining"] == "0"


def test_the_limit_lets_thirty_a_second_in_for_good():
    budget = Budget()
    taken = [budget.take("a", second).wait == 0 for second in range(10) for _ in range(100)]
    assert sum(taken) == 50 + 9 * 30
    assert budget.take("b", 0.0).wait == 0


def test_the_library_lists_the_webhook_trigger_with_its_schema(user):
    listed = user.get("triggers").json()["elements"]
    assert listed[0]["name"] == "webhook-trigger" and listed[0]["service"]["name"] == "webhook"
    for name in ("webhook-trigger", "webhook"):
        operation = user.get(f"triggers/{name}/versions/1.0/operations").json()["elements"][0]
    schema = operation["inputSchema"]
    assert schema["advanced"] == ["filters", "public_url"] and schema["required"] == ["public_url"]
    assert schema["properties"]["methods"]["items"]["enum"][0] == {"text": "POST", "value": "POST"}
    assert schema["properties"]["credential"]["lookup"] == {"operation": "list_credentials_ddl", "input": {}}
    assert (operation["hasDynamicOutput"], operation["outputSchema"]["type"]) == (False, "object")


@pytest.mark.parametrize("place", ["²", "9" * 5000, "-1", ""], ids=["superscript", "long", "negative", "empty"])
def test_a_filter_that_names_no_place_of_a_list_holds_of_nothing(place):
    assert not webhook.fits({"body": [1]}, {"filters": [{"path": f"body.{place}", "equals": 1}]})
    assert webhook.fits({"body": [1]}, {"filters": [{"path": "body.0", "equals": 1}]})


def test_a_test_event_beyond_what_may_wait_is_told_to_come_later(user, cast):
    pk = user.subscribe()["id"]
    policies.change(cast.acme, quota_deliveries=0)
    refused = user.post(f"subscriptions/{pk}/test")
    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (429, "deliveries_quota", "30")
    user.delete(f"subscriptions/{pk}")
