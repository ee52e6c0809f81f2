"""The gate before publishing: the tests that must pass.

For: running them on the very definition that is about to be published, and saying which are in the way.
Not here: publishing (`designer.integrations.publishing`), how tests run (`running`).
"""

from __future__ import annotations

from typing import Any

from designer.bench.running import run_tests, summed_up
from designer.bench.saved import tests_of
from runtime.engine.errors import InvalidDefinition
from runtime.instances.models import Integration

LONGEST_GATE = 60.0  # seconds for all tests together; somebody waits for the answer
MOST_NAMED = 3


def pass_gate(integration: Integration, definition: dict[str, Any], *, revision: int, despite_tests: bool) -> list[str]:
    """Names of the tests that did not pass and were overridden; without `despite_tests` there are none.

    On the bench, never live; nothing is changed outside but by tests that say so. Raises `InvalidDefinition` `tests_failed` with
    `passed`, `failed` and `results`.
    """
    results = run_tests(
        integration, tests_of(integration).filter(gates=True), definition, revision=revision, together=LONGEST_GATE
    )
    names = [result.test.name for result in results if not result.passed]
    if names and not despite_tests:
        told = summed_up(results, with_runs=False)
        some = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
        failed = f"{len(names)} of {len(results)} {'test' if len(results) == 1 else 'tests'}"
        raise InvalidDefinition(
            f"{failed} did not pass: {some}. Mend the flow or the test, or publish despite them.", code="tests_failed", **told
        )
    return names
