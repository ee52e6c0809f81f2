"""Nothing of a tenant or an integration that goes is left at outside services, unless they cannot be reached for too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from designer.accounts import tenants
from designer.accounts.models import User
from runtime.engine.errors import NotAllowed
from runtime.instances import services
from runtime.instances.models import Integration
from runtime.journal.models import Execution
from runtime.listening import leaving as listening
from runtime.listening.serving import due
from runtime.removal import carrying_out
from runtime.removal.leaving import PATIENCE
from runtime.removal.models import TenantRemoval
from runtime.subscriptions import registering
from runtime.subscriptions.models import Subscription
from runtime.tenancy.models import Tenant
from tests.cast import PASSWORD
from tests.flows.test_connector_events import Stand, acme, live, stand
from tests.flows.test_instance_events import watching
from tests.flows.yard import Service, Yard, count, flow
from tests.rows import fill_every_table

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["acme", "stand"]


def remove(yard: Yard) -> TenantRemoval:
    """Asked for, and looked at once."""
    tenants.remove(yard.tenant, name=yard.tenant.name, by="root@example.com")
    return look(yard, timedelta(seconds=5))


def look(yard: Yard, later: timedelta) -> TenantRemoval:
    yard.run(carrying_out.look(yard.process.journal, datetime.now(UTC) + later))
    return TenantRemoval.objects.get()


def is_there(yard: Yard) -> bool:
    return Tenant.objects.filter(pk=yard.tenant.pk).exists()


def test_a_tenant_goes_when_its_hooks_at_services_are_gone(stand, acme):
    at: Stand = stand("hooked")
    at.look()
    assert len(acme.hooks) == 2
    removal = remove(at.yard)
    assert (removal.hooks, removal.left_at, is_there(at.yard)) == (2, None, True)
    assert len(due(datetime.now(UTC), 9)) == 2, "though it is suspended"
    at.look()
    assert acme.hooks == {} and is_there(at.yard)
    removal = look(at.yard, timedelta(seconds=20))
    assert not is_there(at.yard) and removal.left_at and removal.ended_at
    assert (removal.hooks_left, removal.left_where) == (0, [])


def test_a_service_that_is_away_keeps_a_tenant_only_for_so_long_and_the_removal_says_what_is_left(stand, acme):
    at: Stand = stand("hooked")
    at.look()
    acme.failing = 1_000
    remove(at.yard)
    at.look()
    look(at.yard, PATIENCE - timedelta(seconds=20))
    assert is_there(at.yard)
    removal = look(at.yard, PATIENCE + timedelta(seconds=20))
    assert not is_there(at.yard)
    assert (removal.hooks, removal.hooks_left, removal.left_where) == (2, 2, ["acme: 2"])


def test_what_was_subscribed_by_api_is_taken_away_first(yard: Yard):
    fill_every_table(yard.tenant, "MARK", user=User.objects.create_user("a@example.com", PASSWORD))
    Subscription.of(yard.tenant).update(deleted_at=None, state="active", due_at=None, customer=None)
    assert remove(yard).hooks == 2, "that of the ledger, and the subscription"
    row = Subscription.of(yard.tenant).get()
    assert (
        row.state == "deleted"
        and row.pk in [one.pk for one in registering.due(datetime.now(UTC) + timedelta(minutes=1))]
        and is_there(yard)
    )


def test_flows_that_start_on_it_hear_that_their_instances_go(yard: Yard, service: Service):
    deployed = yard.deploy(flow("orders", count()), watching("farewell", service.ask(), events=("deleted",)))
    service.gate.set()
    remove(yard)
    [told] = Execution.of(yard.tenant).filter(turn_key="events")
    assert (told.instance_id, told.status) == (deployed.instance.pk, "queued")
    look(yard, timedelta(seconds=20))
    assert Execution.of(yard.tenant).filter(turn_key="events").count() == 1, "once, however often it is looked at"
    yard.work()
    assert yard.ended(told.pk).status == "succeeded", "though the tenant is suspended"
    look(yard, timedelta(seconds=40))
    assert not is_there(yard)


def test_an_integration_stays_until_hooks_of_its_last_instances_are_gone(stand, acme):
    at: Stand = stand("hooked")
    at.look()
    for instance in at.instances:
        services.delete_instance(live(instance))
    with pytest.raises(NotAllowed, match="2 hooks of deleted instances must still") as refusal:
        services.delete_integration(at.integration)
    assert refusal.value.code == "integration_leaving"
    at.look()
    services.delete_integration(at.integration)
    assert acme.hooks == {} and not Integration.of(at.yard.tenant).exists()


def test_a_service_that_refuses_for_long_does_not_keep_an_integration(stand, acme, monkeypatch):
    at: Stand = stand("hooked")
    at.look()
    for instance in at.instances:
        services.delete_instance(live(instance))
    acme.failing = 1_000
    at.look()
    monkeypatch.setattr(listening, "PATIENCE", timedelta(0))
    services.delete_integration(at.integration)
    assert not Integration.of(at.yard.tenant).exists() and len(acme.hooks) == 2
