"""Every operation answers as the OpenAPI document says, whatever it is sent."""

from __future__ import annotations

import os

import pytest

from tests.fuzzing.campaign import Findings, ask, operations

pytestmark = pytest.mark.django_db


def test_no_operation_answers_what_the_document_does_not_know(caller, examples):
    findings = Findings()
    only = os.environ.get("HOOKYARD_FUZZ_ONLY", "")
    asked = [operation for operation in operations() if only in operation.label]
    if "HOOKYARD_FUZZ" not in os.environ:
        asked = asked[::4]  # a part of them, for seconds in each run; the command asks all
    assert asked
    for operation in asked:
        ask(operation, caller, examples=examples, start=int(os.environ.get("HOOKYARD_FUZZ_SEED", "1")), findings=findings)
    print(f"{len(asked)} operations, {findings.asked} requests, by status {dict(sorted(findings.statuses.items()))}")
    assert not findings.wrong, "\n\n".join(f"{title}\n{told}" for title, told in sorted(findings.wrong.items()))
