"""Pages forwards and backwards, values of slots in both spellings, and set-ups that wizard and program share."""

from __future__ import annotations

import pytest
from django.utils import timezone

from designer.end_users import services
from designer.wizard import runs
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.connections.models import Connection
from runtime.identifiers import as_uuid
from runtime.instances.models import Instance
from runtime.instances.preparing import prepare
from runtime.journal.models import Execution
from tests.designer.stock import make_version
from tests.graphql.conftest import VARIABLES
from tests.graphql.program import ask

pytestmark = pytest.mark.django_db
USERS = """query ($first: Int, $last: Int, $after: String, $before: String) {
  users(first: $first, last: $last, after: $after, before: $before) {
    edges { node { externalUserId } cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } totalCount } }"""
UPDATE = (
    "mutation ($input: UpdateSolutionInstanceInput!) { updateSolutionInstance(input: $input) { solutionInstance { enabled } } }"
)
VALUES = "{ viewer { solutionInstances { edges { node { name configValues { externalId value } authValues { authId } } } } } }"


def page(shop, **paging):
    found = ask(shop.master, USERS, **paging)["data"]["users"]
    info = found["pageInfo"]
    return [edge["node"]["externalUserId"] for edge in found["edges"]], info, found["totalCount"]


def test_users_are_walked_forwards_and_backwards_newest_first(shop):
    for number in range(5):
        services.create_external_user(shop.cast.acme, name=f"C{number}", external_user_id=f"c{number}")
    first, info, total = page(shop, first=2)
    assert (first, info["hasNextPage"], info["hasPreviousPage"], total) == (["c4", "c3"], True, False, 5)
    second, info, _ = page(shop, first=2, after=info["endCursor"])
    assert (second, info["hasNextPage"], info["hasPreviousPage"]) == (["c2", "c1"], True, True)
    third, info, _ = page(shop, first=2, after=info["endCursor"])
    assert (third, info["hasNextPage"]) == (["c0"], False)
    back, info, _ = page(shop, last=2, before=info["startCursor"])
    assert (back, info["hasPreviousPage"], info["hasNextPage"]) == (["c2", "c1"], True, True)
    assert page(shop, last=2)[0] == ["c1", "c0"]
    assert page(shop, first=0)[0] == []


@pytest.mark.parametrize("paging", [{"first": 1, "last": 1}, {"first": -1}, {"after": "????"}, {"after": "Zm9v"}])
def test_paging_that_makes_no_sense_is_told_of(shop, paging):
    error = ask(shop.master, USERS, **paging)["errors"][0]
    assert error["extensions"]["code"] in ("input_invalid", "cursor_invalid")


@pytest.fixture
def own(shop):
    customer, token = shop.user()
    return prepare(shop.integration, customer), token


@pytest.mark.parametrize(
    ("key", "given", "stored"),
    [
        ("region", "north", "north"),
        ("region", '"north"', "north"),
        ("region", "7", "7"),
        ("region", "{not json", "{not json"),
        ("limit", "7", 7),
        ("limit", 7.5, 7.5),
    ],
)
def test_a_value_may_come_as_json_text_or_as_it_is(own, key, given, stored):
    instance, token = own
    told = {"solutionInstanceId": as_uuid(instance.pk), "configValues": [{"externalId": key, "value": given}]}
    assert "errors" not in ask(token, UPDATE, input=told)
    assert runs.values_of(runs.run_of(instance, timezone.now()), instance) == {key: stored}


@pytest.mark.parametrize(
    "told",
    [
        {"configValues": [{"externalId": "nothing", "value": "1"}]},
        {"configValues": [{"externalId": "account", "value": "1"}]},
        {"authValues": [{"externalId": "region", "authId": "1"}]},
        {"configValues": [{"externalId": "limit", "value": "many"}]},
        {"authValues": [{"externalId": "account", "authId": "nothing"}]},
    ],
)
def test_a_value_that_fits_no_slot_changes_nothing(own, told):
    instance, token = own
    error = ask(token, UPDATE, input={"solutionInstanceId": instance.pk, "instanceName": "New", **told})["errors"][0]
    assert error["extensions"]["code"] == "config_invalid" and error["extensions"]["errors"]
    instance.refresh_from_db()
    assert instance.name == ""


