"""What came of a real request then, held against what the draft makes of it. Pure.

For: the verdict, and what changed: where it goes, what is answered, what comes out, which steps. Not here: running (`what_if`).

What comes out otherwise each time, as ids and times that the run makes, is no change: the version that ran then is gone over
again too, and where it differs from itself nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from designer.bench.expectations import Difference, observed, unlike
from runtime.bench.renames import Renames, path_then
from runtime.engine.component import Json

MOST_DIFFERENCES = 25  # of one place
MOST_COMPARED = 500
ROUTE, ANSWER, RESULT, STEP = "route", "answer", "result", "step"


@dataclass(frozen=True, slots=True)
class Told:
    """A run in the words that are compared. `steps` by path: {stepId, status, inputs, results, error}."""

    outcome: str
    code: str | None
    message: str | None
    flow: str | None
    customer: str | None
    result: Json
    answer_status: int | None
    answer_body: Json
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is set for steps: runs_now, runs_no_longer, fails_now, fails_no_longer, sends_other, other_results."""

    about: str
    differences: tuple[Difference, ...] = ()
    step: str | None = None
    kind: str | None = None

    def as_json(self, *, most: int = MOST_DIFFERENCES) -> dict[str, Any]:
        shown = self.differences[: min(most, MOST_DIFFERENCES)]
        return {
            **{"about": self.about, "stepId": self.step, "kind": self.kind},
            "differences": [each.as_json() for each in shown],
            "more": len(self.differences) - len(shown),
        }


def told_of(run: Mapping[str, Any]) -> Told:
    """Of a TestRun."""
    seen, error = observed(run), run.get("error") or {}
    steps = (run.get("execution") or {}).get("steps") or ()
    return Told(
        **{name: seen[name] for name in ("outcome", "code", "flow", "customer", "result")},
        message=error.get("message"),
        answer_status=seen["answerStatus"],
        answer_body=seen["answerBody"],
        steps={step["path"]: step for step in steps if _ran(step["status"])},
    )


def verdict(then: Told, now: Told, changes: Iterable[Change]) -> str:
    went, goes = then.outcome == "succeeded", now.outcome == "succeeded"
    if went != goes:
        return "now_succeeds" if goes else "now_fails"
    return "changed" if any(True for _ in changes) else "unchanged"


def changes_between(
    then: Told, now: Told, *, answered: Collection[str], trigger: str, renamed: Renames | None = None
) -> list[Change]:
    """`answered` are the paths of steps that were answered for: what they were given is all that can differ. A step that was
    `renamed` is told by its name of now."""
    whole = [
        Change(ROUTE, _found("flow", then.flow, now.flow) + _found("customer", then.customer, now.customer)),
        Change(
            ANSWER,
            _found("answerStatus", then.answer_status, now.answer_status)
            + (_found("answerBody", then.answer_body, now.answer_body) if then.answer_body is not None else ()),
        ),
        Change(RESULT, _found("code", then.code, now.code) + _found("result", then.result, now.result)),
    ]
    told = [change for change in whole if change.differences]
    if then.flow == now.flow and then.steps and now.steps:
        named = {path: path_then(path, renamed or {}) for path in now.steps}
        told += _steps(then.steps, now.steps, answered, trigger, named)
    return told


def without(changes: Iterable[Change], noise: Iterable[Change], renamed: Renames | None = None) -> list[Change]:
    """But for what differs each time: the same place of the same step, whatever stands there."""
    usual = {(change.about, change.step, change.kind, each.path) for change in noise for each in change.differences}
    wholly = {(change.about, change.step, change.kind) for change in noise if not change.differences}
    left = []
    for change in changes:
        about = (change.about, change.step and path_then(change.step, renamed or {}), change.kind)
        if not change.differences and about not in wholly:
            left.append(change)
            continue
        kept = tuple(each for each in change.differences if (*about, each.path) not in usual)
        if kept:
            left.append(replace(change, differences=kept))
    return left


def _steps(
    then: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Mapping[str, Any]],
    answered: Collection[str],
    trigger: str,
    named: Mapping[str, str],
) -> Iterator[Change]:
    """`named` by path of now is the path of then."""
    taken = set(named.values())
    for path in [*now, *(path for path in then if path not in taken)]:
        before, after = then.get(named.get(path, path)), now.get(path)
        if named.get(path, path) == trigger:
            continue
        if before is None or after is None:
            inputs = _found("inputs", {}, after["inputs"] or {}) if after and path in answered else ()
            yield Change(STEP, inputs, path, "runs_no_longer" if after is None else "runs_now")
        elif bool(before["error"]) != bool(after["error"]):
            failed = _found("error", _short(before["error"]), _short(after["error"]))
            yield Change(STEP, failed, path, "fails_now" if after["error"] else "fails_no_longer")
        elif path in answered:
            if sent := _found("inputs", before["inputs"], after["inputs"]):
                yield Change(STEP, sent, path, "sends_other")
        elif other := _found("results", before["results"], after["results"]):
            yield Change(STEP, other, path, "other_results")


def _found(path: str, before: Json, after: Json) -> tuple[Difference, ...]:
    return tuple(islice(unlike(path, before, after), MOST_COMPARED))


def _short(error: Mapping[str, Any] | None) -> Json:
    return {name: error.get(name) for name in ("code", "message")} if error else None


def _ran(status: str) -> bool:
    return status != "skipped"
