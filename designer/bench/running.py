"""Running saved tests against a definition and telling how they went.

For: one result for each test, kept as its last one; a time limit for all together.
Not here: what holds and what does not (`expectations`), whether publishing may go on (`gate`).

Each test keeps what its flows store to itself, so that neither an earlier test nor an earlier run decides how it goes. What
changes something outside is only carried out if the test says so (`runtime.bench.standing_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from django.utils import timezone

from designer.bench.expectations import Difference, differences
from designer.bench.links import ways_taken
from designer.bench.models import SavedTest
from runtime import control
from runtime.bench.standing_in import StandIns
from runtime.bench.trials import Trial
from runtime.bench.turns import turn
from runtime.engine.definition import Flow, read_definition
from runtime.engine.errors import HookyardError
from runtime.instances.models import Integration
from runtime.storage.scratch import Scratch

LONGEST_TOGETHER = 120.0  # seconds
MOST_KEPT = 20  # differences


@dataclass(frozen=True, slots=True)
class TestResult:
    """`broken` when the test could not be run; `code` and `message` then say why."""

    __test__ = False  # no test case, whatever pytest thinks of its name

    test: SavedTest
    outcome: str  # passed, failed, broken
    differences: list[Difference] = field(default_factory=list)
    run: Mapping[str, Any] | None = None
    code: str | None = None
    message: str | None = None

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    def as_json(self, *, with_run: bool = True) -> dict[str, Any]:
        return {
            "test": self.test.pk,
            "name": self.test.name,
            "outcome": self.outcome,
            "code": self.code,
            "message": self.message,
            "differences": [each.as_json() for each in self.differences],
            "run": self.run if with_run else None,
        }


def run_tests(
    integration: Integration,
    tests: Iterable[SavedTest],
    definition: dict[str, Any],
    *,
    revision: int | None,
    together: float = LONGEST_TOGETHER,
    live: str = "",
) -> list[TestResult]:
    """One after the other; `revision` is the draft's, None for a definition that is not saved. Pages may watch them as `live`.

    Past `together` seconds the rest is `broken` with `tests_too_slow`, which is not kept as their last result.
    Raises NotAllowed `bench_busy`.
    """
    asked = list(tests)
    if not asked:
        return []
    deadline = monotonic() + together
    flows = {flow.key: flow for flow in read_definition(definition).flows}
    results: list[TestResult] = []
    with turn(integration.tenant_id):
        for test in asked:
            left = deadline - monotonic()
            if left <= 0:
                message = f"Not run: the tests before it took over {together:.0f} seconds together. Pin what is slow."
                results.append(TestResult(test, "broken", code="tests_too_slow", message=message))
                continue
            result = _broken_pins(test, flows) or _run(
                integration, test, definition, limit=min(left, control.LONGEST_TEST), live=live
            )
            _keep(result, _taken(flows, result.run) if result.run else [], revision)
            results.append(result)
    return results


def _broken_pins(test: SavedTest, flows: Mapping[str, Flow]) -> TestResult | None:
    """A pin that fits no step any more: the step it stood for, under its new name, would really run and call out."""
    by_flow = {test.flow: test.pins} if test.kind == SavedTest.Kind.FLOW else test.pins
    for key, pins in by_flow.items():
        if pins and key not in flows and test.kind == SavedTest.Kind.ENDPOINT:
            return _pin_not_found(test, f"It pins steps of {key[:80]}, and there is no such flow.")
        known = {step.id for step in flows[key].walk()} if key in flows else pins.keys()
        if gone := [step_id for step_id in pins if step_id not in known]:
            named = ", ".join(gone)[:200]
            return _pin_not_found(
                test, f"It pins {named}, and {flows[key].name} has no such step any more. Pin the step it is now."
            )
    return None


def _pin_not_found(test: SavedTest, message: str) -> TestResult:
    return TestResult(test, "broken", code="pin_not_found", message=message)


def _keep(result: TestResult, taken: list[dict[str, str]], revision: int | None) -> None:
    test, told = result.test, result.as_json(with_run=False)
    last = {
        "at": timezone.now().isoformat(),
        "revision": revision,
        "taken": taken,
        **{name: told[name] for name in ("outcome", "code", "message")},
        "differences": told["differences"][:MOST_KEPT],
    }
    # Not `save`: a run changes nothing about the test, and must not undo what somebody changes meanwhile.
    SavedTest.objects.of(test.tenant_id).filter(pk=test.pk, updated_at=test.updated_at).update(last=last)


def _run(integration: Integration, test: SavedTest, definition: dict[str, Any], *, limit: float, live: str) -> TestResult:
    tenant = integration.tenant
    stand_in = None if test.calls_out else StandIns(integration.tenant_id, integration.pk)
    trial = Trial(test.request, live=live, scratch=Scratch(), strict=test.strict, stand_in=stand_in)
    try:
        if test.kind == SavedTest.Kind.FLOW:
            trial = replace(trial, pins=test.pins)
            run = control.test_flow(tenant, integration, definition, test.flow, trial, limit=limit)
        else:
            more: dict[str, Any] = {"run_target": test.run_target, "flow_pins": test.pins, "limit": limit}
            run = control.test_endpoint(tenant, integration, definition, trial, **more)
    except HookyardError as error:
        return TestResult(test, "broken", code=error.code, message=error.message)
    found = differences(test.expected, run)
    return TestResult(test, "failed" if found else "passed", found, run)


def _taken(flows: Mapping[str, Flow], run: Mapping[str, Any]) -> list[dict[str, str]]:
    """The links it took, as {flow, from, outlet, to}: of the preprocess flow too."""
    ran = [(run["flow"], (run["execution"] or {}).get("steps", []))]
    for stage in run["stages"]:
        if stage["stage"] == "preprocess" and stage.get("data"):
            ran.append((stage["data"].get("flow"), stage["data"]["steps"]))
    return [
        {"flow": key, "from": source, "outlet": outlet, "to": target}
        for key, steps in ran
        if key in flows
        for source, outlet, target in ways_taken(flows[key], steps)
    ]


def summed_up(results: Sequence[TestResult], *, with_runs: bool = True) -> dict[str, Any]:
    passed = sum(result.passed for result in results)
    return {
        "passed": passed,
        "failed": len(results) - passed,
        "results": [result.as_json(with_run=with_runs) for result in results],
    }
