"""From draft to version: everything checked, numbers without gaps, nothing published changes."""

from __future__ import annotations

import pytest

from runtime.instances.models import Integration, Version
from runtime.instances.services import deploy
from runtime.routing import epoch
from tests.designer.stock import definition, flow, make_customer, make_integration, make_version


@pytest.fixture
def shop(cast):
    return make_integration(cast.acme)


def save(desk, integration, document):
    revision = desk.get(f"integrations/{integration.pk}/draft").json()["revision"]
    return desk.put(f"integrations/{integration.pk}/draft", {"definition": document, "revision": revision}).json()["revision"]


def test_publishing_makes_the_next_version_and_makes_it_live(shop, builder):
    first = builder.post(f"integrations/{shop.pk}/publish", {"revision": 1, "comment": "First"})
    assert first.status_code == 201
    assert {**first.json(), "createdAt": None} == {
        "number": 1,
        "comment": "First",
        "publishedBy": "builder@example.com",
        "createdAt": None,
        "instanceCount": 0,
        "overriddenTests": [],
    }
    builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert [version["number"] for version in builder.get(f"integrations/{shop.pk}/versions").json()] == [2, 1]
    assert builder.get(f"integrations/{shop.pk}").json()["liveVersion"] == 2


def test_a_published_version_does_not_follow_the_draft(shop, builder):
    builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    save(builder, shop, definition(description="changed"))
    assert builder.get(f"integrations/{shop.pk}/versions/1").json()["definition"] == definition()


def test_a_draft_with_errors_is_refused_with_all_its_problems(shop, builder):
    broken = flow()
    broken["steps"][1]["component"] = "no.such"
    revision = save(builder, shop, definition(flows=[broken, flow("orders", "Orders")]))
    answer = builder.post(f"integrations/{shop.pk}/publish", {"revision": revision})
    assert (answer.status_code, answer.json()["code"]) == (422, "definition_invalid")
    codes = {problem["code"] for problem in answer.json()["problems"]}
    assert codes >= {"component_unknown", "flow_duplicate_key", "flow_duplicate_name"}
    assert not Version.objects.of(shop.tenant_id).exists()


def test_what_somebody_else_just_saved_is_not_published_unseen(shop, builder, owner):
    save(owner, shop, definition(description="unseen"))
    answer = builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert (answer.status_code, answer.json()["code"], answer.json()["revision"]) == (409, "revision_stale", 2)


def test_a_shared_integration_gets_its_one_url_when_it_is_published(cast, builder):
    shop = make_integration(cast.acme, type="shared")
    types = lambda: [row["type"] for row in builder.get(f"integrations/{shop.pk}/endpoints").json()]  # noqa: E731
    assert types() == ["draft"]
    assert builder.get(f"integrations/{shop.pk}/draft").json()["sampleUrl"] is None
    assert builder.post(f"integrations/{shop.pk}/publish", {"revision": 1}).status_code == 201
    assert types() == ["shared", "draft"]
    url = builder.get(f"integrations/{shop.pk}/endpoints").json()[0]["url"]
    builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert builder.get(f"integrations/{shop.pk}/endpoints").json()[0]["url"] == url
    assert builder.get(f"integrations/{shop.pk}/draft").json()["sampleUrl"] == url


def test_publishing_moves_no_instance(cast, shop, builder):
    make_version(shop)
    instance = deploy(Integration.objects.of(cast.acme).get(), make_customer(cast.acme))
    builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    assert builder.get(f"instances/{instance.pk}").json()["version"] == 1
    assert [row["instanceCount"] for row in builder.get(f"integrations/{shop.pk}/versions").json()] == [0, 1]


def test_publishing_tells_the_door_at_once(shop, builder, django_capture_on_commit_callbacks):
    told = []
    stop = epoch.listen(lambda value, scopes: told.append(value))
    with django_capture_on_commit_callbacks(execute=True):
        builder.post(f"integrations/{shop.pk}/publish", {"revision": 1})
    stop()
    assert told


@pytest.mark.parametrize("number", ["2", "0", "x", "9" * 30, "-1"])
def test_a_version_that_never_was_is_not_found(number, shop, builder):
    make_version(shop)
    assert builder.get(f"integrations/{shop.pk}/versions/{number}").status_code == 404


def test_a_url_is_rotated_and_the_old_one_works_on_for_the_overlap(shop, builder):
    row = builder.get(f"integrations/{shop.pk}/endpoints").json()[0]
    rotated = builder.post(f"integrations/{shop.pk}/endpoints/{row['id']}/rotate", {"overlapHours": 2}).json()
    assert rotated["url"] != row["url"]
    endpoint = shop.endpoints.get()
    assert row["url"].endswith(endpoint.previous_token) and endpoint.previous_token_expires_at is not None
    builder.post(f"integrations/{shop.pk}/endpoints/{row['id']}/rotate", {"overlapHours": 0})
    endpoint.refresh_from_db()
    assert (endpoint.previous_token, endpoint.previous_token_expires_at) == ("", None)
