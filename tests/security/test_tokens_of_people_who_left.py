"""A token is as good as who made it is now."""

from __future__ import annotations

import pytest

from designer.accounts.models import ApiToken, Member, Role
from designer.accounts.services import create_token
from tests.cast import Desk


@pytest.fixture
def script(cast) -> Desk:
    Member.objects.of(cast.acme).filter(user=cast.builder).update(role=Role.OWNER)
    _, token = create_token(cast.access(Role.BUILDER), name="script", role=Role.BUILDER)
    return Desk(token=token)


def test_it_is_refused_once_its_maker_left_the_tenant(cast, owner, script):
    assert script.get("integrations").status_code == 200
    member = Member.objects.of(cast.acme).get(user=cast.builder)
    owner.delete(f"members/{member.pk}")
    assert (script.get("integrations").status_code, script.get("integrations").json()["code"]) == (401, "token_invalid")
    Member.objects.create(tenant=cast.acme, user=cast.builder, role=Role.OWNER)
    assert script.get("integrations").status_code == 401, "it would count again, unseen, when they come back"


def test_it_does_no_more_than_its_maker_may_do_now(cast, owner, script):
    member = Member.objects.of(cast.acme).get(user=cast.builder)
    owner.patch(f"members/{member.pk}", {"role": "viewer"})
    assert script.get("integrations").status_code == 200
    assert script.post("integrations", {"name": "No more"}).json()["code"] == "role_lacking"


def test_it_is_refused_while_the_account_of_its_maker_is_switched_off(cast, script):
    cast.builder.is_active = False
    cast.builder.save()
    assert script.get("integrations").status_code == 401


def test_it_goes_with_the_account_of_its_maker(cast, script):
    cast.builder.delete()
    assert not ApiToken.across_tenants.exists()
