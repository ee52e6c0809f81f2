"""What instances listen for, over REST: seen, put right, given up; and the URIs of global webhooks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runtime.connectors import keeping as connectors
from runtime.listening.models import EventSubscription, RegisteredHook
from tests.designer.stock import make_instance, make_integration, make_listening
from tests.registering.acme import PACKAGE

pytestmark = pytest.mark.django_db


def test_it_lists_what_is_registered_with_its_ledger(cast, viewer):
    row = make_listening(make_instance(cast.acme), problem={"code": "x", "message": "Away.", "since": "2026-03-01T12:00:00Z"})
    [listed] = viewer.get("listening?status=on").json()["results"]
    assert (listed["event"], listed["kind"], listed["hook"]["externalId"], listed["flows"]) == (
        "order",
        "webhook",
        "h-1",
        ["orders"],
    )
    detail = viewer.get(f"listening/{row.pk}").json()
    assert [hook["status"] for hook in detail["hooks"]] == ["registered"]
    assert viewer.get("listening?status=odd").json()["code"] == "status_unknown"


def test_an_operator_has_it_looked_after_at_once(cast, operator):
    row = make_listening(make_instance(cast.acme), failures=3, due_at=None)
    assert operator.post(f"listening/{row.pk}/repair").status_code == 200
    row.refresh_from_db()
    assert row.due_at <= datetime.now(UTC)
    assert row.failures == 0


def test_only_what_nobody_wants_can_be_given_up(cast, operator):
    row = make_listening(make_instance(cast.acme))
    assert operator.post(f"listening/{row.pk}/forget").json()["code"] == "still_wanted"
    EventSubscription.of(cast.acme).update(wanted=False)
    assert operator.post(f"listening/{row.pk}/forget").status_code == 204
    hook = RegisteredHook.of(cast.acme).get()
    assert (hook.status, hook.note) == ("forgotten", "Given up by operator@example.com.")


def test_each_global_webhook_of_a_connector_has_one_uri_for_each_integration(cast, builder, viewer):
    connectors.upload(cast.acme, {path: text.encode() for path, text in PACKAGE.items()})
    first, second = make_integration(cast.acme), make_integration(cast.acme, key="other", name="Other")
    path = f"integrations/{first.pk}/webhooks"
    assert viewer.get(path).json() == []
    [made] = builder.post(path, {"connector": "acme"}).json()
    assert (made["key"], made["name"], made["listening"]) == ("global-webhok-key", "Webhook Name", 0)
    assert viewer.get(path).json()[0]["uri"] == made["uri"]
    [other] = builder.post(f"integrations/{second.pk}/webhooks", {"connector": "acme"}).json()
    assert other["uri"] != made["uri"]
    rotated = builder.post(f"{path}/{made['id']}/rotate", {"overlapHours": 2}).json()
    assert rotated["uri"] != made["uri"]
    assert rotated["previousUntil"]
    assert builder.delete(f"{path}/acme").status_code == 204
    assert viewer.get(path).json() == []
    assert builder.post(path, {"connector": "nobody"}).json()["code"] == "connector_not_found"
