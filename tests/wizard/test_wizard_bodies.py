"""Whatever is sent to an open wizard, it answers, and never with a crash."""

from __future__ import annotations

import re

import pytest
import yaml
from django.db import transaction

from tests.cast import Desk
from tests.designer.test_any_body import with_each_part_odd

WRITES = {
    ("post", "sessions"): {"code": "hkc_x"},
    ("post", "consents"): {"ticket": "a:b:c"},
    ("put", "pages/0"): {"values": {"region": "eu", "limit": 3}, "leave": "next"},
    ("post", "secret"): {"page": 0, "element": 1, "value": "s3cret"},
    ("post", "connections"): {"variable": "account", "values": {"token": "t"}},
    ("patch", "connections/x"): {"values": {"token": "t"}},
    ("post", "choices"): {"variable": "region", "values": {"region": "eu"}, "fresh": True},
    ("post", "test"): {"flow": "orders"},
}


def test_these_are_all_routes_of_a_wizard_that_take_a_body(owner):
    document = yaml.safe_load(owner.get("schema?format=yaml").content)
    taking = {
        (method, re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/wizard/")))
        for path, methods in document["paths"].items()
        if path.startswith("/api/wizard/")
        for method, about in methods.items()
        if "requestBody" in about
    }
    assert taking == {(method, re.sub(r"/(0|x)$", "/{}", path)) for method, path in WRITES}


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_an_odd_body_is_a_clear_error(method, path, wizard):
    for body in with_each_part_odd(WRITES[method, path]):
        if path == "test" and body == WRITES[method, path]:
            continue
        with transaction.atomic():
            answer = wizard.call(method, path, body)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (body, answer.content)
        assert answer.status_code < 400 or answer.json()["code"]


@pytest.mark.parametrize("cursor", ["x" * 5000, "\u202e", "%00", "'", "ZZZZZZZZZZ"])
def test_an_odd_cursor_is_a_clear_error_or_nothing(cursor, wizard):
    assert wizard.call("GET", f"lights?after={cursor}").status_code in (200, 400, 403)


@pytest.mark.parametrize("bearer", ["", "Bearer", "Bearer hkw_", "Basic hkw_x", "Bearer hkw_\u00e9"])
def test_an_odd_bearer_is_no_session(bearer, db):
    answer = Desk().get("wizard/state", Authorization=bearer.encode().decode("latin-1"))
    assert answer.status_code == 401
