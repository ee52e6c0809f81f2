"""What an endpoint's own settings let in, and how bodies of each type arrive, against a running server behind a proxy."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.product import Answer, Product, call, running_product
from tests.server.desk import Deployed, code, deploy, flow

pytestmark = pytest.mark.server

MIRROR = code("code_1", "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data });")


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(HOOKYARD_TRUSTED_PROXIES="127.0.0.1,10.0.0.0/8") as running:
        yield running


@pytest.fixture(scope="module")
def guarded(product: Product) -> Deployed:
    endpoint = {
        "type": "flow",
        "allowedAddresses": ["203.0.113.0/24", "2001:db8::/32"],
        "allowedOrigins": ["https://shop.example"],
        "largestBody": 2000,
    }
    webhook = {"contentTypes": {"value": ["json", "form"]}}
    return deploy(product, "Guarded", {"endpoint": endpoint, "flows": [flow("main", MIRROR, response="sync", webhook=webhook)]})


@pytest.fixture(scope="module")
def open_(product: Product) -> Deployed:
    return deploy(product, "Open", {"endpoint": {"type": "flow"}, "flows": [flow("main", MIRROR, response="sync")]})


def from_(address: str, **headers: str) -> dict[str, str]:
    return {"X-Forwarded-For": address, **{name.replace("_", "-"): value for name, value in headers.items()}}


@pytest.mark.parametrize(
    "forwarded", ["203.0.113.9", "198.51.100.1, 203.0.113.9", "203.0.113.9:4711, 10.1.2.3", "[2001:db8::7]:1"]
)
def test_an_address_on_the_list_is_let_in_as_the_trusted_proxy_tells_it(guarded: Deployed, forwarded: str) -> None:
    assert guarded.post("main", {"a": 1}, headers=from_(forwarded)).status == 200


@pytest.mark.parametrize(
    "forwarded", ["", "198.51.100.1", "203.0.113.9, 198.51.100.1", "203.0.113.9, nonsense", "203.0.113.9, ::1"]
)
def test_another_address_is_refused_whatever_stands_left_of_it(guarded: Deployed, forwarded: str) -> None:
    answer = guarded.post("main", {"a": 1}, headers=from_(forwarded) if forwarded else {})
    assert (answer.status, answer.json["code"]) == (403, "address_not_allowed")
    kept = guarded.product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")
    assert kept["status"] == "refused"
    assert [stage["stage"] for stage in kept["trace"] if not stage["ok"]] == ["access", "answer"]


def test_strangers_spend_neither_the_rate_of_the_endpoint_nor_the_disk(product: Product) -> None:
    endpoint = {"type": "flow", "allowedAddresses": ["203.0.113.0/24"], "requestsPerSecond": 1}
    few = deploy(product, "Few", {"endpoint": endpoint, "flows": [flow("main", MIRROR, response="sync")]})
    url = few.urls()["main"]
    strangers = [call(url, "POST", body={}, headers=from_("198.51.100.1")) for _ in range(60)]
    assert {answer.status for answer in strangers} == {403}
    assert call(url, "POST", body={}, headers=from_("203.0.113.9")).status == 200
    kept = product.api("GET", f"requests?integration={few.integration_id}&status=refused&limit=100")["results"]
    assert 20 <= len(kept) < 60


def test_a_browser_may_ask_and_then_read_the_answer(guarded: Deployed) -> None:
    asking = from_("203.0.113.9", Origin="https://shop.example", Access_Control_Request_Method="POST")
    granted = guarded.post("main", method="OPTIONS", headers={**asking, "Access-Control-Request-Headers": "content-type"})
    assert granted.status == 204
    assert granted.headers["access-control-allow-origin"] == "https://shop.example"
    sent = guarded.post("main", {"a": 1}, headers=from_("203.0.113.9", Origin="https://shop.example"))
    assert (sent.status, sent.headers["access-control-allow-origin"]) == (200, "https://shop.example")
    elsewhere = guarded.post("main", {"a": 1}, headers=from_("203.0.113.9", Origin="https://evil.example"))
    assert "access-control-allow-origin" not in elsewhere.headers
    assert "access-control-allow-credentials" not in sent.headers


def test_an_endpoint_without_origins_tells_pages_nothing(open_: Deployed) -> None:
    asked = open_.post("main", method="OPTIONS", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    assert (asked.status, "access-control-allow-origin" in asked.headers) == (405, False)


def test_a_body_of_another_kind_or_size_is_refused(guarded: Deployed) -> None:
    typed = guarded.post("main", b"<a/>", headers=from_("203.0.113.9", Content_Type="application/xml"))
    assert (typed.status, typed.json["code"]) == (415, "content_type_not_taken")
    assert typed.headers["accept"] == "application/json, application/x-www-form-urlencoded"
    large = guarded.post("main", b" " * 2001, headers=from_("203.0.113.9", Content_Type="application/json"))
    assert (large.status, large.json["code"]) == (413, "body_too_large")
    bomb = gzip.compress(b" " * 2001)
    packed = guarded.post("main", bomb, headers=from_("203.0.113.9", Content_Type="application/json", Content_Encoding="gzip"))
    assert (packed.status, packed.json["code"]) == (413, "body_too_large")


FORM = (
    b'--B\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n'
    b'--B\r\nContent-Disposition: form-data; name="doc"; filename="../a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
    b"--B--\r\n"
)
FILE = {"filename": "a.txt", "contentType": "text/plain", "size": 5, "data": "hello"}


@pytest.mark.parametrize(
    ("content_type", "body", "more", "data"),
    [
        ("application/json", gzip.compress(b'{"a":1}', mtime=0), {"Content-Encoding": "gzip"}, {"a": 1}),
        ("multipart/form-data; boundary=B", FORM, {}, {"note": "hi", "doc": FILE}),
        ("application/xml", b'<o id="1"><i>x</i></o>', {}, {"o": {"@id": "1", "i": "x"}}),
        ("text/csv", b"a,b\n1,2", {}, [{"a": "1", "b": "2"}]),
        ("application/x-www-form-urlencoded", b"payload=%7B%22a%22%3A1%7D", {}, {"payload": {"a": 1}}),
        ("text/plain; charset=iso-8859-1", b"\xe9", {}, "é"),
        ("application/json; charset=utf-16", '{"a": "é"}'.encode("utf-16"), {}, {"a": "é"}),
    ],
)
def test_a_flow_gets_each_type_of_body_as_data(open_: Deployed, content_type: str, body: bytes, more: dict, data: Any) -> None:
    answer: Answer = open_.post("main", body, headers={"Content-Type": content_type, **more})
    assert (answer.status, json.loads(answer.body)) == (200, data)


@pytest.mark.parametrize(
    ("headers", "status", "code_"),
    [
        ({"Content-Encoding": "br"}, 415, "content_encoding_not_taken"),
        ({"Content-Encoding": "gzip"}, 400, "body_malformed"),
        ({"Content-Type": "text/plain; charset=rot13"}, 415, "charset_unknown"),
    ],
)
def test_a_body_nobody_can_read_is_refused_and_kept(open_: Deployed, headers: dict[str, str], status: int, code_: str) -> None:
    answer = open_.post("main", b'{"a":1}', headers={"Content-Type": "application/json", **headers})
    assert (answer.status, answer.json["code"]) == (status, code_)
    assert open_.product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")["body"] == '{"a":1}'
