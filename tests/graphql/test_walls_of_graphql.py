"""What each token reaches through GraphQL: nothing of another tenant, nothing of another customer, no more than its role."""

from __future__ import annotations

import json
from typing import Any

import pytest

from designer.accounts.models import Role
from designer.accounts.tenants import suspend
from designer.end_users import services
from runtime.connections.keeping import create_connection
from runtime.identifiers import as_uuid, new_id
from runtime.instances.models import Customer, Instance
from runtime.instances.preparing import prepare
from tests.cast import Desk
from tests.designer.stock import make_customer, make_integration, make_version
from tests.graphql.program import ask, code, documented, post

pytestmark = pytest.mark.django_db
EVERYTHING = """{ viewer {
  authentications { edges { node { id name service { id } } } totalCount }
  solutions { edges { node { id title } } totalCount }
  solutionInstances { edges { node { id name owner authValues { authId } } } totalCount }
} }"""


@pytest.fixture
def two(shop) -> dict[str, Any]:
    """Two customers, each with an account and an instance; the second is the one to be kept from."""
    found: dict[str, Any] = {"shop": shop}
    for name in ("northwind", "southwind"):
        customer, token = shop.user(name)
        account = create_connection(customer, shop.service, name=f"Account of {name}", values={"token": f"t-{name}"})
        instance = prepare(shop.integration, customer)
        found[name] = {"customer": customer, "token": token, "account": account.pk, "instance": instance.pk}
    return found


