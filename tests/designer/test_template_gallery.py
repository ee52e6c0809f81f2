"""The gallery: what it shows, and the integrations it makes. `tests/server/test_templates_run.py` runs them."""

from __future__ import annotations

import pytest

from designer.integrations.gallery import SHELF, Template, templates
from tests.cast import Desk


def made(builder: Desk, template: Template) -> str:
    answer = builder.post(f"templates/{template.key}")
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.key)
def test_each_can_be_published_as_it_is(template, builder):
    integration = made(builder, template)
    draft = builder.get(f"integrations/{integration}/draft").json()
    assert draft["problems"] == []
    published = builder.post(f"integrations/{integration}/publish", {"revision": draft["revision"]})
    assert published.status_code == 201, published.content


@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.key)
def test_each_brings_a_payload_for_every_flow_and_says_what_to_change_first(template):
    assert {test["flow"] for test in template.tests} == {flow["key"] for flow in template.definition["flows"]}
    assert template.change_first
    assert template.about


def test_the_gallery_shows_every_file_of_the_shelf(viewer):
    listed = viewer.get("templates").json()
    assert len(listed) >= 8
    assert sorted(card["key"] for card in listed) == sorted(file.stem for file in SHELF.iterdir())
    calling = {card["key"] for card in listed if "http.request" in str(card["definition"])}
    assert calling == {card["key"] for card in listed if card["network"]}


def test_a_template_used_twice_makes_two_integrations_that_can_be_told_apart(builder):
    first, second = builder.post("templates/heartbeat").json(), builder.post("templates/heartbeat").json()
    named = builder.post("templates/heartbeat", {"name": "Nightly backup"}).json()
    assert [(each["name"], each["key"]) for each in (first, second, named)] == [
        ("Heartbeat", "heartbeat"),
        ("Heartbeat 2", "heartbeat-2"),
        ("Nightly backup", "nightly-backup"),
    ]
    draft = builder.get(f"integrations/{named['id']}/draft").json()["definition"]
    assert (draft["name"], draft["key"]) == ("Nightly backup", "nightly-backup")


def test_a_template_that_is_not_there_is_not_found(builder):
    answer = builder.post("templates/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "template_not_found")
