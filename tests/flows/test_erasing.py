"""Deleting all that is kept of a customer: no table has anything of it afterwards, and all of the others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from designer.audit.models import AuditEntry
from designer.customers.exporting import lines_of
from designer.wizard.models import WizardRun
from runtime.alerts.rules import create_rule
from runtime.bulk.models import BulkAction
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.credentials.own import own_key
from runtime.credentials.services import create_credential
from runtime.engine.errors import NotAllowed
from runtime.erasing import beginning, carrying_out
from runtime.erasing.carrying_out import PATIENCE
from runtime.erasing.models import Erasure
from runtime.instances import services
from runtime.instances.customers import add_alias, update_customer
from runtime.instances.models import Customer
from runtime.journal.models import Execution
from runtime.rollouts import beginning as rollouts
from runtime.rollouts.carrying_out import take_batch
from runtime.storage import services as storage
from tests.flows.test_instance_events import watching
from tests.flows.yard import Deployed, Service, Yard, flow, step

pytestmark = pytest.mark.django_db(transaction=True)

# What the customer is known by; every one of them must be gone. SECRET must not even be in the export.
EXTERNAL, NAME, ALIAS, MARK, SECRET = "ext-4711", "Willow & Finch", "WF-ALIAS", "payload-of-willow", "token-of-willow-0815"


def fill(yard: Yard, service: Service) -> Deployed:
    """A customer with something in every table that customers leave traces in."""
    said = {"reference": "trigger.results.body.data.who"}
    orders = flow("orders", step("set_1", "storage.set", scope="instance", key="seen", value=said), count_all())
    remembers = watching("farewell", service.ask(), events=("deleted",))
    deployed = yard.deploy(orders, remembers, customer=EXTERNAL)
    customer = deployed.instance.customer
    update_customer(customer, name=NAME, labels=["pilot"])
    add_alias(customer, ALIAS)
    shop = create_service(yard.tenant, name="Shopline", scheme="bearer", settings={"hosts": ["api.example.com"]})
    create_connection(customer, shop, name=f"Account of {NAME}", values={"token": SECRET})
    own = own_key(deployed.instance.pk)
    create_credential(yard.tenant, name=f"Secret of {NAME}", key=own, scheme="bearer", secret={"token": SECRET + SECRET})
    WizardRun.objects.create(
        tenant=yard.tenant, instance=deployed.instance, values={"note": MARK}, watched_since=datetime.now(UTC)
    )
    services.pause(deployed.instance)
    services.resume(deployed.instance)
    second = services.accept_version(deployed.integration, deployed.instance.version.definition, comment="", published_by="test")
    take_batch(rollouts.begin(second, {"instances": [deployed.instance.pk]}, live=False, by="ann@example.com"), datetime.now(UTC))
    now = datetime.now(UTC)
    given: dict[str, Any] = {
        "per_second": 1,
        "expected": 1,
        "due_at": now,
        "created_at": now,
        "status": "done",
    }
    about = {"customer_id": customer.pk, "instance_id": deployed.instance.pk}
    BulkAction.objects.create(
        tenant=yard.tenant, action="retry", choice=about, words={"customer": customer.pk}, created_by="a", **given
    )
    wanted = {"name": "F", "condition": "failures", "threshold": 1, "channel": "webhook", "target": "https://chat.example/in"}
    rule, _ = create_rule(yard.tenant, wanted)
    rule.notices.create(tenant=yard.tenant, kind="firing", text=f"Orders of {NAME} failed", threshold=1, created_at=now)
    storage.set_value(yard.tenant.pk, "integration", deployed.integration.pk, f"last/{EXTERNAL}", 1)
    storage.set_value(yard.tenant.pk, "integration", deployed.integration.pk, "order", {"first": [EXTERNAL, "other"]})
    answer = yard.post(deployed.path("orders"), {"who": MARK})
    yard.ended(answer.headers["x-hookyard-execution"])
    return deployed


def count_all() -> dict[str, Any]:
    return step("add_1", "storage.add", scope="execution", key="n", amount=1)


def rows() -> Iterator[tuple[type[Model], dict[str, Any]]]:
    """Every row of every table, as it stands."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.all():
            yield model, {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}


