"""What the HTTP request step sends, and what it makes of an answer."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from runtime.components import BY_KEY
from runtime.components.authorization import allowed_hosts
from runtime.components.http_answer import retry_after
from runtime.engine.component import HttpAnswer
from runtime.engine.errors import ConnectionProblem, RemoteProblem, StepProblem

STEP = BY_KEY["http.request"]


async def send(world, method="POST", url="https://api.example.com/orders", **inputs):
    outcome = await STEP.run(world.context(), {"method": method, "url": url, **inputs})
    return world.http.requests[-1], outcome.results


def answers(status=200, body=b"", **headers):
    return HttpAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


async def test_an_object_is_sent_as_json(world):
    request, _ = await send(world, body={"naïve": ["€", 1]})
    assert json.loads(request.content) == {"naïve": ["€", 1]}
    assert request.headers["Content-Type"] == "application/json"


async def test_text_is_sent_as_it_is_with_the_content_type_the_builder_chose(world):
    request, _ = await send(world, body="<order/>", headers={"content-type": "application/xml"})
    assert request.content == b"<order/>"
    assert {name.lower(): value for name, value in request.headers.items()}["content-type"] == "application/xml"
    assert len([name for name in request.headers if name.lower() == "content-type"]) == 1


async def test_a_lone_surrogate_still_makes_valid_json(world):
    request, _ = await send(world, body={"text": "\ud800"})
    assert json.loads(request.content) == {"text": "\ud800"}


async def test_without_a_body_there_is_neither_content_nor_type(world):
    request, _ = await send(world, method="GET")
    assert request.content is None
    assert "Content-Type" not in request.headers


async def test_a_call_that_changes_something_carries_the_idempotency_key(world):
    request, _ = await send(world, method="POST")
    assert request.headers["Idempotency-Key"] == "01EXECUTION/step_1"


async def test_the_builders_own_idempotency_key_wins(world):
    request, _ = await send(world, headers={"idempotency-key": "order-7"})
    assert request.headers == {"idempotency-key": "order-7"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_call_that_only_reads_carries_no_idempotency_key(method, world):
    request, _ = await send(world, method=method)
    assert request.headers == {}


@pytest.mark.parametrize(
    ("url", "query", "sent"),
    [
        ("https://x.test/a", {"q": "a b&c"}, "https://x.test/a?q=a+b%26c"),
        ("https://x.test/a?k=1#top", {"q": 2}, "https://x.test/a?k=1&q=2"),
        ("https://x.test/a", {"id": [1, "two"], "flag": True, "none": None}, "https://x.test/a?id=1&id=two&flag=true"),
        ("https://x.test/a?k=1", {}, "https://x.test/a?k=1"),
    ],
)
async def test_query_parameters_join_the_url(url, query, sent, world):
    request, _ = await send(world, url=url, query=query)
    assert request.url == sent


async def test_the_time_limit_of_the_step_is_the_one_kept(world):
    request, _ = await send(world, timeoutSeconds=3)
    assert request.timeout == 3


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("erp-key", {"X-Erp-Key": "k-4711-secret"}),
        ("erp-basic", {"Authorization": "Basic " + base64.b64encode("ada:p:w€rd".encode()).decode()}),
        ("erp-token", {"Authorization": "Bearer t-4711-secret"}),
    ],
)
async def test_a_credential_adds_its_header(key, expected, world):
    request, _ = await send(world, credential={"credential": key})
    assert expected.items() <= request.headers.items()


async def test_a_signing_credential_signs_the_time_and_the_bytes_that_are_sent(world):
    request, _ = await send(world, credential={"credential": "erp-hmac"}, body={"a": 1})
    timestamp = str(int(world.context().now.timestamp()))
    assert request.headers["X-Timestamp"] == timestamp
    signed = timestamp.encode() + b"." + request.content
    assert request.headers["X-Signature"] == "sha256=" + hmac.new(b"h-4711-secret", signed, hashlib.sha256).hexdigest()


async def test_a_header_of_the_builder_never_shadows_the_credential(world):
    request, _ = await send(world, method="GET", credential={"credential": "erp-token"}, headers={"authorization": "Bearer mine"})
    assert request.headers == {"Authorization": "Bearer t-4711-secret"}


@pytest.mark.parametrize(
    ("answer", "body", "remark"),
    [
        (answers(body=b'{"a": 1}', content_type="application/json; charset=utf-8"), {"a": 1}, "JSON"),
        (answers(body=b'{"a": 1}', content_type="application/problem+json"), {"a": 1}, "a JSON dialect"),
        (answers(body=b"plain", content_type="text/plain"), "plain", "text"),
        (answers(body="é".encode("latin-1"), content_type="text/plain; charset=iso-8859-1"), "é", "text in its charset"),
        (answers(body=b"\xe9", content_type="text/plain; charset=klingon"), "\ufffd", "a charset nobody knows"),
        (answers(body=b"\xff\xd8\xff", content_type="image/jpeg"), {"base64": "/9j/"}, "bytes"),
        (answers(body=b"untyped"), "untyped", "no content type"),
        (answers(status=204, content_type="application/json"), None, "no body"),
    ],
)
async def test_it_reads_the_answer_by_its_content_type(answer, body, remark, world):
    world.http.answer = answer
    _, results = await send(world)
    assert results["body"] == body, remark
    assert results["status"] == answer.status


async def test_an_answer_that_lies_about_being_json_is_garbage(world):
    world.http.answer = answers(body=b"<html>", content_type="application/json")
    with pytest.raises(RemoteProblem) as refused:
        await send(world)
    assert refused.value.code == "remote_garbage"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, StepProblem),
        (400, StepProblem),
        (401, ConnectionProblem),
        (404, StepProblem),
        (408, RemoteProblem),
        (429, RemoteProblem),
        (500, RemoteProblem),
        (503, RemoteProblem),
    ],
)
async def test_a_status_outside_2xx_says_who_must_act(status, kind, world):
    world.http.answer = answers(status, b"because", content_type="text/plain", location="https://x.test/new")
    with pytest.raises(kind) as refused:
        await send(world)
    assert refused.value.code == "http_status"
    assert refused.value.details["status"] == status
    assert refused.value.details["answer"] == "because"


async def test_a_status_outside_2xx_is_a_result_when_the_builder_says_so(world):
    world.http.answer = answers(404, b'{"error": "gone"}', content_type="application/json")
    _, results = await send(world, failOnStatus=False)
    assert (results["status"], results["body"]) == (404, {"error": "gone"})


async def test_it_passes_on_when_to_try_again(world):
    world.http.answer = answers(429, retry_after="17")
    with pytest.raises(RemoteProblem) as refused:
        await send(world)
    assert refused.value.retry_after == 17


NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("Sat, 31 Jan 2026 12:00:30 GMT", 30),
        ("Sat, 31 Jan 2026 11:00:00 GMT", 0),
        ("999999999", 86_400),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value, seconds):
    assert retry_after({"retry-after": value}, now=NOON) == seconds


@pytest.mark.parametrize("key", ["erp-key", "erp-basic", "erp-token", "erp-hmac"])
async def test_a_service_that_echoes_our_secret_does_not_put_it_into_the_error(key, world):
    async def echo(method, url, *, headers, content, timeout, **more):
        echoed = [*headers.values(), "k-4711-secret", "p:w€rd", "t-4711-secret", "h-4711-secret"]
        return answers(400, "\n".join(echoed).encode(), content_type="text/plain; charset=utf-8")

    world.http.request = echo
    with pytest.raises(StepProblem) as refused:
        await send(world, credential={"credential": key})
    said = str(refused.value.as_json())
    secrets = {"erp-key": "k-4711-secret", "erp-basic": "p:w€rd", "erp-token": "t-4711-secret", "erp-hmac": "h-4711-secret"}
    assert "[redacted]" in said
    assert secrets[key] not in said
    assert base64.b64encode("ada:p:w€rd".encode()).decode() not in said


@pytest.mark.parametrize("key", ["erp-key", "erp-token"])
async def test_a_service_that_echoes_our_secret_does_not_put_it_into_the_results(key, world):
    async def echo(method, url, *, headers, content, timeout, **more):
        return answers(200, json.dumps({"sent": headers}).encode(), content_type="application/json", x_echo=str(headers))

    world.http.request = echo
    outcome = await STEP.run(world.context(), {"method": "GET", "url": "https://x.example", "credential": {"credential": key}})
    shown = json.dumps(outcome.results)
    assert "4711" not in shown
    assert shown.count("[redacted]") == 2


async def test_redirects_are_followed_when_the_step_says_so_and_the_credential_is_named(world):
    request, _ = await send(world, redirects=3, credential={"credential": "erp-key"})
    assert (request.redirects, request.secret_headers) == (3, ("X-Erp-Key",))
    request, _ = await send(world)
    assert (request.redirects, request.hosts, request.secret_headers) == (0, frozenset(), ())


@pytest.mark.parametrize(
    "said", ["api.example.com,*.Example.org", " api.example.com  *.example.org. ", "api.example.com\n*.example.org"]
)
def test_the_hosts_of_a_credential_are_read_however_they_are_written(said):
    assert allowed_hosts({"settings": {"allowedHosts": said}}) == {"api.example.com", "*.example.org"}
    assert allowed_hosts({"settings": {}}) == allowed_hosts(None) == frozenset()
