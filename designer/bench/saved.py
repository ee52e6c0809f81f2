"""Tests kept with an integration.

For: the rows of `SavedTest`, with their limits. Nobody else writes them.
Not here: running them (`running`), what an expectation may say (`expectations`), routes (`saved_api`).

A saved test holds no secret: the value of a header that authenticates is not kept. A test without it is let in on the bench, as
one without a credential always is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum, TextField
from django.db.models.functions import Cast, Length

from designer.accounts.models import User
from designer.bench.models import SavedTest
from runtime.credentials.models import Credential
from runtime.credentials.redaction import REDACTED, redact_headers
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration

MOST_TESTS = 200
LARGEST_TEST = 512 * 1024  # bytes of its request, pins and expectation as JSON
LARGEST_TOGETHER = 8 * 1024 * 1024  # characters of all of an integration: pages and publishing read them at once
JSON = ("request", "pins", "expected")
MEANING = ("kind", "flow", "request", "pins", "run_target", "strict", "calls_out", "expected")


def tests_of(integration: Integration) -> QuerySet[SavedTest]:
    """In the order they were made."""
    rows = SavedTest.objects.of(integration.tenant_id).filter(integration=integration)
    return rows.select_related("updated_by").order_by("pk")


def create_test(integration: Integration, given: Mapping[str, Any], *, user: User | None) -> SavedTest:
    """Raises `NotAllowed` `tests_too_many`, `test_too_large`, `test_name_taken`."""
    if tests_of(integration).count() >= MOST_TESTS:
        raise NotAllowed(f"An integration keeps at most {MOST_TESTS} tests; delete one first.", code="tests_too_many")
    test = SavedTest(tenant_id=integration.tenant_id, integration=integration)
    return _keep(test, given, user)


def change_test(test: SavedTest, given: Mapping[str, Any], *, user: User | None) -> SavedTest:
    """Replaces it. What its last run told is forgotten unless it still tests the same. Raises as `create_test` does."""
    before = [getattr(test, name) for name in MEANING]
    changed = _filled(test, given)
    if [getattr(changed, name) for name in MEANING] != before:
        changed.last = None
    return _keep(changed, given, user)


def delete_test(test: SavedTest) -> None:
    test.delete()


def redacted_headers(test: SavedTest) -> list[str]:
    """Names of headers whose values were not kept."""
    return [name for name, value in test.request["headers"] if value == REDACTED]


def secret_headers(tenant_id: str) -> Collection[str]:
    """Headers that carry a key of one of the tenant's credentials. A signature is none: it proves one body alone."""
    keyed = Credential.objects.of(tenant_id).filter(scheme__in=("api_key", "jwt"))
    return {str(settings.get("header", "")) for settings in keyed.values_list("settings", flat=True)} - {""}


def _filled(test: SavedTest, given: Mapping[str, Any]) -> SavedTest:
    request = given["request"]
    headers = redact_headers(((name, value) for name, value in request["headers"]), secret_headers(test.tenant_id))
    values = {**given, "flow": given.get("flow") or "", "request": {**request, "headers": [list(pair) for pair in headers]}}
    for name, value in values.items():
        setattr(test, name, value)
    return test


def _keep(test: SavedTest, given: Mapping[str, Any], user: User | None) -> SavedTest:
    _filled(test, given).updated_by = user
    size = len(orjson.dumps([test.request, test.pins, test.expected]))
    if size > LARGEST_TEST:
        raise NotAllowed(
            f"This test is {size // 1024} KiB; at most {LARGEST_TEST // 1024} KiB are kept. Shorten its request or its pins.",
            code="test_too_large",
        )
    if size + _size_of(tests_of(test.integration).exclude(pk=test.pk)) > LARGEST_TOGETHER:
        most = LARGEST_TOGETHER // 2**20
        message = f"The tests of an integration may be {most} MiB together; delete one, or shorten requests and pins."
        raise NotAllowed(message, code="test_too_large")
    try:
        with transaction.atomic():
            test.save()
    except IntegrityError:
        raise NotAllowed(
            f'Another test is called "{test.name}"; choose another name.', code="test_name_taken", field="name"
        ) from None
    return test


def _size_of(tests: QuerySet[SavedTest]) -> int:
    sizes = tests.aggregate(**{name: Sum(Length(Cast(name, TextField()))) for name in JSON})
    return sum(size or 0 for size in sizes.values())
