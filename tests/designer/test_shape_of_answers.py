"""Every answer of the API has one shape, and says all that is wrong at once."""

from __future__ import annotations

import json

import pytest

from designer.api.wire import MAX_BODY, MAX_DEPTH


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "body_malformed"),
        (b"\xff\xfe{}", "body_malformed"),
        (b'{"name": NaN}', "body_malformed"),
        (b'{"name": "\\ud800"}', "body_malformed"),
        (b'{"name": "a\\u0000b"}', "body_malformed"),
        (b'{"a\\u0000b": 1}', "body_malformed"),
        (b"[" * 100_000, "body_malformed"),
        (b"[" * (MAX_DEPTH + 5) + b"]" * (MAX_DEPTH + 5), "body_malformed"),
        (b"[]", "input_invalid"),
        (b"7", "input_invalid"),
    ],
)
def test_bytes_that_are_no_sensible_json_are_refused(body, code, owner):
    answer = owner.post("integrations", body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_body_has_a_largest_size(owner):
    answer = owner.post("integrations", b"x" * (MAX_BODY + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_only_json_is_taken(cast, owner):
    answer = owner.client.post("/api/integrations", {"name": "A form"})
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type_unsupported")


def test_every_field_error_is_told_at_once(owner):
    answer = owner.post("customers", {"name": "", "aliases": ["ok", "", 7, {}], "nmae": "x"})
    errors = {error["field"]: error["code"] for error in answer.json()["errors"]}
    assert errors == {
        "name": "blank",
        "externalId": "required",
        "aliases[1]": "blank",
        "aliases[3]": "invalid",
        "nmae": "unknown",
    }


def test_a_problem_has_one_shape_and_names_the_request(owner):
    answer = owner.get("customers/nobody")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "code", "detail", "requestId"}
    assert answer.json()["requestId"] == answer.headers["X-Request-Id"]


def test_good_answers_name_their_request_too_and_are_not_cached(owner):
    answer = owner.get("tenant")
    assert len(answer.headers["X-Request-Id"]) == 26
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_nobody_foresaw_is_our_fault_and_tells_no_detail(cast, owner, monkeypatch, caplog):
    from designer.accounts.api import TenantView

    def fails(self, request):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(TenantView, "get", fails)
    answer = owner.get("tenant")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "swordfish" not in answer.content.decode()
    assert answer.json()["requestId"] in [getattr(record, "request_id", None) for record in caplog.records]


def test_answers_hold_integers_of_any_size(cast, owner):
    made = owner.post("customers", b'{"externalId": "c-9", "name": "Nine"}').json()
    assert json.loads(owner.get(f"customers/{made['id']}").content) == made
