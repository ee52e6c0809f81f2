"""How often an account may ask, and connectors called through GraphQL."""

from __future__ import annotations

import json
from time import monotonic

import pytest

from designer.end_users.budget import BURST
from designer.graphql.api import QUESTIONS
from designer.graphql.calling import MOST_AT_ONCE, _places
from runtime import wiring
from runtime.connections.catalogue import create_service
from runtime.connections.keeping import create_connection
from runtime.connectors.catalogue import shipped
from tests.cast import Desk
from tests.graphql.program import ask, post

pytestmark = pytest.mark.django_db
CALL = """mutation ($authId: String, $input: Json!, $operation: String!) { callConnector(input: {
  connector: "http-client", version: "1.0", operation: $operation, authId: $authId, input: $input}) { output } }"""
NAME = "{ viewer { details { name } } }"


@pytest.fixture(scope="module", autouse=True)
def runtime_process(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        wiring.shut_down()


def use_up(account: str) -> None:
    """As of a minute later, so that nothing is filled up while the test goes on."""
    for _ in range(2 * BURST):
        QUESTIONS.take(account, now=monotonic() + 60)


def test_what_is_over_the_limit_is_told_in_trays_shape_and_others_are_not_held_up(shop):
    use_up(shop.cast.acme.pk)
    over = post(shop.master, {"query": NAME})
    told = over.json()
    assert (over.status_code, told["data"], told["errors"][0]["message"]) == (200, None, "Rate limit exceeded")
    extensions = told["errors"][0]["extensions"]
    assert (extensions["name"], extensions["code"]) == ("PreconditionError", "access_not_allowed")
    assert int(over.headers["Retry-After"]) >= 1 and over.headers["RateLimit-Remaining"] == "0"
    rival = Desk(shop.cast.rival).post("tokens", {"name": "t", "role": "viewer"}).json()["token"]
    assert "errors" not in post(rival, {"query": NAME}).json()
    use_up(shop.cast.acme.pk)
    by_status = post(shop.master, {"query": NAME}, Accept="application/graphql-response+json")
    assert (by_status.status_code, by_status.json()["data"]) == (429, None)


def test_what_a_service_answers_is_the_output_and_only_ones_own_account_proves_it(shop):
    customer, token = shop.user()
    _, other = shop.user("southwind")
    account = create_connection(customer, shop.service, name="A", values={"token": "t"})
    asked = {"operation": "http_request", "input": json.dumps({"method": "GET", "url": "http://127.0.0.1:9/"})}
    output = json.loads(ask(token, CALL, **asked)["data"]["callConnector"]["output"])
    assert output["code"] == "address_not_allowed" or "not" in output["message"]
    refused = ask(other, CALL, authId=account.pk, **asked)["errors"][0]
    assert "no such authentication" in refused["message"]
    assert "no such authentication" in ask(shop.master, CALL, authId=account.pk, **asked)["errors"][0]["message"]


def test_an_account_at_one_service_is_shown_to_no_connector_of_another(shop):
    customer, token = shop.user()
    begun = create_service(shop.cast.acme, name="Hub", scheme="bearer", settings={"hosts": ["a.example"], "connector": "github"})
    named = create_service(shop.cast.acme, name="Slack", scheme="bearer", settings={"hosts": ["a.example"]})
    own = create_service(shop.cast.acme, name="Our proxy", scheme="bearer", settings={"hosts": ["a.example"]})
    call = """mutation ($authId: String, $connector: String!, $operation: String!) { callConnector(input: {
      connector: $connector, version: "0.0", operation: $operation, authId: $authId, input: "{}"}) { output } }"""
    operation = shipped()["stripe"].operations[0].key
    codes = {}
    for service in (begun, named, own):
        account = create_connection(customer, service, name="A", values={"token": "t"})
        answer = ask(token, call, authId=account.pk, connector="stripe", operation=operation)
        codes[service.name] = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert codes["Hub"] == codes["Slack"] == ["service_differs"] and codes["Our proxy"] != ["service_differs"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"operation": "nothing"}, "operation_not_found"),
        ({"input": "{"}, "input_invalid"),
        ({"input": "[]"}, "input_invalid"),
        ({"input": "{}"}, "input_invalid"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(shop, changed, code):
    asked = {"operation": "http_request", "input": '{"url": "https://a.example"}', **changed}
    assert ask(shop.master, CALL, **asked)["errors"][0]["extensions"]["code"] == code


def test_a_few_calls_wait_at_once_so_that_pages_are_still_served(shop, monkeypatch):
    monkeypatch.setattr("designer.graphql.calling.PATIENCE", 0.01)
    for _ in range(MOST_AT_ONCE):
        _places.acquire()
    try:
        refused = ask(shop.master, CALL, operation="http_request", input='{"url": "https://a.example"}')["errors"][0]
        assert refused["extensions"]["code"] == "calls_too_many"
    finally:
        for _ in range(MOST_AT_ONCE):
            _places.release()
