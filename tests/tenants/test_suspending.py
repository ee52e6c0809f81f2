"""A suspended tenant rests: senders are told to come back, members why, and nothing is lost."""

from __future__ import annotations

import pytest

from designer.accounts import tenants
from designer.accounts.models import Member, User
from runtime.journal.models import Request
from tests.cast import Desk
from tests.flows.yard import Yard, count, echo, flow

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_url_of_it_answers_503_until_it_is_resumed(yard: Yard):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    assert yard.post(deployed.path(), {"n": 1}).status == 200
    tenants.suspend(yard.tenant, "The bill of March is open.")
    for path in (deployed.path(), deployed.draft_path):
        answer = yard.post(path, {"n": 2})
        assert (answer.status, answer.json["code"]) == (503, "tenant_suspended")
        assert answer.headers["retry-after"] == "3600"
        assert "March" not in answer.json["detail"], "the reason is for members"
    assert Request.of(yard.tenant).count() == 1, "what is refused at the door is not stored"
    tenants.resume(yard.tenant)
    assert yard.post(deployed.path(), {"n": 3}).status == 200


def test_an_unknown_url_of_a_suspended_tenant_stays_unknown(yard: Yard):
    tenants.suspend(yard.tenant)
    answer = yard.post(f"/hooks/{yard.tenant.pk}/shared/guessed", {})
    assert (answer.status, answer.json["code"]) == (404, "endpoint_not_found")


def test_what_was_queued_runs_after_it_is_resumed(yard: Yard):
    deployed = yard.deploy(flow("orders", count()))
    waiting = yard.post(deployed.path(), {"n": 1}).headers["x-hookyard-execution"]
    tenants.suspend(yard.tenant)
    other = Yard(tenants.create_tenant("Rival Ltd"), yard.process, yard.door)
    theirs = other.deploy(flow("orders", count()))
    yard.work()
    ran = other.post(theirs.path(), {"n": 1}).headers["x-hookyard-execution"]
    assert other.ended(ran).status == "succeeded" and yard.row(waiting).status == "queued"
    tenants.resume(yard.tenant)
    assert yard.ended(waiting).status == "succeeded"


def test_members_are_told_why_and_since_when(cast):
    tenants.suspend(cast.acme, "The bill of March is open.")
    desk = Desk(cast.owner)
    refused = desk.get("integrations")
    assert (refused.status_code, refused.json()["code"]) == (403, "tenant_suspended")
    assert "The bill of March is open." in refused.json()["detail"]
    session = desk.get("session").json()
    [told] = session["suspended"]
    assert session["tenants"] == [] and told["since"]
    assert (told["name"], told["because"]) == ("Acme Builders", "The bill of March is open.")
    assert Desk(cast.rival).get("session").json()["suspended"] == []


def test_a_reason_is_cut_to_what_a_row_takes(cast):
    assert len(tenants.suspend(cast.acme, "x" * 1000).suspended_because) == 300
    assert Member.objects.of(cast.acme).count() == 4 and User.objects.count() > 4
