"""Asking one operation with what its schema allows and with what it does not.

For: requests by schemathesis, sent straight into the application, each in a transaction that is undone, so that every one finds
the tenant as it was; and what is wrong with each answer: 5xx, a status or a type or a body that the document does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
LONGEST_TOLD = 1_200


@dataclass(frozen=True)
class Caller:
    """`headers` by the beginning of a path; `ids` by the first word of a path behind it, for what stands in braces."""

    headers: dict[str, dict[str, str]]
    cookies: dict[str, str]
    ids: dict[str, dict[str, str]]

    def proof(self, path: str) -> dict[str, str]:
        return next((given for beginning, given in self.headers.items() if path.startswith(beginning)), {})

    def known(self, path: str) -> dict[str, str]:
        known = self.ids.get(path.removeprefix("/api/").partition("/")[0], {})
        known = {**known, "id": known.get("pk", "")}
        return {name: known[name] for name in re.findall(r"\{(\w+)\}", path) if known.get(name)}


@dataclass
class Findings:
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)  # one of each kind, by operation and title

    def note(self, label: str, case: Case, answer: Any, failures: list[Failure]) -> None:
        self.asked += 1
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        for failure in failures:
            sent = f"{case.method} {case.formatted_path}?{case.query} {_short(case.body)}"
            told = f"{failure.message}\n  sent {sent}\n  got {answer.status_code} {answer.text[:LONGEST_TOLD]}"
            self.wrong.setdefault(f"{label}: {failure.title}", told[: 3 * LONGEST_TOLD])


def operations() -> list[Any]:
    with kept_open():
        # Proof that was made up would only ever be refused; each caller brings its own.
        config = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
        schema = schemathesis.openapi.from_wsgi("/api/schema?format=json", app=get_wsgi_application(), config=config)
    return [found.ok() for found in schema.get_all_operations()]


def ask(operation: Any, caller: Caller, *, examples: int, start: int, findings: Findings) -> None:
    """Half of the requests with known ids and what the schema allows, half with anything."""
    known = caller.known(operation.path)
    for mode, more in ((GenerationMode.POSITIVE, {"path_parameters": known} if known else {}), (GenerationMode.NEGATIVE, {})):
        if mode is GenerationMode.NEGATIVE and not (operation.body or list(operation.iter_parameters())):
            continue

        @seed(start)
        @settings(
            max_examples=max(1, examples // 2),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode, **more))
        def one(case: Case) -> None:
            with undone():
                answer = case.call(headers=caller.proof(operation.path), cookies=caller.cookies)
                findings.note(operation.label, case, answer, failures_of(case, answer))

        try:
            one()
        except Unsatisfiable:
            continue  # whatever is sent is allowed: there is nothing wrong to make up


def failures_of(case: Case, answer: Any) -> list[Failure]:
    refused = answer.status_code == 503 and b"storage_refused" in answer.content
    try:
        case.validate_response(answer, checks=[one for one in CHECKS if not (refused and one is not_a_server_error)])
    except FailureGroup as group:
        return [one for one in group.exceptions if isinstance(one, Failure)]
    except Failure as failure:
        return [failure]
    return []


@contextmanager
def undone() -> Iterator[None]:
    with kept_open(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def kept_open() -> Iterator[None]:
    """A request ends by closing a connection that is in a transaction; as in Django's own test client, it does not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _short(body: Any) -> str:
    try:
        return json.dumps(body)[:LONGEST_TOLD]
    except TypeError:
        return "" if "NotSet" in repr(type(body)) else repr(body)[:LONGEST_TOLD]