def str_of(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def traces(*needles: str) -> set[tuple[str, str, str]]:
    """(table, column, needle) of whatever is found."""
    found = set()
    for model, values in rows():
        for column, value in values.items():
            text = bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str_of(value)
            found |= {(model.__name__, column, needle) for needle in needles if needle in text}
    return found


def erase(yard: Yard, *, now: datetime | None = None) -> None:
    async def carry_out() -> None:
        moment = now or datetime.now(UTC) + timedelta(seconds=5)
        while await carrying_out.look(yard.process.journal, moment):
            await asyncio.sleep(0)

    yard.run(carry_out())


def ids_of(deployed: Deployed) -> list[str]:
    connections = deployed.instance.customer.connections.values_list("pk", flat=True)
    return [deployed.instance.customer_id, deployed.instance.pk, deployed.instance.pk.lower(), *connections]


def test_afterwards_a_search_over_all_tables_finds_nothing_of_it(yard, service: Service):
    yard.work()
    deployed = fill(yard, service)
    other = yard.deploy(flow("orders"), customer="c-2")
    kept = yard.post(other.path(), {"n": 1}).headers["x-hookyard-execution"]
    yard.ended(kept)
    needles = (EXTERNAL, NAME, ALIAS, MARK, *ids_of(deployed))
    tables = {table for table, _, _ in traces(*needles)}
    assert {"Customer", "CustomerAlias", "Instance", "Request", "Execution", "StoredValue", "AuditEntry", "BulkAction"} <= tables
    assert {"Credential", "WizardRun", "Rollout", "RolloutOutcome", "Connection", "AlertNotice", "StepResult"} <= tables
    entries = AuditEntry.objects.of(yard.tenant).count()

    row = beginning.begin(deployed.instance.customer, confirm=EXTERNAL, by="ann@example.com")
    erase(yard)
    farewell = Execution.of(yard.tenant).get(flow_key="farewell")  # has its turn before anything of it goes
    service.gate.set()
    assert yard.ended(farewell.pk).status == "succeeded"
    erase(yard, now=datetime.now(UTC) + timedelta(seconds=10))

    row.refresh_from_db()
    assert row.phase == "done" and row.requests == 1 and row.executions >= 2
    assert traces(*needles) == set()
    assert yard.row(kept).status == "succeeded" and Customer.of(yard.tenant).count() == 1
    told = AuditEntry.objects.of(yard.tenant)
    assert told.count() == entries + 4  # asked for, its instance and the credential of that deleted, done
    assert told.filter(about="(erased)").exists() and told.get(deed="customer.erased").facts["requests"] == 1
    assert storage.get_value(yard.tenant.pk, "integration", deployed.integration.pk, "order") == {"first": ["other"]}


def test_no_request_is_taken_from_the_moment_it_is_asked_for(yard):
    deployed = yard.deploy(flow("orders"), customer=EXTERNAL)
    customer = deployed.instance.customer
    beginning.begin(customer, confirm=EXTERNAL, by="ann@example.com")
    assert yard.post(deployed.path(), {"n": 1}).status == 404
    with pytest.raises(NotAllowed, match="is being deleted"):
        services.deploy(deployed.integration, Customer.of(yard.tenant).get())


def test_it_goes_on_where_the_process_died(yard, make_process, monkeypatch):
    deployed = yard.deploy(flow("orders"), customer=EXTERNAL)
    for number in range(12):
        yard.post(deployed.path(), {"n": number})
    beginning.begin(deployed.instance.customer, confirm=EXTERNAL, by="ann@example.com")
    monkeypatch.setattr(carrying_out, "LOOKED_AT", 5)
    now = datetime.now(UTC) + timedelta(seconds=5)
    for _ in range(4):  # in the middle of its requests
        yard.run(carrying_out.look(yard.process.journal, now))
    row = Erasure.of(yard.tenant).get()
    assert row.phase == "history" and 0 < row.requests < 12
    row.due_at = now + carrying_out.LEASE  # taken by one that died
    row.save()
    assert not yard.run(carrying_out.look(yard.process.journal, now))
    erase(Yard(yard.tenant, make_process(), yard.door), now=now + carrying_out.LEASE)
    row.refresh_from_db()
    assert (row.phase, row.requests, row.executions) == ("done", 12, 12)
    assert traces(EXTERNAL, *ids_of(deployed)[:2]) == set()


def test_a_flow_that_never_ends_keeps_it_only_so_long(yard, service: Service):
    yard.work()
    deployed = yard.deploy(flow("orders"), watching("farewell", service.ask(), events=("deleted",)), customer=EXTERNAL)
    row = beginning.begin(deployed.instance.customer, confirm=EXTERNAL, by="ann@example.com")
    erase(yard)
    service.wait_for(1)
    row.refresh_from_db()
    assert row.phase == "leaving"
    erase(yard, now=row.asked_at + PATIENCE + timedelta(seconds=10))
    service.gate.set()
    erase(yard, now=row.asked_at + PATIENCE + timedelta(seconds=20))
    row.refresh_from_db()
    assert row.phase == "done"


def test_only_who_types_the_external_id_deletes(yard):
    deployed = yard.deploy(flow("orders"), customer=EXTERNAL)
    with pytest.raises(NotAllowed) as refused:
        beginning.begin(deployed.instance.customer, confirm="ext-471", by="ann@example.com")
    assert refused.value.code == "confirmation_wrong"
    assert not Erasure.of(yard.tenant).exists()


def test_the_export_holds_all_of_it_and_no_secret(yard, service: Service):
    service.gate.set()
    yard.work()
    deployed = fill(yard, service)
    yard.deploy(flow("orders"), customer="somebody-else")
    lines = [json.loads(line) for line in lines_of(deployed.instance.customer)]
    kinds = {line["kind"] for line in lines}
    kept = {"instance", "credential", "setup", "connection", "storedValue", "request", "execution", "step", "audit"}
    assert kinds == {"customer", *kept}
    (customer,) = (line for line in lines if line["kind"] == "customer")
    assert (customer["external_id"], customer["aliases"], customer["labels"]) == (EXTERNAL, [ALIAS], ["pilot"])
    (request,) = (line for line in lines if line["kind"] == "request")
    assert json.loads(request["body"]) == {"who": MARK}
    text = json.dumps(lines)
    tokens = deployed.integration.endpoints.values_list("token", flat=True)
    assert SECRET not in text and "somebody-else" not in text and not any(token in text for token in tokens)
