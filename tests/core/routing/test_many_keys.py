"""JSON of very many keys is refused before it is read, however they are written; what only looks like keys is not counted."""

from __future__ import annotations

import pytest

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies.jsons import MOST_KEYS
from runtime.routing.bodies.parsing import parse_body

JSON, LINES = "application/json", "application/x-ndjson"
ONE_TOO_MANY = MOST_KEYS + 1


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(JSON, b"[" + b'{"a":1},' * MOST_KEYS + b'{"a":1}]', id="many objects"),
        pytest.param(JSON, b"[" + b'{"a" \n:1},' * MOST_KEYS + b'{"a":1}]', id="space before the colon"),
        pytest.param(JSON, b"[" + rb'{"a\\":1},' * MOST_KEYS + b'{"a":1}]', id="names that end in a backslash"),
        pytest.param(LINES, b'{"a":1}\n' * 25_000 + b"[" + b'{"a":1},' * MOST_KEYS + b"1]", id="lines"),
    ],
)
def test_too_many_keys_are_refused(content_type, body):
    with pytest.raises(NotAllowed, match="250,000 keys") as refused:
        parse_body(content_type, body)
    assert refused.value.code == "body_malformed"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" + b'{"a":1},' * (MOST_KEYS - 1) + b'{"a":1}]', id="at the limit"),
        pytest.param(b'["' + b"12:30:00 " * ONE_TOO_MANY + b'"]', id="colons in a text"),
        pytest.param(b'["' + rb"{\"a\":1}," * ONE_TOO_MANY + b'"]', id="JSON in a text"),
    ],
)
def test_what_only_looks_like_keys_does_not_count(body):
    assert parse_body(JSON, body)
