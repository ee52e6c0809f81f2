"""The one editable copy of an integration: made, saved, refused when stale."""

from __future__ import annotations

import pytest

from designer.integrations.drafts import draft_of, load_definition
from runtime.routing import epoch
from tests.designer.stock import definition, flow, make_integration, make_version

NOTE = {
    "id": "note_1",
    "text": "Ask Ops\nfirst",
    "color": "yellow",
    "at": {"x": -8, "y": 96.5},
    "size": {"width": 240, "height": 120},
}
ANNOTATIONS = {
    "notes": [NOTE],
    "groups": [{"id": "group_1", "title": "Intake", "color": "blue", "steps": ["webhook_1", "gone"], "collapsed": True}],
}


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme)


def test_a_new_integration_has_an_empty_draft_and_a_url_to_try_it(cast, builder):
    made = builder.post("integrations", {"name": "Web Shop!", "description": "Orders"}).json()
    assert (made["key"], made["liveVersion"], made["flowCount"], made["hasUnpublishedChanges"]) == ("web-shop", None, 0, True)
    draft = builder.get(f"integrations/{made['id']}/draft").json()
    assert draft["definition"]["name"] == "Web Shop!"
    assert (draft["revision"], draft["updatedBy"]) == (1, "builder@example.com")
    assert f"/hooks/{cast.acme.pk}/draft/" in draft["draftUrl"]


def test_a_key_that_is_taken_gets_a_number_unless_it_was_asked_for(builder):
    names = [builder.post("integrations", {"name": "Shop"}).json()["key"] for _ in range(3)]
    assert names == ["shop", "shop-2", "shop-3"]
    answer = builder.post("integrations", {"name": "Shop", "key": "shop"})
    assert (answer.status_code, answer.json()["code"]) == (409, "integration_key_taken")


def test_integrations_are_found_by_a_part_of_their_name_or_key(cast, builder):
    for name, key in (("Orders of Zoë", "shop"), ("100% safe", "safe"), ("Parcels", "orders-out")):
        builder.post("integrations", {"name": name, "key": key})

    def found(text):
        return {each["key"] for each in builder.get(f"integrations?search={text}").json()["results"]}

    assert found("ORDERS") == {"shop", "orders-out"}
    assert found("0%25") == {"safe"}  # a sign of the database's own patterns is only a sign
    assert found("nothing") == set()


@pytest.mark.parametrize("name", ["日本", "___", "-- --", "a__b--c"])
def test_every_name_gives_a_key_that_validation_accepts(name, builder):
    made = builder.post("integrations", {"name": name}).json()
    codes = [problem["code"] for problem in builder.get(f"integrations/{made['id']}/draft").json()["problems"]]
    assert codes == ["flow_missing"]


def test_saving_counts_the_revision_and_tells_who(shop, builder):
    changed = definition(flows=[flow(), flow("returns", "Returns")])
    saved = builder.put(f"integrations/{shop.pk}/draft", {"definition": changed, "revision": 1}).json()
    assert (saved["revision"], saved["updatedBy"], saved["definition"]) == (2, "builder@example.com", changed)
    assert load_definition(shop.pk) == changed


def test_a_stale_tab_is_refused_and_shown_what_stands(shop, builder, owner):
    owner.put(f"integrations/{shop.pk}/draft", {"definition": definition(description="newer"), "revision": 1})
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": definition(description="mine"), "revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "revision_stale")
    assert (answer.json()["revision"], answer.json()["definition"]["description"]) == (2, "newer")
    assert load_definition(shop.pk)["description"] == "newer"


def test_a_draft_may_have_problems_and_tells_all_of_them(shop, builder):
    broken = flow(links=[{"from": "webhook_1", "to": "gone"}])
    broken["steps"][1]["component"] = "no.such"
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": definition(flows=[broken]), "revision": 1})
    assert answer.status_code == 200
    found = {(problem["code"], problem["step"]) for problem in answer.json()["problems"]}
    assert {code for code, _ in found} >= {"link_unknown_step", "component_unknown"}
    assert all(problem["flow"] == "orders" for problem in answer.json()["problems"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"flows": "none"}, "flows"),
        ({"flows": [{"key": "a", "name": "A", "steps": [{"component": "log"}]}]}, "flows[0].steps[0]"),
        ({"flows": [flow(links=[{"from": "a"}])]}, "flows[0].links[0]"),
        ({"endpoint": []}, "endpoint"),
        ({"key": "other"}, "key"),
    ],
)
def test_what_no_reader_could_walk_through_is_not_kept(change, field, shop, builder):
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": {**definition(), **change}, "revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "definition_malformed")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert draft_of(shop).revision == 1


