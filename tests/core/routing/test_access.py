"""Who may call an endpoint: addresses, origins of pages, kinds of body."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.engine.access_rules import access_problems, read_networks, read_origin
from runtime.engine.definition import read_definition
from runtime.engine.endpoint_rules import effective_kinds
from runtime.engine.errors import NotAllowed
from runtime.ingress import admission
from runtime.ingress.answers import Answer
from runtime.routing.access import Access, compile_access


def definition(endpoint: dict[str, Any], *webhooks: list[str] | None):
    steps = [
        {"id": f"webhook_{number}", "component": "webhook", "inputs": {"contentTypes": {"value": kinds}} if kinds else {}}
        for number, kinds in enumerate(webhooks)
    ]
    flows = [{"key": "main", "name": "Main", "steps": steps}]
    return read_definition({"name": "It", "key": "it", "endpoint": {"type": "shared", **endpoint}, "flows": flows})


def access(**endpoint: Any) -> Access:
    found = compile_access(definition(endpoint).endpoint, tuple(endpoint.get("contentTypes", ())))
    assert found is not None
    return found


def test_an_endpoint_that_asks_for_nothing_costs_nothing() -> None:
    assert compile_access(definition({}).endpoint, ()) is None


@pytest.mark.parametrize(
    ("listed", "address", "admitted"),
    [
        ("203.0.113.0/24", "203.0.113.255", True),
        ("203.0.113.0/24", "203.0.114.0", False),
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8::/32", "2001:db8:1::1", True),
        ("2001:db8::/32", "2001:db9::1", False),
        ("0.0.0.0/0", "2001:db8::1", False),
        ("fe80::/10", "fe80::1%eth0", True),
        ("0.0.0.0/0", "", False),
        ("0.0.0.0/0", "not an address", False),
    ],
)
def test_an_address_is_let_in_when_a_network_holds_it(listed: str, address: str, admitted: bool) -> None:
    assert access(allowedAddresses=[listed]).admits(address) is admitted


def test_a_list_of_which_nothing_can_be_read_lets_nobody_in() -> None:
    assert not access(allowedAddresses=["everybody"]).admits("203.0.113.7")


@pytest.mark.parametrize(
    ("allowed", "origin", "told"),
    [
        (["https://shop.example"], "https://shop.example", "https://shop.example"),
        (["HTTPS://Shop.example:443/"], "https://shop.example", "https://shop.example"),
        (["https://shop.example"], "http://shop.example", ""),
        (["https://shop.example"], "https://shop.example:8443", ""),
        (["https://shop.example"], "https://shop.example.evil.example", ""),
        (["https://shop.example"], "https://evilshop.example", ""),
        (["https://shop.example"], "null", ""),
        (["https://*.shop.example"], "https://a.b.shop.example", "https://a.b.shop.example"),
        (["https://*.shop.example"], "https://shop.example", ""),
        (["https://*.shop.example"], "https://evilshop.example", ""),
        (["*"], "https://any.example", "*"),
        (["*"], "null", "*"),
        (["http://localhost:5173"], "http://localhost:5173", "http://localhost:5173"),
    ],
)
def test_a_page_is_told_when_it_may_read_the_answer(allowed: list[str], origin: str, told: str) -> None:
    assert access(allowedOrigins=allowed).origin_told(origin) == told


@pytest.mark.parametrize(
    ("kinds", "content_type", "taken"),
    [
        (["json"], "application/json; charset=utf-8", True),
        (["json"], "application/vnd.api+json", True),
        (["json"], "", True),
        (["json"], "text/plain", False),
        (["form"], "", False),
        (["form"], "application/x-www-form-urlencoded", True),
        (["xml", "csv"], "TEXT/CSV", True),
        (["xml", "csv"], "image/svg+xml", True),
        (["text"], "text/html", True),
        (["multipart"], "multipart/form-data; boundary=x", True),
        (["multipart"], "multipart/mixed; boundary=x", False),
        (["binary"], "image/png", True),
    ],
)
def test_a_body_is_taken_when_its_kind_is(kinds: list[str], content_type: str, taken: bool) -> None:
    checked = access(contentTypes=kinds)
    if taken:
        checked.check_type(content_type)
        return
    with pytest.raises(NotAllowed) as refused:
        checked.check_type(content_type)
    assert refused.value.code == "content_type_not_taken"


@pytest.mark.parametrize(
    ("endpoint", "webhooks", "kinds"),
    [
        ({}, [None], ()),
        ({}, [["json"], ["form", "json"]], ("json", "form")),
        ({}, [["json"], None], ()),
        ({"contentTypes": ["xml"]}, [["json"]], ("xml",)),
        ({"type": "flow", "contentTypes": ["xml"]}, [["json"]], ("json",)),
    ],
)
def test_the_kinds_of_a_url_come_from_the_endpoint_or_its_webhook_steps(endpoint, webhooks, kinds) -> None:
    it = definition(endpoint, *webhooks)
    assert effective_kinds(it, it.flows[0]) == kinds


@pytest.mark.parametrize(
    ("settings", "code", "field", "hint"),
    [
        ({"allowedAddresses": ["10.0.0.1/8"]}, "address_malformed", "endpoint.allowedAddresses[0]", "10.0.0.0/8"),
        ({"allowedAddresses": ["10.0.0.0/8", "shop.example"]}, "address_malformed", "endpoint.allowedAddresses[1]", "CIDR"),
        ({"allowedOrigins": ["shop.example"]}, "origin_malformed", "endpoint.allowedOrigins[0]", "https://"),
        ({"allowedOrigins": ["https://shop.example/path"]}, "origin_malformed", "endpoint.allowedOrigins[0]", "https://"),
        ({"allowedOrigins": ["null"]}, "origin_malformed", "endpoint.allowedOrigins[0]", "https://"),
        ({"allowedOrigins": ["*", "https://a.example"]}, "origin_redundant", "endpoint.allowedOrigins", "every page"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(settings, code, field, hint) -> None:
    (problem,) = access_problems(definition(settings).endpoint)
    assert (problem.code, problem.field) == (code, field)
    assert hint in problem.message or hint == "CIDR"


ASKING = [("origin", "https://shop.example"), ("access-control-request-method", "POST")]


def test_a_preflight_grants_method_and_headers_and_never_credentials() -> None:
    asked = admission.preflight(
        access(allowedOrigins=["https://shop.example"]),
        {"POST"},
        [*ASKING, ("access-control-request-headers", "content-type, x-api-key")],
        "R1",
    )
    granted = dict(asked.headers)
    assert asked.status == 204
    assert granted["access-control-allow-origin"] == "https://shop.example"
    assert granted["access-control-allow-headers"] == "content-type, x-api-key"
    assert "access-control-allow-credentials" not in granted


def test_a_preflight_from_elsewhere_says_why_not() -> None:
    asked = admission.preflight(access(allowedOrigins=["https://other.example"]), {"POST"}, ASKING, "R1")
    assert (asked.status, asked.code) == (403, "origin_not_allowed")


@pytest.mark.parametrize("names", ["a\r\nset-cookie: x", "a,,b", "(", "a" * 3000])
def test_header_names_that_are_none_are_not_repeated(names: str) -> None:
    asked = admission.preflight(
        access(allowedOrigins=["*"]), {"POST"}, [*ASKING, ("access-control-request-headers", names)], "R1"
    )
    assert "access-control-allow-headers" not in dict(asked.headers)


def test_what_a_flow_says_of_origins_gives_way_to_the_setting() -> None:
    wrote = Answer(200, b"{}", (("access-control-allow-origin", "*"), ("x-a", "b")))
    shown = admission.for_pages(access(allowedOrigins=["https://shop.example"]), wrote, [("origin", "https://evil.example")])
    assert shown.headers == (("x-a", "b"), ("vary", "origin"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_an_origin_an_address_or_a_problem(text: str, other: str) -> None:
    read_networks([text])
    with suppress(ValueError):
        assert access(allowedOrigins=[read_origin(text)]).origin_told(other) in ("", "*", other.lower())
