"""What leaves the door can carry data and nothing else: no header of ours, no second header, no broken HTTP."""

from __future__ import annotations

import pytest

from runtime.ingress.answers import OURS_ALONE, STATUS_OF, TITLES, Answer, Problem, custom
from runtime.ingress.limits import RateLimits


def header(answer: Answer, name: str) -> str | None:
    return dict(answer.headers).get(name)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a\r\nSet-Cookie: sid=1", id="CR LF"),
        pytest.param("a\nb", id="LF alone"),
        pytest.param("a\rb", id="CR alone"),
        pytest.param("a\x00b", id="NUL"),
        pytest.param("a\x7fb", id="DEL"),
        pytest.param("☃ über \ud800", id="beyond Latin-1"),
        pytest.param(12, id="a number"),
        pytest.param(None, id="nothing"),
    ],
)
def test_no_header_value_can_add_a_header(value):
    sent = header(custom({"headers": {"X-Note": value}}), "x-note")
    assert sent is not None
    assert not set(sent) & set("\r\n\x00\x7f")
    sent.encode("latin-1")
    assert not set(header(custom({"contentType": value or "a"}), "content-type") or "") & set("\r\n\x00")


@pytest.mark.parametrize("name", ["X Note", "X:Note", "X-Note\r\nY", "", "X-Nöte", "x\x00y"])
def test_a_name_that_is_no_header_name_is_left_out(name):
    assert [known for known, _ in custom({"headers": {name: "1"}}).headers] == ["content-type"]


@pytest.mark.parametrize("name", sorted(OURS_ALONE))
def test_what_belongs_to_us_or_the_connection_is_left_out_in_any_case(name):
    assert header(custom({"headers": {name.title(): "evil"}}), name) != "evil"


@pytest.mark.parametrize(
    ("status", "sent"), [(201, 201), (599, 599), (100, 200), (199, 200), (600, 200), ("201", 200), (True, 200), (None, 200)]
)
def test_only_a_final_status_is_a_status(status, sent):
    assert custom({"status": status, "body": "x"}).status == sent


@pytest.mark.parametrize("status", [204, 205, 304])
def test_where_http_allows_no_body_there_is_none(status):
    assert custom({"status": status, "body": {"a": 1}}).body == b""


@pytest.mark.parametrize(
    ("response", "body"),
    [
        pytest.param({"body": "hi", "contentType": "text/plain"}, b"hi", id="text under its type"),
        pytest.param({"body": "hi"}, b'"hi"', id="text without a type is JSON"),
        pytest.param({"body": {"a": 1}, "contentType": "application/vnd.x+json"}, b'{"a":1}', id="data under a type"),
        pytest.param({"body": 10**30}, str(10**30).encode(), id="a number beyond 64 bits"),
        pytest.param({"body": "\ud800"}, b'"\\ud800"', id="half a pair"),
        pytest.param({"body": None}, b"null", id="nothing"),
    ],
)
def test_any_body_is_written(response, body):
    assert custom(response).body == body


def test_a_body_too_deep_to_be_written_does_not_break_the_answer():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert custom({"body": deep}).body == b"null"


def test_an_answer_comes_back_from_the_ledger_as_it_was():
    answer = custom({"status": 201, "headers": {"X-A": "1"}, "body": "ü", "contentType": "text/plain"})
    assert Answer.from_json(answer.as_json()) == answer


@pytest.mark.parametrize("code", STATUS_OF)
def test_every_code_has_a_status_with_a_title(code):
    answer = Problem(code, "why").answer("R1")
    assert answer.status in TITLES
    assert (answer.code, header(answer, "content-type")) == (code, "application/problem+json")


def test_a_burst_of_one_second_passes_and_then_as_many_as_the_rate():
    limits = RateLimits()
    assert [limits.take("e", 2, now=10.0) for _ in range(3)] == [0, 0, 1]
    assert limits.take("e", 2, now=10.5) == 0
    assert limits.take("e", 2, now=10.6) == 1
    assert limits.take("another", 2, now=10.6) == 0


async def test_what_has_no_limit_never_waits():
    limits = RateLimits()
    assert [await limits.wait(("e", None), ("t", None), now=10.6) for _ in range(9)] == [0] * 9


async def test_of_two_limits_the_first_that_is_used_up_counts():
    limits = RateLimits()
    assert [await limits.wait(("e", 1), ("t", 2), now=10.0) for _ in range(2)] == [0, 1]
    assert await limits.wait(("f", None), ("t", 2), now=10.0) == 0
    assert await limits.wait(("f", None), ("t", 2), now=10.0) == 1