@pytest.mark.parametrize("document", [None, [], "text", 7, {}])
def test_what_is_no_definition_at_all_is_not_kept(document, shop, builder):
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": document, "revision": 1})
    assert answer.status_code == 400


def test_a_definition_has_a_largest_size(shop, builder):
    large = definition(description="x" * (2 * 1024 * 1024))
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": large, "revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "definition_malformed")


def test_the_integration_takes_its_name_from_the_draft_and_gives_it_one(shop, builder):
    renamed = definition(name="Store", description="Sells")
    builder.put(f"integrations/{shop.pk}/draft", {"definition": renamed, "revision": 1})
    assert builder.get(f"integrations/{shop.pk}").json()["name"] == "Store"
    builder.patch(f"integrations/{shop.pk}", {"name": "Market"})
    draft = builder.get(f"integrations/{shop.pk}/draft").json()
    assert (draft["definition"]["name"], draft["definition"]["description"], draft["revision"]) == ("Market", "Sells", 3)


def test_saving_a_draft_costs_live_traffic_none_of_its_compiled_routes(shop, builder):
    before = epoch.current()
    assert builder.put(f"integrations/{shop.pk}/draft", {"definition": definition(), "revision": 1}).status_code == 200
    assert epoch.current() == before


def test_moving_a_box_is_no_change_to_publish(shop, builder):
    make_version(shop)
    moved = definition(flows=[flow(layout={"webhook_1": {"x": 999, "y": 0}})])
    builder.put(f"integrations/{shop.pk}/draft", {"definition": moved, "revision": 1})
    assert builder.get(f"integrations/{shop.pk}").json()["hasUnpublishedChanges"] is False
    builder.put(f"integrations/{shop.pk}/draft", {"definition": definition(flows=[flow(name="New")]), "revision": 2})
    assert builder.get(f"integrations/{shop.pk}").json()["hasUnpublishedChanges"] is True


def test_notes_and_groups_are_kept_and_are_no_change_to_publish(shop, builder):
    make_version(shop)
    drawn = definition(flows=[flow(annotations=ANNOTATIONS)])
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": drawn, "revision": 1})
    assert answer.json()["problems"] == []
    assert builder.get(f"integrations/{shop.pk}/draft").json()["definition"]["flows"][0]["annotations"] == ANNOTATIONS
    assert builder.get(f"integrations/{shop.pk}").json()["hasUnpublishedChanges"] is False


@pytest.mark.parametrize(
    "annotations",
    [
        "none",
        {"notes": {}},
        {"notes": [{"id": "n", "text": 5, "at": {"x": 0, "y": 0}, "size": {"width": 100, "height": 100}}]},
        {"notes": [{"id": "n", "text": "", "at": {"x": "0", "y": 0}, "size": {"width": 100, "height": 100}}]},
        {"notes": [{"id": "n", "text": "", "at": {"x": 0, "y": 0}}]},
        {"groups": [{"id": "g", "steps": "log_1"}]},
        {"groups": [{"id": "g", "title": None, "steps": []}]},
    ],
)
def test_notes_and_groups_that_nobody_could_draw_are_refused(shop, builder, annotations):
    odd = definition(flows=[flow(annotations=annotations)])
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": odd, "revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "definition_malformed")
    assert answer.json()["errors"][0]["field"].startswith("flows[0].annotations")


@pytest.mark.parametrize(
    ("annotations", "field"),
    [
        ({"notes": [{**NOTE, "text": "x" * 5001}]}, "flows[0].annotations.notes[0].text"),
        ({"notes": [{**NOTE, "color": "red"}]}, "flows[0].annotations.notes[0].color"),
        ({"notes": [NOTE] * 201}, "flows[0].annotations.notes"),
        ({"groups": [{"id": "g", "title": "x" * 121, "steps": []}]}, "flows[0].annotations.groups[0].title"),
        ({"stamps": []}, "flows[0].annotations"),
    ],
)
def test_notes_and_groups_beyond_their_bounds_are_problems(shop, builder, annotations, field):
    odd = definition(flows=[flow(annotations=annotations)])
    answer = builder.put(f"integrations/{shop.pk}/draft", {"definition": odd, "revision": 1})
    assert [(one["code"], one["field"]) for one in answer.json()["problems"]] == [("shape_invalid", field)]


def test_an_integration_can_be_deleted_with_its_versions_but_not_while_somebody_has_it(cast, shop, builder):
    from runtime.instances.services import delete_instance, deploy
    from tests.designer.stock import make_customer

    make_version(shop)
    instance = deploy(shop, make_customer(cast.acme))
    answer = builder.delete(f"integrations/{shop.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "integration_in_use")
    delete_instance(instance)
    assert builder.delete(f"integrations/{shop.pk}").status_code == 204
    assert builder.get(f"integrations/{shop.pk}").status_code == 404
