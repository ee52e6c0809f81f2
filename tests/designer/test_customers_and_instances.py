"""For whom things are switched on: customers and their other names, instances and their URLs."""

from __future__ import annotations

import pytest

from runtime.instances.models import CustomerAlias, Integration
from runtime.instances.services import deploy
from runtime.routing import epoch
from runtime.routing.models import Endpoint
from tests.designer.stock import flow, make_customer, make_execution, make_instance, make_integration, make_version

WAREHOUSE = [
    {"key": "warehouse", "name": "Warehouse", "type": "string", "required": True},
    {"key": "limit", "name": "Limit", "type": "number", "default": 5},
]


def test_a_customer_is_known_by_its_id_and_its_aliases(operator):
    made = operator.post("customers", {"externalId": "c-1", "name": "Northwind", "aliases": ["N1", "N2", "N1", "c-1"]})
    assert made.status_code == 201
    assert (made.json()["aliases"], made.json()["labels"], made.json()["instances"]) == (["N1", "N2"], [], [])


@pytest.mark.parametrize("body", [{"externalId": "N1"}, {"externalId": "c-1"}, {"externalId": "c-3", "aliases": ["c-1"]}])
def test_two_customers_are_never_known_by_the_same_name(body, cast, operator):
    make_customer(cast.acme, aliases=["N1"])
    answer = operator.post("customers", {"name": "Second", **body})
    assert answer.status_code == 409
    assert answer.json()["code"] in ("external_id_taken", "alias_taken")
    assert len(operator.get("customers").json()["results"]) == 1


def test_two_tenants_may_know_a_customer_by_the_same_name(cast, operator, rival):
    make_customer(cast.acme, aliases=["N1"])
    assert rival.post("customers", {"externalId": "c-1", "name": "Ours", "aliases": ["N1"]}).status_code == 201


def test_aliases_given_replace_those_there_were(cast, operator):
    customer = make_customer(cast.acme, aliases=["old", "both"])
    answer = operator.patch(f"customers/{customer.pk}", {"aliases": ["both", "new"]})
    assert answer.json()["aliases"] == ["both", "new"]
    assert operator.patch(f"customers/{customer.pk}", {"name": "Renamed"}).json()["aliases"] == ["both", "new"]


@pytest.mark.parametrize("text", ["orth", "C-1", "n77"])
def test_a_customer_is_found_by_part_of_any_name(text, cast, viewer):
    make_customer(cast.acme, "c-1", name="Northwind", aliases=["N77", "N778"])
    make_customer(cast.acme, "x-2", name="Bleecker")
    assert [row["name"] for row in viewer.get(f"customers?search={text}").json()["results"]] == ["Northwind"]


def test_a_customer_with_an_instance_is_not_deleted(cast, operator):
    instance = make_instance(cast.acme)
    customer = f"customers/{instance.customer_id}"
    assert operator.get(customer).json()["instances"][0]["integration"]["name"] == "Shop"
    assert operator.delete(customer).json()["code"] == "customer_in_use"
    operator.delete(f"instances/{instance.pk}")
    assert operator.delete(customer).status_code == 204
    assert not CustomerAlias.objects.of(cast.acme).exists()


def test_deploying_makes_a_url_for_each_flow_a_webhook_starts(cast, operator):
    manual = flow("by-hand", "By hand", steps=[{"id": "manual_1", "component": "manual"}], links=[], layout={})
    shop = make_integration(cast.acme, flows=[flow(), flow("returns", "Returns"), manual])
    make_version(shop)
    customer = make_customer(cast.acme)
    made = operator.post("instances", {"integration": shop.pk, "customer": customer.pk})
    assert made.status_code == 201
    endpoints = {row["flowName"]: row for row in made.json()["endpoints"]}
    assert set(endpoints) == {"Orders", "Returns"}
    row = endpoints["Orders"]
    assert row["url"].rpartition("/")[0].endswith(f"/hooks/{cast.acme.pk}/flow/{row['id']}")
    assert row["methods"] == ["POST"]


@pytest.mark.parametrize(("type", "urls"), [("instance", ["instance"]), ("shared", [])])
def test_the_other_endpoint_types_need_one_url_or_none(type, urls, cast, operator):
    instance = make_instance(cast.acme, type=type)
    assert [row["type"] for row in operator.get(f"instances/{instance.pk}").json()["endpoints"]] == urls


