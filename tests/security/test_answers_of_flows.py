"""What a flow answers leaves from our origin: it may carry data, and never speak for us."""

from __future__ import annotations

import pytest

from runtime.ingress.answers import custom


@pytest.mark.parametrize("status", [204, 205, 304])
def test_no_body_follows_a_status_that_has_none(status):
    smuggled = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"
    assert custom({"status": status, "headers": {"content-type": "text/plain"}, "body": smuggled}).body == b""


@pytest.mark.parametrize("name", ["Set-Cookie", "Clear-Site-Data", "NEL", "Service-Worker-Allowed", "Content-Security-Policy"])
def test_it_sets_nothing_for_the_whole_origin(name):
    """n8n CVE-2026-27578, CVE-2026-33749, CVE-2026-110847: what a flow answered was a page of the product's origin. Each answer
    of ours is sandboxed besides (`tests/server/test_answers.py`)."""
    assert custom({"headers": {name: "x", "X-Own": "y"}, "body": 1}).headers == (
        ("x-own", "y"),
        ("content-type", "application/json"),
    )


@pytest.mark.parametrize(
    "content_type", ["text/javascript", "application/ECMAScript; charset=utf-8", "text/css", "application/wasm"]
)
def test_no_page_of_ours_can_load_it_as_a_script_or_a_style(content_type):
    answer = custom({"headers": {"Content-Type": content_type}, "body": "alert(1)"})
    assert dict(answer.headers)["content-type"] == "text/plain; charset=utf-8"
    assert custom({"contentType": content_type, "body": "alert(1)"}).headers == answer.headers


@pytest.mark.parametrize("content_type", ["application/json", "text/html", "text/plain", "application/xml"])
def test_other_types_stay_as_the_builder_wrote_them(content_type):
    assert dict(custom({"contentType": content_type, "body": "x"}).headers)["content-type"] == content_type
