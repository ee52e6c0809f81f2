"""Who is in a tenant, with which role, and which programs."""

from __future__ import annotations

import hashlib

from designer.accounts.models import ApiToken, Member, Role, User
from tests.cast import Desk


def test_members_are_listed_to_everybody_in_the_tenant_and_nobody_else(cast, viewer, rival):
    assert {row["email"] for row in viewer.get("members").json()["results"]} == {f"{role.value}@example.com" for role in Role}
    assert [row["email"] for row in rival.get("members").json()["results"]] == ["rival@example.com"]


def test_a_role_changes_and_counts_at_once(cast, owner, viewer):
    member = Member.objects.of(cast.acme).get(user=cast.viewer)
    assert owner.patch(f"members/{member.pk}", {"role": "builder"}).json()["role"] == "builder"
    assert viewer.post("integrations", {"name": "Mine now"}).status_code == 201


def test_somebody_removed_is_out_and_keeps_their_account(cast, owner, viewer):
    member = Member.objects.of(cast.acme).get(user=cast.viewer)
    assert owner.delete(f"members/{member.pk}").status_code == 204
    assert viewer.get("tenant").json()["code"] == "no_tenant"
    assert User.objects.filter(pk=cast.viewer.pk).exists()


def test_a_tenant_keeps_an_owner(cast, owner):
    member = Member.objects.of(cast.acme).get(user=cast.owner)
    assert owner.patch(f"members/{member.pk}", {"role": "viewer"}).json()["code"] == "last_owner"
    assert owner.delete(f"members/{member.pk}").json()["code"] == "last_owner"


def test_one_of_two_owners_may_go(cast, owner):
    Member.objects.of(cast.acme).filter(user=cast.builder).update(role=Role.OWNER)
    member = Member.objects.of(cast.acme).get(user=cast.owner)
    assert owner.delete(f"members/{member.pk}").status_code == 204


def test_a_token_is_shown_once_and_kept_as_a_hash(cast, owner):
    made = owner.post("tokens", {"name": "script", "role": "operator"}).json()
    row = ApiToken.objects.of(cast.acme).get()
    assert row.hash == hashlib.sha256(made["token"].encode()).hexdigest()
    assert made["token"].startswith("hky_") and made["token"].endswith(made["hint"])
    assert made["token"] not in owner.get("tokens").content.decode()


def test_a_deleted_token_is_refused(cast, owner):
    made = owner.post("tokens", {"name": "script", "role": "viewer"}).json()
    script = Desk(token=made["token"])
    assert script.get("tenant").status_code == 200
    assert owner.get("tokens").json()["results"][0]["lastUsedAt"] is not None
    owner.delete(f"tokens/{made['id']}")
    assert script.get("tenant").status_code == 401


def test_a_token_is_no_session_so_it_needs_no_csrf_token(cast, owner):
    made = owner.post("tokens", {"name": "script", "role": "builder"}).json()
    script = Desk(token=made["token"], checks_csrf=True)
    assert script.post("integrations", {"name": "By script"}).status_code == 201


def test_an_owner_changes_the_tenants_limits(cast, owner):
    answer = owner.patch("tenant", {"requestsPerSecond": 50, "allowQueryEndpoint": True})
    assert (answer.json()["requestsPerSecond"], answer.json()["allowQueryEndpoint"]) == (50, True)
    assert owner.patch("tenant", {"requestsPerSecond": None}).json()["requestsPerSecond"] is None


def test_a_misspelt_setting_is_refused_instead_of_ignored(cast, owner):
    answer = owner.patch("tenant", {"requestPerSecond": 50, "name": ""})
    assert answer.status_code == 400
    assert {error["field"]: error["code"] for error in answer.json()["errors"]} == {
        "requestPerSecond": "unknown",
        "name": "blank",
    }
