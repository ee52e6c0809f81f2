"""Every row of the table of answers, against a running server, as a sender would see it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.product import Product, call, running_product
from tests.server.desk import Deployed, code, deploy, flow
from tests.server.doors import MIRROR, SHARED, deploy_direct, deploy_shared

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product(HOOKYARD_SYNC_LIMIT="0.5", HOOKYARD_MAX_BODY="20000") as running:
        yield running


@pytest.fixture(scope="module")
def shared(product: Product) -> Deployed:
    return deploy_shared(product)


@pytest.fixture(scope="module")
def direct(product: Product) -> Deployed:
    return deploy_direct(product)


def only_request(product: Product, request_id: str) -> dict[str, Any]:
    return product.api("GET", f"requests/{request_id}")


def test_async_accepted_answers_200_with_the_execution_it_started(direct: Deployed) -> None:
    answer = direct.post("plain", {"a": 1})
    assert answer.status == 200
    assert answer.json == {"executionId": answer.headers["x-hookyard-execution"]}
    ended = direct.product.execution(answer.json["executionId"])
    assert (ended["status"], ended["result"]) == ("succeeded", {"a": 1})
    assert only_request(direct.product, answer.headers["x-hookyard-request"])["status"] == "accepted"


def test_async_with_a_static_response_answers_what_the_webhook_step_says(direct: Deployed) -> None:
    answer = direct.post("static", {"a": 1})
    assert (answer.status, answer.body, answer.headers["x-shop"]) == (202, b"thanks", "yes")
    assert answer.headers["content-type"].startswith("text/plain")


def test_sync_with_a_respond_step_answers_its_status_headers_and_body(direct: Deployed) -> None:
    answer = direct.post("answering", {"a": [1, "ü"]})
    assert (answer.status, answer.json, answer.headers["x-made"]) == (201, {"a": [1, "ü"]}, "here")


def test_sync_without_a_respond_step_answers_200_with_the_result(direct: Deployed) -> None:
    answer = direct.post("resulting", {"a": 2})
    assert (answer.status, answer.json) == (200, {"a": 2})


def test_sync_past_the_time_limit_answers_202_with_a_status_url_that_comes_to_the_result(direct: Deployed) -> None:
    answer = direct.post("slow", {})
    assert (answer.status, answer.json["status"]) == (202, "running")
    assert answer.headers["location"] == answer.json["statusUrl"]
    direct.product.execution(answer.json["executionId"])
    later = call(answer.json["statusUrl"])
    assert (later.status, later.json) == (200, "late")
    assert call(answer.json["statusUrl"][:-1] + "x").status == 404


def test_sync_whose_flow_fails_answers_500_and_tells_nothing_of_its_data(direct: Deployed) -> None:
    answer = direct.post("failing", {})
    assert (answer.status, answer.json["code"]) == (500, "flow_failed")
    assert "code_threw" in answer.json["detail"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda url: url[:-1] + ("x" if url[-1] != "x" else "y"), id="another token"),
        pytest.param(lambda url: url.replace("/shared/", "/instance/"), id="another type"),
        pytest.param(
            lambda url: url.split("/hooks/")[0] + "/hooks/01AAAAAAAAAAAAAAAAAAAAAAAA/" + "/".join(url.split("/")[-2:]),
            id="another tenant",
        ),
        pytest.param(lambda url: url.split("/hooks/")[0] + "/hooks/nothing", id="no token"),
        pytest.param(lambda url: url.split("/hooks/")[0] + "/restendpoint?tenant_id=a&flow_id=b", id="query form of nothing"),
    ],
)
def test_an_unknown_url_answers_404(shared: Deployed, change: Any) -> None:
    answer = call(change(shared.urls()["shared"]), "POST", body={})
    assert (answer.status, answer.json["code"]) == (404, "endpoint_not_found")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_method_that_is_not_allowed_answers_405_with_allow(shared: Deployed, method: str) -> None:
    answer = shared.post("shared", method=method)
    assert (answer.status, answer.json["code"], answer.headers["allow"]) == (405, "method_not_allowed", "POST")


@pytest.mark.parametrize("headers", [{}, {"X-Api-Key": ""}, {"X-Api-Key": "wrong"}, {"Authorization": "Bearer open-sesame-123"}])
def test_a_missing_or_wrong_credential_answers_401_and_nothing_runs(direct: Deployed, headers: dict[str, str]) -> None:
    answer = direct.post("keyed", {}, headers=headers)
    assert (answer.status, answer.json["code"]) == (401, "credential_missing")
    kept = only_request(direct.product, answer.headers["x-hookyard-request"])
    assert (kept["status"], kept["executionId"]) == ("refused", None)


def test_the_right_credential_is_let_in_and_never_shown(direct: Deployed) -> None:
    answer = direct.post("keyed", {"a": 1}, headers={"X-Api-Key": "open-sesame-123"})
    assert answer.status == 200
    kept = only_request(direct.product, answer.headers["x-hookyard-request"])
    assert "open-sesame" not in json.dumps(kept)
    assert "open-sesame" not in json.dumps(direct.product.execution(answer.json["executionId"]))


def sign(body: bytes, at: int, secret: bytes = b"s3cr3t-s3cr3t") -> dict[str, str]:
    mac = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Signature": f"sha256={mac}", "X-Timestamp": str(at), "Content-Type": "application/json"}


def test_a_signature_is_checked_over_the_raw_bytes_and_its_time(direct: Deployed) -> None:
    body, now = b'{"a":  1}', int(time.time())
    assert direct.post("signed", body, headers=sign(body, now)).status == 200
    changed = direct.post("signed", b'{"a": 1}', headers=sign(body, now))
    assert (changed.status, changed.json["code"]) == (401, "signature_invalid")
    stale = direct.post("signed", body, headers=sign(body, now - 4000))
    assert (stale.status, stale.json["code"]) == (401, "timestamp_stale")
    early = direct.post("signed", body, headers=sign(body, now + 4000))
    assert (early.status, early.json["code"]) == (401, "timestamp_stale")


@pytest.mark.parametrize("which", ["once", "once-sync"])
def test_a_replayed_id_gets_the_first_answer_and_is_recorded_as_duplicate(direct: Deployed, which: str) -> None:
    first = direct.post(which, {"n": 1}, headers={"X-Event-Id": f"{which}-1"})
    again = direct.post(which, {"n": 2}, headers={"X-Event-Id": f"{which}-1"})
    other = direct.post(which, {"n": 3}, headers={"X-Event-Id": f"{which}-2"})
    assert (again.status, again.body) == (200, first.body)
    assert other.headers["x-hookyard-execution"] != first.headers["x-hookyard-execution"]
    assert only_request(direct.product, again.headers["x-hookyard-request"])["status"] == "duplicate"


def test_a_body_that_is_too_large_answers_413_told_or_found(shared: Deployed) -> None:
    told = shared.post("shared", b"x" * 20001)
    assert (told.status, told.json["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"a": ', id="cut off"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b'{"a": "\xff"}', id="not UTF-8"),
        pytest.param(b'{"a": "\\ud800"}', id="lone surrogate"),
        pytest.param(b"[" * 65 + b"]" * 65, id="too deep"),
        pytest.param(b"[" * 9000, id="a depth bomb"),
    ],
)
def test_a_body_that_is_not_what_its_type_says_answers_400(shared: Deployed, body: bytes) -> None:
    answer = shared.post("shared", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json["code"]) == (400, "body_malformed")


def test_a_preprocess_flow_that_fails_answers_502(product: Product) -> None:
    broken = flow("preprocess", code("code_1", "module.exports = async () => { throw new TypeError('lost') };"), response="sync")
    endpoint = {
        **SHARED,
        "preprocessFlow": "preprocess",
        "flowName": {"reference": "results.flow"},
        "externalCustomerId": {"reference": "results.customer"},
    }
    deployed = deploy(product, "Broken", {"endpoint": endpoint, "flows": [flow("orders", MIRROR), broken]})
    answer = deployed.post("shared", {})
    assert (answer.status, answer.json["code"]) == (502, "preprocess_failed")
    assert "lost" in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code_"),
    [
        pytest.param({"customer": "shared-customer"}, 422, "picker_empty", id="no flow picked"),
        pytest.param({"type": "orders", "customer": ""}, 422, "picker_empty", id="an empty customer"),
        pytest.param({"type": "orders", "customer": {"id": 1}}, 422, "picker_empty", id="a customer that is no text"),
        pytest.param({"type": "orders", "customer": "shared-custome"}, 404, "customer_not_found", id="no such customer"),
        pytest.param({"type": "order", "customer": "shared-customer"}, 404, "flow_not_found", id="no such flow"),
        pytest.param({"type": "orders", "customer": "bystander"}, 404, "instance_not_found", id="customer without an instance"),
    ],
)
def test_what_cannot_be_routed_is_answered_and_kept_in_the_inbox(
    shared: Deployed, body: dict[str, Any], status: int, code_: str
) -> None:
    product = shared.product
    if not product.api("GET", "customers?search=bystander")["results"]:
        product.api("POST", "customers", {"externalId": "bystander", "name": "Bystander"})
    answer = shared.post("shared", body)
    assert (answer.status, answer.json["code"]) == (status, code_)
    kept = only_request(product, answer.headers["x-hookyard-request"])
    assert (kept["status"], kept["code"], json.loads(kept["body"])) == ("unrouted", code_, body)
    if code_ == "customer_not_found":
        assert kept["nearest"][0]["externalId"] == "shared-customer"


def test_unrouted_can_be_mapped_to_a_customer_and_replayed(shared: Deployed) -> None:
    product = shared.product
    answer = shared.post("shared", {"type": "orders", "customer": "T-900"})
    request_id = answer.headers["x-hookyard-request"]
    replayed = product.api("POST", f"requests/{request_id}/map", {"customer": shared.customer_id, "alias": "T-900"})
    assert replayed["status"] == "accepted"
    ended = product.execution(replayed["executionId"])
    assert (ended["status"], ended["customer"]["externalId"]) == ("succeeded", "shared-customer")
    assert only_request(product, request_id)["resolvedAt"]
    assert shared.post("shared", {"type": "orders", "customer": "T-900"}).status == 200


def test_unrouted_accept_lets_the_sender_see_202(product: Product) -> None:
    deployed = deploy(
        product,
        "Lenient",
        {"endpoint": {**SHARED, "unrouted": "accept"}, "flows": [flow("orders", MIRROR), flow("stock", MIRROR)]},
    )
    answer = deployed.post("shared", {"type": "orders", "customer": "nobody"})
    assert answer.status == 202
    assert only_request(product, answer.headers["x-hookyard-request"])["code"] == "customer_not_found"


def test_a_paused_instance_holds_what_arrives_until_it_resumes(product: Product) -> None:
    deployed = deploy(product, "Paused", {"endpoint": {"type": "flow"}, "flows": [flow("orders", MIRROR)]})
    product.api("POST", f"instances/{deployed.instance_id}/pause")
    held, dropped = deployed.post("orders", {"n": 1}), None
    assert (held.status, held.json["status"]) == (202, "held")
    assert product.api("GET", f"executions/{held.json['executionId']}")["status"] == "held"
    product.api("POST", f"instances/{deployed.instance_id}/resume", {"held": "run"})
    assert product.execution(held.json["executionId"])["result"] == {"n": 1}
    product.api("POST", f"instances/{deployed.instance_id}/pause")
    dropped = deployed.post("orders", {"n": 2})
    product.api("POST", f"instances/{deployed.instance_id}/resume", {"held": "discard"})
    assert product.execution(dropped.json["executionId"])["status"] == "cancelled"
    assert deployed.post("orders", {"n": 3}).status == 200


def test_past_the_rate_of_the_endpoint_answers_429_with_retry_after(product: Product) -> None:
    deployed = deploy(
        product, "Limited", {"endpoint": {"type": "instance", "requestsPerSecond": 2}, "flows": [flow("orders", MIRROR)]}
    )
    answers = [deployed.post("instance", {}) for _ in range(8)]
    refused = [answer for answer in answers if answer.status == 429]
    assert [answer.status for answer in answers[:2]] == [200, 200]
    assert refused
    assert refused[0].json["code"] == "rate_limited"
    assert int(refused[0].headers["retry-after"]) >= 1


def test_when_the_database_refuses_the_answer_is_503_and_never_2xx(product: Product) -> None:
    deployed = deploy(product, "Refused", {"endpoint": {"type": "flow"}, "flows": [flow("orders", MIRROR)]})
    url = deployed.urls()["orders"]
    before = call(url, "POST", body={})
    assert before.status == 200
    trigger = "CREATE TRIGGER disk_full BEFORE INSERT ON runtime_request BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    product.sql(trigger)
    try:
        answer = call(url, "POST", body={})
    finally:
        product.sql("DROP TRIGGER disk_full")
    assert (answer.status, answer.json["code"], answer.headers["retry-after"]) == (503, "storage_refused", "5")
    assert call(url, "POST", body={}).status == 200


def test_a_page_that_cannot_store_is_told_to_come_again(product: Product) -> None:
    deployed = deploy(product, "Refused retry", {"endpoint": {"type": "flow"}, "flows": [flow("orders", MIRROR)]})
    ran = call(deployed.urls()["orders"], "POST", body={}).json["executionId"]
    product.execution(ran)
    product.sql("CREATE TRIGGER disk_full BEFORE INSERT ON runtime_execution BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    try:
        refused = product.api("POST", f"executions/{ran}/retry", expect=503)
    finally:
        product.sql("DROP TRIGGER disk_full")
    assert refused["code"] == "storage_refused"
    again = product.api("POST", f"executions/{ran}/retry")
    assert product.execution(again["id"])["status"] == "succeeded"


def test_every_answer_names_its_request_and_cannot_run_as_a_page_of_ours(direct: Deployed) -> None:
    for answer in (direct.post("static", {}), direct.post("keyed", {}), call(f"{direct.product.url}/hooks/x/shared/y", "POST")):
        assert len(answer.headers["x-hookyard-request"]) == 26
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


def test_binary_bodies_and_extra_path_and_query_reach_the_flow(direct: Deployed) -> None:
    answer = direct.post("resulting", b"\x00\xff", path="/a/b?x=1&x=2", headers={"Content-Type": "application/octet-stream"})
    assert answer.json == base64.b64encode(b"\x00\xff").decode()
    execution = direct.product.api("GET", f"executions/{answer.headers['x-hookyard-execution']}")
    request = only_request(direct.product, execution["requestId"])
    assert (request["query"], base64.b64decode(request["bodyBase64"])) == ("x=1&x=2", b"\x00\xff")
