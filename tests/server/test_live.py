"""The live line of the running product, as a program with a real socket uses it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.product import Product, call, eventually
from tests.server.desk import code, deploy, flow, publish

pytestmark = pytest.mark.server
KEY = "watched-by-this-page"


@contextmanager
def watching(product: Product, *topics: str, sock: socket.socket | None = None) -> Iterator[ClientConnection]:
    """A socket that is subscribed to `topics`."""
    product.api("GET", "session")  # so that there is a token
    headers = {"Authorization": f"Bearer {product.token}"}
    with connect(f"ws://127.0.0.1:{product.port}/api/live", additional_headers=headers, sock=sock) as line:
        for topic in topics:
            line.send(json.dumps({"subscribe": topic}))
            assert hear(line) == {"topic": topic, "event": "subscribed"}
        yield line


def hear(line: ClientConnection) -> dict[str, Any]:
    return json.loads(line.recv(timeout=20))


def hear_until(line: ClientConnection, event: str) -> list[dict[str, Any]]:
    heard = [hear(line)]
    while heard[-1]["event"] != event:
        heard.append(hear(line))
    return heard


def looping(times: int) -> dict[str, Any]:
    """A loop whose every turn writes a line."""
    inner = {"id": "log_1", "component": "log", "inputs": {"message": {"template": "turn {{loop_1.index}}"}}}
    loop = {"id": "loop_1", "component": "loop", "steps": [inner], "links": []}
    return {**loop, "inputs": {"mode": {"value": "times"}, "times": {"value": times}}}


def test_requests_and_executions_are_told_when_they_can_be_looked_at(product: Product):
    shop = deploy(product, "Told", {"flows": [flow("orders", code("code_1", "module.exports = () => ({ data: 1 })"))]})
    with watching(product, "requests", "executions") as line:
        accepted = shop.post("orders", {"n": 1})
        request, executions = accepted.headers["x-hookyard-request"], []
        seen = hear(line)
        assert (seen["topic"], seen["event"]) == ("requests", "request.received")
        assert seen["items"] == [{"id": request, "status": "accepted"}]
        assert product.api("GET", f"requests/{request}")["executionId"] == accepted.json["executionId"]
        while not executions or executions[-1]["status"] != "succeeded":
            seen = hear(line)
            assert seen["event"] == "execution.changed"
            executions += seen["items"]
        assert {item["id"] for item in executions} == {accepted.json["executionId"]}
        assert product.api("GET", f"executions/{accepted.json['executionId']}")["status"] == "succeeded"

        refused = shop.post("orders", {}, method="DELETE")
        assert hear(line)["items"] == [{"id": refused.headers["x-hookyard-request"], "status": "refused"}]


def test_an_execution_tells_its_steps_and_then_its_end(product: Product):
    wait = {"id": "http_1", "component": "http.request", "onError": "retry"}
    wait |= {"inputs": {"url": {"value": "http://127.0.0.1:9/"}, "method": {"value": "GET"}}}
    wait["retry"] = {"maxAttempts": 2, "delaySeconds": 1}
    shop = deploy(product, "Steps", {"flows": [flow("orders", wait)]})
    with watching(product, "executions") as line:
        execution = shop.post("orders", {}).json["executionId"]
        line.send(json.dumps({"subscribe": f"execution:{execution}"}))
        told = [each for each in hear_until(line, "ended") if each["topic"] == f"execution:{execution}"]
    assert told[-1] == {"topic": f"execution:{execution}", "event": "ended", "status": "failed"}
    last = told[-2]
    assert (last["event"], last["stepId"], last["status"]) == ("step.ended", "http_1", "failed")
    assert last["error"]["code"] and last["attempt"] >= 1
    assert product.api("GET", f"executions/{execution}")["status"] == "failed"


def test_who_comes_later_hears_how_a_run_stands(product: Product):
    spin = "const until = Date.now() + 200; while (Date.now() < until);"
    slow = code("code_1", f"module.exports = ({{ logger }}) => {{ {spin} logger.info('turned'); return {{ data: 1 }}; }}")
    loop = {"id": "loop_1", "component": "loop", "steps": [slow], "links": []}
    loop |= {"inputs": {"mode": {"value": "times"}, "times": {"value": 15}}}
    shop = deploy(product, "Later", {"flows": [flow("orders", loop)]})
    execution = shop.post("orders", {}).json["executionId"]
    topic = f"execution:{execution}"
    with watching(product, topic) as first:
        while hear(first).get("path") != "loop_1[1].code_1":
            pass
        with watching(product, topic) as second:
            told = hear_until(second, "ended")
    # A run tells how it stands at most every two seconds; until then a late comer hears only what happens now.
    told = told[[each["event"] for each in told].index("again") :]
    assert told[0]["leftOut"] == 0
    ends = [each["path"] for each in told if each["event"] == "step.ended"]
    assert ends == ["webhook_1", *(f"loop_1[{turn}].code_1" for turn in range(15)), "loop_1"]
    assert told[-1]["status"] == "succeeded"


def test_a_test_tells_every_step_in_order_and_nothing_of_inputs_and_results(product: Product):
    integration = publish(product, "Bench", {"flows": [flow("orders", looping(20))]})
    with watching(product, f"test:{KEY}") as line:
        asked = {"flow": "orders", "live": KEY, "request": {"body": '{"secret": "s3cr3t-in-a-body"}'}}
        run = product.api("POST", f"integrations/{integration}/test-flow", asked)
        told = hear_until(line, "ended")
    assert [(each["path"], each["status"]) for each in told if each["event"] == "step.ended"] == [
        (step["path"], step["status"]) for step in run["execution"]["steps"]
    ]
    turns = [(each["event"], each["path"], each.get("message")) for each in told if each.get("stepId") == "log_1"]
    assert turns == [
        (event, f"loop_1[{turn}].log_1", f"turn {turn}" if event == "step.log" else None)
        for turn in range(20)
        for event in ("step.started", "step.log", "step.ended")
    ]
    assert {each["flow"] for each in told} == {"orders"}
    assert "s3cr3t" not in json.dumps(told)


def test_a_test_that_nobody_named_is_told_to_nobody(product: Product):
    integration = publish(product, "Unwatched", {"flows": [flow("orders", looping(2))]})
    with watching(product, f"test:{KEY}", "executions", "requests") as line:
        product.api("POST", f"integrations/{integration}/test-flow", {"flow": "orders"})
        product.api("POST", f"integrations/{integration}/test-flow", {"flow": "orders", "live": "of-another-page-here"})
        line.send(json.dumps({"subscribe": "end"}))
        assert hear(line)["topic"] == "end"
    bad = product.api("POST", f"integrations/{integration}/test-flow", {"flow": "orders", "live": "short"}, expect=400)
    assert bad["errors"][0]["field"] == "live"


def test_a_page_that_does_not_read_holds_nothing_up_and_is_told_that_it_missed_something(product: Product):
    integration = publish(product, "Slow", {"flows": [flow("orders", looping(4000))]})
    narrow = socket.create_connection(("127.0.0.1", product.port))
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with watching(product, f"test:{KEY}", sock=narrow) as line:
        run = product.api("POST", f"integrations/{integration}/test-flow", {"flow": "orders", "live": KEY})
        assert run["ok"]
        told = hear_until(line, "missed")
        product.api("POST", f"integrations/{integration}/test-flow", {"flow": "orders", "live": KEY, "upTo": "webhook_1"})
        hear_until(line, "ended")  # the line lives
    assert len(told) < 12_000


def test_a_line_outlives_what_a_slow_request_may_take(product: Product):
    """The server's patience with slow heads (15 s) is for requests; a socket is none any more."""
    with watching(product, "requests") as line:
        assert json.loads(line.recv(timeout=25)) == {"event": "ping"}  # after 15 seconds
        line.send(json.dumps({"subscribe": "executions"}))
        assert hear(line) == {"topic": "executions", "event": "subscribed"}


def test_only_our_own_pages_are_let_in_and_only_signed_in(product: Product):
    url = f"ws://127.0.0.1:{product.port}/api/live"
    with pytest.raises(InvalidStatus) as refused, connect(url, origin="http://evil.example"):
        pass
    assert refused.value.response.status_code == 403
    with connect(url, origin=product.url) as line, pytest.raises(ConnectionClosed) as closed:
        line.recv(timeout=10)
    assert closed.value.rcvd and closed.value.rcvd.code == 4401
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{product.port}/api/other", origin=product.url):
        pass
    assert call(f"{product.url}/api/live").status == 404
    with watching(product) as line, pytest.raises(ConnectionClosed) as closed:
        line.send("x" * 100_000)
        line.recv(timeout=10)
    assert closed.value.rcvd and closed.value.rcvd.code == 1009
    eventually(lambda: call(f"{product.url}/healthz").status == 200)
