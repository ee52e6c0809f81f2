"""Moving some or all customers to a version: foreseen for each, done for each as a whole or not at all, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runtime.instances.models import Instance, Integration
from runtime.instances.services import deploy, upgrade
from runtime.rollouts import carrying_out
from runtime.rollouts.carrying_out import BATCH, TAKEN
from runtime.rollouts.models import Rollout, RolloutOutcome
from runtime.routing.models import Endpoint
from tests.designer.stock import flow, make_customer, make_integration, make_version

REGION = {"key": "region", "name": "Region", "type": "string", "required": True}
LISTENS = flow(
    "register",
    "Register",
    steps=[{"id": "event_1", "component": "instance.event", "inputs": {"events": {"value": ["updated"]}}}],
    links=[],
    layout={},
)


@pytest.fixture
def shop(cast) -> Integration:
    integration = make_integration(cast.acme)
    make_version(integration)
    for number in range(1, 5):
        labels = ["pilot"] if number < 3 else []
        deploy(integration, make_customer(cast.acme, f"c-{number}", labels=labels))
    make_version(integration, configVariables=[REGION])
    return integration


def versions(shop: Integration) -> dict[str, int]:
    rows = Instance.of(shop.tenant_id).filter(integration=shop)
    return dict(rows.values_list("customer__external_id", "version__number"))


def give(shop: Integration, *customers: str) -> None:
    """The value that version 2 asks."""
    Instance.of(shop.tenant_id).filter(customer__external_id__in=customers).update(config={"region": "eu"})


def carry_out() -> None:
    while carrying_out.look(datetime.now(UTC)):
        pass


def begin(desk, shop, **wish):
    return desk.post(f"integrations/{shop.pk}/rollouts", {"version": 2, "choice": {"everyone": True}, **wish})


def test_it_names_who_lacks_what_before_anything_happens(shop, viewer):
    give(shop, "c-1")
    make_version(shop, configVariables=[REGION], flows=[flow(), flow("returns", "Returns"), LISTENS])
    told = viewer.post(f"integrations/{shop.pk}/rollouts/foresee", {"version": 3, "choice": {"labels": ["pilot"]}}).json()
    assert (told["total"], told["moving"], told["refused"], told["staying"]) == (2, 1, 1, 0)
    (refused,) = told["refusals"]
    assert refused["customer"]["externalId"] == "c-2"
    assert refused["problems"] == [{"field": "config.region", "code": "required", "message": "Region is required."}]
    assert told["fromVersions"] == [{"version": 1, "count": 1, "addedUrls": ["Returns"], "silentUrls": []}]
    assert told["starts"] == ["Register"]
    assert set(versions(shop).values()) == {1}


def test_a_draft_is_foreseen_before_it_is_published(shop, viewer):
    told = viewer.post(f"integrations/{shop.pk}/rollouts/foresee", {"choice": {"everyone": True}}).json()
    assert (told["moving"], told["moves"][0]["toVersion"]) == (4, None)


def test_some_move_by_label_the_rest_stay_and_later_all_are_promoted(shop, operator):
    give(shop, "c-1", "c-2", "c-3", "c-4")
    row = begin(operator, shop, choice={"labels": ["pilot"]}).json()
    carry_out()
    assert versions(shop) == {"c-1": 2, "c-2": 2, "c-3": 1, "c-4": 1}
    assert operator.get(f"integrations/{shop.pk}/rollouts/{row['id']}").json()["moved"] == 2
    begin(operator, shop)
    carry_out()
    assert set(versions(shop).values()) == {2}
    assert begin(operator, shop).json()["code"] == "nothing_chosen"


def test_each_customers_result_is_reported_and_nothing_is_half_done(shop, operator):
    give(shop, "c-1", "c-3")
    row = begin(operator, shop).json()
    carry_out()
    assert versions(shop) == {"c-1": 2, "c-2": 1, "c-3": 2, "c-4": 1}
    path = f"integrations/{shop.pk}/rollouts/{row['id']}"
    told = {one["customer"]["externalId"]: one for one in operator.get(f"{path}/outcomes").json()["results"]}
    assert {name: [problem["field"] for problem in one["problems"]] for name, one in told.items()} == {
        **{"c-1": [], "c-3": []},
        **{"c-2": ["config.region"], "c-4": ["config.region"]},
    }
    assert len(operator.get(f"{path}/outcomes?refused=true").json()["results"]) == 2
    after = operator.get(path).json()
    assert (after["status"], after["moved"], after["refused"]) == ("done", 2, 2)


def test_taking_it_back_moves_only_who_it_moved_and_is_still_there(shop, operator):
    give(shop, "c-1", "c-2", "c-3", "c-4")
    (early,) = Instance.of(shop.tenant_id).filter(customer__external_id="c-4")
    upgrade(early, shop.versions.get(number=2))  # by itself, before
    row = begin(operator, shop).json()
    carry_out()
    (later,) = Instance.of(shop.tenant_id).filter(customer__external_id="c-3")
    make_version(shop)
    upgrade(later, shop.versions.get(number=3))  # by itself, since
    path = f"integrations/{shop.pk}/rollouts/{row['id']}/undo"
    foreseen = operator.get(f"{path}/foresee").json()
    assert {move["customer"]["externalId"]: move["toVersion"] for move in foreseen["moves"]} == {"c-1": 1, "c-2": 1}
    assert operator.post(path).status_code == 201
    carry_out()
    assert versions(shop) == {"c-1": 1, "c-2": 1, "c-3": 3, "c-4": 2}
    assert operator.post(path).json()["code"] == "nothing_chosen"


def test_promoting_makes_the_version_live_and_taking_it_back_the_one_before(cast, operator, builder):
    shop = make_integration(cast.acme, type="shared")
    make_version(shop)
    deploy(shop, make_customer(cast.acme))
    draft = builder.get(f"integrations/{shop.pk}/draft").json()
    published = builder.post(f"integrations/{shop.pk}/publish", {"revision": draft["revision"], "live": False})
    assert published.json()["number"] == 2
    live = lambda: operator.get(f"integrations/{shop.pk}").json()  # noqa: E731
    assert (live()["liveVersion"], live()["newestVersion"], live()["hasUnpublishedChanges"]) == (1, 2, False)
    begin(operator, shop)
    carry_out()
    assert live()["liveVersion"] == 1
    row = begin(operator, shop, live=True).json()
    assert (live()["liveVersion"], row["liveBefore"]) == (2, 1)
    carry_out()
    operator.post(f"integrations/{shop.pk}/rollouts/{row['id']}/undo")
    assert live()["liveVersion"] == 1


def test_urls_are_the_same_before_and_after(shop, operator):
    give(shop, "c-1", "c-2", "c-3", "c-4")
    urls = lambda: set(Endpoint.across_tenants.filter(integration=shop).values_list("pk", "token"))  # noqa: E731
    before = urls()
    row = begin(operator, shop).json()
    carry_out()
    operator.post(f"integrations/{shop.pk}/rollouts/{row['id']}/undo")
    carry_out()
    assert urls() == before and set(versions(shop).values()) == {1}


def test_two_rollouts_of_an_integration_never_run_at_once(shop, operator):
    give(shop, "c-1", "c-2", "c-3", "c-4")
    row = begin(operator, shop).json()
    Rollout.of(shop.tenant_id).update(status="running")
    assert begin(operator, shop, version=1).json()["code"] == "rollout_under_way"
    assert operator.post(f"integrations/{shop.pk}/rollouts/{row['id']}/stop").json()["status"] == "stopped"
    assert operator.post(f"integrations/{shop.pk}/rollouts/{row['id']}/stop").json()["code"] == "rollout_finished"
    assert begin(operator, shop, version=1).status_code == 201


def test_whoever_dies_the_rest_is_moved_by_another_and_nobody_twice(cast, operator):
    shop = make_integration(cast.acme)
    make_version(shop)
    for number in range(2 * BATCH + 5):
        deploy(shop, make_customer(cast.acme, f"c-{number}"))
    make_version(shop)
    row = begin(operator, shop).json()
    assert sorted(versions(shop).values()).count(2) == BATCH  # the first batch goes with the answer
    now = datetime.now(UTC)
    Rollout.of(shop.tenant_id).update(due_at=now + TAKEN)  # taken by one that died before it did anything
    assert carrying_out.look(now) == 0
    while carrying_out.look(now + TAKEN):
        pass
    assert set(versions(shop).values()) == {2}
    assert RolloutOutcome.of(shop.tenant_id).count() == 2 * BATCH + 5
    assert operator.get(f"integrations/{shop.pk}/rollouts/{row['id']}").json()["moved"] == 2 * BATCH + 5


@pytest.mark.parametrize("choice", [{}, {"everyone": False}, {"everyone": True, "labels": ["a"]}, {"search": ""}])
def test_nobody_is_moved_by_a_choice_that_does_not_say_who(choice, shop, operator):
    answer = begin(operator, shop, choice=choice)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "choice")
    assert set(versions(shop).values()) == {1}


def test_a_value_that_the_new_version_asks_is_given_in_the_same_step(shop, operator):
    (instance,) = Instance.of(shop.tenant_id).filter(customer__external_id="c-1")
    refused = operator.post(f"instances/{instance.pk}/upgrade", {"version": 2})
    assert refused.json()["errors"][0]["field"] == "config.region"
    moved = operator.post(f"instances/{instance.pk}/upgrade", {"version": 2, "config": {"region": "eu"}}).json()
    assert (moved["version"], moved["config"]) == (2, {"region": "eu"})


def test_instances_are_found_by_what_a_rollout_chooses_by(shop, viewer):
    listed = lambda query: [row["customer"]["externalId"] for row in viewer.get(f"instances?{query}").json()["results"]]  # noqa: E731
    assert listed("label=pilot") == ["c-2", "c-1"]
    assert listed("search=C-3") == ["c-3"]
    assert listed("version=2") == []
    assert listed(f"enabled=true&integration={shop.pk}&label=pilot") == ["c-2", "c-1"]
    assert viewer.get("instances?version=x").json()["errors"][0]["field"] == "version"
    assert viewer.get("customers/labels").json() == [{"label": "pilot", "count": 2}]
