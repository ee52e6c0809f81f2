"""An operator looks at a tenant as support: with a reason, for a time, read-only unless asked, and the tenant can read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from designer.accounts import tenants
from designer.accounts.access import RANK
from designer.accounts.models import Member, Role, User
from designer.audit.models import AuditEntry
from designer.support import services
from designer.support.looking import open_of
from designer.support.models import SupportVisit
from runtime.engine.errors import NotAllowed
from tests.cast import PASSWORD, Desk
from tests.designer.test_routes_and_roles import GUARDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db) -> User:
    return User.objects.create_superuser("root@example.com", PASSWORD)


def visit(cast, root, **more) -> SupportVisit:
    given = {"reason": "Ticket 12: orders stopped", "minutes": 30, "may_change": False, **more}
    return services.begin(cast.acme, root, **given)


def at_acme(root, cast) -> dict[str, str]:
    return {"X_Hookyard_Tenant": cast.acme.slug}


def test_without_a_visit_an_operator_sees_no_tenant(cast, root):
    assert Desk(root).get("customers", **at_acme(root, cast)).status_code == 404


def test_a_visit_looks_and_changes_nothing(cast, root):
    visit(cast, root)
    desk = Desk(root)
    assert desk.get("customers", **at_acme(root, cast)).status_code == 200
    changing = [
        (method, route) for method, route, view in GUARDED if RANK.get(view.roles[method.upper()], 0) > 0 and "<" not in route
    ]
    assert len(changing) > 10
    for method, route in changing:
        answer = desk.call(method, route, {}, **at_acme(root, cast))
        assert (answer.status_code, answer.json()["code"]) == (403, "role_lacking"), f"{method} {route}"


def test_one_that_may_change_builds_but_owns_nothing(cast, root):
    visit(cast, root, may_change=True)
    desk = Desk(root)
    made = desk.post("customers", {"externalId": "c-9", "name": "Nine"}, **at_acme(root, cast))
    assert made.status_code == 201
    assert desk.post("tokens", {"name": "x", "role": "viewer"}, **at_acme(root, cast)).json()["code"] == "role_lacking"
    assert AuditEntry.objects.of(cast.acme).filter(deed="customer.created", actor="support root@example.com").exists()
    assert AuditEntry.objects.of(cast.acme).get(deed="customer.created").actor_kind == "support"


def test_the_session_says_so_and_the_owner_reads_why(cast, root):
    begun = visit(cast, root)
    [told] = Desk(root).get("session").json()["tenants"]
    assert told["support"]["reason"] == "Ticket 12: orders stopped" and told["role"] == "viewer"
    assert Desk(cast.owner).get("session").json()["tenants"][0].get("support") is None
    [entry] = Desk(cast.owner).get("audit?deed=support").json()["results"]
    assert entry["deed"] == "support.began" and entry["facts"]["reason"] == "Ticket 12: orders stopped"
    services.end(begun)
    services.end(begun)
    assert len(Desk(cast.owner).get("audit?deed=support").json()["results"]) == 2


def test_it_ends_by_its_button_by_time_and_with_the_right(cast, root):
    visit(cast, root)
    desk = Desk(root)
    assert desk.call("DELETE", "support", **at_acme(root, cast)).status_code == 204
    assert desk.get("customers", **at_acme(root, cast)).status_code == 404
    late = visit(cast, root, minutes=10_000)
    assert late.until < timezone.now() + timedelta(hours=4, minutes=1)
    SupportVisit.across_tenants.filter(pk=late.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert desk.get("customers", **at_acme(root, cast)).status_code == 404
    visit(cast, root)
    User.objects.filter(pk=root.pk).update(is_staff=False)
    assert Desk(root).get("customers", **at_acme(root, cast)).status_code == 404


def test_a_new_one_ends_the_one_before(cast, root):
    first = visit(cast, root)
    visit(cast, root, may_change=True)
    first.refresh_from_db()
    assert first.ended_at and open_of(root).count() == 1


def test_an_operator_who_is_a_member_too_is_support_while_the_visit_lasts(cast, root):
    Member.objects.create(tenant=cast.acme, user=root, role=Role.OWNER)
    begun = visit(cast, root)
    refused = Desk(root).post("tokens", {"name": "x", "role": "viewer"}, **at_acme(root, cast))
    assert refused.json()["code"] == "role_lacking"
    services.end(begun)
    assert Desk(root).post("tokens", {"name": "x", "role": "viewer"}, **at_acme(root, cast)).status_code == 201


def test_support_may_look_at_a_suspended_tenant(cast, root):
    tenants.suspend(cast.acme, "No payment")
    visit(cast, root, may_change=True)
    desk = Desk(root)
    assert desk.get("customers", **at_acme(root, cast)).status_code == 200
    assert desk.post("customers", {}, **at_acme(root, cast)).json()["code"] == "tenant_suspended"


def test_it_takes_staff_and_a_reason(cast, root):
    with pytest.raises(NotAllowed):
        visit(cast, cast.owner)
    with pytest.raises(NotAllowed) as refusal:
        visit(cast, root, reason="  ")
    assert refusal.value.code == "reason_required"


def test_a_member_has_no_visit_to_end(cast):
    assert Desk(cast.owner).delete("support").json()["code"] == "no_visit"
    assert Desk().delete("support").status_code == 401
