"""Saved tests in files: how they are written into an export, and taken from an import.

For: one mapping a test under `tests:`; what is usual is left out. Secrets are in none, since none is ever kept (`saved`).
Not here: the rest of a file (`designer.integrations.importing`, `yaml_format`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError

from designer.accounts.models import User
from designer.api.problems import describe
from designer.bench.models import SavedTest
from designer.bench.saved import MOST_TESTS, change_test, create_test, redacted_headers, tests_of
from designer.bench.saved_shapes import SavedTestWriteShape
from runtime.credentials.redaction import REDACTED
from runtime.engine.errors import NotAllowed
from runtime.instances.models import Integration

USUAL_REQUEST = {"method": "POST", "contentType": "application/json", "path": "", "query": "", "headers": [], "body": ""}
Report = list[dict[str, str]]  # [{level: taken | changed | refused, message}]


def write_tests(tests: Iterable[SavedTest]) -> list[dict[str, Any]]:
    return [_written(test) for test in tests]


def _written(test: SavedTest) -> dict[str, Any]:
    request = {name: value for name, value in test.request.items() if value not in (None, USUAL_REQUEST.get(name))}
    expected = {name: value for name, value in test.expected.items() if (name, value) != ("match", "contains")}
    return {
        "name": test.name,
        "kind": test.kind,
        **({"flow": test.flow} if test.flow else {}),
        "request": request,
        **({"pins": test.pins} if test.pins else {}),
        "expected": expected,
        **({} if test.run_target else {"runTarget": False}),
        **({"strict": True} if test.strict else {}),
        **({"callsOut": True} if test.calls_out else {}),
        **({} if test.gates else {"gates": False}),
    }


def take_tests(integration: Integration, documents: Any, *, user: User | None) -> Report:
    """Keeps each test that can be kept, in place of one of the same name, and tells of the others why not."""
    if not isinstance(documents, list):
        return [{"level": "refused", "message": "Under tests stands no list, so no saved test was taken."}]
    there = {test.name: test for test in tests_of(integration)}
    if not documents:
        return []
    # More could never be kept, and the database waits for all of them.
    read = documents[:MOST_TESTS]
    lines = [line for place, each in enumerate(read) for line in _take(integration, each, f"tests[{place}]", there, user)]
    refused = sum(line["level"] == "refused" for line in lines)
    if left := len(documents) - len(read):
        message = f"An integration keeps at most {MOST_TESTS} tests, so the last {left:,} of the file were left out."
        lines.append({"level": "refused", "message": message})
    return [{"level": "taken", "message": f"Saved tests: {len(read) - refused}."}, *lines]


def _take(integration: Integration, document: Any, place: str, there: dict[str, SavedTest], user: User | None) -> Report:
    try:
        reader = SavedTestWriteShape(data=document)
        reader.is_valid(raise_exception=True)
        given = reader.validated_data
        earlier = there.get(given["name"])
        test = change_test(earlier, given, user=user) if earlier else create_test(integration, given, user=user)
    except ValidationError as error:
        told = describe(error)[0]["errors"]
        return [_refused(place, document, " ".join(f"{each['field'] or 'It'}: {each['message']}" for each in told))]
    except NotAllowed as refusal:
        return [_refused(place, document, refusal.message)]
    there[test.name] = test
    lines = []
    if earlier:
        lines.append({"level": "changed", "message": f"Saved test {test.name} replaces the one of that name."})
    came_redacted = [name for name, value in given["request"]["headers"] if value == REDACTED]
    if dropped := [name for name in redacted_headers(test) if name not in came_redacted]:
        lines.append({"level": "changed", "message": f"Saved test {test.name}: no secret is kept ({', '.join(dropped)})."})
    return lines


def _refused(place: str, document: Any, why: str) -> dict[str, str]:
    name = document.get("name") if isinstance(document, dict) else None
    return {"level": "refused", "message": f"Saved test {name[:120] if isinstance(name, str) else place} was left out: {why}"}
