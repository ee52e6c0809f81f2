"""Every operation that Tray Embedded documents, with the documents and variables it documents, by plain HTTP."""

from __future__ import annotations

import pytest
import yaml
from graphql import parse

from designer.graphql.schema import FIELDS
from runtime.identifiers import as_uuid
from runtime.instances.models import Customer, Instance
from tests.graphql.program import FIXTURES, Journey, ask, documented, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(shop) -> Journey:
    return Journey({"master": shop.master}, {"serviceId": as_uuid(shop.service.pk)})


def test_each_documented_operation_does_what_it_says(shop, journey):
    for case in documented():
        journey.take(case)
    assert not Instance.of(shop.cast.acme).exists()
    assert Customer.of(shop.cast.acme).get().leaving_at is not None


def test_a_program_that_writes_values_into_its_text_is_answered_as_by_tray(journey):
    for case in yaml.safe_load((FIXTURES / "sample_program.yml").read_text()):
        journey.take(case)


def test_every_query_and_mutation_stands_among_the_documented():
    asked = set()
    for case in documented():
        (operation,) = parse(case["query"]).definitions
        for selected in operation.selection_set.selections:
            asked.add(selected.name.value)
            asked |= {inner.name.value for inner in selected.selection_set.selections}
    assert set(FIELDS["Query"]) | set(FIELDS["Viewer"]) | set(FIELDS["Mutation"]) <= asked


MAKE = (
    'mutation ($id: ID!) { a: createSolutionInstance(input: {solutionId: $id, instanceName: "One"}) { solutionInstance { id } } }'
)
ENABLE = "mutation ($id: ID!) { updateSolutionInstance(input: {solutionInstanceId: $id, enabled: true}) { clientMutationId } }"


def test_a_refused_mutation_is_told_in_trays_shape_with_our_words(shop):
    _, user = shop.user()
    assert "errors" not in ask(user, MAKE, id=shop.id)
    answer = post(user, {"query": MAKE, "variables": {"id": shop.id}})
    error = answer.json()["errors"][0]
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert (error["path"], error["locations"]) == (["a"], [{"line": 1, "column": 23}])
    assert error["message"] == "Northwind already has this integration; change that instance."
    assert error["extensions"]["name"] == "PreconditionError" and error["extensions"]["code"] == "instance_exists"
    assert error["extensions"]["time_thrown"].endswith("Z")


def test_what_is_missing_when_an_instance_is_switched_on_is_told_field_by_field(shop):
    _, user = shop.user()
    instance = ask(user, MAKE, id=shop.id)["data"]["a"]["solutionInstance"]["id"]
    error = ask(user, ENABLE, id=instance)["errors"][0]
    assert error["extensions"]["code"] == "config_invalid"
    assert {one["field"] for one in error["extensions"]["errors"]} == {"config.region", "config.account"}
    assert not Instance.of(shop.cast.acme).get().enabled
