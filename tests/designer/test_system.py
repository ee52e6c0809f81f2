"""The state of the installation: who sees it, and that it names nobody's affairs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from designer.accounts.models import User
from runtime.watching.models import ProcessBeat
from tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(cast) -> Desk:
    User.objects.filter(pk=cast.owner.pk).update(is_staff=True)
    ProcessBeat.objects.all().delete()  # a process that ended after another test's rows were cleared has told so
    return Desk(cast.owner)


def beat(name: str, ago: float, **figures) -> None:
    now = datetime.now(UTC)
    seen = now - timedelta(seconds=ago)
    ProcessBeat.objects.create(name=name, machine="m1", started_at=now - timedelta(hours=1), seen_at=seen, figures=figures)


def test_an_owner_who_may_not_enter_the_admin_does_not_see_it(cast):
    assert Desk(cast.owner).get("system").json()["code"] == "staff_only"


def test_processes_are_told_alive_from_gone(staff):
    beat(
        "p1",
        3,
        memory=120_000_000,
        requests=7,
        sandboxEvents={"child_started": 3, "child_too_slow": 2},
        revivals={"live_worker": 1},
    )
    beat("p2", 300)
    beat("p3", 7200)
    seen = staff.get("system").json()
    assert [(row["name"], row["alive"]) for row in seen["processes"]] == [("p1", True), ("p2", False)]
    first = seen["processes"][0]
    assert (first["memory"], first["requests"]) == (120_000_000, 7)
    assert first["events"] == [{"name": "child_too_slow", "count": 2}, {"name": "live_worker", "count": 1}]
    assert {lane["name"] for lane in seen["lanes"]} == {"live", "drafts"}
    assert seen["database"]["kind"] in ("SQLite", "PostgreSQL")


def test_no_tenant_is_named(staff, cast):
    beat("p1", 3)
    told = json.dumps(staff.get("system").json())
    for tenant in (cast.acme, cast.rivals):
        assert tenant.pk not in told and tenant.name not in told
