"""The audit log: every deed of people, by whom, in the same transaction, and never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from designer.accounts import services as accounts
from designer.accounts import tenants
from designer.accounts.models import Role
from designer.audit.models import AuditEntry
from runtime.credentials.services import create_credential
from runtime.engine.errors import NotAllowed
from runtime.instances import services as instances
from tests.cast import Desk
from tests.designer.stock import make_customer, make_integration, make_version

pytestmark = pytest.mark.django_db


def told(cast) -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.of(cast.acme).order_by("pk")
    return [(row.deed, row.actor, row.about) for row in rows]


def test_what_a_member_does_by_the_api_names_them(cast):
    desk = Desk(cast.owner)
    made = desk.call("post", "credentials", {"name": "ERP key", "scheme": "bearer", "secret": {"token": "hush-hush-hush"}})
    assert made.status_code == 201
    desk.call("patch", f"credentials/{made.json()['id']}", {"secret": {"token": "new-secret-here"}})
    entry = AuditEntry.objects.of(cast.acme).get(deed="credential.changed")
    assert (entry.actor, entry.actor_kind, entry.about) == (cast.owner.email, "member", "ERP key")
    assert entry.facts == {"key": "erp-key", "changed": ["secret"]}
    assert entry.address == "127.0.0.1" and entry.request_id


def test_a_secret_is_in_none_of_it(cast):
    create_credential(cast.acme, name="K", scheme="bearer", secret={"token": "hush-hush-hush"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM designer_auditentry")
        assert "hush" not in repr(cursor.fetchall())


def test_a_token_is_named_as_such(cast):
    _, secret = accounts.create_token(cast.access(), name="deployer", role=Role.OWNER)
    Desk().call("post", "customers", {"externalId": "c1", "name": "One"}, Authorization=f"Bearer {secret}")
    entry = AuditEntry.objects.of(cast.acme).get(deed="customer.created")
    assert (entry.actor, entry.actor_kind) == ("token deployer", "token")


def test_a_script_is_the_command_line(cast):
    make_customer(cast.acme)
    assert {actor for _, actor, _ in told(cast)} <= {"command line"}


def test_the_life_of_an_instance_is_told(cast):
    integration = make_integration(cast.acme)
    version = make_version(integration)
    customer = make_customer(cast.acme)
    instance = instances.deploy(integration, customer)
    instances.pause(instance)
    instances.resume(instance)
    instances.upgrade(instance, version)
    instances.delete_instance(instance)
    deeds = [deed for deed, _, _ in told(cast) if deed.startswith("instance.")]
    assert deeds == ["instance.deployed", "instance.paused", "instance.resumed", "instance.upgraded", "instance.deleted"]


def test_nothing_is_told_of_what_was_rolled_back(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        tenants.change_tenant(cast.acme, name="Other")
        raise RuntimeError
    with pytest.raises(NotAllowed):
        accounts.add_member(cast.acme, email=cast.owner.email, role=Role.VIEWER)
    assert told(cast) == []


@pytest.mark.parametrize("how", ["model", "rows", "sql"])
def test_an_entry_cannot_be_changed(cast, how):
    tenants.suspend(cast.acme)
    entry = AuditEntry.objects.of(cast.acme).get()
    with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
        if how == "model":
            entry.actor = "nobody"
            entry.save()
        elif how == "rows":
            AuditEntry.objects.of(cast.acme).update(actor="nobody")
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE designer_auditentry SET actor = 'nobody'")
    assert AuditEntry.objects.of(cast.acme).get().actor == "command line"


def test_the_log_is_filtered_and_paged(cast):
    tenants.change_tenant(cast.acme, name="Acme 2")
    for number in range(3):
        make_customer(cast.acme, external_id=f"c{number}", name=f"Customer {number}")
    desk = Desk(cast.owner)
    assert {row["deed"] for row in desk.get("audit?deed=customer").json()["results"]} == {"customer.created"}
    assert [row["about"] for row in desk.get("audit?about=Customer 1").json()["results"]] == ["Customer 1"]
    assert desk.get("audit?actor=nobody").json()["results"] == []
    assert desk.get("audit?since=2999-01-01T00:00:00Z").json()["results"] == []
    page = desk.get("audit?limit=2").json()
    assert len(page["results"]) == 2 and page["next"]
    assert desk.get("audit?deed=made_up").json()["code"] == "input_invalid"


def test_another_tenant_sees_nothing_of_it(cast):
    tenants.change_tenant(cast.acme, name="Acme 2")
    assert Desk(cast.rival).get("audit").json()["results"] == []


def test_a_spreadsheet_takes_no_cell_for_a_formula(cast):
    tenants.change_tenant(cast.acme, name='=HYPERLINK("http://evil.example")')
    answer = Desk(cast.owner).get("audit/export")
    assert answer["Content-Type"].startswith("text/csv")
    assert b"'=HYPERLINK" in answer.content and b",=HYPERLINK" not in answer.content


def test_signing_in_is_told_to_each_tenant_and_actor_is_who_signed_in(cast):
    desk = Desk()
    desk.call("post", "session", {"email": cast.owner.email, "password": "correct horse battery"})
    assert ("member.signed_in", cast.owner.email, cast.owner.email) in told(cast)
