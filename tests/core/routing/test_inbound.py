"""Whatever bytes come, they become data or a clear refusal."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.jsons import DEEPEST as DEEPEST_JSON
from runtime.routing.bodies.parsing import parse_body
from runtime.routing.inbound import Inbound, merged, request_results
from runtime.routing.urls import HookPath, read_path

JSON = "application/json"


def inbound(body: bytes = b"", *, query: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Inbound:
    return Inbound("R1", datetime(2026, 3, 1, tzinfo=UTC), "POST", "/hooks/t/shared/s", "a/b", query, headers, body)


def nested(levels: int, inner: bytes = b"") -> bytes:
    return b"[" * levels + inner + b"]" * levels


@pytest.mark.parametrize(
    ("content_type", "body", "data"),
    [
        pytest.param(JSON, b'{"a": 1}', {"a": 1}, id="JSON"),
        pytest.param("application/vnd.acme+json; charset=utf-8", b"[1]", [1], id="a JSON dialect"),
        pytest.param(JSON, b"\xef\xbb\xbf[1]", [1], id="JSON behind a byte order mark"),
        pytest.param(JSON, b"123456789012345678901234567890", 1.2345678901234568e29, id="a number beyond 64 bits"),
        pytest.param(JSON, b'{"a": 1, "a": 2}', {"a": 2}, id="a key twice"),
        pytest.param(JSON, b"", None, id="no body"),
        pytest.param("application/x-www-form-urlencoded", b"a=1&b=2&a=3&c=", {"a": ["1", "3"], "b": "2", "c": ""}, id="a form"),
        pytest.param("text/plain", "ü".encode(), "ü", id="text"),
        pytest.param("", b'{"a": 1}', {"a": 1}, id="JSON without a type"),
        pytest.param("", b"{not json", "{not json", id="text that only looks like it"),
        pytest.param("image/png", b"\x00\xff", base64.b64encode(b"\x00\xff").decode(), id="bytes"),
    ],
)
def test_a_body_is_read_as_its_type_says(content_type, body, data):
    assert parse_body(content_type, body) == data


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(JSON, b"{", id="cut off"),
        pytest.param(JSON, b'{"a": NaN}', id="NaN"),
        pytest.param(JSON, b'"\xff"', id="not UTF-8"),
        pytest.param(JSON, b'"\\ud800"', id="half a pair"),
        pytest.param(JSON, nested(DEEPEST_JSON + 1), id="one level too deep"),
        pytest.param(JSON, b'{"a":' * 65 + b"1" + b"}" * 65, id="objects too deep"),
        pytest.param(JSON, b"[" * 100_000, id="never closed"),
        pytest.param(JSON, b"]" * 100_000, id="never opened"),
        pytest.param(JSON, b'["' + b"[" * 500, id="inside a text that never ends"),
        pytest.param("application/x-www-form-urlencoded", b"a=\xff", id="a form that is no text"),
        pytest.param("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 1001), id="a form without end"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(content_type, body):
    with pytest.raises(NotAllowed) as refused:
        parse_body(content_type, body)
    assert refused.value.code == "body_malformed"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(nested(DEEPEST_JSON), id="at the limit"),
        pytest.param(b"[" + b",".join([b'{"a":[{}]}'] * 5000) + b"]", id="wide"),
        pytest.param(b'["' + b"[" * 5000 + b'"]', id="brackets in a text"),
        pytest.param(b'["\\"' + b"[" * 5000 + b'\\\\"]', id="brackets behind an escaped quote"),
        pytest.param(b"[" + b",".join([nested(DEEPEST_JSON - 1)] * 3) + b"]", id="deep three times over"),
    ],
)
def test_only_depth_counts_not_the_number_of_brackets(body):
    assert parse_body(JSON, body) is not None


def test_repeated_headers_are_joined_in_order():
    assert merged((("a", "1"), ("b", "2"), ("a", "3"))) == {"a": "1, 3", "b": "2"}


def test_the_pickers_see_the_whole_request():
    headers = (("content-type", JSON), ("customerid", "c-1"))
    results = request_results(inbound(b"[1]", query="x=1&x=2&y=%C3%BC", headers=headers), [1])
    assert results["queryParameters"] == {"x": ["1", "2"], "y": "ü"}
    assert results["body"] == {"data": [1], "contentType": JSON}
    assert results["rawBody"] == {"data": "[1]", "contentType": JSON}
    assert (results["method"], results["pathFragment"], results["headers"]["customerid"]) == ("POST", "a/b", "c-1")


def test_bytes_that_are_no_text_are_kept_as_base64():
    assert request_results(inbound(b"\xff"), None)["rawBody"] == {"data": "/w==", "encoding": "base64", "contentType": ""}


def test_a_query_of_too_many_parameters_is_refused():
    with pytest.raises(NotAllowed) as refused:
        request_results(inbound(query="&".join(["a=1"] * 1001)), None)
    assert refused.value.code == "query_malformed"


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("/hooks/T/shared/tok", HookPath("T", "shared", "", "tok", "")),
        ("/hooks/T/shared/tok/a/b", HookPath("T", "shared", "", "tok", "a/b")),
        ("/hooks/T/flow/F/tok/x", HookPath("T", "flow", "F", "tok", "x")),
        ("/hooks/T/executions/E", HookPath("T", "executions", "", "E", "")),
        ("/hooks/T/flow/tok", None),
        ("/hooks/T/shared/", None),
        ("/hooks/", None),
        ("/hooks", None),
        ("/other/T/shared/tok", None),
        ("/hooks/T/shared/tok/a\x00b", None),
    ],
)
def test_a_path_is_one_of_ours_or_nothing(path, read):
    assert read_path(path) == read
