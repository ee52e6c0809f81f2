"""Operations of connectors as steps of flows: offered, checked, run, and pinned to a version by publishing."""

from __future__ import annotations

from typing import Any

import pytest

from designer.integrations.drafts import draft_of
from runtime.components import BY_KEY
from runtime.connectors.steps import components_for
from runtime.instances.models import Version
from tests.cast import Cast, Desk
from tests.designer.stock import flow, make_connector, make_integration

pytestmark = pytest.mark.django_db(transaction=True)

RUN = """export default async function run({ input, logger }) {
  logger.info('looking');
  return { part: input.id, by: VERSION };
}
"""
SPEC = "name: Find part\ninputSchema:\n  type: object\n  required: [id]\n  properties:\n    id: {type: string}\n"


def connector(cast: Cast, version: int = 1) -> None:
    files = {"operations/find/spec.yml": SPEC, "operations/find/run.js": RUN.replace("VERSION", str(version))}
    make_connector(cast.acme, **files)


def parts_flow(**inputs: Any) -> dict[str, Any]:
    step = {"id": "find_1", "name": "Find", "component": "acme-parts.find", "inputs": inputs}
    webhook = {"id": "webhook_1", "name": "Webhook", "component": "webhook"}
    return flow(steps=[webhook, step], links=[{"from": "webhook_1", "to": "find_1"}], layout={})


def integration_with(cast: Cast, **inputs: Any) -> Any:
    return make_integration(cast.acme, flows=[parts_flow(**inputs)])


def test_operations_stand_in_the_palette_under_their_connector(builder: Desk, cast: Cast):
    connector(cast)
    listed = builder.get("components").json()
    offered = {component["key"]: component for component in listed}
    assert len(listed) == len(offered) and set(offered) >= {"webhook", "acme-parts.find", "github.create-issue"}
    assert offered["http.request"]["title"] == "HTTP request"  # a connector called http has a request too
    found = offered["acme-parts.find"]
    assert (found["title"], found["group"], found["inputs"]["required"]) == ("Find part", "Acme Parts", ["id"])
    assert found["inputs"]["properties"]["id"]["title"] == "Id"


def test_an_operation_runs_as_a_step_and_writes_to_the_runs_log(builder: Desk, cast: Cast):
    connector(cast)
    shop = integration_with(cast, id={"reference": "webhook_1.results.body.data.id"})
    ran = builder.post(f"integrations/{shop.pk}/test-flow", {"flow": "orders", "request": {"body": '{"id": "P7"}'}}).json()
    step = next(step for step in ran["execution"]["steps"] if step["stepId"] == "find_1")
    assert step["results"] == {"part": "P7", "by": 1} and step["logs"][0]["message"] == "looking"


def test_what_the_operation_needs_is_checked_before_publishing(builder: Desk, cast: Cast):
    connector(cast)
    missing = builder.get(f"integrations/{integration_with(cast).pk}/draft").json()["problems"]
    assert any(problem["step"] == "find_1" and problem["field"] == "id" for problem in missing)


def test_a_connector_that_is_not_there_is_told(builder: Desk, cast: Cast):
    problems = builder.get(f"integrations/{integration_with(cast).pk}/draft").json()["problems"]
    assert "component_unknown" in {problem["code"] for problem in problems}


def test_a_new_upload_changes_nothing_that_is_published(builder: Desk, cast: Cast):
    connector(cast)
    shop = integration_with(cast, id={"value": "P1"})
    published = builder.post(f"integrations/{shop.pk}/publish", {"revision": draft_of(shop).revision, "comment": ""})
    assert published.status_code == 201, published.json()
    connector(cast, version=2)
    version = Version.of(cast.acme).get()
    assert version.definition["connectors"] == {"acme-parts": 1}
    assert builder.get(f"integrations/{shop.pk}").json()["hasUnpublishedChanges"] is False
    live = components_for(cast.acme.pk, version.definition)["acme-parts.find"]
    newest = components_for(cast.acme.pk, draft_of(shop).definition)["acme-parts.find"]
    assert live.inputs == newest.inputs and live is not newest
    body = {"flow": "orders", "request": {"body": "{}"}, "definition": version.definition}
    ran = builder.post(f"integrations/{shop.pk}/test-flow", body).json()
    assert next(step for step in ran["execution"]["steps"] if step["stepId"] == "find_1")["results"]["by"] == 1


def test_what_runs_somewhere_is_not_deleted(builder: Desk, cast: Cast):
    connector(cast)
    shop = integration_with(cast, id={"value": "P1"})
    builder.post(f"integrations/{shop.pk}/publish", {"revision": draft_of(shop).revision, "comment": ""})
    refused = builder.delete("connectors/acme-parts")
    assert (refused.status_code, refused.json()["code"]) == (409, "connector_in_use") and "Shop" in refused.json()["detail"]


def test_definitions_without_connectors_cost_nothing(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert components_for(cast.acme.pk, {"flows": [flow()]}) is BY_KEY