def test_a_customer_neither_sets_nor_sees_what_its_wizard_hides(shop, own):
    instance, token = own
    given = {"configValues": [{"externalId": "margin", "value": "7"}, {"externalId": "region", "value": "north"}]}
    error = ask(token, UPDATE, input={"solutionInstanceId": instance.pk, "instanceName": "New", **given})["errors"][0]
    assert error["extensions"]["code"] == "config_invalid"
    assert [(one["field"], one["code"]) for one in error["extensions"]["errors"]] == [("config.margin", "hidden")]
    assert runs.values_of(runs.run_of(instance, timezone.now()), instance) == {}

    create = (
        "mutation ($input: CreateSolutionInstanceInput!) { createSolutionInstance(input: $input) { solutionInstance { id } } }"
    )
    _, other = shop.user("southwind")
    wanted = {"solutionId": shop.id, "instanceName": "Mine", **given}
    assert ask(other, create, input=wanted)["errors"][0]["extensions"]["errors"][0]["code"] == "hidden"
    assert Instance.of(shop.cast.acme).count() == 1

    assert "errors" not in ask(shop.master, UPDATE, input={"solutionInstanceId": instance.pk, **given})
    seen = VALUES.replace(
        "name configValues", "name solution { configSlots { externalId } authSlots { externalId } } configValues"
    )
    for who, shown, slots in ((shop.master, {"margin", "region"}, 3), (token, {"region"}, 2)):
        node = ask(who, seen)["data"]["viewer"]["solutionInstances"]["edges"][0]["node"]
        assert {one["externalId"] for one in node["configValues"]} == shown
        assert len(node["solution"]["configSlots"]) == slots
        assert [one["externalId"] for one in node["solution"]["authSlots"]] == ["account"]


def test_what_a_program_gave_is_finished_in_the_wizard_and_switched_on_by_the_program(shop, own):
    instance, token = own
    account = create_connection(instance.customer, shop.service, name="A", values={"token": "t"})
    given = {"solutionInstanceId": instance.pk, "configValues": [{"externalId": "region", "value": "north"}]}
    ask(token, UPDATE, input=given)
    runs.keep_page(instance, 0, {"account": account.pk}, leave="stay", now=timezone.now())
    runs.finish(instance, enable=False, now=timezone.now())
    node = ask(token, VALUES)["data"]["viewer"]["solutionInstances"]["edges"][0]["node"]
    assert node["configValues"] == [{"externalId": "region", "value": '"north"'}]
    assert node["authValues"] == [{"authId": as_uuid(account.pk)}]
    assert ask(token, UPDATE, input={"solutionInstanceId": instance.pk, "enabled": True})["data"]
    changed = {"solutionInstanceId": instance.pk, "configValues": [{"externalId": "region", "value": "south"}]}
    assert "errors" not in ask(token, UPDATE, input=changed)
    row = Instance.of(shop.cast.acme).get()
    assert (row.enabled, row.config["region"], row.config["account"]) == (True, "south", account.pk)
    assert Execution.of(shop.cast.acme).filter(flow_key="register").count() == 1  # its flow heard that it was enabled


def test_flags_say_who_has_to_act_before_a_newer_version_can_run(shop, own):
    _, token = own
    flags = "{ viewer { solutionInstances { edges { node { solutionVersionFlags { hasNewerVersion "
    flags += "requiresUserInputToUpdateVersion requiresSystemInputToUpdateVersion } } } } } }"
    more = [{**VARIABLES[0], "required": False}, {"key": "secretive", "name": "S", "required": True, "visibility": "hidden"}]
    make_version(shop.integration, configVariables=more)
    told = ask(token, flags)["data"]["viewer"]["solutionInstances"]["edges"][0]["node"]["solutionVersionFlags"]
    assert list(told.values()) == [True, False, True]


def test_tokens_that_a_program_brings_make_a_connection_that_can_be_renewed(shop):
    urls = {"authorizeUrl": "https://a.example/a", "tokenUrl": "https://a.example/t", "clientId": "c", "hosts": ["a.example"]}
    oauth = create_service(shop.cast.acme, name="Cloud", scheme="oauth2_code", settings=urls)
    _, token = shop.user()
    create = "mutation ($id: String!, $data: Json!) { createUserAuthentication(input: "
    create += '{name: "n", serviceId: $id, serviceEnvironmentId: $id, data: $data}) { authenticationId } }'
    brought = {"access_token": "at", "refresh_token": "rt", "expires_in": 3600}
    assert "errors" not in ask(token, create, id=as_uuid(oauth.pk), data=brought)
    row = Connection.of(shop.cast.acme).get()
    assert row.status == "ok" and row.expires_at is not None and "at" not in row.secret
    error = ask(token, create, id=oauth.pk, data={"nothing": 1})["errors"][0]
    assert error["extensions"]["errors"][0]["field"] == "values.access_token"
    assert Connection.of(shop.cast.acme).count() == 1
