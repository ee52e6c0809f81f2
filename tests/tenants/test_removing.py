"""A tenant that is removed leaves no row in any table, and nobody else loses one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from designer.accounts import tenants
from designer.accounts.models import Member, Role, User
from designer.accounts.services import forget_people
from designer.accounts.tenants import create_tenant
from runtime.engine.errors import NotAllowed
from runtime.journal.models import Request
from runtime.removal import carrying_out
from runtime.removal.belongings import belongings
from runtime.removal.leaving import PATIENCE
from runtime.removal.models import TenantRemoval
from runtime.tenancy.models import Tenant
from tests.cast import PASSWORD
from tests.flows.yard import Yard, echo, flow
from tests.rows import fill_every_table

AFTER_ALL = PATIENCE + timedelta(minutes=1)  # nobody asks services here
pytestmark = pytest.mark.django_db(transaction=True)


def someone(name: str, **more) -> User:
    return User.objects.create_user(f"{name}@example.com", PASSWORD, **more)


def rows_of(tenant_id: str) -> Counter[str]:
    """By every column of every table that could name it, whatever the models say."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                if table == TenantRemoval._meta.db_table:
                    continue  # what tells that it was removed
                cursor.execute(f'SELECT COUNT(*) FROM "{table}" WHERE CAST("{column.name}" AS TEXT) = %s', [tenant_id])
                found[table] += cursor.fetchone()[0]
    return +found


def remove(yard: Yard, tenant: Tenant) -> TenantRemoval:
    tenants.remove(tenant, name=tenant.name, by="root@example.com")
    yard.run(carrying_out.look(yard.process.journal, datetime.now(UTC) + AFTER_ALL))
    return TenantRemoval.objects.get(tenant_id=tenant.pk)


def test_every_table_that_names_a_tenant_is_emptied():
    owned = {one.model for one in belongings()}
    named = {model for model in apps.get_models() if any(field.related_model is Tenant for field in model._meta.concrete_fields)}
    assert named <= owned and len(owned) > 25


def test_no_row_of_it_is_left_in_any_table_and_the_neighbour_keeps_its_own(yard: Yard):
    going, staying = create_tenant("Going Ltd"), create_tenant("Staying Ltd")
    fill_every_table(going, "GOINGMARK", user=someone("going"))
    fill_every_table(staying, "STAYMARK", user=someone("staying"))
    before = rows_of(staying.pk)
    assert len(rows_of(going.pk)) == len(belongings()) + 1, "the row of each table, and the tenant itself"
    removal = remove(yard, going)
    assert rows_of(going.pk) == {} and not Tenant.objects.filter(pk=going.pk).exists()
    assert rows_of(staying.pk) == before
    assert removal.ended_at and removal.rows_removed >= len(belongings()) - 4, "the others went with the account of its member"
    assert (removal.name, removal.asked_by) == ("Going Ltd", "root@example.com")


def test_its_words_are_gone_from_the_database_too(yard: Yard, settings):
    going = create_tenant("Going Ltd")
    fill_every_table(going, "GOINGMARK", user=someone("going"))
    with connection.cursor() as cursor, carrying_out.wiping(cursor):  # what is left at services would be told by name
        cursor.execute("DELETE FROM runtime_registeredhook")
        cursor.execute("DELETE FROM runtime_subscription")
    remove(yard, going)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "GOINGMARK" not in repr(cursor.fetchall()), table
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            file = Path(connection.settings_dict["NAME"])
            assert b"GOINGMARK" not in file.read_bytes(), "deleted rows are overwritten"


def test_a_long_history_goes_in_batches_and_another_process_goes_on_with_it(yard: Yard, monkeypatch):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    for number in range(7):
        yard.post(deployed.path(), {"n": number})
    monkeypatch.setattr(carrying_out, "BATCH", 2)
    tenants.remove(yard.tenant, name="Acme Builders", by="root@example.com")
    begun, died = datetime.now(UTC) + timedelta(minutes=1), []

    async def dies(*_: object) -> None:
        died.append(True)
        raise SystemError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(carrying_out, "REST", 0)
        patch.setattr(carrying_out.asyncio, "sleep", dies)
        with pytest.raises(SystemError):
            yard.run(carrying_out.look(yard.process.journal, begun))
    half = TenantRemoval.objects.get()
    assert died and half.ended_at is None and half.rows_removed > 0
    assert yard.run(carrying_out.look(yard.process.journal, datetime.now(UTC))) == 0, "its lease still runs"
    yard.run(carrying_out.look(yard.process.journal, datetime.now(UTC) + timedelta(minutes=1)))
    assert TenantRemoval.objects.get().ended_at and rows_of(yard.tenant.pk) == {}


def test_senders_are_turned_away_at_once_and_then_the_url_is_unknown(yard: Yard):
    deployed = yard.deploy(flow("orders", echo(), response="sync"))
    path = deployed.path()
    tenants.remove(yard.tenant, name="Acme Builders", by="root@example.com")
    assert yard.post(path, {}).status == 503
    yard.run(carrying_out.look(yard.process.journal, datetime.now(UTC) + timedelta(minutes=1)))
    assert yard.post(path, {}).status == 404
    assert not Request._base_manager.exists()


def test_it_wants_the_name_typed_and_there_is_no_way_back(cast):
    with pytest.raises(NotAllowed, match="Acme Builders") as refusal:
        tenants.remove(cast.acme, name="acme", by="root@example.com")
    assert refusal.value.code == "name_differs" and not TenantRemoval.objects.exists()
    tenants.remove(cast.acme, name=" Acme Builders ", by="root@example.com")
    with pytest.raises(NotAllowed) as refusal:
        tenants.resume(Tenant.objects.get(pk=cast.acme.pk))
    assert refusal.value.code == "tenant_going"


def test_accounts_go_that_were_in_no_other_tenant(cast):
    Member.objects.create(tenant=cast.rivals, user=cast.builder, role=Role.VIEWER)
    User.objects.filter(pk=cast.owner.pk).update(is_staff=True)
    forget_people(cast.acme.pk)
    left = set(User.objects.values_list("email", flat=True))
    assert left == {f"{name}@example.com" for name in ("owner", "builder", "rival", "stranger")}