def test_it_deploys_nothing_that_was_not_published(cast, operator):
    body = {"integration": make_integration(cast.acme).pk, "customer": make_customer(cast.acme).pk}
    assert operator.post("instances", body).json()["code"] == "not_published"
    assert operator.post("instances", {**body, "version": 7}).json()["errors"][0]["field"] == "version"


def test_a_customer_has_an_integration_once(cast, operator):
    instance = make_instance(cast.acme)
    answer = operator.post("instances", {"integration": instance.integration_id, "customer": instance.customer_id})
    assert (answer.status_code, answer.json()["code"]) == (409, "instance_exists")


def test_it_deploys_for_no_customer_of_another_tenant(cast, operator):
    instance = make_instance(cast.acme)
    foreign = make_customer(cast.rivals)
    answer = operator.post("instances", {"integration": instance.integration_id, "customer": foreign.pk})
    assert answer.status_code == 404


def test_config_values_are_checked_against_the_version_all_at_once(cast, operator):
    shop = make_integration(cast.acme, configVariables=WAREHOUSE)
    make_version(shop)
    body = {"integration": shop.pk, "customer": make_customer(cast.acme).pk}
    answer = operator.post("instances", {**body, "config": {"limit": "many", "colour": "red"}})
    assert (answer.status_code, answer.json()["code"]) == (400, "config_invalid")
    assert {error["field"]: error["code"] for error in answer.json()["errors"]} == {
        "config.warehouse": "required",
        "config.limit": "invalid",
        "config.colour": "unknown",
    }
    made = operator.post("instances", {**body, "config": {"warehouse": "east"}}).json()
    changed = operator.patch(f"instances/{made['id']}", {"config": {"warehouse": "west", "limit": 7}})
    assert changed.json()["config"] == {"warehouse": "west", "limit": 7}


def test_urls_stay_the_same_over_upgrade_and_roll_back(cast, operator):
    instance = make_instance(cast.acme)
    urls = lambda: {row["flowKey"]: row["url"] for row in operator.get(f"instances/{instance.pk}").json()["endpoints"]}  # noqa: E731
    first = urls()
    make_version(instance.integration, flows=[flow(name="Renamed"), flow("returns", "Returns")])
    assert operator.post(f"instances/{instance.pk}/upgrade").json()["version"] == 2
    second = urls()
    assert second["orders"] == first["orders"] and set(second) == {"orders", "returns"}
    assert operator.post(f"instances/{instance.pk}/upgrade", {"version": 1}).json()["version"] == 1
    assert urls() == first
    operator.post(f"instances/{instance.pk}/upgrade", {"version": 2})
    assert urls() == second


def test_an_upgrade_that_needs_a_value_the_instance_lacks_is_refused(cast, operator):
    instance = make_instance(cast.acme)
    make_version(instance.integration, configVariables=WAREHOUSE)
    answer = operator.post(f"instances/{instance.pk}/upgrade")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "config.warehouse")
    assert operator.get(f"instances/{instance.pk}").json()["version"] == 1


def test_a_paused_instance_says_how_much_it_holds(cast, operator):
    instance = make_instance(cast.acme)
    assert operator.post(f"instances/{instance.pk}/pause").json()["enabled"] is False
    for _ in range(2):
        make_execution(cast.acme, instance_id=instance.pk, status="held")
    make_execution(cast.acme, instance_id=instance.pk, status="failed")
    assert operator.get(f"instances/{instance.pk}").json()["heldCount"] == 2


def test_a_rotated_url_is_another_and_the_old_one_works_for_a_while(cast, operator):
    instance = make_instance(cast.acme)
    before = operator.get(f"instances/{instance.pk}").json()["endpoints"][0]
    path = f"instances/{instance.pk}/endpoints/{before['id']}/rotate"
    after = operator.post(path).json()["endpoints"][0]
    assert after["url"] != before["url"] and after["id"] == before["id"]
    assert after["previousUrlWorksUntil"] is not None
    assert Endpoint.objects.of(cast.acme).get(pk=before["id"]).previous_token in before["url"]
    assert operator.post(path, {"overlapHours": -1}).status_code == 400


def test_an_endpoint_of_another_instance_is_not_rotated_through_this_one(cast, operator):
    instance = make_instance(cast.acme)
    other = deploy(Integration.objects.of(cast.acme).get(), make_customer(cast.acme, "c-2"))
    answer = operator.post(f"instances/{instance.pk}/endpoints/{other.endpoints.get().pk}/rotate")
    assert answer.status_code == 404


