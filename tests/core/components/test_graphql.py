"""What the GraphQL request step sends, and whose problem its errors are."""

import json
from dataclasses import replace

import pytest

from runtime.components import BY_KEY
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import ConnectionProblem, RemoteProblem, StepProblem

STEP = BY_KEY["graphql.request"]
URL, QUERY = "https://api.example.com/graphql", "query Order($id: ID!) { order(id: $id) { status } }"


def answer(body, status=200, **headers) -> HttpAnswer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpAnswer(status, {"content-type": "application/json", **named}, content)


def error(message="no such order", **extensions):
    return {"message": message, "path": ["order", 0], **({"extensions": extensions} if extensions else {})}


async def ask(world, told=None, **inputs):
    if told is not None:
        world.http.answer = told
    return (await STEP.run(world.context(), {"url": URL, "query": QUERY, **inputs})).results


async def test_the_query_goes_out_with_its_variables_and_nothing_that_was_not_given(world):
    await ask(world, variables={"id": "7"}, operationName="Order")
    sent = world.http.requests[-1]
    assert (sent.method, sent.url) == ("POST", URL)
    assert json.loads(sent.content) == {"query": QUERY, "variables": {"id": "7"}, "operationName": "Order"}
    assert sent.headers["Content-Type"] == "application/json" and "graphql-response+json" in sent.headers["Accept"]
    assert sent.headers["Idempotency-Key"] == "01EXECUTION/step_1"
    await ask(world, variables=None)
    assert json.loads(world.http.requests[-1].content) == {"query": QUERY}


async def test_the_answer_comes_apart_into_data_errors_and_extensions(world):
    results = await ask(world, answer({"data": {"order": {"status": "PAID"}}, "extensions": {"cost": 3}}))
    assert results == {"data": {"order": {"status": "PAID"}}, "errors": [], "extensions": {"cost": 3}}


@pytest.mark.parametrize("status", [200, 400, 403], ids=str)
async def test_errors_fail_the_step_in_the_services_own_words(status, world):
    told = answer({"data": {"a": 1}, "errors": [error(code="NOT_FOUND"), error("too deep")]}, status=status)
    with pytest.raises(StepProblem) as failed:
        await ask(world, told)
    assert failed.value.code == "graphql_errors" and "no such order (and 1 more)" in failed.value.message
    assert failed.value.details == {
        "errors": [
            {"message": "no such order", "code": "NOT_FOUND", "path": "order.0"},
            {"message": "too deep", "path": "order.0"},
        ],
        "partialData": True,
    }


async def test_errors_may_be_left_to_the_flow(world):
    told = answer({"data": {"a": 1}, "errors": [error()]})
    assert await ask(world, told, failOnErrors=False) == {"data": {"a": 1}, "errors": [error()], "extensions": {}}


@pytest.mark.parametrize("code", ["THROTTLED", "INTERNAL_SERVER_ERROR"])
async def test_what_the_service_says_may_pass_is_tried_again(code, world):
    with pytest.raises(RemoteProblem) as failed:
        await ask(world, answer({"errors": [error(code=code)]}, retry_after="7"))
    assert failed.value.code == "graphql_unavailable" and failed.value.retry_after == 7


@pytest.mark.parametrize(
    ("told", "kind", "code"),
    [
        (answer(b"<html>", status=200), RemoteProblem, "remote_garbage"),
        (answer({"hello": 1}), RemoteProblem, "remote_garbage"),
        (answer({"errors": "many"}), RemoteProblem, "remote_garbage"),
        (answer([1]), RemoteProblem, "remote_garbage"),
        (answer({"errors": [error()]}, status=503), RemoteProblem, "http_status"),
        (answer({"errors": [error()]}, status=429), RemoteProblem, "http_status"),
        (answer({"errors": [error()]}, status=401), ConnectionProblem, "http_status"),
        (answer({"errors": [error(code="UNAUTHENTICATED")]}), ConnectionProblem, "graphql_errors"),
        (answer(b"moved", status=302), StepProblem, "http_status"),
        (answer(b"no", status=404), StepProblem, "http_status"),
    ],
    ids=str,
)
async def test_each_answer_is_somebodys_problem(told, kind, code, world):
    with pytest.raises(kind) as failed:
        await ask(world, told)
    assert failed.value.code == code


@pytest.mark.parametrize("odd", [{"message": 7}, {"extensions": "x"}, {"extensions": {"code": 5}}, {"path": "x"}, {}], ids=str)
async def test_errors_of_any_shape_are_told(odd, world):
    with pytest.raises(StepProblem) as failed:
        await ask(world, answer({"errors": [odd]}))
    assert failed.value.code == "graphql_errors"


async def test_a_secret_that_the_service_repeats_is_cut_out_of_the_error(world):
    with pytest.raises(StepProblem) as failed:
        await ask(world, answer({"errors": [error("bad token t-4711-secret")]}), credential={"credential": "erp-token"})
    assert "t-4711" not in json.dumps(failed.value.as_json()) and world.http.requests[-1].headers["Authorization"]


async def test_a_connection_that_lacks_proof_is_renewed_once_and_then_marked(world):
    class Port:
        opened, marked = [], []

        async def open(self, connection_id, *, refused_token=""):
            self.opened.append(refused_token)
            token = {"token": f"t-{len(self.opened)}"}
            return {"scheme": "bearer", "settings": {}, "secret": token, "hosts": ("api.example.com",), "renewable": True}

        async def refused(self, connection_id, status):
            self.marked.append((connection_id, status))
            raise ConnectionProblem("It must be connected again.", code="connection_broken")

    port = Port()
    world.http.answer = answer({"errors": [error(code="UNAUTHENTICATED")]})
    context = replace(world.context(), connections=port)
    with pytest.raises(ConnectionProblem) as failed:
        await STEP.run(context, {"url": URL, "query": QUERY, "credential": {"connection": "c1"}})
    assert failed.value.code == "connection_broken" and port.opened == ["", "t-1"] and port.marked == [("c1", 200)]
