"""What was compiled stays until something that it depends on changes: of other customers and tenants nothing is read again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from designer.accounts import tenants
from designer.accounts.tenants import create_tenant
from runtime import reading
from runtime.credentials.services import create_credential, delete_credential, update_credential
from runtime.credentials.succession import rotate_secret
from runtime.erasing.beginning import begin
from runtime.instances import customers, services
from runtime.lanes import holding
from runtime.routing import endpoints, epoch, loading, scopes
from runtime.routing.book import RouteBook
from runtime.routing.epoch import Follower
from runtime.routing.models import Endpoint, RouteChange
from tests.flows.yard import flow
from tests.server.desk import code

pytestmark = pytest.mark.django_db(transaction=True)

JOB = code("code_1", "module.exports = async () => ({ data: null });")


def document(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "key": name.lower(), "endpoint": {"type": "flow"}, "flows": [flow("in", JOB)], **more}


def shared(name: str) -> dict[str, Any]:
    settings = {"type": "shared", "preprocessFlow": "sort", "externalCustomerId": {"reference": "results.customerExternalId"}}
    settings |= {"flowName": {"reference": "results.flowName"}, "credential": "partner"}
    return document(name, endpoint=settings, flows=[flow("in", JOB), flow("sort", JOB, response="sync")])


class World:
    """Acme has Orders for Anna and Ben (a URL for each) and Stock (one URL for all, behind a credential, Anna's too); Rival has
    Orders for Zoe. `plans` are all that a book knows of them, by what they are."""

    def __init__(self) -> None:
        self.acme, self.rival = create_tenant("Acme"), create_tenant("Rival")
        self.partner = create_credential(
            self.acme, name="partner", key="partner", scheme="api_key", settings={"header": "x-key"}, secret={"value": "s" * 20}
        )
        self.orders, self.stock = self._publish(self.acme, document("Orders")), self._publish(self.acme, shared("Stock"))
        self.anna = customers.create_customer(self.acme, external_id="anna", name="Anna", aliases=["annie"])
        self.ben = customers.create_customer(self.acme, external_id="ben", name="Ben")
        zoe = customers.create_customer(self.rival, external_id="zoe", name="Zoe")
        self.of_anna, self.of_ben = services.deploy(self.orders, self.anna), services.deploy(self.orders, self.ben)
        self.stock_of_anna = services.deploy(self.stock, self.anna)
        rivals = services.deploy(self._publish(self.rival, document("Orders")), zoe)
        self.instances = {"anna": self.of_anna, "ben": self.of_ben, "stock of anna": self.stock_of_anna, "rival": rivals}
        self.names = {"name anna": (self.acme, "anna"), "name annie": (self.acme, "annie"), "name zoe": (self.rival, "zoe")}

    @staticmethod
    def _publish(tenant: Any, definition: dict[str, Any]) -> Any:
        integration = services.create_integration(tenant, key=definition["key"], name=definition["name"])
        services.accept_version(integration, definition, comment="", published_by="test")
        return integration

    def plans(self, book: RouteBook) -> dict[str, Any]:
        async def all_of_them() -> dict[str, Any]:
            found: dict[str, Any] = {}
            for name, row in self.instances.items():
                found[f"instance {name}"] = await book.instance_by_id(row.tenant_id, row.pk)
                for endpoint in [one async for one in Endpoint.across_tenants.filter(instance=row)]:
                    found[f"url {name}"] = await book.endpoint(endpoint.token)
            one_for_all = await Endpoint.across_tenants.aget(type="shared")
            found["url stock"] = await book.endpoint(one_for_all.token)
            for name, (tenant, known_as) in self.names.items():
                found[name] = await book.customer(tenant.pk, known_as)
            return found

        return asyncio.run(all_of_them())


@pytest.fixture
def world():
    yield World()
    reading.close()


ANNA = {"instance anna", "url anna", "instance stock of anna"}
NAMES_OF_ANNA = {"name anna", "name annie"}
STOCK = {"instance stock of anna", "url stock"}
ACME = ANNA | NAMES_OF_ANNA | STOCK | {"instance ben", "url ben"}
# What somebody does, and what is read again after it.
CHANGES: list[tuple[str, Callable[[World], object], set[str]]] = [
    ("publish to customers with URLs of their own", lambda at: publish(at.orders, document("Orders")), set()),
    ("publish to all at one URL", lambda at: publish(at.stock, shared("Stock")), {"url stock"}),
    ("upgrade", lambda at: services.upgrade(at.of_anna, newest(at.orders)), {"instance anna", "url anna"}),
    ("configure", lambda at: services.configure(at.of_ben, {}), {"instance ben", "url ben"}),
    ("pause", lambda at: services.pause(at.of_ben), {"instance ben", "url ben"}),
    ("hold a lane", lambda at: holding.hold(at.of_ben, "in", "ops"), {"instance ben", "url ben"}),
    ("rename an integration", lambda at: rename(at.stock), STOCK),
    ("new customer", lambda at: customers.create_customer(at.acme, external_id="new", name="New"), set()),
    ("rename a customer", lambda at: customers.update_customer(at.anna, name="Anne"), ANNA | NAMES_OF_ANNA),
    ("rotate a secret", lambda at: rotate_secret(at.partner, {"value": "t" * 20}, overlap_hours=1), {"url stock"}),
    ("change a credential", lambda at: update_credential(at.partner, settings={"header": "x-other"}), {"url stock"}),
    ("new credential", lambda at: another_credential(at), set()),
    ("delete a credential", lambda at: delete_credential(at.partner), {"url stock"}),
    ("limit a tenant", lambda at: tenants.change_tenant(at.acme, requests_per_second=5), ACME),
    ("erase a customer", lambda at: begin(at.anna, confirm="anna", by=""), ANNA | NAMES_OF_ANNA),
]


def publish(integration: Any, definition: dict[str, Any]) -> None:
    services.accept_version(integration, definition, comment="again", published_by="test")


def newest(integration: Any) -> Any:
    return integration.versions.order_by("-number").first()


def rename(integration: Any) -> None:
    services.describe_integration(integration, name="Goods", description="")


def another_credential(at: World) -> None:
    create_credential(at.acme, name="other", scheme="api_key", settings={"header": "x-own"}, secret={"value": "s" * 20})


def test_a_change_drops_what_it_touches_and_nothing_else_here_and_in_other_processes(world: World):
    here, elsewhere = RouteBook(), RouteBook()
    follower, other = Follower(here.forget), Follower(elsewhere.forget)
    other.close()  # it hears nothing, as in another process
    try:
        follower.look()
        other.look()
        for what, act, touched in CHANGES:
            known, known_elsewhere = world.plans(here), world.plans(elsewhere)
            act(world)
            assert reloaded(known, world.plans(here)) == touched, what
            assert reloaded(known_elsewhere, world.plans(elsewhere)) == set(), f"{what}: nobody has looked yet"
            other.look()
            assert reloaded(known_elsewhere, world.plans(elsewhere)) == touched, f"{what}, in another process"
            settled = world.plans(here)
            follower.look()
            assert reloaded(settled, world.plans(here)) == set(), f"{what}: what was heard is not dropped twice"
            other.look()
    finally:
        follower.close()


def reloaded(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name, plan in before.items() if after.get(name) is not plan}


def test_a_rotated_url_is_known_by_its_new_name_alone(world: World):
    book = RouteBook()
    follower = Follower(book.forget)
    row = Endpoint.across_tenants.get(instance=world.of_anna)
    old = row.token
    assert asyncio.run(book.endpoint(old))
    ben = world.plans(book)["url ben"]
    endpoints.rotate(row, overlap_hours=0, now=datetime.now(UTC))
    assert asyncio.run(book.endpoint(old)) is None
    assert asyncio.run(book.endpoint(row.token)) is not None and world.plans(book)["url ben"] is ben
    follower.close()


def test_what_changed_while_it_was_read_is_not_kept(world: World, monkeypatch):
    book, read = RouteBook(), loading.load_customer
    follower = Follower(book.forget)

    def slowly(tenant_id: str, known_as: str) -> Any:
        found = read(tenant_id, known_as)
        customers.update_customer(world.anna, name="Anne")
        return found

    monkeypatch.setattr(loading, "load_customer", slowly)
    assert asyncio.run(book.customer(world.acme.pk, "anna"))["name"] == "Anna"
    monkeypatch.undo()
    assert asyncio.run(book.customer(world.acme.pk, "anna"))["name"] == "Anne"
    follower.close()


def test_who_looks_too_late_to_know_what_changed_forgets_everything(world: World, monkeypatch):
    told: list[Any] = []
    late = Follower(told.append)
    late.close()
    late.look()
    monkeypatch.setattr(epoch, "PRUNE_EVERY", 1)
    monkeypatch.setattr(epoch, "KEPT", 2)
    for name in ("a", "b", "c"):
        customers.update_customer(world.ben, name=name)
    late.look()
    assert told == [None, None] and RouteChange.objects.count() == 2


def test_a_change_that_is_undone_is_told_nobody(world: World):
    told: list[Any] = []
    follower = Follower(told.append)
    follower.look()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        epoch.bump(scopes.tenant(world.acme.pk))
        raise ZeroDivisionError
    follower.look()
    follower.close()
    assert told == [None]


def test_the_book_forgets_how_it_found_what_it_dropped(world: World):
    book = RouteBook()
    follower = Follower(book.forget)
    world.plans(book)
    for tenant in (world.acme, world.rival):
        tenants.change_tenant(tenant, requests_per_second=9)
    follower.close()
    assert (book._kept, book._scopes, book._by_scope) == ({}, {}, {})
