"""Documents that mean to keep us busy are refused, and quickly; what is odd is told of and never falls over."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
)

from designer.graphql import limits
from designer.graphql.schema import SCHEMA
from tests.effort import at_most
from tests.graphql.program import ask, post

pytestmark = pytest.mark.django_db
QUICK = 8_000_000  # lines of Python: a document of a megabyte takes five for each of its characters
NODE = "{ edges { node { id } } }"
# Twelve fragments that each spread the next twice: 4,096 fields in few words.
LASER = "{ ...A0 } fragment A12 on Query { viewer { details { name } } } " + " ".join(
    f"fragment A{n} on Query {{ ...A{n + 1} ...A{n + 1} }}" for n in range(12)
)
ROW = "{ ...A0 } fragment A90 on Query { __typename } " + " ".join(f"fragment A{n} on Query {{ ...A{n + 1} }}" for n in range(90))
TYPES = "{ __schema " + "{ types { fields { type " * 8 + "{ name }" + " } } }" * 8 + " }"
INSTANCE = (
    "id name enabled owner created solution { id title configSlots { externalId title defaultValue } } "
    "authValues { authId externalId } configValues { value externalId } "
    "workflows { edges { node { id triggerUrl sourceWorkflowId sourceWorkflowName } } }"
)
ALL = f"solutionInstances(first: 100) {{ edges {{ node {{ {INSTANCE} }} }} }}"
PAGES = f"{{ viewer {{ a: {ALL} b: {ALL} }} }}"
HOSTILE = {
    "aliases": ("{" + " ".join(f"a{n}: viewer {{ solutions(first: 100) {NODE} }}" for n in range(80)) + "}", "query_too_costly"),
    "aliases of nothing": ("{" + " ".join(f"a{n}: __typename" for n in range(1200)) + "}", "query_malformed"),
    "mutations": (
        "mutation {" + " ".join(f'a{n}: authorize(input: {{userId: "x"}}) {{ accessToken }}' for n in range(20)) + "}",
        "query_too_large",
    ),
    "mutations in a fragment": (
        "mutation { ...A } fragment A on Mutation {"
        + " ".join(f'a{n}: authorize(input: {{userId: "x"}}) {{ accessToken }}' for n in range(20))
        + "}",
        "query_too_large",
    ),
    "pages in pages": (PAGES, "query_too_costly"),
    "pages of a size that stands in the head": (
        "query ($n: Int = 100) " + PAGES.replace("first: 100", "first: $n"),
        "query_too_costly",
    ),
    "fragments that spread each other": ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "query_malformed"),
    "a fragment that spreads itself": ("{ viewer { ...A } } fragment A on Viewer { details { name } ...A }", "query_malformed"),
    "fragments doubled twelve times": (LASER, "query_too_large"),
    "deep": ("{ viewer " + "{ a " * 60 + "}" * 61, "query_too_deep"),
    "too deep to read": ("{ a " * 900 + "}" * 900, "query_malformed"),
    "deep lists": ("{ users(criteria: " + "[" * 1800, "query_malformed"),
    "introspection": (TYPES, "query_too_deep"),
    "a long document": ("{" + " viewer" * 5000 + "}", "query_malformed"),
    "comments": ("#\n" * 5000 + "{ viewer { details { name } } }", "query_malformed"),
    "directives": ("{ viewer " + "@skip(if: false) " * 900 + "{ details { name } } }", "query_malformed"),
    "many of one name": ("{ viewer {" + " details { name }" * 400 + "} }", "query_too_large"),
    "variables": (
        "query (" + " ".join(f"$a{n}: Int" for n in range(600)) + ") { viewer { details { name } } }",
        "query_malformed",
    ),
    "a number of many digits": ("{ viewer { solutions(first: " + "9" * 200_000 + ") { totalCount } } }", "query_malformed"),
    "a number without end": ("{ viewer { solutions(first: 1e999) { totalCount } } }", "query_malformed"),
    "a character no database keeps": ('{ users(criteria: { name: "a\\u0000b" }) { totalCount } }', "query_malformed"),
    "fragments in a row": (ROW, "query_too_deep"),
    "inline fragments": ("{ " + "... { " * 100 + "__typename" + " }" * 101, "query_too_deep"),
    "many operations": (" ".join(f"query A{n} {{ viewer {{ details {{ name }} }} }}" for n in range(150)), "query_invalid"),
    "a long name": ("{ " + "a" * 1_000_000 + " }", "query_invalid"),
    "no document": ("", "query_malformed"),
    "nothing but space": (" ," * 500_000, "query_malformed"),
    "a subscription": ("subscription { viewer { details { name } } }", "query_invalid"),
    "not text of a document": ("\u0001\ud7ff}{", "query_malformed"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_document_is_refused_quickly(case, shop):
    document, code = HOSTILE[case]
    with at_most(lines=QUICK):
        answer = post(shop.master, {"query": document})
    assert answer.status_code == 200
    told = answer.json()
    assert told.get("data") is None
    assert told["errors"][0]["extensions"]["code"] == code, told["errors"][0]
    assert len(told["errors"]) <= 21 and len(answer.content) < 1_100_000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([{"query": "{ viewer { details { name } } }"}] * 100, 400),
        ({"query": 7}, 400),
        ({}, 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        ({"query": "{ __typename }", "variables": []}, 400),
        ({"query": "{ __typename }", "operationName": {}}, 400),
        (b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 300 + b"1" + b"}" * 301, 400),
        (b" " * (limits.LARGEST_BODY + 1), 413),
    ],
    ids=["batch", "no text", "nothing", "no json", "brackets", "list of variables", "odd name", "deep variables", "large"],
)
def test_what_is_no_question_is_refused(body, status, shop):
    answer = post(shop.master, body)
    assert (answer.status_code, set(answer.json())) == (status, {"errors"})
    assert answer.json()["errors"][0]["extensions"]["code"]


def test_only_a_post_of_json_is_answered(shop):
    headers = {"Authorization": f"Bearer {shop.master}"}
    assert Client().get("/graphql?query={viewer{details{name}}}", headers=headers).status_code == 405
    assert Client().post("/graphql", {"query": "{ __typename }"}, headers=headers).status_code == 415


@pytest.mark.parametrize("odd", [None, True, -1, 2**80, 1.5, "", "x" * 5000, "\u202e", [], [None], {}, {"a": 1}])
def test_odd_variables_are_told_of_and_never_our_fault(odd, shop):
    _, user = shop.user()
    connect = 'createUserAuthentication(input: {name: "n", serviceId: "x", serviceEnvironmentId: "x", data: $v})'
    slots = '[{externalId: "region", value: $v}, {externalId: "limit", value: $v}]'
    make = f'createSolutionInstance(input: {{solutionId: "{shop.id}", instanceName: "i", configValues: {slots}}})'
    search = "criteria: {owner: $v, solutionId: $v, id: $v, name: $v}"
    documents = [
        "query ($v: String) { viewer { solutionInstances(after: $v) { totalCount } } }",
        f"query ($v: String) {{ viewer {{ solutionInstances({search}) {{ totalCount }} }} }}",
        "query ($v: [String!]) { viewer { solutionInstances(criteria: {ids: $v, sourceWorkflowId: $v}) { totalCount } } }",
        "query ($v: Int) { viewer { solutions(first: $v) { totalCount } } }",
        "query ($v: Int) { viewer { solutions(last: $v) { totalCount } } }",
        f"mutation ($v: Json!) {{ {connect} {{ authenticationId }} }}",
        "mutation ($v: String!) { createExternalUser(input: {name: $v, externalUserId: $v}) { userId } }",
        "mutation ($v: ID!) { removeSolutionInstance(input: {solutionInstanceId: $v}) { clientMutationId } }",
        f"mutation ($v: Json) {{ {make} {{ solutionInstance {{ configValues {{ value }} }} }} }}",
        f'mutation ($v: Json!) {{ importProject(input: {{exportedProjectJson: $v, targetProjectId: "{shop.id}"}}) '
        "{ clientMutationId } }",
    ]
    for document in documents:
        token = shop.master if "Project" in document or "ExternalUser" in document else user
        for error in ask(token, document, v=odd).get("errors", ()):
            assert error["extensions"]["name"] != "InternalError", (document, error)


def test_tools_may_ask_for_the_schema(shop):
    told = ask(shop.master, get_introspection_query())
    assert "errors" not in told
    assert {"AuthValue", "ConfigValue", "Json", "ID"} <= {type_["name"] for type_ in told["data"]["__schema"]["types"]}


def test_a_document_of_many_operations_is_weighed_by_the_one_that_runs(shop):
    dear = HOSTILE["pages in pages"][0]
    document = f"query Cheap {{ viewer {{ details {{ name }} }} }} query Dear {dear}"
    assert "errors" not in post(shop.master, {"query": document, "operationName": "Cheap"}).json()
    refused = post(shop.master, {"query": document, "operationName": "Dear"}).json()
    assert refused["errors"][0]["extensions"]["code"] == "query_too_costly"


def test_every_list_of_the_schema_has_a_weight():
    lists: set[str] = set()
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not type_.name.startswith("__"):
            for name, field in type_.fields.items():
                many = isinstance(get_nullable_type(field.type), GraphQLList) and name != "edges"
                if many or get_named_type(field.type).name.endswith("Connection"):
                    lists.add(name)
    assert lists == limits.PAGED | set(limits.FEW)


def test_who_speaks_the_newer_protocol_is_told_by_status(shop):
    answer = post(shop.master, {"query": "{ nothing }"}, Accept="application/graphql-response+json, application/json;q=0.9")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/graphql-response+json")
    assert json.loads(answer.content)["errors"]
