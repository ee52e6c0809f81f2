"""What providers ask before they send anything, against a running server."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.product import Answer, Product, call, running_product
from tests.server.desk import Deployed, deploy, flow

pytestmark = pytest.mark.server
SECRET = "s3cr3t-of-the-provider"
CREDENTIALS = {
    "slack": {"value": SECRET},
    "zoom": {"value": SECRET},
    "meta": {"value": SECRET, "verifyToken": "let-me-in-4711"},
    "microsoft_graph": {"value": SECRET},
    "dropbox": {"value": SECRET},
    "intercom": {"value": SECRET},
}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with running_product() as running:
        yield running


@pytest.fixture(scope="module")
def doors(product: Product) -> Deployed:
    """A flow for each provider; all take POST alone."""
    for scheme, secret in CREDENTIALS.items():
        key = scheme.replace("_", "-")
        product.api("POST", "credentials", {"name": scheme, "key": key, "scheme": scheme, "secret": secret})
    keys = [scheme.replace("_", "-") for scheme in CREDENTIALS]
    flows = [flow(key, webhook={"credential": {"credential": key}}) for key in keys]
    return deploy(product, "Providers", {"endpoint": {"type": "flow"}, "flows": flows})


def signed(body: str, header: str, stamp_header: str) -> dict[str, str]:
    """As Slack and Zoom sign."""
    now = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    return {stamp_header: now, header: f"v0={digest}", "Content-Type": "application/json"}


def kept(product: Product, answer: Answer) -> dict:
    return product.api("GET", f"requests/{answer.headers['x-hookyard-request']}")


def assert_is_echo(product: Product, answer: Answer, text: str) -> None:
    assert (answer.status, answer.body.decode()) == (200, text)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    request = kept(product, answer)
    assert (request["status"], request["executionId"]) == ("handshake", None)
    assert [stage["stage"] for stage in request["trace"]][-2:] == ["handshake", "answer"]


def test_slack_gets_its_challenge_back_when_it_signed_the_question(product, doors):
    url, body = doors.urls()["slack"], json.dumps({"type": "url_verification", "challenge": "3eZbrw1a<b>"})
    assert call(url, "POST", body=body.encode()).status == 401
    answer = call(url, "POST", body=body.encode(), headers=signed(body, "X-Slack-Signature", "X-Slack-Request-Timestamp"))
    assert_is_echo(product, answer, "3eZbrw1a<b>")


def test_zoom_gets_its_token_signed_but_never_a_text_that_could_be_an_event(product, doors):
    url = doors.urls()["zoom"]

    def ask(token: object) -> Answer:
        body = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": token}})
        return call(url, "POST", body=body.encode(), headers=signed(body, "x-zm-signature", "x-zm-request-timestamp"))

    answer = ask("qgg8vlvZRS6UYooatFL8Aw")
    expected = hmac.new(SECRET.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert (answer.status, answer.json) == (200, {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": expected})
    assert kept(product, answer)["status"] == "handshake"
    for bad in ("v0:1:{}", "", "x" * 300, 7, None):
        assert ask(bad).status == 401


def test_meta_is_let_in_by_get_with_its_verify_token_which_is_never_kept(product, doors):
    url = doors.urls()["meta"]
    answer = call(f"{url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=let-me-in-4711", "GET")
    assert_is_echo(product, answer, "1158201444")
    assert "let-me-in-4711" not in json.dumps(kept(product, answer))
    assert call(f"{url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=let-me-in", "GET").status == 401
    assert call(f"{url}?hub.mode=subscribe&hub.challenge={'1' * 3000}&hub.verify_token=let-me-in-4711", "GET").status == 401
    assert call(url, "GET").status == 405


def test_graph_gets_its_token_decoded_and_as_plain_text(product, doors):
    token = "Validation: Testing <script>alert(1)</script> é"
    answer = call(f"{doors.urls()['microsoft-graph']}?validationToken={quote(token)}", "POST", body=b"")
    assert_is_echo(product, answer, token)


def test_dropbox_gets_its_challenge_and_intercom_its_head(product, doors):
    assert_is_echo(product, call(f"{doors.urls()['dropbox']}?challenge=abc-123", "GET"), "abc-123")
    answer = call(doors.urls()["intercom"], "HEAD")
    assert (answer.status, kept(product, answer)["status"]) == (200, "handshake")


def test_a_handshake_is_never_replayed_into_a_flow(product, doors):
    answer = call(f"{doors.urls()['dropbox']}?challenge=abc-123", "GET")
    refused = product.api("POST", f"requests/{answer.headers['x-hookyard-request']}/replay", {}, expect=409)
    assert refused["code"] == "not_replayable"


def test_an_ordinary_event_goes_to_its_flow_and_a_signature_is_kept_as_it_came(product, doors):
    body = '{"type": "event_callback", "event_id": "Ev1"}'
    headers = signed(body, "X-Slack-Signature", "X-Slack-Request-Timestamp")
    answer = call(doors.urls()["slack"], "POST", body=body.encode(), headers=headers)
    assert answer.status == 200 and answer.json["executionId"]
    assert dict(kept(product, answer)["headers"])["x-slack-signature"] == headers["X-Slack-Signature"]


def test_an_event_that_slack_repeats_runs_once_without_being_asked_to(product, doors):
    body = '{"type": "event_callback", "event_id": "Ev-again"}'
    answers = [
        call(
            doors.urls()["slack"],
            "POST",
            body=body.encode(),
            headers=signed(body, "X-Slack-Signature", "X-Slack-Request-Timestamp"),
        )
        for _ in range(2)
    ]
    assert answers[0].json == answers[1].json
    assert [kept(product, answer)["status"] for answer in answers] == ["accepted", "duplicate"]