def writes(target: dict[str, Any], shop: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each mutation that names something of a customer's, naming the target's."""
    instance, account, user = as_uuid(target["instance"]), as_uuid(target["account"]), as_uuid(target["customer"].pk)
    return {
        "updateSolutionInstance": ("UpdateSolutionInstanceInput", {"solutionInstanceId": instance, "enabled": True}),
        "upgradeSolutionInstance": ("UpgradeSolutionInstanceInput", {"solutionInstanceId": instance}),
        "removeSolutionInstance": ("RemoveSolutionInstanceInput", {"solutionInstanceId": instance}),
        "removeAuthentication": ("RemoveUserAuthenticationInput", {"authenticationId": account}),
        "updateExternalUser": ("UpdateExternalUserInput", {"userId": user, "isTestUser": True}),
        "removeExternalUser": ("RemoveExternalUserInput", {"userId": user}),
        "authorize": ("AuthorizeInput", {"userId": user}),
        "generateAuthorizationCode": ("GenerateAuthorizationCodeInput", {"userId": user}),
        "exportProject": ("ExportProjectInput", {"projectId": shop.id}),
        "exportProjectConfig": ("ExportProjectConfigInput", {"projectId": shop.id}),
        "importProject": ("ImportProjectInput", {"targetProjectId": shop.id, "exportedProjectJson": "{}"}),
    }


def mutation(name: str, type_: str) -> str:
    return f"mutation ($input: {type_}!) {{ {name}(input: $input) {{ clientMutationId }} }}"


def test_a_customer_sees_its_own_and_nothing_of_another(two):
    own, other = two["northwind"], two["southwind"]
    told = json.dumps(ask(own["token"], EVERYTHING))
    assert as_uuid(own["instance"]) in told and as_uuid(own["account"]) in told
    for secret in (other["instance"], other["account"], other["customer"].pk):
        assert as_uuid(secret) not in told
    named = (
        "query ($id: String, $owner: String) { viewer { solutionInstances(criteria: {id: $id, owner: $owner}) { totalCount } } }"
    )
    for criteria in ({"id": as_uuid(other["instance"])}, {"owner": as_uuid(other["customer"].pk)}, {"id": other["instance"]}):
        assert ask(own["token"], named, **criteria)["data"]["viewer"]["solutionInstances"]["totalCount"] == 0


def test_a_customer_changes_nothing_of_another_and_cannot_tell_it_from_what_never_was(two):
    own, other, shop = two["northwind"], two["southwind"], two["shop"]
    nobody = {"instance": new_id(), "account": new_id(), "customer": Customer(pk=new_id())}
    for name, (type_, given) in writes(other, shop).items():
        refusal = ask(own["token"], mutation(name, type_), input=given)["errors"][0]
        assert refusal["extensions"]["code"] in ("not_found", "master_token_needed"), name
        none = ask(own["token"], mutation(name, type_), input=writes(nobody, shop)[name][1])["errors"][0]
        assert (none["message"], none["extensions"]["code"]) == (refusal["message"], refusal["extensions"]["code"])
    connect = mutation("updateSolutionInstance", "UpdateSolutionInstanceInput")
    stolen = {
        "solutionInstanceId": as_uuid(own["instance"]),
        "authValues": [{"externalId": "account", "authId": other["account"]}],
    }
    assert code(own["token"], connect, input=stolen) == "config_invalid"
    assert Instance.of(shop.cast.acme).filter(enabled=False).count() == 2


def test_another_tenants_master_token_finds_nothing(two):
    shop, target = two["shop"], two["southwind"]
    rival = Desk(shop.cast.rival).post("tokens", {"name": "t", "role": "owner"}).json()["token"]
    counts = ask(rival, EVERYTHING)["data"]["viewer"]
    assert {name: connection["totalCount"] for name, connection in counts.items()} == dict.fromkeys(counts, 0)
    assert ask(rival, "{ users { totalCount } }")["data"]["users"]["totalCount"] == 0
    for name, (type_, given) in writes(target, shop).items():
        assert code(rival, mutation(name, type_), input=given) in ("not_found", "customer_not_found"), name


def test_ids_of_another_tenant_cannot_be_used_in_ones_own(two):
    shop = two["shop"]
    foreign = make_integration(shop.cast.rivals)
    make_version(foreign)
    make = 'mutation ($id: ID!) { createSolutionInstance(input: {solutionId: $id, instanceName: "x"}) { clientMutationId } }'
    assert code(two["northwind"]["token"], make, id=as_uuid(foreign.pk)) == "not_found"
    stranger = make_customer(shop.cast.rivals, "theirs")
    assert code(shop.master, mutation("authorize", "AuthorizeInput"), input={"userId": stranger.pk}) == "customer_not_found"


def test_a_master_token_does_what_its_role_may(two):
    shop, target = two["shop"], two["southwind"]
    viewer, operator, builder = (shop.token(role) for role in (Role.VIEWER, Role.OPERATOR, Role.BUILDER))
    assert "errors" not in ask(viewer, EVERYTHING)
    looks = {"exportProject", "exportProjectConfig"}
    for name, (type_, given) in writes(target, shop).items():
        answer = ask(viewer, mutation(name, type_), input=given)
        assert ("errors" not in answer) if name in looks else answer["errors"][0]["extensions"]["code"] == "role_lacking", name
    erase, load = mutation("removeExternalUser", "RemoveExternalUserInput"), mutation("importProject", "ImportProjectInput")
    assert code(builder, erase, input={"userId": target["customer"].pk}) == "role_lacking"
    assert code(operator, load, input={"targetProjectId": shop.id, "exportedProjectJson": "{}"}) == "role_lacking"
    assert "errors" not in ask(operator, mutation("authorize", "AuthorizeInput"), input={"userId": target["customer"].pk})


def test_an_instance_is_made_in_the_name_of_a_customer_alone(shop):
    make = 'mutation ($id: ID!) { createSolutionInstance(input: {solutionId: $id, instanceName: "x"}) { clientMutationId } }'
    assert code(shop.master, make, id=shop.id) == "user_token_needed"


@pytest.mark.parametrize("token", [None, "", "nonsense", "hky_nonsense", "hku_nonsense"])
def test_nobody_is_answered_without_a_token_that_counts(db, token):
    answer = post(token, {"query": "{ __schema { types { name } } }"})
    assert (answer.status_code, set(answer.json())) == (401, {"errors"})
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_does_not_count_here_is_refused(shop):
    answer = post(shop.token(scopes=["rest"]), {"query": "{ viewer { details { name } } }"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "scope_lacking")


def test_a_suspended_tenant_and_its_customers_are_told_so(shop):
    _, user = shop.user()
    suspend(shop.cast.acme, because="unpaid")
    for token in (shop.master, user):
        answer = post(token, {"query": "{ viewer { details { name } } }"})
        assert answer.json()["errors"][0]["extensions"]["code"] == "tenant_suspended"


def test_a_member_may_ask_from_the_explorer_with_the_sessions_proof(shop):
    query = {"query": "{ viewer { details { email } } }"}
    desk = Desk(shop.cast.viewer, checks_csrf=True)
    refused = desk.client.post("/graphql", json.dumps(query), content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "csrf_failed")
    proof = desk.get("session").json()["csrfToken"]
    answer = desk.client.post("/graphql", json.dumps(query), content_type="application/json", headers={"X-CSRFToken": proof})
    assert answer.json() == {"data": {"viewer": {"details": {"email": "viewer@example.com"}}}}


def test_what_a_customer_that_is_leaving_had_is_out_of_reach(two):
    shop, target = two["shop"], two["southwind"]
    ask(shop.master, mutation("removeExternalUser", "RemoveExternalUserInput"), input={"userId": target["customer"].pk})
    assert post(target["token"], {"query": EVERYTHING}).status_code == 401
    assert as_uuid(target["instance"]) not in json.dumps(ask(shop.master, EVERYTHING))
    with pytest.raises(Exception, match="no external user"):
        services.external_user(shop.cast.acme, target["customer"].pk)


def test_who_did_it_stands_in_the_audit_log(two, owner):
    own = two["northwind"]
    given = {"solutionInstanceId": own["instance"], "instanceName": "Renamed"}
    ask(own["token"], mutation("updateSolutionInstance", "UpdateSolutionInstanceInput"), input=given)
    entry = owner.get("audit?deed=instance.renamed").json()["results"][0]
    assert entry["actor"] == "Northwind (customer)"


def test_every_mutation_is_walked_here(shop):
    walked = set(writes({"instance": new_id(), "account": new_id(), "customer": Customer(pk=new_id())}, shop))
    others = {"createExternalUser", "createUserAuthentication", "createSolutionInstance", "callConnector"}
    named = {case["query"].split("{")[1].split("(")[0].strip() for case in documented() if case["query"].startswith("mutation")}
    assert named == walked | others