def test_instances_are_listed_by_integration_and_customer(cast, viewer):
    instance = make_instance(cast.acme)
    other = deploy(Integration.objects.of(cast.acme).get(), make_customer(cast.acme, "c-2"))
    listed = lambda query: [row["id"] for row in viewer.get(f"instances?{query}").json()["results"]]  # noqa: E731
    assert listed(f"integration={instance.integration_id}") == [other.pk, instance.pk]
    assert listed(f"customer={instance.customer_id}") == [instance.pk]


def test_a_page_of_instances_costs_the_same_however_many_there_are(cast, viewer, django_assert_max_num_queries):
    shop = make_instance(cast.acme).integration
    for number in range(2, 12):
        deploy(shop, make_customer(cast.acme, f"c-{number}"))
    with django_assert_max_num_queries(14):
        assert len(viewer.get("instances").json()["results"]) == 11


@pytest.mark.parametrize("act", ["pause", "resume", "delete", "configure", "rotate", "alias"])
def test_whatever_changes_a_route_tells_the_door(act, cast):
    from datetime import UTC, datetime

    from runtime.instances import customers, services
    from runtime.routing.endpoints import rotate

    instance = make_instance(cast.acme)
    acts = {
        "pause": lambda: services.pause(instance),
        "resume": lambda: services.resume(instance),
        "delete": lambda: services.delete_instance(instance),
        "configure": lambda: services.configure(instance, {}),
        "rotate": lambda: rotate(instance.endpoints.get(), overlap_hours=1, now=datetime.now(UTC)),
        "alias": lambda: customers.add_alias(instance.customer, "N1"),
    }
    before = epoch.current()
    acts[act]()
    assert epoch.current() > before


def test_pages_follow_each_other_without_gap_or_repeat(cast, viewer):
    for number in range(7):
        make_customer(cast.acme, f"c-{number}")
    seen, cursor = [], ""
    while cursor is not None:
        page = viewer.get(f"customers?limit=3&cursor={cursor}").json()
        seen += [row["externalId"] for row in page["results"]]
        cursor = page["next"]
    assert sorted(seen) == [f"c-{number}" for number in range(7)] and len(seen) == 7


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=!", "cursor=" + "Z" * 25])
def test_a_page_that_cannot_be_is_a_clear_error(query, viewer):
    answer = viewer.get(f"customers?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


def test_a_customer_is_found_by_a_label_and_labels_are_counted(cast, operator):
    made = operator.post("customers", {"externalId": "c-1", "name": "Northwind", "labels": ["eu", "pilot"]}).json()
    operator.post("customers", {"externalId": "c-2", "name": "Bleecker", "labels": ["eu"]})
    listed = lambda query: [row["name"] for row in operator.get(f"customers?{query}").json()["results"]]  # noqa: E731
    assert (listed("label=pilot"), listed("label=eu"), listed("search=PIL")) == (
        ["Northwind"],
        ["Bleecker", "Northwind"],
        ["Northwind"],
    )
    assert operator.get("customers/labels").json() == [{"label": "eu", "count": 2}, {"label": "pilot", "count": 1}]
    assert operator.patch(f"customers/{made['id']}", {"labels": ["us", "eu"]}).json()["labels"] == ["eu", "us"]
    assert operator.patch(f"customers/{made['id']}", {"name": "N"}).json()["labels"] == ["eu", "us"]


def test_all_of_a_customer_is_taken_away_as_lines_and_deleted_by_an_owner_alone(cast, operator, owner):
    customer = make_customer(cast.acme)
    export = operator.get(f"customers/{customer.pk}/export")
    assert export.headers["Content-Type"] == "application/x-ndjson"
    assert b'"external_id":"c-1"' in b"".join(export.streaming_content)
    assert operator.post(f"customers/{customer.pk}/erase", {"confirm": "c-1"}).status_code == 403
    assert owner.post(f"customers/{customer.pk}/erase", {"confirm": "c-2"}).json()["code"] == "confirmation_wrong"
    assert operator.get(f"customers/{customer.pk}/erase").status_code == 404
    begun = owner.post(f"customers/{customer.pk}/erase", {"confirm": "c-1"})
    assert (begun.status_code, begun.json()["phase"]) == (202, "closing")
    assert operator.get(f"customers/{customer.pk}/erase").json()["id"] == begun.json()["id"]
    assert operator.get(f"customers/{customer.pk}").json()["leavingAt"] is not None
