"""What if the draft had been live: it goes over the newest real requests again, with nothing carried out outside.

For: which requests, for how long, and what became different for whom. Not here: walking one road (`runtime.bench.what_if`), the
comparison (`past_and_now`), routes (`what_if_api`).

It runs on the bench, one at a time for an integration; nothing of it is stored or counted as traffic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from designer.api.shapes import camel
from designer.bench.past_and_now import Change, Told, changes_between, told_of, verdict, without
from runtime.bench.past import Past, newest_real, recall
from runtime.bench.renames import Renames
from runtime.bench.turns import alone, turn
from runtime.engine.errors import HookyardError
from runtime.instances.models import Integration
from runtime.routing.plans import Release
from runtime.what_ifs import Again, again, as_drafted, as_published, renamed_since

MOST_REQUESTS = 50
LONGEST_TOGETHER = 40.0  # seconds; somebody waits for it
LONGEST_ONE = 10.0
MOST_TOLD = 600  # differences in the whole answer
VERDICTS = ("unchanged", "changed", "now_fails", "now_succeeds", "not_told")


@dataclass(slots=True)
class Going:
    """One what-if while it goes on. Releases that ran then are compiled once."""

    integration: Integration
    draft: Release
    deadline: float
    left_to_tell: int = MOST_TOLD
    published: dict[str, Release | None] = field(default_factory=dict)

    def release(self, version_id: str) -> Release | None:
        if version_id not in self.published:
            self.published[version_id] = as_published(self.integration, version_id)
        return self.published[version_id]

    def again(self, release: Release, past: Past, renamed: Mapping[str, Renames] | None = None) -> Again:
        limit = min(LONGEST_ONE, self.deadline - monotonic())
        return again(self.integration, release, past, limit=max(limit, 0.1), renamed=renamed)


def what_if(integration: Integration, definition: dict[str, Any], *, most: int) -> dict[str, Any]:
    """Raises NotAllowed `bench_busy`."""
    going = Going(integration, as_drafted(integration, definition), monotonic() + LONGEST_TOGETHER)
    with alone(f"what-if {integration.pk}"), turn(integration.tenant_id):
        asked = newest_real(integration, most)
        told: list[tuple[Mapping[str, Any] | None, dict[str, Any]]] = []
        for request_id in asked:
            if monotonic() >= going.deadline:
                break
            past = recall(integration.tenant, request_id)
            if past is not None:
                told.append((past.customer, _one(going, past)))
    return {"requests": len(told), "leftOut": len(asked) - len(told), "customers": _by_customer(told)}


def _one(going: Going, past: Past) -> dict[str, Any]:
    then = _then(past)
    version = going.release(past.execution.version_id) if past.execution else None
    renamed = renamed_since(version, going.draft)
    facts = {"request": past.request.pk, "execution": past.request.execution_id or None, "method": past.request.method}
    facts |= {"receivedAt": past.request.received_at, "before": _ending(then)}
    try:
        went = going.again(going.draft, past, renamed)
        now = told_of(went.run)
        trigger = past.execution.trigger_step if past.execution else ""
        own = renamed.get(then.flow or "", {})
        changes = changes_between(then, now, answered=went.answered, trigger=trigger, renamed=own)
        note = None
        if changes and version:
            usual = going.again(version, past)
            itself = told_of(usual.run)
            if itself.outcome != then.outcome:
                note = f"Version {version.number}, which ran then, would itself come out otherwise now, so this tells nothing."
            changes = without(changes, changes_between(then, itself, answered=usual.answered, trigger=trigger), own)
    except HookyardError as error:
        return {**facts, "verdict": "not_told", "after": None, "changes": [], "assumed": [], "note": error.message}
    found = "not_told" if note else verdict(then, now, changes)
    assumed = list(dict.fromkeys(path.rpartition(".")[2] for path in went.unknown))
    shown = [] if note else _shown(going, changes)
    return {**facts, "verdict": found, "after": _ending(now), "changes": shown, "assumed": assumed, "note": note}


def _shown(going: Going, changes: list[Change]) -> list[dict[str, Any]]:
    shown = []
    for change in changes[:50]:
        shown.append(change.as_json(most=going.left_to_tell))
        going.left_to_tell -= len(shown[-1]["differences"])
    return shown


def _then(past: Past) -> Told:
    """From what was kept. What async flows answered at once was not, but for its status."""
    request, ran = past.request, past.execution
    error = (ran.error or {}) if ran else {}
    response = (ran.response or {}) if ran else {}
    steps = {
        step.path: {name: getattr(step, name) for name in ("status", "inputs", "results", "error")}
        for step in past.steps
        if step.status != "skipped"
    }
    return Told(
        outcome=past.outcome,
        code=past.code or None,
        message=error.get("message"),
        flow=request.flow_key or None,
        customer=past.customer["externalId"] if past.customer else None,
        result=ran.result if ran else None,
        answer_status=request.answer_status,
        answer_body=response.get("body"),
        steps=steps,
    )


def _ending(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in ("outcome", "code", "message", "flow", "customer")}


def _by_customer(told: list[tuple[Mapping[str, Any] | None, dict[str, Any]]]) -> list[dict[str, Any]]:
    """In the order of their newest request; those of nobody last. Of requests that came out the same only the number is told."""
    groups: dict[str, dict[str, Any]] = {}
    for customer, one in told:
        key = customer["id"] if customer else ""
        group = groups.setdefault(key, {"customer": dict(customer) if customer else None, "counts": Counter(), "requests": []})
        group["counts"][one["verdict"]] += 1
        if one["verdict"] != "unchanged":
            group["requests"].append(one)
    for group in groups.values():
        group["counts"] = {camel(name): group["counts"][name] for name in VERDICTS}
    return sorted(groups.values(), key=lambda group: group["customer"] is None)
